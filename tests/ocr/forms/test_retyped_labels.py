# SPDX-License-Identifier: Apache-2.0
"""Forms retyped otherwise than any print has them: each value still ends where the next label begins."""

from __future__ import annotations

import pytest

from ocr.forms.align import align
from ocr.forms.classify import match_of
from ocr.forms.fields import RawField, raw_fields
from ocr.forms.label_rests import rest_of_label
from ocr.forms.labels import Occurrence, find_labels
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine
from ocr.page.boundaries import holds_more
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType, LabelSpec
from tests.support.pages.typed_forms import typed_values

_CHAR_PX = 12
_WIDE = "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật và chịu trách nhiệm"


def _line(text: str, row: int) -> TextLine:
    words, x = [], 100
    for part in text.split(" "):
        if part:
            words.append(RawWord(part, 0.95, x, 100 + 40 * row, _CHAR_PX * len(part), 22, 1, 1, row))
        x += _CHAR_PX * (len(part) + 1)
    return TextLine(tuple(words))


def _raws(texts: list[str], kind: str) -> tuple[dict[str, str], frozenset[str], str]:
    lines = [_line(text, n) for n, text in enumerate(texts)]
    match = match_of(load_catalogue().document_type(kind), lines, 20)
    assert match.edition
    raws = raw_fields(match.lines, match.edition.skeleton, match.alignment, 20)
    return {raw.key: raw.text for raw in raws if raw.text}, match.contested, match.edition.id


def _values(texts: list[str], kind: str = "birth-registration") -> dict[str, str]:
    return _raws(texts, kind)[0]


def test_the_number_before_the_next_label_is_no_part_of_the_value() -> None:
    found = _values(
        ["3. Nơi cư trú: Số 12, xã Mỹ Hiệp, tỉnh An Giang", "4. Giấy tờ tùy thân: CCCD số 1", _WIDE]
    )
    assert found["requester.residence"] == "Số 12, xã Mỹ Hiệp, tỉnh An Giang"


def test_words_before_the_next_label_that_had_room_on_the_line_above_belong_to_the_label() -> None:
    found = _values(["Họ, chữ đệm, tên người yêu cầu: LÊ AN", "Các giấy tờ tùy thân: CCCD số 1", _WIDE])
    assert found["requester.full_name"] == "LÊ AN"


def test_words_before_the_next_label_that_had_no_room_there_belong_to_the_value() -> None:
    full = "Nơi cư trú: Số 12 đường Nguyễn Thị Minh Khai, phường Bến Nghé, Quận 1, Thành phố Hồ Chí"
    found = _values([full, "Minh Giấy tờ tùy thân: CCCD số 1", *[_WIDE] * 4])
    assert found["requester.residence"].endswith("Thành phố Hồ Chí Minh")


def test_a_value_glued_to_its_label_keeps_its_first_word() -> None:
    found = _values(["Đề nghị cơ quan đăng ký việcbổ sung thông tin hộ tịch", _WIDE], "correction")
    assert found["change_kind"] == "bổ sung thông tin hộ tịch"


def test_lines_of_one_person_may_be_exchanged() -> None:
    mother = ["Họ, chữ đệm, tên người mẹ: LÊ THỊ AN", "Quốc tịch: Việt Nam Dân tộc: Tày", "Nơi cư trú: xã A"]
    father = ["Họ, chữ đệm, tên người cha: TRẦN BÌNH", "Quốc tịch: Lào Dân tộc: Kinh"]
    found = _values([*mother, *father])
    assert [found[f"mother.{key}"] for key in ("ethnicity", "nationality", "residence")] == [
        "Tày",
        "Việt Nam",
        "xã A",
    ]
    assert (found["father.ethnicity"], found["father.nationality"]) == ("Kinh", "Lào")


_CHILD = [
    "Họ, chữ đệm, tên: LÊ CHI",
    "Giới tính: Nữ Dân tộc: Tày",
    "Nơi sinh: xã A",
    "Quê quán: tỉnh Gia Lai",
]
_PARENTS = {
    "mother": ["Họ, chữ đệm, tên người mẹ: LÊ THỊ AN", "Năm sinh: 1990", "Dân tộc: Tày", "Nơi cư trú: xã A"],
    "father": [
        "Họ, chữ đệm, tên người cha: TRẦN BÌNH",
        "Năm sinh: 1988",
        "Dân tộc: Kinh",
        "Nơi cư trú: xã B",
    ],
}


