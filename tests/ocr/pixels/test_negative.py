# SPDX-License-Identifier: Apache-2.0
"""White letters on black are turned positive, and nothing else is."""

from __future__ import annotations

import numpy as np

from ocr.pixels.negative import positive
from tests.support.pages.drawn_forms import blank, write


def _page() -> np.ndarray:
    page = blank(1000, 800)
    for row in range(8):
        write(page, 60, 120 + 80 * row, "Họ, chữ đệm, tên người yêu cầu: LÊ AN")
    return np.asarray(page.convert("L"))


def test_a_negative_becomes_the_page_it_was_taken_of() -> None:
    page = _page()
    assert np.array_equal(positive(255 - page), page)


def test_a_page_is_left_as_it_is_also_on_a_dark_table_and_where_nothing_stands() -> None:
    page = _page()
    table = np.full((2400, 2000), 30, np.uint8)
    table[400 : 400 + page.shape[0], 300 : 300 + page.shape[1]] = page
    for gray in (page, table, np.full((400, 300), 20, np.uint8)):
        assert positive(gray) is gray
