# SPDX-License-Identifier: Apache-2.0
"""What a recogniser for pen says of a field becomes a value nobody believes, with proposals beside it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ocr.lines.recogniser import LineImage, LineWord, PenGuess
from ocr.page.penned import LEAST_PROPOSED, MOST_PROPOSED, _proposals, _together
from ocr.page.reading import read_page
from ocr.recognise import pen_engine
from ocr.recognise.choice import Chosen
from ocr.recognise.line_engine import LineReader
from ocr.recognise.registry import NamedPen, Recognisers, recognisers
from ocr.result import Proposal, Source
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType
from tests.support.pages.drawn_forms import birth_rows, form


def test_a_field_of_two_lines_is_the_best_of_each_then_one_of_them_read_otherwise() -> None:
    above = [PenGuess("Thôn Hạ", 0.8), PenGuess("Thôn Họ", 0.1)]
    below = [PenGuess("Nam Định", 0.5, known=True), PenGuess("Nam Đinh", 0.4)]
    found = _together([above, below])
    assert [guess.text for guess in found] == ["Thôn Hạ Nam Định", "Thôn Hạ Nam Đinh", "Thôn Họ Nam Định"]
    assert [round(guess.confidence, 3) for guess in found] == [0.4, 0.32, 0.05]
    assert [guess.known for guess in found] == [True, False, True]


def test_lines_on_which_nothing_can_be_read_are_none() -> None:
    assert [guess.text for guess in _together([[], [PenGuess("Kinh", 0.5)]])] == ["Kinh"]
    assert [guess.text for guess in _together([[]])] == [""]


def test_what_is_likely_is_proposed_once_whatever_its_case() -> None:
    texts = ["Lò Thị Mẩy", "LÒ THỊ MẨY", "Lò Thị Mây", "Lê Thị Mẩy"]
    guesses = [
        PenGuess(text, sure) for text, sure in zip(texts, (0.6, 0.2, 0.1, LEAST_PROPOSED / 2), strict=True)
    ]
    assert _proposals([*zip(guesses, texts, strict=True)]) == (
        Proposal("Lò Thị Mẩy", "pen", 0.6),
        Proposal("Lò Thị Mây", "pen", 0.1),
    )


def test_a_word_that_the_field_forced_is_marked() -> None:
    guesses = [PenGuess("Xã Tân Hoà", 0.6, known=True), PenGuess("Xa Tan Hoa", 0.2)]
    found = _proposals([(guess, guess.text) for guess in guesses])
    assert [one.source for one in found] == ["pen:known", "pen"]


def test_no_more_is_offered_than_a_person_looks_through() -> None:
    texts = [f"Lê Thị {letter}a" for letter in "BCDGHK"]
    guesses = [PenGuess(text, 0.1) for text in texts]
    assert len(_proposals([*zip(guesses, texts, strict=True)])) == MOST_PROPOSED


class _Pen:
    """Sees the same on each line, by two readings."""

    def lines(self, _lines: Sequence[LineImage]) -> list[tuple[LineWord, ...]]:
        raise AssertionError("who can say more is asked for more")

    def guesses(self, lines: Sequence[LineImage], _kinds: Sequence[FieldType]) -> list[tuple[PenGuess, ...]]:
        return [(PenGuess("Đỗ Văn Bút", 0.7), PenGuess("Đồ Văn Bút", 0.2)) for _line in lines]


@pytest.mark.long
def test_pen_in_a_field_is_read_and_stays_for_a_person_to_decide() -> None:
    page = form(birth_rows("Bút")).copy()
    plain = read_page(page, load_catalogue())
    name = plain.value("child.full_name")
    assert name is not None
    x, y, w, h = name.box.as_list()
    page[y - 4 : y + h + 4, x - 4 : x + w + 4] = 255
    for at in range(x, x + w - 30, 34):  # what the line reader can't take for letters
        page[y + 6 : y + h - 4, at : at + 5] = 60
        page[y + h // 2 : y + h // 2 + 5, at : at + 30] = 60
    by = Recognisers(LineReader(), None, NamedPen("pen", _Pen()))
    found = read_page(page, load_catalogue(), by=by).value("child.full_name")
    assert found is not None
    assert (found.value, found.source) == ("Đỗ Văn Bút", Source.HAND)
    assert found.confidence <= 0.1
    assert [one.text for one in found.proposals] == ["Đỗ Văn Bút", "Đồ Văn Bút"]


@pytest.mark.long
def test_a_typed_page_never_loads_the_reader_of_pen(monkeypatch: pytest.MonkeyPatch) -> None:
    def loaded() -> None:
        raise AssertionError("the network of pen was asked for")

    monkeypatch.setattr(pen_engine, "network", loaded)
    found = read_page(
        form(birth_rows("Đỗ Văn Bút")), load_catalogue(), by=recognisers(Chosen(pen="pen-reader"))
    ).value("child.full_name")
    assert found is not None and found.source is Source.PRINT
