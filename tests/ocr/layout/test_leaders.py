# SPDX-License-Identifier: Apache-2.0
"""Leaders go, what is written on them stays."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.layout.leaders import find_leaders, remove_leaders
from ocr.pixels.image import ink_mask, x_height
from tests.support.pages.drawn_forms import blank, leader, write


def _cleaned(page: np.ndarray) -> np.ndarray:
    gray = np.minimum(page, 250)
    ink = ink_mask(gray, 0.62)
    return remove_leaders(gray, find_leaders(ink, x_height(ink) or 22))


def _typed(text: str, *, dots: bool, offset: int = 0) -> np.ndarray:
    page = blank()
    write(page, 60, 80, "Họ, chữ đệm, tên người yêu cầu và nơi cư trú")
    write(page, 60, 200 + offset, text)
    if dots:
        leader(page, 40, 1900, 200)
        leader(page, 40, 1900, 300)
    return np.asarray(page)


def test_a_bare_leader_vanishes() -> None:
    page = blank()
    write(page, 60, 80, "Họ, chữ đệm, tên người yêu cầu và nơi cư trú")
    leader(page, 40, 1900, 200)
    assert (_cleaned(np.asarray(page))[150:260] < 150).sum() == 0


@pytest.mark.parametrize("offset", [-2, 0, 4])
def test_a_dau_nang_over_a_leader_stays(offset: int) -> None:
    text = "PHẠM ĐẠI LỘC, xã Mỹ Hiệp, huyện Cự Đà, được cấp"
    plain, cleaned = _typed(text, dots=False, offset=offset), _cleaned(_typed(text, dots=True, offset=offset))
    below = slice(205 + offset, 222 + offset)  # where the marks under the letters are, and descenders
    kept = (cleaned[below] < 150)[plain[below] < 100]
    assert kept.mean() > 0.93


@pytest.mark.parametrize("text", ["NGUYỄN THỊ HỒNG NHUNG", "Căn cước công dân số 001188001234", "15/03/2008"])
def test_typed_words_come_out_of_the_dots_nearly_as_they_went_in(text: str) -> None:
    plain, cleaned = _typed(text, dots=False), _cleaned(_typed(text, dots=True))
    was, now = plain[130:240] < 128, cleaned[130:240] < 128
    assert (was & now).sum() / (was | now).sum() > 0.93


def test_a_row_typed_full_is_freed_too() -> None:
    text = "Số 226 đường Hoàng Quốc Việt, phường Từ Sơn, tỉnh Bắc Ninh, Việt Nam, trú"
    page = blank()
    leader(page, 40, 1900, 100)
    end = write(page, 62, 200, text)
    leader(page, 66, end - 8, 200)
    cleaned = _cleaned(np.asarray(page))
    between = np.asarray(page)
    bare = blank()
    write(bare, 62, 200, text)
    stray = (cleaned < 128) & (np.asarray(bare) > 200)
    assert stray[150:230].sum() < 0.15 * ((between < 128) & (np.asarray(bare) > 200))[150:230].sum()


def test_tone_marks_in_a_row_are_no_leader() -> None:
    page = blank()
    write(page, 60, 200, "i í ì ỉ ĩ ị í ì i í ì ỉ ĩ ị í ì i í ì ỉ ĩ ị í ì i í ì ỉ ĩ ị í ì")
    gray = np.minimum(np.asarray(page), 250)
    ink = ink_mask(gray, 0.62)
    assert find_leaders(ink, 23).leaders == ()


def test_the_colon_of_a_label_is_no_part_of_its_leader() -> None:
    page = blank()
    end = write(page, 60, 200, "Nơi cư trú của người yêu cầu:")
    leader(page, end + 4, 1900, 200)
    cleaned = _cleaned(np.asarray(page))
    colon = slice(int(end) - 12, int(end) - 1)
    assert (cleaned[190:202, colon] < 128).sum() > 10


def test_a_ruled_line_goes_and_the_letters_that_cross_it_stay() -> None:
    page = _typed("Nguyễn Quý Hợp ghi ngày", dots=False).copy()
    page[199:202, 40:1900] = 0
    plain = _typed("Nguyễn Quý Hợp ghi ngày", dots=False)
    cleaned = _cleaned(page)
    assert (cleaned[196:205, 1200:1800] < 128).sum() == 0
    was, now = plain[205:216] < 100, cleaned[205:216] < 150
    assert (was & now).sum() / was.sum() > 0.9
