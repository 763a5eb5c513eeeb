# SPDX-License-Identifier: Apache-2.0
"""A drawn page, through the real recogniser, in every position."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.layout.prepare import lit_copy, prepared_copies
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import text_lines
from ocr.page.reading import page_words, read_page
from ocr.page.words import UprightText
from ocr.result import PageReading, Source
from templates.catalogue.loading import load_catalogue
from tests.support.pages.drawn_cards import MAN, Person, back_2021, front_2021, sheet
from tests.support.pages.drawn_forms import form
from tests.support.programs.examples import some_of

pytestmark = pytest.mark.long

_ROWS = [
    [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "")],
    [("TỜ KHAI ĐĂNG KÝ KHAI SINH", "")],
    [("Kính gửi:", "UBND xã Mỹ Hiệp, tỉnh Đồng Tháp")],
    [("Họ, chữ đệm, tên người yêu cầu:", "PHẠM ĐẠI LỘC")],
    [("Ngày, tháng, năm sinh:", "12/03/1985")],
    [("Nơi cư trú:", "thôn Hạ, xã Mỹ Hiệp, tỉnh Đồng Tháp")],
    [("Giấy tờ tùy thân:", "")],
    [("Quan hệ với người được khai sinh:", "Cha đẻ")],
    [("Đề nghị cơ quan đăng ký khai sinh cho người dưới đây", "")],
    [("Họ, chữ đệm, tên:", "PHẠM NGỌC ÁNH")],
    [("Giới tính:", "Nữ"), ("Dân tộc:", "Kinh"), ("Quốc tịch:", "Việt Nam")],
    [("Quê quán:", "xã Mỹ Hiệp, tỉnh Đồng Tháp")],
    [("Họ, chữ đệm, tên người mẹ:", "TRẦN THỊ MỘNG")],
    [("Họ, chữ đệm, tên người cha:", "PHẠM ĐẠI LỘC")],
]
_TRUTH = {
    "requester.full_name": "PHẠM ĐẠI LỘC",
    "requester.birth_date": "12/03/1985",
    "requester.relation": "Cha đẻ",
    "child.full_name": "PHẠM NGỌC ÁNH",
    "child.sex": "Nữ",
    "child.ethnicity": "Kinh",
    "mother.full_name": "TRẦN THỊ MỘNG",
    "father.full_name": "PHẠM ĐẠI LỘC",
}


def _read(stored: np.ndarray) -> PageReading:
    return read_page(stored, load_catalogue(), page=3)


def _values(reading: PageReading) -> dict[str, str]:
    return {field.key: field.value for field in reading.fields if field.key in _TRUTH}


@pytest.mark.parametrize("turn", some_of([0, 90, 180, 270], always=[0, 180]))
def test_a_typed_form_is_read_whichever_way_it_lies(turn: int) -> None:
    reading = _read(np.ascontiguousarray(np.rot90(form(_ROWS), turn // 90)))
    assert (reading.page, reading.kind, reading.rotation) == (3, "birth-registration", turn)
    assert _values(reading) == _TRUTH
    assert "requester.id_document" not in {field.key for field in reading.fields}


def test_what_is_not_of_its_field_s_type_is_kept_as_read_and_never_sure() -> None:
    odd = {"12/03/1985": "15/3/08", "Nữ": "Khác"}
    reading = _read(form([[(label, odd.get(value, value)) for label, value in row] for row in _ROWS]))
    for key, text in (("requester.birth_date", "15/3/08"), ("child.sex", "Khác")):
        found = reading.value(key)
        assert found is not None
        assert (found.value, found.raw, found.source) == (text, text, Source.PRINT)
        assert found.confidence <= 0.3


def test_words_that_say_there_is_none_leave_the_field_empty() -> None:
    rows = [*_ROWS[:-1], [("Họ, chữ đệm, tên người cha:", "Không có")]]
    reading = _read(form(rows))
    assert reading.value("father.full_name") is None
    assert reading.value("mother.full_name") is not None


def test_printed_words_beside_an_empty_date_are_no_value() -> None:
    rows = [
        [(label, "tháng ..... năm ....." if value == "12/03/1985" else value) for label, value in row]
        for row in _ROWS
    ]
    assert _read(form(rows)).value("requester.birth_date") is None


def test_the_box_of_a_value_lies_on_it_in_the_stored_page() -> None:
    page = form(_ROWS)
    skew = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), -4, 1.0)
    reading = _read(cv2.warpAffine(page, skew, page.shape[::-1], borderValue=255))
    name = reading.value("child.full_name")
    assert name is not None
    x, y = skew @ np.array([480 + 180, 140 + 66 * 9 - 16, 1.0])  # the middle of the name as drawn
    assert name.box.x < x < name.box.x + name.box.w
    assert name.box.y < y < name.box.y + name.box.h
    assert name.source is Source.PRINT


def test_words_carry_their_corners_on_the_stored_page() -> None:
    reading = _read(form(_ROWS))
    title = next(word for word in reading.words if word.text == "KHAI")
    (left, top), _right, (right, bottom), _low = title.quad
    assert 120 < left < right < 700
    assert 160 < top < bottom < 240


def test_an_empty_page_is_blank() -> None:
    reading = _read(np.full((1200, 900), 244, np.uint8))
    assert reading.blank
    assert reading.fields == ()


@pytest.mark.parametrize("shape", [(1, 1), (1, 60), (60, 1), (2, 2), (3, 900)])
def test_a_picture_too_small_for_words_is_other_and_has_no_values(shape: tuple[int, int]) -> None:
    reading = _read(np.full(shape, 200, np.uint8))
    assert (reading.kind, reading.fields) == ("other", ())


def test_a_page_of_no_known_kind_is_other() -> None:
    rows = [
        [("Hóa đơn bán hàng tạp phẩm số năm mươi hai", "")],
        [("Xà phòng, nước mắm, đường cát, muối hầm", "")],
    ] * 3
    reading = _read(form(rows))
    assert reading.kind == "other"
    assert reading.words


def test_a_faded_page_is_not_blank() -> None:
    faded = (245 - (255 - form(_ROWS).astype(int)) * 0.3).astype(np.uint8)
    assert not _read(faded).blank


def test_the_sign_for_handwriting_is_no_word_of_the_page() -> None:
    prepared = next(prepared_copies(lit_copy(form(_ROWS)), None))
    words = [
        RawWord(text, 0.9, 100 * n, 50, 60, 30, 0, 0, 0) for n, text in enumerate(("Nam", "✎", "Ấp✎"), 1)
    ]
    text = UprightText(prepared, text_lines(words, prepared.letter_px), 1.0)
    assert [word.text for word in page_words(text)] == ["Nam", "Ấp"]


def test_cards_of_two_people_on_a_page_are_two_papers() -> None:
    reading = _read(sheet((front_2021(Person()), 700, 300), (back_2021(MAN), 700, 1500)))
    assert [paper.kind for paper in reading.papers()] == ["id-card", "id-card"]
    numbers = [paper.value("person.personal_id") for paper in reading.papers()]
    assert [number and number.value for number in numbers] == [Person().personal_id, MAN.personal_id]


@pytest.mark.slow
def test_both_sides_of_a_card_on_a_page_are_one_paper() -> None:
    reading = _read(sheet((front_2021(MAN), 700, 300), (back_2021(MAN), 700, 1500)))
    assert reading.kind == "id-card"
    assert len(reading.papers()) == 1
