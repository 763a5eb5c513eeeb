# SPDX-License-Identifier: Apache-2.0
"""Letter size and ink."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.pixels.image import component_mask, components, even_ink, ink_mask, x_height
from tests.support.pages.drawn_forms import blank, write


def test_small_letters_give_the_size_though_capitals_carry_more_ink() -> None:
    page = blank(2400, 900)
    for row in range(4):
        write(page, 40, 120 + 90 * row, "nơi cư trú của người sau")
        write(page, 700, 120 + 90 * row, "NGUYỄN HOÀNG HẢI ĐĂNG THỊNH VƯỢNG MAI", size=60)
    height = x_height(ink_mask(np.asarray(page)))
    assert 19 <= height <= 26


def _half_faded() -> tuple[np.ndarray, np.ndarray]:
    page = blank(1600, 300)
    write(page, 40, 180, "Đặng Thị Hường, thôn Trung Nghĩa, xã Sìn Hồ")
    sharp = np.asarray(page)
    faded = sharp.copy()
    faded[:, 500:800] = 250 - (250 - faded[:, 500:800].astype(int)) * 38 // 100
    return sharp, faded


def test_pale_strokes_become_as_dark_as_the_others() -> None:
    sharp, faded = _half_faded()
    mended = even_ink(faded, 23)
    there = sharp[:, 540:760] < 60
    assert np.median(faded[:, 540:760][there]) > 150
    assert np.median(mended[:, 540:760][there]) < 70


def test_what_shines_through_from_the_back_stays_pale() -> None:
    sharp, _faded = _half_faded()
    ghost = 250 - (250 - sharp[:, ::-1].astype(int)) * 13 // 100
    page = np.minimum(
        np.vstack([sharp, np.full_like(sharp, 250)]), np.vstack([np.full_like(ghost, 250), ghost])
    )
    mended = even_ink(page.astype(np.uint8), 23)
    assert mended[330:].min() > 190


def test_paper_and_dark_ink_are_left_alone() -> None:
    sharp, _faded = _half_faded()
    difference = np.abs(even_ink(sharp, 23).astype(int) - np.minimum(sharp, 250))
    assert np.percentile(difference, 99) <= 12


@pytest.mark.parametrize("dots", [300, 90000])
def test_components_are_told_apart_however_many_there_are(dots: int) -> None:
    ink = np.zeros((700, 1100), np.uint8)
    places = np.array([(y, x) for y in range(1, 699, 2) for x in range(1, 1099, 2)])[:dots]
    ink[places[:, 0], places[:, 1]] = 255
    labels, stats, centres = components(ink)
    assert len(stats) == len(centres) == dots + 1
    assert (labels > 0).sum() == len(np.unique(labels)) - 1 == dots
    last = np.flatnonzero((stats[:, :2] == places[-1][::-1]).all(axis=1))
    assert np.array_equal(component_mask(labels, stats, last) > 0, labels == last[0])


@pytest.mark.parametrize("shape", [(1, 40), (40, 1)])
def test_a_single_row_has_components_too(shape: tuple[int, int]) -> None:
    ink = np.zeros(shape, np.uint8)
    ink.ravel()[[3, 4, 20]] = 255
    assert len(components(ink)[1]) == 3
