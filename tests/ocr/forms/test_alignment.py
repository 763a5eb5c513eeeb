# SPDX-License-Identifier: Apache-2.0
"""Labels are found though misread, and each value goes to its own field though a label is lost."""

from __future__ import annotations

import pytest

from ocr.forms import labels
from ocr.forms.align import align
from ocr.forms.columns import TableGrid, reading_order
from ocr.forms.fields import raw_fields
from ocr.forms.labels import find_labels
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import Columns, Edition

_CHAR_PX = 12


def _line(text: str, row: int) -> TextLine:
    """A line of words at even width, row by row; two blanks or more leave a wide gap."""
    words, x = [], 100
    for part in text.split(" "):
        if part:
            words.append(RawWord(part, 0.95, x, 100 + 40 * row, _CHAR_PX * len(part), 22, 1, 1, row))
        x += _CHAR_PX * (len(part) + 1)
    return TextLine(tuple(words))


def _edition(kind: str, name: str) -> Edition:
    return next(e for e in load_catalogue().document_types[kind].editions if e.id == name)


def _values(texts: list[str], kind: str = "birth-registration", edition: str = "2024") -> dict[str, str]:
    chosen = _edition(kind, edition)
    lines = reading_order([_line(text, n) for n, text in enumerate(texts)], chosen.columns, TableGrid(20))
    alignment = align(find_labels(lines, chosen.skeleton), chosen.skeleton)
    return {f.key: f.text for f in raw_fields(lines, chosen.skeleton, alignment, 20) if f.text}


_MOTHER = ["Họ, chữ đệm, tên người mẹ: LÊ THỊ AN", "Năm sinh: 1990 Dân tộc: Tày Quốc tịch: Việt Nam"]
_FATHER = ["Họ, chữ đệm, tên người cha: TRẦN VĂN BÌNH", "Năm sinh: 1988 Dân tộc: Kinh Quốc tịch: Lào"]


def test_values_between_labels_of_one_line() -> None:
    found = _values(["Giới tính: Nữ Dân tộc: Khơ-me Quốc tịch: Việt Nam"])
    assert found == {"child.sex": "Nữ", "child.ethnicity": "Khơ-me", "child.nationality": "Việt Nam"}


def test_mother_and_father_keep_their_own() -> None:
    found = _values([*_MOTHER, *_FATHER])
    assert (found["mother.ethnicity"], found["father.ethnicity"]) == ("Tày", "Kinh")
    assert (found["mother.birth_date"], found["father.nationality"]) == ("1990", "Lào")


def test_a_label_that_lost_letters_does_not_run_into_the_value_before_it() -> None:
    found = _values(["Giới tính: Nam Dân tộc: Chăm Q ốc tịch: Việt Nam"])
    assert found == {"child.sex": "Nam", "child.ethnicity": "Chăm", "child.nationality": "Việt Nam"}


def test_a_misread_label_still_finds_its_value() -> None:
    found = _values(
        ["Ho, chữ đêm, tễn nguởi mẹ: LÊ THỊ AN", "Nãm sinh: 1990 Dân tôc: Tày Quôc tich: Việt Nam"]
    )
    assert found["mother.full_name"] == "LÊ THỊ AN"
    assert found["mother.ethnicity"] == "Tày"


def test_the_mothers_lost_heading_does_not_shift_the_father() -> None:
    found = _values(["Quê quán: tỉnh Hà Giang", "#@ ~~ LÊ THỊ AN", _MOTHER[1], *_FATHER])
    assert found["mother.ethnicity"] == "Tày"
    assert found["father.ethnicity"] == "Kinh"


def test_a_value_that_runs_over_is_one_value() -> None:
    found = _values(
        ["Nơi sinh: Bệnh viện Đa khoa tỉnh,", "phường Từ Sơn, tỉnh Bắc Ninh", "Quê quán: tỉnh Bắc Ninh"]
    )
    assert found["child.birth_place"] == "Bệnh viện Đa khoa tỉnh, phường Từ Sơn, tỉnh Bắc Ninh"


def test_an_empty_field_has_no_text() -> None:
    found = _values(
        ["Nơi cư trú: ..........", "Giấy tờ tùy thân: (3) ………", "Quan hệ với người được khai sinh: Mẹ"]
    )
    assert found == {"requester.relation": "Mẹ"}