@pytest.mark.parametrize(
    ("answer", "key"),
    [("Họ, chữ đệm, tên: Chử Văn An", "child.full_name"), ("Giới tính: Nam Nơi sinh: xã A", "child.sex")],
)
def test_a_longer_label_does_not_eat_the_value_of_a_shorter_one(answer: str, key: str) -> None:
    found = _values(["Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:", answer, *_CHILD[2:]])
    assert found[key] == {"child.full_name": "Chử Văn An", "child.sex": "Nam"}[key]


def test_words_of_a_value_that_resemble_a_label_do_not_hide_the_label_behind_them() -> None:
    row = "Giới tính Nam Ngày, tháng, năm sinh (1)01.01.1990 Dân tộc Thái"
    found = _values(["của người có tên dưới đây:", "Họ, chữ đệm, tên: LÊ AN", row], "parent-child")
    assert (found["claimant.sex"], found["claimant.birth_date"]) == ("Nam", "01.01.1990")


def test_a_colon_ends_a_label_that_was_not_read_whole() -> None:
    row = "Đã đăng : kết hôn tại UBND xã A ngày 22 tháng 09 năm 2013 số 455/2023"
    assert _values([row, "Nội dung: x"], "correction")["registration.event"] == "kết hôn"


def test_the_last_line_of_a_person_may_be_exchanged_with_the_one_before() -> None:
    mother = ["Họ, chữ đệm, tên người mẹ: LÊ THỊ AN", "Năm sinh: 1990 Dân tộc: Tày Quốc tịch: Việt Nam"]
    tail = ["Giấy tờ tùy thân: CCCD số 1 cấp", "ngày 02/03/2021", "Nơi cư trú: xã A"]
    found = _values([*_CHILD, *mother, *tail, *_PARENTS["father"]])
    assert (found["mother.residence"], found["father.residence"]) == ("xã A", "xã B")


def test_what_stands_farther_below_a_persons_lines_is_not_theirs() -> None:
    between = ["Họ, chữ đệm, tên người", "giám hộ của người mẹ", "không rõ"]
    tail = ["Giấy tờ tùy thân: CCCD số 1", *between, "Nơi cư trú: xã A"]
    found = _values([*_CHILD, *_PARENTS["mother"][:3], *tail, *_PARENTS["father"]])
    assert "mother.residence" not in found


def test_an_identity_paper_may_begin_with_what_is_another_persons_label() -> None:
    texts = [
        "Họ, chữ đệm, tên người yêu cầu: LÊ AN",
        "Đề nghị cơ quan công nhận người có tên dưới đây:",
        "Họ, chữ đệm, tên: LÊ CHI",
        "Giấy khai sinh/Giấy tờ tùy thân Số định danh cá nhân: 025325736406",
    ]
    found = _values(texts, "parent-child")
    assert found["recognised.id_document"] == "Số định danh cá nhân: 025325736406"


def test_offices_shorten_where_a_form_was_made() -> None:
    found = _values(["Họ, chữ đệm, tên: LÊ CHI", "Tôi cam đoan", "Tại: xã A ngày 02 tháng 03 năm 2021"])
    assert (found["made.place"], found["made.date"]) == ("xã A", "02 tháng 03 năm 2021")


def test_a_line_of_several_rows_is_cut_into_them() -> None:
    upper, lower = _line("CCCD số 1 cấp", 0), _line("ngày 02/03/2021", 1)
    joined = TextLine((*upper.words, *lower.words))
    assert [joined.text[a:b].strip() for a, b in joined.rows(5, len(joined.text))] == [
        "số 1 cấp",
        "ngày 02/03/2021",
    ]
    assert upper.rows(0, 4) == [(0, 4)]


