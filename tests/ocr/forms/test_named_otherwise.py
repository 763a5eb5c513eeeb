# SPDX-License-Identifier: Apache-2.0
"""A page whose heading says that it is another paper is none of the forms whose labels it shares."""

from __future__ import annotations

import pytest

from ocr.forms.classify import match_kind
from templates.catalogue.loading import load_catalogue
from tests.support.pages.typed_forms import LETTER_PX, typed_lines

PAPERS = tuple(load_catalogue().document_types.values())
ASKED = """
1. Họ, chữ đệm và tên khai sinh: LÝ VĂN VÍ DỤ
3. Ngày, tháng, năm sinh: 01/02/2026
4. Giới tính: Nam Dân tộc: Kinh Quốc tịch: Việt Nam
9. Nơi sinh: Bệnh viện Ví Dụ
11. Quê quán: xã Ví Dụ, tỉnh Hưng Yên
12. Nơi cư trú: Thôn Mẫu, xã Ví Dụ, tỉnh Hưng Yên
Họ, chữ đệm, tên người mẹ: TRẦN THỊ VÍ DỤ
Năm sinh: 1990 Dân tộc: Kinh Quốc tịch: Việt Nam
Họ, chữ đệm, tên người cha: LÝ VĂN MẪU
Năm sinh: 1988 Dân tộc: Kinh Quốc tịch: Việt Nam
"""


def role_of(text: str) -> str:
    match = match_kind(typed_lines(text.strip()), PAPERS, LETTER_PX)
    return match.paper.role if match else ""


@pytest.mark.parametrize(
    "heading",
    ["PHIẾU THU NHẬN THÔNG TIN CĂN CƯỚC", "BIÊN BẢN XÁC MINH", "ĐƠN XIN NHẬP HỌC", "PHIÊU KHAM SỨC KHỎE"],
)
def test_its_heading_takes_it_out(heading: str) -> None:
    assert role_of(heading + ASKED) != "form"


@pytest.mark.parametrize(
    "title", ["ĐƠN XIN NHẬN CON NUÔI", "ĐƠN XIN NHẬN CON NUỐl", "ĐƠN XIN NHẬN CON\nNUÔI"]
)
def test_a_form_that_is_itself_an_application_keeps_its_own_title(title: str) -> None:
    said = "\nLý do nhận con nuôi: thương cháu\nHọ, chữ đệm, tên: LÝ VĂN MẪU\nNgày, tháng, năm sinh: 1980"
    match = match_kind(typed_lines(title + said), PAPERS, LETTER_PX)
    assert match is not None and match.paper.kind == "adoption-application"


@pytest.mark.parametrize(
    "heading", ["TỜ KHAI ĐĂNG KÝ XE", "TỜ KHAI ĐĂNG KÝ THUẾ", "TỜ KHAI HẢI QUAN", "ĐƠN XIN XÁC NHẬN"]
)
def test_a_beginning_that_many_forms_share_names_none(heading: str) -> None:
    assert role_of(heading + "\nKính gửi: Công an xã Ví Dụ\nNgười khai: LÝ VĂN MẪU") != "form"


@pytest.mark.parametrize("title", ["TỜ KHAI ĐĂNG KÝ VIỆC KHAI SINH", "TỜ KHAI ĐĂNG KÝ KHAl SlNH"])
def test_words_between_and_letters_misread_leave_a_title(title: str) -> None:
    assert role_of(title) == "form"


@pytest.mark.parametrize("heading", ["TỜ KHAI ĐĂNG KÝ KHAI SINH", "", "ĐƠN VỊ: ỦY BAN NHÂN DÂN XÃ VÍ DỤ"])
def test_its_own_heading_or_none_leaves_a_form(heading: str) -> None:
    assert role_of(heading + ASKED) == "form"


def test_a_form_that_also_bears_another_heading_is_that_form() -> None:
    assert role_of("PHIẾU TIẾP NHẬN\nTỜ KHAI ĐĂNG KÝ KHAI SINH" + ASKED) == "form"


@pytest.mark.parametrize("text", ["m", "H", "Ghi rõ", "giám hộ", "cơ quan\nđăng ký"])
def test_a_page_of_a_few_letters_is_no_paper(text: str) -> None:
    assert role_of(text) == ""


MINUTES = """
BIÊN BẢN LÀM VIỆC
Hôm nay, ngày 21/09/2025, tại trụ sở Công an xã Ví Dụ, chúng tôi gồm
1. Ông Lý Văn Mẫu - Trưởng Công an
2. Bà Trần Thị Ví Dụ, sinh năm 1980, nơi cư trú: Thôn Mẫu, xã Ví Dụ
"""
ASKED_LEAVE = """
ĐỀ NGHỊ KHAI BÁO TẠM VẮNG
Họ, chữ đệm và tên: Lý Văn Mẫu
Ngày, tháng, năm sinh: 01/02/1980
Số định danh cá nhân: 001080012345
Nơi thường trú: Thôn Mẫu, xã Ví Dụ
"""


@pytest.mark.parametrize("text", [MINUTES, ASKED_LEAVE])
def test_people_named_with_birth_and_home_make_no_authorisation(text: str) -> None:
    match = match_kind(typed_lines(text.strip()), PAPERS, LETTER_PX)
    assert match is None or match.paper.kind != "authorisation"


def test_under_the_states_name_another_title_needs_half_of_the_labels() -> None:
    asked = "Họ, chữ đệm và tên: LÝ VĂN VÍ DỤ\nNgày, tháng, năm sinh: 01/02/1990\nSố định danh cá nhân: 1"
    head = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    more = "\nNơi thường trú: xã Ví Dụ\nHọ, chữ đệm và tên chủ hộ: LÝ VĂN MẪU\nNgày, tháng, năm sinh: 1960"
    assert not role_of(head + "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ\nKính gửi: Công an xã\n" + asked + more)
    assert role_of(head + "TỜ KHAI ĐĂNG KÝ KHAI SINH" + ASKED) == "form"
