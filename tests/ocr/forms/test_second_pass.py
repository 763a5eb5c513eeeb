# SPDX-License-Identifier: Apache-2.0
"""The second looks at a value's line."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.forms.second_pass import look_again
from ocr.lines.recogniser import Recogniser
from ocr.lines.segmentation import find_stretches
from ocr.lines.text_line import Piece
from ocr.pixels.image import ink_mask
from ocr.recognise.line_engine import LineReader
from ocr.recognise.page_text import words_of
from ocr.recognise.tesseract_engine import Tesseract
from tests.support.pages.drawn_forms import blank, write

_LETTER_PX = 23


def _pieces(gray: np.ndarray) -> list[Piece]:
    found = []
    for stretch in find_stretches(ink_mask(gray), _LETTER_PX):
        words = words_of(gray, [stretch])
        left, right = words[0].x, words[-1].x + words[-1].w
        found.append(Piece(" ".join(w.text for w in words), words, (left, words[0].y, right - left, 40)))
    return found


def _page(*rows: tuple[str, int]) -> np.ndarray:
    page = blank(height=200 + 90 * len(rows))
    for number, (text, size) in enumerate(rows):
        write(page, 100, 120 + 90 * number, text, size)
    return np.minimum(np.asarray(page), 250)


def _texts(recogniser: Recogniser, gray: np.ndarray, pieces: list[Piece]) -> list[str]:
    seen = look_again(recogniser, gray, pieces, _LETTER_PX)
    return [" ".join(word.text for word in words) for words in seen]


@pytest.mark.parametrize("recogniser", [LineReader(), Tesseract()], ids=["line-reader", "tesseract"])
def test_each_recogniser_gives_each_piece_its_own_words(recogniser: Recogniser) -> None:
    gray = _page(("Trần Thị Mộng", 50), ("Kinh", 50), ("12/03/1985", 50))
    assert _texts(recogniser, gray, _pieces(gray)) == ["Trần Thị Mộng", "Kinh", "12/03/1985"]


def test_small_print_is_brought_to_size() -> None:
    gray = _page(("CCCD số 079183584722", 34), ("Kinh", 50))
    assert _texts(LineReader(), gray, _pieces(gray))[0] == "CCCD số 079183584722"


@pytest.mark.parametrize("recogniser", [LineReader(), Tesseract()], ids=["line-reader", "tesseract"])
def test_nothing_is_asked_for_no_pieces(recogniser: Recogniser) -> None:
    assert look_again(recogniser, _page(), [], _LETTER_PX) == []
    assert recogniser.lines([]) == []
