# SPDX-License-Identifier: Apache-2.0
"""Values are found in plain text by labels, as fairly as text allows."""

from __future__ import annotations

from bench.peers.label_search import cleaned, joined_parts, one_notation, read_text, values_between
from bench.peers.labels import known_sheets, layout_steps

_TEXT = """
                     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                          TỜ KHAI ĐĂNG KÝ KHAI SINH
        Kính gửi: (1) UBND xã Định Hòa..............
Họ, chữ đệm, tên người yêu cầu: ....THẠCH THỊ MỘNG......
Ngay, thang, nam sinh: 03-04-1988
Nơi cư trú: (2) Ấp Hòa Thịnh, xã Định Hòa, huyện Gò Quao,
tỉnh Kiên Giang.................
Giấy tờ tùy thân: (3) Số định danh cá nhân: 091188001234
Quan hệ với người được khai sinh: Mẹ
Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:
Họ, chữ đệm, tên: THẠCH GIA BẢO
Ngày, tháng, năm sinh: 05/10/2026 ghi bằng chữ: Ngày năm
tháng mười năm hai nghìn không trăm hai mươi sáu
Giới tính: Nam.... Dân tộc: Khơ-me.... Quốc tịch: Việt Nam
Nơi sinh: (4) Trạm Y tế xã
                 Làm tại: Gò Quao, ngày 7 tháng 11 năm 2026
"""


def test_values_of_a_clean_text_are_found() -> None:
    page = read_text(_TEXT, known_sheets())
    values = {key: value.value for key, value in page.fields.items()}
    assert page.kind == "birth-registration"
    assert values["authority"] == "UBND xã Định Hòa"
    assert values["requester.full_name"] == "THẠCH THỊ MỘNG"
    assert values["requester.birth_date"] == "03/04/1988"
    assert values["requester.residence"] == "Ấp Hòa Thịnh, xã Định Hòa, huyện Gò Quao, tỉnh Kiên Giang"
    assert values["child.full_name"] == "THẠCH GIA BẢO"
    assert values["child.birth_date_words"] == "Ngày năm tháng mười năm hai nghìn không trăm hai mươi sáu"
    assert values["child.ethnicity"] == "Khơ-me"
    assert values["made.date"] == "07/11/2026"


def test_a_text_without_a_title_is_of_no_known_kind() -> None:
    assert read_text("Biên nhận thanh toán tiền nước tháng 10", known_sheets()).kind == "other"


def test_leaders_and_marks_do_not_belong_to_a_value() -> None:
    assert cleaned("(2) ....Kinh......") == "Kinh"
    assert cleaned(": Số 5, phố A …………") == "Số 5, phố A"
    assert cleaned("®Bệnh viện Sản - Nhi, xã A") == "Bệnh viện Sản - Nhi, xã A"
    assert cleaned("°) Hà Khánh Huệ -------- -- S25 + #9 393") == "Hà Khánh Huệ"
    assert cleaned("UBND.xã Hạ Bằng") == "UBND xã Hạ Bằng"
    assert cleaned("....30.03.1990....") == "30.03.1990"
    assert cleaned("2") == "2"


def test_dates_come_into_one_notation() -> None:
    assert one_notation("mother.birth_date", "Ngày 5 tháng 10 năm 1990") == "05/10/1990"
    assert one_notation("mother.residence", "5/10/1990") == "5/10/1990"
    assert joined_parts({"d": "7", "m": "11", "y": "2026"}) == "07/11/2026"
    assert joined_parts({"H": "9", "M": "05"}) == "09:05"
    assert joined_parts({"d": "7", "m": "x", "y": "2026"}) == ""


def test_labels_of_a_layout_carry_the_keys_in_order() -> None:
    keys = [step.key for step in layout_steps("birth-registration-2015") if step.key]
    assert keys[:4] == ["authority", "requester.full_name", "requester.id_document", "requester.residence"]
    assert keys.index("father.full_name") < keys.index("mother.full_name")


def test_text_without_a_label_has_no_values() -> None:
    assert values_between("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", []) == {}
