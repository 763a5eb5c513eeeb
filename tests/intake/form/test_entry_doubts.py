# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import date

import pytest

from intake.errors import InvalidValueError
from intake.form.entry import FREE, checked_value
from intake.form.entry_doubts import Context
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType

CATALOGUE = load_catalogue()
FORM = "birth-registration"
TYPES = CATALOGUE.document_type(FORM).fields()
DEATH_TYPES = CATALOGUE.document_type("death-registration").fields()
WORDS = "ngày mồng ba tháng bảy năm hai nghìn không trăm hai mươi lăm"
NUMBER = "001190012345"  # Hà Nội, a woman born in 1990


def context(**form: str) -> Context:
    values = {key.replace("__", "."): value for key, value in form.items()}
    plan = CATALOGUE.autofill_map("1.001193", FORM)
    return Context(values, date(2026, 11, 23), CATALOGUE, plan)


@pytest.mark.parametrize(
    ("key", "typed", "form"),
    [
        ("child.birth_date", "24/11/2026", {}),
        ("mother.birth_date", "1/1/1890", {}),
        ("mother.birth_date", "1/1/1985", {"mother__id_document": NUMBER}),
        ("mother.id_document", "001090012345", {}),  # a man's number
        ("mother.id_document", "003190012345", {}),  # no such province
        ("mother.id_document", NUMBER, {"mother__birth_date": "03/07/1991"}),
        ("mother.id_document", "001390012345", {}),  # born in 2090
        ("child.birth_date_words", WORDS, {"child__birth_date": "03/07/2026"}),
        ("child.birth_date_words", "một hôm đẹp trời", {}),
        ("mother.full_name", "PHẠM THỊ V1", {}),
        ("mother.ethnicity", "Kin", {}),
        ("mother.ethnicity", "Người trời", {}),
        ("marriage.number", "không nhớ", {}),
        ("copies.count", "-3", {}),
        ("copies.count", "1.5", {}),
        ("copies.count", "999999999", {}),
        ("mother.id_document", "12345", {}),
    ],
)  # fmt: skip
def test_what_can_hardly_be_right_is_refused_with_a_reason(
    key: str, typed: str, form: dict[str, str]
) -> None:
    with pytest.raises(InvalidValueError) as told:
        checked_value(key, typed, TYPES, context(**form))
    assert told.value.advice
    assert typed not in told.value.sentence


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("child.birth_date", "23/11/2026", "23/11/2026"),
        ("mother.birth_date", "1990", "1990"),
        ("mother.id_document", f"CCCD số {NUMBER}", f"CCCD số {NUMBER}"),
        ("mother.id_document", "CMND 012345678", "CMND 012345678"),
        ("mother.ethnicity", "khơ me", "khơ me"),
        ("mother.full_name", "H'Hen Niê", "H'Hen Niê"),
        ("child.birth_date", "", ""),
        ("copies.count", "03", "03"),
        ("marriage.number", "12*/2020", "12*/2020"),
        ("mother.id_document", "Hộ chiếu C1234567", "Hộ chiếu C1234567"),
    ],
)
def test_what_may_be_right_is_taken(key: str, typed: str, stored: str) -> None:
    assert checked_value(key, typed, TYPES, context(mother__birth_date="03/07/1990")) == stored


@pytest.mark.parametrize("kind", sorted(set(FieldType) - FREE))
def test_whatever_kind_of_value_is_refused_the_clerk_is_told_how_to_write_it(kind: FieldType) -> None:
    with pytest.raises(InvalidValueError) as told:
        checked_value("x", "???", {"x": kind}, context())
    assert told.value.advice


@pytest.mark.parametrize(("year", "refused"), [("1895", True), ("1896", False)])
def test_the_oldest_of_the_living_may_still_be_written_down(year: str, refused: bool) -> None:
    if refused:
        with pytest.raises(InvalidValueError):
            checked_value("mother.birth_date", year, TYPES, context())
    else:
        assert checked_value("mother.birth_date", year, TYPES, context()) == year


def test_the_near_spelling_of_an_ethnic_group_is_offered() -> None:
    with pytest.raises(InvalidValueError) as told:
        checked_value("mother.ethnicity", "Muong", TYPES, context())
    assert "Mường" in told.value.sentence + told.value.advice


def test_the_near_spelling_of_a_country_is_offered() -> None:
    with pytest.raises(InvalidValueError) as told:
        checked_value("mother.nationality", "Viet Nm", TYPES, context())
    assert "Việt Nam" in told.value.advice


def test_a_death_before_the_birth_is_refused() -> None:
    form = context(deceased__birth_date="01/02/1950")
    with pytest.raises(InvalidValueError):
        checked_value("deceased.death_date", "31/01/1950", DEATH_TYPES, form)
    assert checked_value("deceased.death_date", "01/02/1950", DEATH_TYPES, form)


@pytest.mark.parametrize("typed", ["24/11/2026", "hôm qua"])
def test_who_insists_is_believed(typed: str) -> None:
    assert checked_value("child.birth_date", typed, TYPES, context(), insisted=True) == typed
