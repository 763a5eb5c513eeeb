# SPDX-License-Identifier: Apache-2.0
"""Stretches of text on drawn pages, and the words the line reader finds on them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import ImageDraw

from ocr.lines.segmentation import find_stretches
from ocr.lines.text_line import foot, text_lines
from ocr.pixels.image import ink_mask
from ocr.recognise.line_model import PEN_SIGN, Char
from ocr.recognise.page_text import words_of
from tests.support.pages.drawn_forms import blank, leader, write

_LETTER_PX = 23


def _gray(page: object) -> np.ndarray:
    return np.minimum(np.asarray(page), 250)


def test_words_of_a_line_are_one_stretch_and_columns_are_two() -> None:
    page = blank(height=400)
    end = write(page, 100, 150, "Họ và tên vợ")
    other = write(page, 1100, 150, "Họ và tên chồng")
    first, second = find_stretches(ink_mask(_gray(page)), _LETTER_PX)
    assert abs(first.x1 - end) < 12
    assert abs(second.x0 - 1100) < 12 and abs(second.x1 - other) < 12
    assert abs(first.base - 150) < 3 and abs(second.base - 150) < 3


def test_lines_close_under_each_other_stay_apart() -> None:
    page = blank(height=500)
    for number, text in enumerate(("NGUYỄN ĐỨC HƯỞNG", "Phượng, Ngọc gặp Quý", "Ấp Ỷ Lan, xã Mỹ Lệ")):
        write(page, 100, 120 + 58 * number, text)
    bases = [stretch.base for stretch in find_stretches(ink_mask(_gray(page)), _LETTER_PX)]
    assert np.allclose(bases, [120, 178, 236], atol=3)


def test_a_larger_title_is_measured_by_its_own_letters() -> None:
    page = blank(height=300)
    write(page, 100, 150, "TỜ KHAI", size=100)
    (title,) = find_stretches(ink_mask(_gray(page)), _LETTER_PX)
    assert 1.6 * _LETTER_PX < title.letter_px < 2.4 * _LETTER_PX


def test_an_empty_page_has_no_stretch() -> None:
    assert find_stretches(np.zeros((200, 300), np.uint8), _LETTER_PX) == []


def _read(gray: np.ndarray) -> list[str]:
    return [word.text for word in words_of(gray, find_stretches(ink_mask(gray), _LETTER_PX))]


def test_letters_grown_together_with_a_seal_at_the_end_of_a_label_are_not_lost() -> None:
    page = blank(height=500)
    end = write(page, 100, 250, "Họ, chữ đệm, tên:")
    write(page, end + 60, 250, "HOÀNG VĂN HIỂN")
    ImageDraw.Draw(page).ellipse((end - 170, 236, end + 110, 496), outline=90, width=4)
    assert _read(_gray(page)) == ["Họ,", "chữ", "đệm,", "tên:", "HOÀNG", "VĂN", "HIỂN"]


def test_pale_letters_at_the_end_of_a_stretch_are_read_with_it() -> None:
    page = blank(height=300)
    end = write(page, 100, 150, "tỉnh Kiên Giang")
    gray = _gray(page)
    last = slice(int(end) - 70, int(end) + 5)
    gray[1::3, last] = 250  # the toner ran out: the letters fall into pieces
    gray[2::3, last] = 250 - (250 - gray[2::3, last]) // 2
    assert _read(gray)[:2] == ["tỉnh", "Kiên"]
    (stretch,) = find_stretches(ink_mask(gray), _LETTER_PX)
    assert abs(stretch.x1 - end) < 12


def test_words_lie_where_they_were_drawn_and_are_read_through_dots() -> None:
    page = blank(height=300)
    end = write(page, 100, 150, "Quê quán:")
    clean = ink_mask(_gray(page).copy())
    leader(page, end, 1900, 151)
    write(page, end + 20, 150, "xã Gò Dầu")
    write_only = blank(height=300)
    write(write_only, end + 20, 150, "xã Gò Dầu")
    stretches = find_stretches(clean | ink_mask(_gray(write_only)), _LETTER_PX)
    words = words_of(_gray(page), stretches)
    assert [word.text for word in words] == ["Quê", "quán:", "xã", "Gò", "Dầu"]
    assert abs(words[2].x - (end + 20)) < 12
    assert abs(foot(words, _LETTER_PX) - 150) < 3


def test_a_value_that_touches_its_label_is_a_word_of_its_own() -> None:
    page = blank(height=300)
    write(page, 100, 150, "Giới tính:Nữ lúc 12:30")
    gray = _gray(page)
    (line,) = text_lines(words_of(gray, find_stretches(ink_mask(gray), _LETTER_PX)), _LETTER_PX)
    assert line.text == "Giới tính: Nữ lúc 12:30"


def test_words_that_hang_under_the_line_stand_no_lower() -> None:
    page = blank(height=300)
    write(page, 100, 150, "nghiệp")
    gray = _gray(page)
    assert abs(foot(words_of(gray, find_stretches(ink_mask(gray), _LETTER_PX)), _LETTER_PX) - 150) < 3


def test_a_word_typed_over_the_line_is_a_stretch_of_its_own_beside_labels_on_it() -> None:
    page = blank(height=300)
    end = write(page, 100, 150, ", ngày")
    value = write(page, end + 40, 138, "23")
    write(page, value + 40, 150, "tháng")
    gray = _gray(page)
    assert sorted(round(s.base) for s in find_stretches(ink_mask(gray), _LETTER_PX)) == [138, 150, 150]
    assert "23" in _read(gray)


def test_words_whose_letters_all_hang_under_the_line_stay_with_it() -> None:
    page = blank(height=300)
    write(page, 100, 150, "nơi  gy  cấp")
    assert len(find_stretches(ink_mask(_gray(page)), _LETTER_PX)) == 1


@pytest.mark.parametrize(("strokes", "kept"), [(((0, 0),), False), (((0, 0), (6, 14), (20, 30)), True)])
def test_a_lone_stroke_beside_print_is_no_handwriting(
    strokes: tuple[tuple[int, int], ...], kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = blank(height=300)
    end = round(write(page, 100, 150, "ngày 12"))
    for left, right in strokes:
        ImageDraw.Draw(page).line((end + 20 + left, 148, end + 30 + right, 118), fill=20, width=3)
    read = [Char(sign, 0.99, 110.0 + 20 * n) for n, sign in enumerate("ngày 12")]
    read += [Char(" ", 0.99, end + 10.0), Char(PEN_SIGN, 0.99, end + 25.0)]
    monkeypatch.setattr(
        "ocr.recognise.page_text.read_strips", lambda strips: [tuple(read) for _strip in strips]
    )
    assert (PEN_SIGN in _read(_gray(page))) is kept
