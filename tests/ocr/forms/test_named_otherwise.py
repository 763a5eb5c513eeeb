# SPDX-License-Identifier: Apache-2.0
"""A page whose heading says that it is another paper is none of the forms whose labels it shares."""

from __future__ import annotations

import pytest

from ocr.forms.classify import match_kind
from ocr.forms.headings import TITLE_FROM, headings_of, loud_lines, names_subject, title_score
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType
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


STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
ANSWERS = {FieldType.DATE: "01/02/1990", FieldType.ADDRESS: "xã Mẫu, tỉnh Hưng Yên"}


def _with_labels(kind: str, title: str, share: float) -> str:
    """The first labels of the form's newest print under a title of the office's own wording."""
    items = load_catalogue().document_type(kind).editions[0].skeleton
    asked = [f"{item.label}: {ANSWERS.get(item.type, 'LÝ VĂN VÍ DỤ')}" for item in items if item.label]
    return STATE + title + "\n" + "\n".join(asked[: round(share * len(asked))])


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("correction", "TỜ KHAI CẢI CHÍNH HỘ TỊCH"),
        ("correction", "TỜ KHAI ĐĂNG KÝ CẢI CHÍNH HỘ TỊCH"),
        ("correction", "TỜ KHAI\nTHAY ĐỔI, CẢI CHÍNH HỘ TỊCH"),
        ("parent-child", "TỜ KHAI NHẬN CON"),
        ("marriage-registration", "TỜ KHAI KẾT HÔN"),
        ("divorce-note", "TỜ KHAI GHI VÀO SỔ VIỆC LY HÔN"),
        ("extract-copy", "TỜ KHAI CẤP BẢN SAO GIẤY KHAI SINH"),
    ],
)
def test_a_title_in_an_office_s_own_words_that_names_the_subject_is_the_form_s(kind: str, title: str) -> None:
    match = match_kind(typed_lines(_with_labels(kind, title, 0.65)), PAPERS, LETTER_PX)
    assert match is not None and match.paper.kind == kind


@pytest.mark.parametrize(
    ("kind", "title", "named"),
    [
        ("birth-registration", "TỜ KHAI SINH", True),
        ("birth-registration", "TỜ KHAI KHAl SlNH", True),
        ("parent-child", "TỜ KHAI NHẬN MẸ", True),
        ("correction", "TỜ KHAI ĐỀ NGHỊ\nBỔ SUNG THÔNG TIN HỘ TỊCH", True),
        ("correction", "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", False),
        ("correction", "TỜ KHAI CẤP ĐỔI HỘ CHIẾU", False),
        ("guardianship", "TỜ KHAI ĐĂNG KÝ HỘ KINH DOANH", False),
        ("birth-registration", "TỜ KHAI ĐĂNG KÝ XE", False),
        ("marital-status", "ĐƠN XIN XÁC NHẬN TÌNH TRẠNG NHÀ Ở", False),
    ],
)
def test_two_words_of_its_titles_name_a_form_s_subject(kind: str, title: str, named: bool) -> None:
    assert names_subject(load_catalogue().document_type(kind), loud_lines(typed_lines(title))) is named


@pytest.mark.parametrize(
    "request_", ["TỜ KHAI CẤP BẢN SAO", "TỜ KHAI", "ĐƠN XIN CẤP LẠI", "GIẤY ĐỀ NGHỊ CẤP"]
)
def test_a_request_is_never_the_paper_that_it_asks_for(request_: str) -> None:
    paper = load_catalogue().document_type("birth-certificate")
    for between in (" ", "\n"):
        lines = typed_lines(f"{STATE}{request_}{between}GIẤY KHAI SINH")
        assert title_score(paper, headings_of(lines)) < TITLE_FROM
        match = match_kind(lines, PAPERS, LETTER_PX)
        assert match is None or match.paper.role == "form"
    assert title_score(paper, headings_of(typed_lines(STATE + "GIẤY KHAI SINH"))) == 1
