# SPDX-License-Identifier: Apache-2.0
"""The code lists: complete, and without the traps of provinces that kept their name."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from templates.catalogue.loading import load_catalogue
from templates.model.codelists import CodeList, WorkingDays

CODES = load_catalogue().codes


def test_the_ethnic_groups_are_54_and_two_more():
    assert [entry.code for entry in CODES.ethnic_groups.entries] == [f"{n:02}" for n in range(1, 57)]


@pytest.mark.parametrize(("codelist", "count"), [("provinces_34", 34), ("provinces_63", 63)])
def test_the_provinces_are_all_there(codelist, count):
    assert len(getattr(CODES, codelist).entries) == count


@pytest.mark.parametrize(
    ("name", "before", "since"),
    [
        ("Lào Cai", "10", "15"),
        ("Bắc Ninh", "27", "24"),
        ("Quảng Trị", "45", "44"),
        ("Gia Lai", "64", "52"),
        ("Tây Ninh", "72", "80"),
        ("Đồng Tháp", "87", "82"),
        ("An Giang", "89", "91"),
        ("Hà Nội", "01", "01"),
    ],
)
def test_a_provinces_code_depends_on_the_day(name, before, since):
    codes = [CODES.provinces(day).find(name) for day in (date(2025, 6, 30), date(2025, 7, 1))]
    assert [entry.code for entry in codes if entry] == [before, since]


def test_exactly_the_seven_known_names_changed_their_code():
    old = {entry.name: entry.code for entry in CODES.provinces_63.entries}
    changed = {e.name for e in CODES.provinces_34.entries if e.name in old and old[e.name] != e.code}
    assert changed == {"Lào Cai", "Bắc Ninh", "Quảng Trị", "Gia Lai", "Tây Ninh", "Đồng Tháp", "An Giang"}


@pytest.mark.parametrize(
    ("name", "code"),
    [("Hmông", "08"), ("H'mông", "08"), ("MÔNG", "08"), ("Êđê", "12"), ("Khmer", "05"), ("kinh", "01")],
)
def test_spellings_of_ethnic_groups_are_known(name, code):
    entry = CODES.ethnic_groups.find(name)
    assert entry is not None
    assert entry.code == code


@pytest.mark.parametrize("name", ["K'Ho", "Cill", "Muong", "Tay", ""])
def test_hints_and_bare_letters_are_not_taken_for_a_group(name):
    assert CODES.ethnic_groups.find(name) is None


def test_norway_has_a_code():
    norway = CODES.nationalities.code("NO")
    assert norway is not None
    assert norway.name == "Na Uy"


LIST = {"id": "x", "name": {"vi": "x", "en": "x"}, "source": "-", "since": date(2020, 1, 1)}


@pytest.mark.parametrize(
    "entries",
    [
        [{"code": "1", "name": "A"}, {"code": "1", "name": "B"}],
        [{"code": "1", "name": "A"}, {"code": "2", "name": "a"}],
        [{"code": "1", "name": "A"}, {"code": "2", "name": "B", "aliases": ["A"]}],
        [],
    ],
)
def test_a_list_with_ambiguous_codes_or_names_is_refused(entries):
    with pytest.raises(ValidationError):
        CodeList.model_validate({**LIST, "entries": entries})


def test_a_day_is_not_both_off_and_worked():
    day = {"day": date(2026, 1, 2), "source": "-"}
    with pytest.raises(ValidationError):
        WorkingDays.model_validate({"source": "-", "off": [day], "work": [day]})
