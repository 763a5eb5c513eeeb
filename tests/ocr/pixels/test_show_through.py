# SPDX-License-Identifier: Apache-2.0
"""What shines through from the other side of the paper."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageOps

from ocr.pixels.show_through import without_show_through
from tests.support.pages.drawn_forms import blank, write

_LETTER_PX = 23


def _page(lines: int, level: int = 30) -> np.ndarray:
    """So many lines of print of the given grey level on white."""
    page = blank(1600, 900)
    for n in range(lines):
        write(page, 80, 90 + 60 * n, "Họ, chữ đệm, tên người yêu cầu và nơi cư trú")
    dark = np.asarray(page).astype(int)
    return (250 - (250 - np.minimum(dark, 250)) * (250 - level) // 250).astype(np.uint8)


def _mirrored(page: np.ndarray) -> np.ndarray:
    return np.asarray(ImageOps.mirror(Image.fromarray(page)))


def test_many_pale_letters_are_taken_off_and_print_stays_as_it_is() -> None:
    print_, ghosts = _page(6), np.roll(_mirrored(_page(12, level=205)), 30, axis=0)
    cleaned = without_show_through(np.minimum(print_, ghosts), _LETTER_PX)
    apart = (ghosts < 225) & (print_ > 245)
    assert (cleaned[apart] > 240).mean() > 0.8
    assert np.array_equal(cleaned[print_ < 120], print_[print_ < 120])


def test_a_few_pale_strokes_are_a_pen_and_stay() -> None:
    page = np.minimum(_page(6), np.roll(_page(1, level=205), 500, axis=0))
    assert without_show_through(page, _LETTER_PX) is page
