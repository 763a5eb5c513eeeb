"""The second looks at a value's line."""

from __future__ import annotations

import numpy as np
from drawn_forms import blank, write

from ocr.image import ink_mask
from ocr.line_reader import text_of
from ocr.lines import Piece
from ocr.page_text import words_of
from ocr.reread import ask_tesseract, look_again
from ocr.text_rows import find_stretches

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


def test_both_readers_give_each_piece_its_own_words() -> None:
    gray = _page(("Trần Thị Mộng", 50), ("Kinh", 50), ("12/03/1985", 50))
    pieces = _pieces(gray)
    wanted = ["Trần Thị Mộng", "Kinh", "12/03/1985"]
    assert [text_of(chars) for chars in look_again(gray, pieces, _LETTER_PX)] == wanted
    asked = ask_tesseract(gray, pieces, _LETTER_PX)
    assert [" ".join(word.text for word in words) for words in asked] == wanted


def test_small_print_is_brought_to_size() -> None:
    gray = _page(("CCCD số 079183584722", 34), ("Kinh", 50))
    chars, *_rest = look_again(gray, _pieces(gray), _LETTER_PX)
    assert text_of(chars) == "CCCD số 079183584722"


def test_nothing_is_asked_for_no_pieces() -> None:
    assert ask_tesseract(_page(), [], _LETTER_PX) == []
    assert look_again(_page(), [], _LETTER_PX) == []