def test_two_people_are_read_in_the_order_that_the_page_has() -> None:
    texts = [*_CHILD, *_PARENTS["father"], *_PARENTS["mother"], "Tôi cam đoan nội dung"]
    found = typed_values("\n".join(texts), "birth-registration", "2024")
    asked = ("full_name", "birth_date", "ethnicity", "residence")
    assert [found[f"mother.{key}"] for key in asked] == ["LÊ THỊ AN", "1990", "Tày", "xã A"]
    assert [found[f"father.{key}"] for key in asked] == ["TRẦN BÌNH", "1988", "Kinh", "xã B"]


def test_what_stands_before_a_persons_lines_is_not_theirs() -> None:
    texts = [*_CHILD, "Số định danh cá nhân: 064326000123", *_PARENTS["mother"], *_PARENTS["father"]]
    found = typed_values("\n".join(texts), "birth-registration", "2024")
    assert "mother.id_document" not in found
    assert found["child.hometown"] == "tỉnh Gia Lai"


def test_who_answers_is_contested_where_the_label_of_one_person_was_left_out() -> None:
    chosen = load_catalogue().document_type("birth-registration").editions[0].skeleton
    keys = [item.field for item in chosen]
    mother, father = keys.index("mother.full_name"), keys.index("father.full_name")
    found = [
        Occurrence(row, 0, 10, number, 1.0, weight, firm=True)
        for row, number, weight in ((0, father, 1.0), (1, mother + 1, 4.0), (2, mother + 2, 4.0))
    ]
    assert {"mother.ethnicity", "father.ethnicity"} <= align(found, chosen).contested


def _doubted(mother: list[str], father: list[str]) -> frozenset[str]:
    form = load_catalogue().document_type("birth-registration").editions[0].skeleton
    texts = [*_CHILD, _PARENTS["mother"][0], *mother, *father, "Tôi cam đoan nội dung"]
    return align(find_labels([_line(text, n) for n, text in enumerate(texts)], form), form).contested


_ASKED = ["Năm sinh: 1990", "Dân tộc: Tày", "Nơi cư trú: xã A", "Giấy tờ tùy thân: CCCD số 1"]


def test_two_people_are_doubted_where_a_heading_is_lost_and_a_question_stands_once() -> None:
    doubted = _doubted(_ASKED[:2], [*_ASKED[2:], *_ASKED[:2]])
    keys = ("full_name", "birth_date", "ethnicity", "residence", "id_document")
    assert doubted == {f"{who}.{key}" for who in ("mother", "father") for key in (*keys, "nationality")}
    assert not _doubted(_ASKED, _ASKED)


def test_what_stands_once_and_right_above_the_next_heading_may_be_the_next_persons() -> None:
    heading = _PARENTS["father"][0]
    doubted = _doubted(_ASKED[:2], [_ASKED[2], heading, *_ASKED[:2]])
    assert doubted == {"mother.residence", "father.residence"}
    assert not _doubted(_ASKED[:3], [heading, *_ASKED])


def test_of_two_labels_that_may_ask_for_one_thing_the_forms_own_counts_and_none_is_sure() -> None:
    lines = [
        "Họ, chữ đệm, tên người yêu cầu: LÊ AN",
        "Nơi cư trú: Thôn 1, xã A",
        "Nơi ở hiện nay: Số 9, xã B",
        *_CHILD,
        *_PARENTS["mother"],
        *_PARENTS["father"],
    ]
    found, contested, _edition = _raws(lines, "birth-registration")
    assert found["requester.residence"].startswith("Thôn 1, xã A")
    assert "requester.residence" in contested


def _loose(texts: list[str], key: str, kind: str = "birth-registration") -> tuple[str, bool]:
    lines = [_line(text, n) for n, text in enumerate(texts)]
    match = match_of(load_catalogue().document_type(kind), lines, 20)
    assert match.edition
    raws = raw_fields(match.lines, match.edition.skeleton, match.alignment, 20)
    return next((raw.text, raw.loose) for raw in raws if raw.key == key)


