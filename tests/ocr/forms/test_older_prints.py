# SPDX-License-Identifier: Apache-2.0
"""Prints of 2015 and 2020, and tables as offices draw them, are read where they differ from the newest."""

from __future__ import annotations

from ocr.forms.classify import match_kind
from templates.catalogue.loading import load_catalogue
from tests.support.pages.typed_forms import LETTER_PX, typed_line, typed_lines, typed_values


def test_from_and_to_of_an_old_correction_are_one_value():
    found = typed_values(
        """Đã đăng ký khai sinh ngày 09 tháng 10 năm 2011
số 12 Quyển số 01/2011 của UBND xã An Hòa
Nội dung:
Từ: Trần Thị Cúc
Thành: Trần Thị Trúc
Lý do: ghi nhầm""",
        "correction",
        "2015",
    )
    assert found["content"] == "Từ: Trần Thị Cúc Thành: Trần Thị Trúc"
    assert found["reason"] == "ghi nhầm"
    assert (found["registration.number"], found["registration.book"]) == ("12", "01/2011")
    assert found["registration.place"] == "UBND xã An Hòa"


def test_the_period_of_an_old_marital_status_form_has_place_and_ends():
    found = typed_values(
        """Tình trạng hôn nhân: chưa kết hôn với ai
Trong thời gian cư trú tại: xã An Hòa, huyện Bình Lục
tỉnh Hà Nam từ ngày 01 tháng 02 năm 2010 đến ngày 03 tháng 04 năm 2015
Mục đích sử dụng Giấy xác nhận tình trạng hôn nhân: xin việc""",
        "marital-status",
        "2020",
    )
    assert found == {
        "subject.marital_status": "chưa kết hôn với ai",
        "period.place": "xã An Hòa, huyện Bình Lục tỉnh Hà Nam",
        "period.from": "01 tháng 02 năm 2010",
        "period.to": "03 tháng 04 năm 2015",
        "purpose": "xin việc",
    }


def test_an_old_end_of_guardianship_names_the_book_first():
    found = typed_values(
        """Đã đăng ký giám hộ tại quyển số 01/2011 số 12 ngày 09 tháng 10 năm 2011
của UBND xã An Hòa
Lý do chấm dứt việc giám hộ: đã đủ 18 tuổi""",
        "guardianship-end",
        "2015",
    )
    assert found == {
        "registration.book": "01/2011",
        "registration.number": "12",
        "registration.date": "09 tháng 10 năm 2011",
        "registration.place": "UBND xã An Hòa",
        "reason": "đã đủ 18 tuổi",
    }


def test_the_print_is_told_by_the_order_of_its_labels():
    lines = typed_lines(
        """TỜ KHAI ĐĂNG KÝ KHAI TỬ
Kính gửi: UBND xã An Hòa
Họ, chữ đệm, tên người yêu cầu: LÊ THỊ AN
Giấy tờ tùy thân: CMND số 168123456
Nơi cư trú: xã An Hòa
Quan hệ với người đã chết: con
Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:
Họ, chữ đệm, tên: TRẦN VĂN TƯ
Giới tính: Nam
Ngày, tháng, năm sinh: 1940
Dân tộc: Kinh Quốc tịch: Việt Nam"""
    )
    match = match_kind(lines, load_catalogue().document_types.values(), LETTER_PX)
    assert match is not None
    assert (match.paper.kind, match.edition and match.edition.id) == ("death-registration", "2015")


def test_a_table_with_the_groom_first_is_read_so():
    text = """TỜ KHAI ĐĂNG KÝ KẾT HÔN
Thông tin                 Bên nam                     Bên nữ
Họ, chữ đệm, tên          TRẦN VĂN BA                 LÊ THỊ AN
Dân tộc                   Kinh                        Tày
Chúng tôi cam đoan những lời khai trên đây là đúng sự thật"""
    match = match_kind(typed_lines(text), load_catalogue().document_types.values(), LETTER_PX)
    assert match is not None
    assert match.edition is not None
    assert match.edition.id == "2015-groom-first"
    found = typed_values(text, "marriage-registration", match.edition.id)
    assert (found["groom.full_name"], found["bride.full_name"]) == ("TRẦN VĂN BA", "LÊ THỊ AN")
    assert (found["groom.ethnicity"], found["bride.ethnicity"]) == ("Kinh", "Tày")


def test_a_cell_of_two_lines_may_begin_above_its_label():
    rows = [
        (0.0, "Thông tin        Bên nữ               Bên nam"),
        (1.0, "Dân tộc          Tày                  Kinh"),
        (2.0, "                 xã Tân Mỹ,           xã An Hòa,"),
        (2.4, "Nơi cư trú"),
        (2.8, "                 tỉnh Bắc Ninh        tỉnh Hà Nam"),
        (4.0, "Kết hôn lần thứ mấy"),
    ]
    found = typed_values([typed_line(text, row) for row, text in rows], "marriage-registration", "2024")
    assert found["bride.residence"] == "xã Tân Mỹ, tỉnh Bắc Ninh"
    assert found["groom.residence"] == "xã An Hòa, tỉnh Hà Nam"
    assert found["groom.ethnicity"] == "Kinh"


def test_an_empty_table_invents_nothing():
    text = """Thông tin                 Bên nữ                      Bên nam
Họ, chữ đệm, tên
Ngày, tháng, năm sinh
Dân tộc (4)
Chúng tôi cam đoan những lời khai trên đây là đúng sự thật"""
    assert typed_values(text, "marriage-registration", "2024") == {}
