# SPDX-License-Identifier: Apache-2.0
"""Rows of boxes with one digit each."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.layout.combs import comb_rules
from ocr.layout.prepare import lit_copy, prepare
from ocr.lines.text_line import text_lines
from ocr.pixels.image import ink_mask
from ocr.recognise.choice import BUILT_IN
from ocr.recognise.registry import recognisers
from tests.support.pages.drawn_forms import blank, write

_LETTER_PX = 23
_DIGITS = "040197314526"


def _comb(page: Image.Image, left: int, foot: int, side: int, *, head: bool = True) -> None:
    pen = ImageDraw.Draw(page)
    top, bottom = foot - round(0.8 * side), foot + round(0.2 * side)
    for n in range(len(_DIGITS) + 1):
        pen.line((left + n * side, top, left + n * side, bottom), fill=20, width=2)
    for y in (top, bottom) if head else (bottom,):
        pen.line((left, y, left + len(_DIGITS) * side, y), fill=20, width=2)
    for n, digit in enumerate(_DIGITS):
        write(page, left + n * side + 0.28 * side, foot - 4, digit)


@pytest.mark.parametrize("head", [True, False])
def test_the_rules_of_a_comb_are_found_and_its_digits_are_spared(head: bool) -> None:
    page, digits = blank(1400, 300), blank(1400, 300)
    _comb(page, 300, 150, 52, head=head)
    for n, digit in enumerate(_DIGITS):
        write(digits, 300 + n * 52 + 0.28 * 52, 146, digit)
    rules = comb_rules(ink_mask(np.asarray(page)), _LETTER_PX) > 0
    ink, kept = np.asarray(page) < 128, np.asarray(digits) < 128
    assert (rules & ink & ~kept).sum() > 0.97 * (ink & ~kept).sum()
    assert not (rules & kept).any()


def test_letters_and_a_table_are_no_comb() -> None:
    page = blank(1400, 700)
    write(page, 100, 150, "ĐIỂN KHÁNH lilliillllli HIHIHIHIHI")
    pen = ImageDraw.Draw(page)
    for n in range(9):
        pen.line((100 + 60 * n, 250, 100 + 60 * n, 600), fill=20, width=2)
    for y in (250, 425, 600):
        pen.line((100, y, 580, y), fill=20, width=2)
    assert not comb_rules(ink_mask(np.asarray(page)), _LETTER_PX).any()


def test_a_number_in_a_comb_is_read_as_digits() -> None:
    page = blank(1400, 500)
    for line in range(3):
        write(page, 60, 100 + 60 * line, "Họ, chữ đệm, tên và nơi cư trú của người yêu cầu")
    write(page, 60, 350, "Số định danh cá nhân:")
    _comb(page, 620, 350, 52)
    page_read = prepare(lit_copy(np.asarray(page)), 0)
    words = [word for word in recognisers(BUILT_IN).page.words(page_read) if word.y > 250]
    (line,) = text_lines(words, page_read.letter_px)
    assert line.text.replace(" ", "") == "Sốđịnhdanhcánhân:" + _DIGITS