def test_a_last_line_before_the_next_label_is_dropped_only_in_doubt() -> None:
    lines = ["Nơi cư trú: Số 5, phố Hàng Bông, quận Hoàn Kiếm", "Hà Nội Giấy tờ tùy thân: CCCD số 1", _WIDE]
    assert _loose(lines, "requester.residence") == ("Số 5, phố Hàng Bông, quận Hoàn Kiếm", True)
    lines[0] += ","
    assert _loose(lines, "requester.residence")[0] == "Số 5, phố Hàng Bông, quận Hoàn Kiếm, Hà Nội"


def test_a_line_of_two_questions_is_no_label_that_goes_on() -> None:
    rows = [
        "Giới tính: Nữ                   Nơi sinh: Bệnh viện đa khoa",
        "huyện Krông Pa",
        "Dân tộc: Tày                    Quốc tịch: Việt Nam",
        "Năm sinh: 1990                  Dân tộc: Tày",
        "Năm sinh: 1988                  Dân tộc: Kinh",
    ]
    found = _values(rows)
    assert found["child.sex"] == "Nữ"
    assert found["child.birth_place"] == "Bệnh viện đa khoa huyện Krông Pa"


def test_a_label_may_be_broken_over_two_lines() -> None:
    found = _values(["Quan hệ với người được", "khai sinh: Cha đẻ", "Đề nghị cơ quan đăng ký khai sinh"])
    assert found["requester.relation"] == "Cha đẻ"


def test_a_label_may_run_over_in_its_cell() -> None:
    rows = [
        "Họ, chữ đệm, tên người yêu      LÊ THỊ AN",
        "cầu:",
        "Ngày, tháng, năm sinh:          01/02/1990",
        "Nơi cư trú:                     xã Mỹ Hiệp",
        "Giấy tờ tùy thân:               CCCD số 1",
    ]
    found = _values(rows)
    assert (found["requester.full_name"], found["requester.birth_date"]) == ("LÊ THỊ AN", "01/02/1990")


_COUPLE = ["Họ, chữ đệm, tên: AN", "Dân tộc: Tày", "Họ, chữ đệm, tên: BÌNH", "Dân tộc: Kinh"]


@pytest.mark.parametrize(("first", "second"), [("bride", "groom"), ("groom", "bride")])
def test_whose_the_values_are_under_each_other_their_headings_tell(first: str, second: str) -> None:
    heads = {"bride": "BÊN NỮ", "groom": "BÊN NAM"}
    texts = [
        heads[first],
        *_COUPLE[:2],
        heads[second],
        *_COUPLE[2:],
        "Chúng tôi cam đoan",
        "Bên nữ   Bên nam",
    ]
    found, contested, _edition = _raws(texts, "marriage-registration")
    assert (found[f"{first}.ethnicity"], found[f"{second}.ethnicity"]) == ("Tày", "Kinh")
    assert not contested


def test_whose_the_values_are_without_headings_is_contested() -> None:
    _found, contested, _edition = _raws(_COUPLE, "marriage-registration")
    assert {"bride.ethnicity", "groom.ethnicity"} <= contested


@pytest.mark.parametrize(
    ("text", "type", "rest"),
    [
        (" (ghi rõ cơ sở y tế): Trạm Y tế", FieldType.ADDRESS, "Trạm Y tế"),
        (" hiện nay: Số 12", FieldType.ADDRESS, "Số 12"),
        ("/tạm trú Số 12", FieldType.ADDRESS, "Số 12"),
        (": thôn Bổn, xã Ia Lốp", FieldType.ADDRESS, "thôn Bổn, xã Ia Lốp"),
        (" Số định danh cá nhân: 012", FieldType.ID_DOCUMENT, "Số định danh cá nhân: 012"),
        (" yêu cầu: mất bản chính", FieldType.TEXT, "yêu cầu: mất bản chính"),
        (" tai nạn giao thông: chấn thương", FieldType.TEXT, "tai nạn giao thông: chấn thương"),
        (" người yêu cầu: LÊ AN", FieldType.NAME, "LÊ AN"),
        (" vũ Văn Bình", FieldType.NAME, "vũ Văn Bình"),
        (" chợ Mới, xã A", FieldType.ADDRESS, "chợ Mới, xã A"),
        (" thường trú hiện nay Số 12", FieldType.ADDRESS, "Số 12"),
        (": Cha: An; mẹ: Bình", FieldType.TEXT, "Cha: An; mẹ: Bình"),
        (" Giấy cũ ghi nơi sinh: xã A", FieldType.TEXT, "Giấy cũ ghi nơi sinh: xã A"),
    ],
)
def test_where_the_printed_words_behind_a_known_label_end(text: str, type: FieldType, rest: str) -> None:
    assert text[rest_of_label(text, type) :].lstrip(" :") == rest


