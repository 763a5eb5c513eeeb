# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import date

import pytest

from intake.errors import AmbiguousFieldError, UnknownFieldError
from intake.form.field_search import field_meant, offered
from templates.catalogue.loading import load_catalogue

DAY = date(2026, 11, 29)


def fields_of(procedure: str) -> list[str]:
    catalogue = load_catalogue()
    return list(catalogue.document_type(catalogue.procedure(procedure, DAY).form).fields())


BIRTH, DEATH = fields_of("1.001193"), fields_of("1.000656")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("child.sex", "child.sex"),
        ("họ, chữ đệm, tên của cha", "father.full_name"),
        ("họ tên cha", "father.full_name"),
        ("ho ten cha", "father.full_name"),
        ("HO TEN  CHA", "father.full_name"),
        ("cha họ tên", "father.full_name"),
        ("giới tính", "child.sex"),
        ("noi sinh", "child.birth_place"),
        ("quoc t me", "mother.nationality"),
        ("father's full name", "father.full_name"),
    ],
)
def test_a_field_is_meant_by_its_key_or_by_words_of_its_name(typed: str, key: str) -> None:
    assert field_meant(typed, BIRTH, load_catalogue()) == key


def test_a_field_called_just_so_is_meant_before_others_that_only_hold_the_words() -> None:
    assert field_meant("nơi chết", DEATH, load_catalogue()) == "deceased.death_place"
    assert field_meant("ngày chết", DEATH, load_catalogue()) == "deceased.death_date"


def test_of_several_fields_none_is_taken_and_all_are_named_with_whose_they_are() -> None:
    with pytest.raises(AmbiguousFieldError) as told:
        field_meant("họ tên", BIRTH, load_catalogue())
    for person in ("người yêu cầu", "trẻ", "mẹ", "cha"):
        assert f"họ, chữ đệm, tên của {person} (" in told.value.advice
    assert "nơi sinh" not in told.value.advice


@pytest.mark.parametrize("typed", ["", "  ", "=", "chồng", "deceased.full_name", "ngày cưới của mẹ"])
def test_what_the_form_does_not_have_is_never_taken_for_another_field(typed: str) -> None:
    with pytest.raises(UnknownFieldError):
        field_meant(typed, BIRTH, load_catalogue())


@pytest.mark.parametrize(
    ("typed", "named"), [("child.fullname", "child.full_name"), ("noi chet o", "deceased.death_place")]
)
def test_the_fields_most_alike_are_named(typed: str, named: str) -> None:
    with pytest.raises(UnknownFieldError) as told:
        field_meant(typed, BIRTH if "child" in typed else DEATH, load_catalogue())
    assert named in told.value.advice.splitlines()[1]


def test_every_field_of_every_form_is_meant_by_its_name_alone() -> None:
    """Two fields of one form that are called alike could not be told apart by a clerk."""
    catalogue = load_catalogue()
    for kind, paper in catalogue.document_types.items():
        keys = list(paper.fields())
        for key in keys:
            assert field_meant(catalogue.field_name(key, "vi"), keys, catalogue) == key, kind


def test_names_are_offered_by_the_beginnings_of_their_words() -> None:
    catalogue = load_catalogue()
    assert ("họ, chữ đệm, tên của cha", "father.full_name") in list(offered("ho t", BIRTH, catalogue))
    assert [key for key, _name in offered("child.se", BIRTH, catalogue)] == ["child.sex"]
    assert list(offered("xyz", BIRTH, catalogue)) == []
