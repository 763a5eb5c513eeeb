# SPDX-License-Identifier: Apache-2.0
"""What the code of an identity card says, from its text."""

from __future__ import annotations

import pytest

from ocr.cards.qr import parse_card_qr
from tests.support.pages.drawn_cards import MAN, Person

WOMAN = Person()


def test_the_code_of_2021_gives_all_its_fields() -> None:
    assert parse_card_qr(WOMAN.qr()) == {
        "person.personal_id": WOMAN.personal_id,
        "person.old_id": WOMAN.old_id,
        "person.full_name": WOMAN.full_name,
        "person.birth_date": WOMAN.birth_date,
        "person.sex": WOMAN.sex,
        "person.residence": ", ".join(WOMAN.residence),
        "person.issued_date": WOMAN.issued_date,
    }


@pytest.mark.parametrize("spoil", ["\ufeff{}", "]Q2{}", "{}||||", "{}|05/05/2024|123456789|A|B", " {} \r\n"])
def test_prefixes_and_further_fields_change_nothing(spoil: str) -> None:
    assert parse_card_qr(spoil.format(WOMAN.qr())) == parse_card_qr(WOMAN.qr())


def test_six_fields_are_enough_and_an_empty_old_number_is_left_out() -> None:
    found = parse_card_qr(MAN.qr().rsplit("|", 1)[0])
    assert "person.issued_date" not in found
    assert "person.old_id" not in found
    assert found["person.personal_id"] == MAN.personal_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/?a=1|2|3|4|5|6",
        "07918500123|023456789|LÊ VĂN TÁM|15031985|Nam|Hà Nội|10052021",
        "0791850012345|023456789|LÊ VĂN TÁM|15031985|Nam|Hà Nội|10052021",
        "079185001234|023456789|LÊ VĂN TÁM|31021985||Hà Nội|10052021",
        "079185001234|023456789||15031985|Nam|Hà Nội|10052021",
        "079185001234|LÊ VĂN TÁM|15031985",
    ],
    ids=["empty", "link", "11 digits", "13 digits", "no such day, no sex", "no name", "too few"],
)
def test_what_is_no_card_gives_nothing(text: str) -> None:
    assert parse_card_qr(text) == {}


@pytest.mark.parametrize(
    "born", ["1985-03-15", "15-03-1985", "15.03.1985", "15/03/1985", "19850315", "15031985"]
)
def test_a_day_is_read_however_its_pieces_stand(born: str) -> None:
    found = parse_card_qr(f"079185001234||LÊ VĂN TÁM|{born}|Nam|Hà Nội|10052021")
    assert found["person.birth_date"] == "15/03/1985"


def test_a_field_that_can_not_be_used_takes_no_other_with_it() -> None:
    found = parse_card_qr("079185001234||LÊ VĂN TÁM|31021985|Nam|Hà Nội|10052021")
    assert "person.birth_date" not in found
    assert (found["person.full_name"], found["person.residence"]) == ("LÊ VĂN TÁM", "Hà Nội")


def _with(**fields: str) -> dict[str, str]:
    """What is read of a code in which ``fields`` stand as given."""
    names = ("number", "old", "name", "born", "sex", "address", "issued")
    whole = dict(zip(names, MAN.qr().split("|"), strict=True)) | fields
    return parse_card_qr("|".join(whole.values()))


@pytest.mark.parametrize(
    ("written", "read"),
    [("15031985", "15/03/1985"), ("15/03/1985", "15/03/1985"), ("00031985", "03/1985"), ("00001985", "1985")],
)
def test_a_birth_date_is_as_full_as_the_code_gives_it(written: str, read: str) -> None:
    assert _with(born=written)["person.birth_date"] == read


@pytest.mark.parametrize("written", ["", "1985", "15131985", "15031985 x", "32011985"])
def test_a_birth_date_that_is_none_is_left_out_and_the_rest_is_used(written: str) -> None:
    found = _with(born=written)
    assert "person.birth_date" not in found
    assert found["person.personal_id"] == MAN.personal_id


@pytest.mark.parametrize("written", ["", "2021", "31022021"])
def test_a_day_of_issue_that_is_none_is_left_out_alone(written: str) -> None:
    assert "person.issued_date" not in _with(issued=written)
    assert _with(issued=written)["person.full_name"] == MAN.full_name


@pytest.mark.parametrize(
    ("written", "read"), [("Nam", "Nam"), ("NỮ", "Nữ"), ("nữ", "Nữ"), ("Nu", None), ("", None), ("M", None)]
)
def test_a_sex_is_one_of_two_words_or_left_out(written: str, read: str | None) -> None:
    assert _with(sex=written).get("person.sex") == read


@pytest.mark.parametrize(
    ("written", "read"), [("023456789", "023456789"), ("001088012345", "001088012345"), ("12345678", None)]
)
def test_an_old_number_has_nine_digits_or_twelve(written: str, read: str | None) -> None:
    assert _with(old=written).get("person.old_id") == read


def test_a_name_with_digits_is_none() -> None:
    assert _with(name="TRẦN QUỐC V1ỆT") == {}


def test_blanks_around_a_field_do_not_belong_to_it_and_the_address_is_kept_as_it_is() -> None:
    assert _with(address=" Tổ 4,  Thôn Đoài ")["person.residence"] == "Tổ 4, Thôn Đoài"


def test_where_a_field_is_missing_the_day_of_issue_is_no_residence() -> None:
    assert "person.residence" not in parse_card_qr("079185001234||LÊ VĂN TÁM|15031985|Nam|10052021")


def test_a_day_of_a_year_to_come_is_none() -> None:
    assert "person.issued_date" not in _with(issued="10059021")
