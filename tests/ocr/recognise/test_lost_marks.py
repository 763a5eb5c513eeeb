# SPDX-License-Identifier: Apache-2.0
"""What the eraser of leaders takes from a word is given back by the page that still has it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest

from ocr.lines.recogniser import LineImage, LineWord
from ocr.page.reading import read_page
from ocr.recognise.line_engine import LineReader
from ocr.recognise.registry import Recognisers
from ocr.recognise.tesseract_engine import Tesseract
from ocr.result import PageReading
from templates.catalogue.loading import load_catalogue
from tests.support.pages.drawn_forms import birth_rows, form

_FORM = birth_rows("Phạm Thị Bút")


class _Dotless(LineReader):
    """Reads pages as ever, and lines as if the eraser had taken each mark below with the leader, surely."""

    def lines(self, lines: Sequence[LineImage]) -> list[tuple[LineWord, ...]]:
        return [
            tuple(LineWord(_dotless(word.text), 0.999) for word in words) for words in super().lines(lines)
        ]


class _DotlessToo(Tesseract):
    """The second opinion, of the same erased picture."""

    def lines(self, lines: Sequence[LineImage]) -> list[tuple[LineWord, ...]]:
        return _Dotless().lines(lines)


def _dotless(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).replace("\u0323", ""))


@pytest.fixture(scope="module")
def page() -> PageReading:
    return read_page(form(_FORM), load_catalogue(), by=Recognisers(_Dotless(), _DotlessToo()))


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("child.full_name", "Phạm Thị Bút"),
        ("mother.full_name", "Trần Thị Mộng"),
        ("father.full_name", "Phạm Đại Lộc"),
    ],
)
def test_two_sure_readings_without_the_mark_do_not_outvote_the_page_that_saw_it(
    page: PageReading, key: str, name: str
) -> None:
    value = page.value(key)
    assert value is not None
    assert value.value == name
    assert value.confidence < 0.9, "a person looks at it"
