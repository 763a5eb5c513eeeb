# SPDX-License-Identifier: Apache-2.0
"""Lexicons propose where a reading is doubtful and an entry is near; they change nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.result import Box, FieldReading, Source
from ocr.text.folding import fold
from ocr.values.distance import distance, nearness
from ocr.values.proposals import proposals, with_proposals
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType

CATALOGUE = load_catalogue()
FAMILIES = CATALOGUE.lexicons["family-names"].entries


def texts(value: str, kind: FieldType, key: str = "x.y") -> list[str]:
    return [proposal.text for proposal in proposals(value, kind, key, CATALOGUE)]


@pytest.mark.parametrize(
    ("read", "proposed"),
    [
        ("NGUYÊN THỊ HOA", "NGUYỄN THỊ HOA"),
        ("PHAM VAN NAM", "PHẠM VĂN NAM"),
        ("Vu Đình Khải", "Vũ Đình Khải"),
        ("ĐO VĂN A", "ĐỖ VĂN A"),
        ("DƯƠNG THi LÝ", "DƯƠNG Thị LÝ"),
        ("H0ÀNG THỊ MAI", "HOÀNG THỊ MAI"),
        ("HOÀNC THỊ MAI", "HOÀNG THỊ MAI"),
    ],
)
def test_a_misread_family_or_middle_name_is_proposed(read, proposed):
    assert proposed in texts(read, FieldType.NAME)


@pytest.mark.parametrize(
    "read",
    ["NGUYỄN THỊ HOA", "KSOR H'BLƠ", "TRẦN GIA HAN", "MÙA A TỦA", "SMITH JOHN PAUL", "HOA", "", "LÝ HOÀ"],
)
def test_a_name_that_is_fine_or_far_from_any_gets_no_proposal(read):
    assert texts(read, FieldType.NAME) == []


def test_a_given_name_is_never_questioned():
    assert texts("NGUYỄN VĂN VAN", FieldType.NAME) == []


@pytest.mark.parametrize(
    ("kind", "key", "lexicon", "read", "proposed"),
    [
        (FieldType.ETHNICITY, "child.ethnicity", "ethnic-groups", "Kình", "Kinh"),
        (FieldType.ETHNICITY, "child.ethnicity", "ethnic-groups", "Muong", "Mường"),
        (FieldType.NATIONALITY, "child.nationality", "nationalities", "Việl Nam", "Việt Nam"),
        (FieldType.TEXT, "requester.relation", "relations", "Me đẻ", "Mẹ đẻ"),
        (FieldType.TEXT, "requester.relation", "relations", "Bà ngoai", "Bà ngoại"),
        (
            FieldType.TEXT,
            "authority",
            "authorities",
            "Ủy ban nhân dan xã Ví Dụ",
            "Ủy ban nhân dân xã Ví Dụ",
        ),
        (
            FieldType.ID_DOCUMENT,
            "mother.id_document",
            "authorities",
            "CCCD số 034195000001, Cuc Cảnh sát QLHC về TTXH cấp ngày 10/05/2021",
            "CCCD số 034195000001, Cục Cảnh sát QLHC về TTXH cấp ngày 10/05/2021",
        ),
        (
            FieldType.ADDRESS,
            "mother.residence",
            "units",
            "Thôn 2, xã Hống Vân, huyện Thường Tin, Hà Nội",
            "Thôn 2, xã Hồng Vân, huyện Thường Tín, Hà Nội",
        ),
        (
            FieldType.ADDRESS,
            "x",
            "units",
            "XÃ HONG VAN, HUYỆN THƯỜNG TÍN, HÀ NỘI",
            "XÃ HỒNG VÂN, HUYỆN THƯỜNG TÍN, HÀ NỘI",
        ),
        (FieldType.ADDRESS, "x", "units", "xã Sìn Hố", "xã Sìn Hồ"),
    ],
)
def test_each_lexicon_proposes_for_its_fields_and_is_named(kind, key, lexicon, read, proposed):
    first, *_more = proposals(read, kind, key, CATALOGUE)
    assert (first.text, first.source) == (proposed, f"lexicon:{lexicon}")


@pytest.mark.parametrize(
    ("kind", "key", "read"),
    [
        (FieldType.ETHNICITY, "child.ethnicity", "Kinh"),
        (FieldType.ETHNICITY, "child.ethnicity", "H'Mông"),
        (FieldType.NATIONALITY, "child.nationality", "Việt Nam"),
        (FieldType.TEXT, "requester.relation", "Mẹ đẻ"),
        (FieldType.TEXT, "requester.relation", "bạn học cũ"),
        (FieldType.TEXT, "authority", "UBND xã Ví Dụ"),
        (FieldType.ADDRESS, "x", "xã Hồng Vân, huyện Thường Tín, thành phố Hà Nội"),
        (FieldType.ADDRESS, "x", "Phường 5, Q. 8, TP.HCM"),
        (FieldType.ADDRESS, "x", "xã Kim Bình, huyện Kim Bôi, tỉnh Hòa Bình"),
        (FieldType.ADDRESS, "x", "xã Hoa Bình, tỉnh Lạng Sơn"),
        (FieldType.DATE, "x", "12/03/1995"),
        (FieldType.PERSONAL_ID, "x", "034195000001"),
        (None, "x", "gì đó"),
    ],
)
def test_what_is_spelt_rightly_or_leaves_several_meanings_gets_none(kind, key, read):
    assert texts(read, kind, key) == []


def field(**more: object) -> FieldReading:
    made = FieldReading(
        "a.full_name", "NGUYÊN THỊ HOA", "NGUYÊN THỊ HOA.", 0.5, Source.PRINT, Box(0, 0, 1, 1)
    )
    return replace(made, **more)  # type: ignore[arg-type]


def test_the_reading_stays_as_it_was_and_the_lexicon_is_named():
    (found,) = with_proposals([field()], {"a.full_name": FieldType.NAME})
    assert replace(found, proposals=()) == field()
    assert [(p.text, p.source) for p in found.proposals] == [("NGUYỄN THỊ HOA", "lexicon:family-names")]


@pytest.mark.parametrize(
    "more",
    [
        {"confidence": 0.9},
        {"confidence": 1.0},
        {"source": Source.HAND},
        {"source": Source.QR},
        {"source": Source.MRZ},
        {"value": ""},
    ],
)
def test_sure_penned_coded_and_empty_readings_get_no_proposal(more):
    (found,) = with_proposals([field(**more)], {"a.full_name": FieldType.NAME})
    assert found == field(**more)


def marked(name: str) -> int:
    """How many letters of a name bear marks that its bare form lacks."""
    return sum(one != other for one, other in zip(fold(name), name.lower(), strict=True))


ONE_MARK = [f for f in FAMILIES if len(f) > 2 and marked(f) == 1 and fold(f) not in map(str.lower, FAMILIES)]


@pytest.mark.parametrize("name", ONE_MARK)
def test_a_family_name_that_lost_the_marks_of_one_letter_is_proposed(name):
    assert f"{name.upper()} QUỲNH" in texts(f"{fold(name).upper()} QUỲNH", FieldType.NAME)


@given(st.text("aăâeêioôơuưyđdáàảãạbcnhgt ", max_size=8), st.text("aăâeêioôơuưyđd nhgt", max_size=8))
def test_distance_is_symmetric_and_none_to_itself(one, other):
    assert distance(one, one) == 0
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert 0 <= nearness(one, other) <= 1


@given(st.text("aăâeêioôơuưyđdáàảãạbcnhgt ", max_size=8), st.text("aăâeêioôơuưyđd nhgt", max_size=8))
def test_who_asks_for_near_words_alone_is_told_of_them_as_before(one, other):
    near = nearness(one, other)
    assert nearness(one, other, 0.75) == near or near < 0.75


def test_a_lost_tone_is_nearer_than_a_lost_shape_and_that_nearer_than_another_letter():
    assert distance("Nguyên", "Nguyễn") < distance("Nguyen", "Nguyễn") < distance("Nguyxn", "Nguyễn")
    assert distance("Dỗ", "Đỗ") < distance("Xỗ", "Đỗ")
    assert distance("hoà", "hòa") == 0


def test_a_doubtful_address_is_offered_with_the_stops_of_its_abbreviations():
    read = "Tổ 5, KP 3B, P Tân Lập, TP Nha Trang, tỉnh Khánh Hòa"
    found = texts(read, FieldType.ADDRESS, "mother.residence")
    assert "Tổ 5, KP.3B, P.Tân Lập, TP.Nha Trang, tỉnh Khánh Hòa" in found
    assert "Tổ 5, KP. 3B, P. Tân Lập, TP. Nha Trang, tỉnh Khánh Hòa" in found
