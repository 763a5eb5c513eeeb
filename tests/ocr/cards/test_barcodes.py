# SPDX-License-Identifier: Apache-2.0
"""QR codes on pages: sizes, turns, blur, shadow; nothing where nothing is; where the code lies."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest

from ocr.cards import barcodes
from ocr.cards.barcodes import code_like_areas, read_codes
from tests.support.pages.drawn_cards import MAN, Person, back_2024, front_2021, sheet

pytestmark = pytest.mark.long

WOMAN = Person()


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    return sheet((front_2021(WOMAN), 700, 500), tilt_deg=1.5)


def shadowed_photo(page: np.ndarray) -> np.ndarray:
    height, width = page.shape[:2]
    dim = page * np.linspace(0.35, 1, width)[None, :, None]
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = np.float32([[200, 150], [width - 100, 50], [width - 300, height - 100], [50, height - 250]])
    photo = cv2.warpPerspective(
        dim.astype(np.uint8), cv2.getPerspectiveTransform(corners, seen), (width, height)
    )
    noisy = cv2.GaussianBlur(photo, (0, 0), 1.2) + np.random.default_rng(1).normal(0, 8, photo.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def test_the_code_of_a_card_on_a_300_dpi_page_is_read_at_once(page: np.ndarray) -> None:
    (code,) = read_codes(page)
    assert code.text == WOMAN.qr()


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_page_on_its_side_or_head_is_read(page: np.ndarray, quarter_turns: int) -> None:
    (code,) = read_codes(np.ascontiguousarray(np.rot90(page, quarter_turns)))
    assert code.text == WOMAN.qr()


def test_the_place_of_the_code_is_that_on_the_page(page: np.ndarray) -> None:
    (code,) = read_codes(page)
    inside = page[code.box.y : code.box.y + code.box.h, code.box.x : code.box.x + code.box.w]
    assert 130 < code.box.w < 180
    (again,) = read_codes(
        cv2.copyMakeBorder(inside, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    )
    assert again.text == code.text


@pytest.mark.parametrize("sigma", [1.4, 1.8])
def test_a_blurred_code_is_found_by_its_texture(page: np.ndarray, sigma: float) -> None:
    blurred = cv2.GaussianBlur(page, (0, 0), sigma)
    (code,) = read_codes(blurred, expected=True)
    assert code.text == WOMAN.qr()
    (plain,) = read_codes(page)
    assert abs(code.box.x - plain.box.x) < 12
    assert abs(code.box.w - plain.box.w) < 16


@pytest.mark.slow
def test_a_shadowed_slanting_photo_is_read(page: np.ndarray) -> None:
    assert [code.text for code in read_codes(shadowed_photo(page), expected=True)] == [WOMAN.qr()]


def test_a_grey_and_a_black_and_white_page_are_read(page: np.ndarray) -> None:
    gray = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    for image in (gray, np.where(gray < 150, 0, 255).astype(np.uint8)):
        assert [code.text for code in read_codes(image)] == [WOMAN.qr()]


def test_two_codes_on_a_sheet_are_both_read() -> None:
    both = sheet((front_2021(WOMAN), 200, 300), (back_2024(MAN), 1300, 1500), tilt_deg=3)
    assert {code.text for code in read_codes(both, expected=True)} == {WOMAN.qr(), MAN.qr(tail="||||")}


def test_a_page_without_a_code_gives_none() -> None:
    assert read_codes(sheet()) == ()
    assert read_codes(sheet((front_2021(WOMAN, code=False), 700, 500)), expected=True) == ()


def test_a_page_that_gives_no_reason_is_not_searched(page: np.ndarray) -> None:
    assert read_codes(cv2.GaussianBlur(page, (0, 0), 1.4)) == ()


def test_a_photo_full_of_texture_costs_no_more_than_45_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    monkeypatch.setattr(barcodes, "_decode", lambda *_image: tried.append(1) or ())
    texture = np.random.default_rng(1).integers(0, 2, (60, 60), dtype=np.uint8) * 255
    white = np.full((2400, 1800), 255, np.uint8)
    for x, y in itertools.product((100, 700, 1300), (100, 700, 1300)):
        white[y : y + 180, x : x + 180] = np.kron(texture, np.ones((3, 3), np.uint8))
    assert read_codes(white, expected=True) == ()
    assert len(tried) == 1 + 45


def test_text_and_rules_do_not_look_like_a_code(page: np.ndarray) -> None:
    (area,) = code_like_areas(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY))
    (code,) = read_codes(page)
    assert abs(area.x + area.w / 2 - code.box.x - code.box.w / 2) < 20