def test_a_footnote_mark_is_no_part_of_the_value() -> None:
    assert _values(["Nơi cư trú: (2) xã Mỹ Hiệp, tỉnh Đồng Tháp"]) == {
        "requester.residence": "xã Mỹ Hiệp, tỉnh Đồng Tháp"
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Nơi cư trú (S): 12 Lê Lợi", "12 Lê Lợi"),
        ("Nơi cư trú: (SG) 123 Lê Lợi", "(SG) 123 Lê Lợi"),
        ("Nơi cư trú: B) 12 Lê Lợi", "B) 12 Lê Lợi"),
        ("Nơi cư trú: (Q1) 12 Lê Lợi", "(Q1) 12 Lê Lợi"),
        ("Nơi cư trú: (Q) 12 Lê Lợi", "12 Lê Lợi"),
        ("Nơi cư trú: (B) 12 Lê Lợi", "(B) 12 Lê Lợi"),
        ("Nơi cư trú: (tổ 3) xã Mỹ Hiệp", "(tổ 3) xã Mỹ Hiệp"),
        ("Nơi cư trú (ghi rõ): xã Mỹ Hiệp", "xã Mỹ Hiệp"),
        ("Nơi cư trú: (nơi thường trú) xã Mỹ Hiệp", "xã Mỹ Hiệp"),
    ],
)
def test_letters_in_brackets_are_a_footnote_mark_only_right_behind_the_label(text: str, value: str) -> None:
    assert _values([text]) == {"requester.residence": value}


def test_notes_under_the_form_are_no_fields() -> None:
    found = _values(
        [*_MOTHER, "Chú thích:", "Nơi cư trú: ghi theo nơi đăng ký thường trú", "Dân tộc: ghi rõ"]
    )
    assert "mother.residence" not in found
    assert "father.ethnicity" not in found


def test_the_father_may_stand_before_the_mother() -> None:
    father = ["Họ, chữ đệm, tên cha: TRẦN VĂN BÌNH", "Năm sinh: 1988 Dân tộc: Kinh Quốc tịch: Lào"]
    mother = ["Họ, chữ đệm, tên mẹ: LÊ THỊ AN", "Năm sinh: 1990 Dân tộc: Tày Quốc tịch: Việt Nam"]
    found = _values([*father, *mother], edition="2015")
    assert (found["father.ethnicity"], found["mother.ethnicity"]) == ("Kinh", "Tày")


def test_short_labels_are_believed_only_in_their_place() -> None:
    found = _values(
        [
            "Nơi cư trú: Số 12 phố Tại, tại tỉnh Hà Nam",
            "Quan hệ với người được khai sinh: Cha",
            "Thông tin về Giấy chứng nhận kết hôn của cha, mẹ trẻ (nếu cha, mẹ trẻ đã ĐKKH):",
            "Số: 45, Quyển số: 01/2015, đăng ký ngày 12 tháng 03 năm 2015 tại UBND xã Mỹ Hiệp",
        ]
    )
    assert found["requester.residence"] == "Số 12 phố Tại, tại tỉnh Hà Nam"
    assert found["marriage.number"].strip(",") == "45"
    assert found["marriage.book"].strip(",") == "01/2015"
    assert found["marriage.date"] == "12 tháng 03 năm 2015"
    assert found["marriage.place"] == "UBND xã Mỹ Hiệp"


def test_two_columns_are_read_one_after_the_other() -> None:
    found = _values(
        [
            "Họ, chữ đệm, tên vợ: LÊ THỊ AN          Họ, chữ đệm, tên chồng: TRẦN VĂN BÌNH",
            "Dân tộc: Tày                            Dân tộc: Kinh",
            "Nơi cư trú: xã Mỹ Hiệp,                 Nơi cư trú: xã An Hòa,",
            "tỉnh Đồng Tháp                          tỉnh An Giang",
            "Nơi đăng ký kết hôn: UBND xã An Hòa",
        ],
        "marriage-certificate",
        "2020",
    )
    assert (found["wife.ethnicity"], found["husband.ethnicity"]) == ("Tày", "Kinh")
    assert found["wife.residence"] == "xã Mỹ Hiệp, tỉnh Đồng Tháp"
    assert found["husband.residence"] == "xã An Hòa, tỉnh An Giang"
    assert found["registration.place"] == "UBND xã An Hòa"


def test_lines_without_both_labels_stay_in_order() -> None:
    lines = [_line("Họ, chữ đệm, tên vợ: LÊ THỊ AN", 0), _line("Dân tộc: Tày", 1)]
    columns = Columns(left="Họ, chữ đệm, tên vợ", right="Họ, chữ đệm, tên chồng", until="Nơi đăng ký")
    assert reading_order(lines, columns, TableGrid(20)) == tuple(lines)


class _Counted(str):
    """Letters of a wording that count how often they are compared with another wording's."""

    compared = 0

    def startswith(self, *asked: object) -> bool:
        type(self).compared += 1
        return super().startswith(*asked)  # type: ignore[arg-type]


def test_wordings_are_compared_only_where_one_was_misread(monkeypatch: pytest.MonkeyPatch) -> None:
    skeleton = _edition("birth-registration", "2024").skeleton
    real = labels.wordings_of
    monkeypatch.setattr(labels, "wordings_of", lambda item: tuple(map(_Counted, real(item))))
    find_labels([_line("Quê quán: tỉnh Hà Giang", 0)], skeleton)
    assert _Counted.compared == 0
    find_labels([_line("Quê qusn: tỉnh Hà Giang", 0)], skeleton)
    assert _Counted.compared > 0
