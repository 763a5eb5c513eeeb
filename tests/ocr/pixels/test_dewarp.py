# SPDX-License-Identifier: Apache-2.0
"""Turned, skewed and photographed pages come out level, and every place finds its way back."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.pixels.dewarp import flattened, levelled, page_outline, skew_angle
from ocr.pixels.image import WorkingCopy, ink_mask
from ocr.pixels.orientation import guess_turn, turned
from tests.support.pages.drawn_forms import form

_ROWS = [
    [("Họ, chữ đệm, tên người yêu cầu:", "NGUYỄN VĂN AN")],
    [("Nơi cư trú:", "xã Mỹ Hiệp, tỉnh Đồng Tháp")],
] * 9


def _page() -> np.ndarray:
    return form(_ROWS)


@pytest.mark.parametrize("angle", [-12.0, -3.3, -0.4, 0.0, 0.7, 5.0, 14.0])
def test_skew_is_found_to_a_tenth_of_a_degree(angle: float) -> None:
    page = _page()
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    skewed = cv2.warpAffine(page, turn, (width, height), borderValue=255)
    assert skew_angle(ink_mask(skewed)) == pytest.approx(angle, abs=0.1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_turn_that_makes_a_page_upright_is_guessed(turn: int) -> None:
    stored = np.ascontiguousarray(
        np.rot90(_page(), turn // 90)
    )  # anticlockwise, so ``turn`` clockwise mends it
    stats = cv2.connectedComponentsWithStats(ink_mask(stored))[2]
    assert guess_turn(stats[1:], stored.shape) == turn


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [0.0, 3.0])
def test_a_place_on_the_working_copy_maps_to_the_stored_page(turn: int, angle: float) -> None:
    stored = np.full((700, 500), 255, np.uint8)
    stored[200:210, 300:310] = 0
    copy = levelled(turned(WorkingCopy(stored, np.eye(3)).resized(1.5), turn), angle)
    y, x = np.argwhere(copy.gray < 100).mean(axis=0)
    back = copy.stored_points(np.array([[x, y]]))[0]
    assert back == pytest.approx([304.5, 204.5], abs=1.5)


def test_a_photographed_sheet_is_flattened() -> None:
    page = cv2.resize(_page(), (1000, 1400))
    corners = np.array([[150, 120], [1080, 200], [1180, 1500], [60, 1420]], np.float32)
    frame = np.array([[0, 0], [1000, 0], [1000, 1400], [0, 1400]], np.float32)
    matrix = cv2.getPerspectiveTransform(frame, corners)
    photo = cv2.warpPerspective(page, matrix, (1300, 1650), borderValue=70)
    outline = page_outline(photo)
    assert outline is not None
    assert np.abs(outline - corners).max() < 12
    flat = flattened(WorkingCopy(photo, np.eye(3)), outline)
    assert abs(skew_angle(ink_mask(flat.gray))) < 0.4


def test_a_plain_scan_has_no_outline() -> None:
    assert page_outline(_page()) is None
