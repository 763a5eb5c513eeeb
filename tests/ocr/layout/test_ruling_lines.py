# SPDX-License-Identifier: Apache-2.0
"""Rules of a table part its cells."""

from __future__ import annotations

import numpy as np
from PIL import ImageDraw

from ocr.layout.ruling_lines import VerticalRule, find_walls
from ocr.lines.segmentation import find_stretches
from ocr.pixels.image import ink_mask
from tests.support.pages.drawn_forms import blank, write

_LETTER_PX = 23


def _cells() -> np.ndarray:
    page = blank(1200, 320)
    write(page, 40, 200, "xã Tả Phìn")
    write(page, 286, 200, "xã Hạ Bằng")
    ImageDraw.Draw(page).line((270, 60, 272, 290), fill=10, width=3)
    return ink_mask(np.asarray(page))


def test_an_upright_rule_is_found_though_it_leans_and_letters_are_none() -> None:
    (wall,) = find_walls(_cells(), _LETTER_PX)
    assert abs(wall.x - 271) < 3 and wall.y0 < 70 and wall.y1 > 280
    assert wall.beside(200) and not wall.beside(20)


def test_text_does_not_run_through_a_rule() -> None:
    ink = _cells()
    ink[:, 264:278] = 0  # the rules are off when stretches are looked for
    assert len(find_stretches(ink, _LETTER_PX)) == 1
    left, right = find_stretches(ink, _LETTER_PX, (VerticalRule(271, 60, 290),))
    assert left.x1 < 271 < right.x0


def test_a_rule_elsewhere_on_the_page_parts_nothing() -> None:
    ink = _cells()
    ink[:, 264:278] = 0
    assert len(find_stretches(ink, _LETTER_PX, (VerticalRule(271, 250, 290),))) == 1