@pytest.mark.parametrize(
    ("text", "type", "more"),
    [
        ("được nhận là cha/mẹ/con: là mẹ", FieldType.TEXT, True),
        ("khai sinh ngày 09 tháng 12 năm 1990", FieldType.TEXT, True),
        ("LÊ THỊ AN Quan hệ với người được khai sinh", FieldType.NAME, True),
        ("xã Tả Phìn 2", FieldType.ADDRESS, True),
        ("i Quốc An", FieldType.NAME, True),
        ("hiện nay Số 3, xã A", FieldType.ADDRESS, True),
        ("ấp Ba, khu phố 2", FieldType.ADDRESS, False),
        ("thôn Bổn, xã Ia Lốp, tỉnh Gia Lai", FieldType.ADDRESS, False),
        ("CCCD số: 001090000001, cấp ngày 01/02/2022, nơi cấp: Bộ Công an", FieldType.ID_DOCUMENT, False),
        ("lúc 10:30", FieldType.TIME, False),
        ("Cha đẻ", FieldType.TEXT, False),
        ("Trạm Y tế xã, huyện Diễn Châu, tỉnh Nghệ", FieldType.ADDRESS, True),
        ("huyện Diễn Châu, tỉnh Nghệ An", FieldType.ADDRESS, False),
        ("huyện Xuyên Mộc, tỉnh Bà Rịa Vũng Tàu", FieldType.ADDRESS, True),
        ("huyện Xuyên Mộc, tỉnh Bà Rịa - Vũng Tàu", FieldType.ADDRESS, False),
        ("Ủy ban nhân dân", FieldType.ADDRESS, True),
        ("xã Định Hòa, tỉnh Kiên Giang Lý do chết Không rõ", FieldType.ADDRESS, True),
        ("Khu phố Không Gian, xã A", FieldType.ADDRESS, False),
        ("UBND xã A, tỉnh Bắc Ninh Số", FieldType.ADDRESS, True),
        ("Giấy xác nhận Để làm thủ tục vay vốn", FieldType.TEXT, True),
        ("Căn cước công 010091644 do Công an dân số 038301637457", FieldType.ID_DOCUMENT, True),
    ],
)
def test_what_may_hold_more_than_its_line_is_told(text: str, type: FieldType, more: bool) -> None:
    edition = load_catalogue().document_type("birth-registration").editions[0]
    raw = RawField(LabelSpec(label="x", field="a.b", type=type), "a.b", (), (0, 0, 1, 1), 0, 0)
    assert holds_more(raw, text, edition.skeleton) is more


@pytest.mark.parametrize(
    ("text", "key", "type"),
    [
        ("Nơi sinh từ xã A thành xã B", "content", FieldType.TEXT),
        ("0123456789", "mother.insurance_number", FieldType.CODE),
    ],
)
def test_what_a_field_asks_for_is_no_sign_of_another(text: str, key: str, type: FieldType) -> None:
    edition = load_catalogue().document_type("birth-registration").editions[0]
    for field, more in ((key, False), ("a.b", True)):
        raw = RawField(LabelSpec(label="x", field=field, type=type), field, (), (0, 0, 1, 1), 0, 0)
        assert holds_more(raw, text, edition.skeleton) is more


def test_an_answer_in_words_that_a_stray_label_ends_is_in_doubt() -> None:
    lines = ["Quan hệ với người được khai sinh: Cha đẻ", "Dân tộc: Tày", *_CHILD]
    assert _loose(lines, "requester.relation") == ("Cha đẻ", True)
    assert _loose([lines[0], *_CHILD], "requester.relation") == ("Cha đẻ", False)
