# SPDX-License-Identifier: Apache-2.0
"""White letters on black are turned positive, and nothing else is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

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


def test_a_negative_is_known_with_a_white_rim_and_with_a_patch() -> None:
    rim, patch = 255 - _page(), 255 - _page()
    rim[:18] = rim[:, :10] = rim[:, -10:] = 255
    patch[800:960, 60:200] = 220
    for gray in (rim, patch):
        assert np.array_equal(positive(gray), 255 - gray)


def _creased(page: np.ndarray) -> np.ndarray:
    ends = np.random.default_rng(0).integers(0, page.shape[0], (60, 2))
    for left, right in ends:
        cv2.line(page, (0, int(left)), (page.shape[1], int(right)), 250, 2)
    return page


def _scratched(page: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(0)
    for x, y, dx, dy in zip(*rng.integers(0, 800, (2, 200)), *rng.integers(-30, 30, (2, 200)), strict=True):
        cv2.line(page, (int(x), int(y)), (int(x + dx), int(y + dy)), 250, 2)
    return page


@pytest.mark.parametrize("spoil", [_creased, _scratched])
def test_a_page_scanned_too_darkly_is_no_negative_though_creases_are_bright(spoil) -> None:  # type: ignore[no-untyped-def]
    gray = spoil((20 + _page().astype(int) * 65 // 255).astype(np.uint8))
    assert positive(gray) is gray


def test_a_bright_edge_on_black_is_no_negative() -> None:
    gray = np.full((1000, 800), 15, np.uint8)
    gray[:, :6] = 240
    assert positive(gray) is gray
