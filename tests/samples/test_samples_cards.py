# SPDX-License-Identifier: Apache-2.0
"""Numbers, codes and machine-readable lines on the sample cards."""

from __future__ import annotations

from datetime import date

import pytest

from samples.families import cast, cast_other
from samples.families.people import Family, Person
from samples.printing.cards import card_keys, qr_text
from samples.printing.mrz import check_digit, mrz_lines, without_tones

_FAMILIES = [value for value in vars(cast).values() if isinstance(value, Family)]
_PEOPLE = [p for family in _FAMILIES for p in (family.mother, family.father, family.proxy) if p]
_PEOPLE += [cast_other.KET_HON.bride, cast_other.KET_HON.groom]
_PEOPLE += [cast_other.KHAI_TU.deceased, cast_other.KHAI_TU.asker]


def test_the_check_digit_is_that_of_the_example_in_icao_9303() -> None:
    assert check_digit("D23145890") == "7"
    assert check_digit("740812") == "2"
    assert check_digit("120415") == "9"


@pytest.mark.parametrize("person", _PEOPLE, ids=lambda p: p.number[-4:])
def test_machine_lines_are_thirty_wide_and_check(person: Person) -> None:
    first, second, third = mrz_lines(person)
    assert [len(line) for line in (first, second, third)] == [30, 30, 30]
    assert first[5:14] == person.number[-9:] and first[14] == check_digit(first[5:14])
    assert first[15:27] == person.number and first[29] == check_digit(person.number)
    assert second[29] == check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    assert third.isascii() and set(third) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ<")


@pytest.mark.parametrize("person", _PEOPLE, ids=lambda p: p.number[-4:])
def test_numbers_follow_the_rule_for_sex_and_year(person: Person) -> None:
    century = (0 if person.born.year < 2000 else 2) + (person.sex == "Nữ")
    assert person.number[3:6] == f"{century}{person.born.year % 100:02d}"
    assert len(person.number) == 12 and person.number.isdigit()


def test_no_two_people_share_a_number() -> None:
    assert len({p.number for p in _PEOPLE}) == len(_PEOPLE)


def test_the_code_of_a_card_has_seven_fields_and_of_a_newer_one_eleven() -> None:
    old, new = cast.DU.mother, cast.VIET_TAY.mother
    assert qr_text(old).split("|")[:2] == [old.number, old.old_id]
    assert len(qr_text(old).split("|")) == 7 and len(qr_text(new).split("|")) == 11


def test_a_new_card_tells_its_home_only_on_the_back() -> None:
    person = cast.VIET_TAY.mother
    assert person.card == "2024" and person.issued >= date(2024, 7, 1)
    assert "person.residence" not in card_keys(person, "front")
    assert "person.residence" in card_keys(person, "back")


def test_names_lose_tones_and_apostrophes() -> None:
    assert without_tones("Ksor H'Lệ Đào") == "KSOR HLE DAO"


@pytest.mark.parametrize("family", _FAMILIES, ids=lambda f: f.made_place)
def test_papers_are_dated_after_the_birth(family: Family) -> None:
    assert family.child.born < family.made
