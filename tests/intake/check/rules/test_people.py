# SPDX-License-Identifier: Apache-2.0
"""Numbers of people against sex, year of birth and each other: which field a finding names."""

from __future__ import annotations

from datetime import date

import pytest

from intake.dossier.facts import DocumentFact, DossierFacts, Severity
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.rule_case import (
    FATHER,
    FORM,
    MOTHER,
    NOTICE,
    NOW,
    dossier_of,
    found_by,
    rule,
    seen,
    told_of,
)
from tests.support.dossiers.values import on_form

PERSONAL = "mother.id_document"


@pytest.mark.parametrize(
    ("number", "sex", "born", "told"),
    [
        ("034195000001", "Nữ", "12/03/1995", []),
        ("034195000001", "Nam", "12/03/1995", ["r.number-sex"]),
        ("034195000001", "Nữ", "1996", ["r.number-year"]),
        ("034195000001", "Nam", "03/1996", ["r.number-sex", "r.number-year"]),
        ("034195000001", "Không xác định", "", []),
        ("034195000001", "", "", []),
        ("012345678", "Nam", "1996", []),
        ("034195000001, 034195000001", "Nam", "", ["r.number-sex"]),
        ("034195000001, 034095000001", "Nam", "", ["r.number-sex"]),
        ("034095000001, 034195000001", "Nam", "", ["r.number-sex"]),
    ],
)
def test_every_personal_number_fits_sex_and_year_once(
    number: str, sex: str, born: str, told: list[str]
) -> None:
    fits = rule(
        "personal-number",
        PERSONAL,
        sex={"paper": FORM, "field": "mother.sex"},
        birth={"paper": FORM, "field": "mother.birth_date"},
    )
    values = {PERSONAL: number, "mother.sex": sex, "mother.birth_date": born}
    dossier = dossier_of(*(seen(FORM, key, value) for key, value in values.items() if value))
    found = found_by(dossier, fits)
    assert [f.code for f in found] == told
    assert all((f.field, f.paper) == (PERSONAL, FORM) for f in found)


def test_a_sex_that_the_role_fixes_counts_without_a_field() -> None:
    fits = rule("personal-number", PERSONAL, "requester.id_document", sex_is="Nữ")
    man = seen(FORM, "requester.id_document", "034095000001", page=2)
    found = found_by(dossier_of(seen(FORM, PERSONAL, "034195000001"), man), fits)
    assert told_of(found) == [("r.number-sex", FORM, "requester.id_document", 2)]
    assert "034095000001" in found[0].clerk


HAS_NUMBER = rule(
    "has-number",
    PERSONAL,
    "mother.personal_id",
    birth={"paper": FORM, "field": "mother.birth_date"},
    day=date(2016, 1, 1),
)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"mother.birth_date": "31/12/2015"}, [("r.no-number-yet", Severity.INFO)]),
        ({"mother.birth_date": "01/01/2016"}, [("r.no-number", Severity.WARNING)]),
        ({"mother.birth_date": "2016"}, [("r.no-number", Severity.WARNING)]),
        (
            {"mother.birth_date": "31/12/2015", PERSONAL: "CMND 012345678"},
            [("r.no-number-yet", Severity.INFO)],
        ),
        ({"mother.birth_date": "31/12/2015", PERSONAL: "034195000001"}, []),
        ({"mother.birth_date": "31/12/2015", "mother.personal_id": "034195000001"}, []),
        ({"mother.birth_date": "x"}, []),
        ({PERSONAL: "CMND 012345678"}, []),
    ],
)
def test_who_has_no_number_is_pointed_out_and_who_was_born_before_them_onlytold_of(
    values: dict[str, str], told: list[tuple[str, Severity]]
) -> None:
    found = found_by(dossier_of(*(seen(FORM, key, value) for key, value in values.items())), HAS_NUMBER)
    assert [(f.code, f.severity) for f in found] == told
    assert all((f.field, f.paper) == (PERSONAL, FORM) for f in found)


def test_a_penned_form_may_hold_a_number_that_was_not_read() -> None:
    born = seen(FORM, "mother.birth_date", "31/12/2015")
    pen = [seen(FORM, key, "x", 0.2, Source.HAND) for key in (MOTHER, FATHER)]
    assert found_by(dossier_of(born, *pen), HAS_NUMBER) == []
    read = seen(FORM, PERSONAL, "CMND 012345678")
    assert len(found_by(dossier_of(born, read, *pen), HAS_NUMBER)) == 1


@pytest.mark.parametrize(
    ("ours", "theirs", "shared"),
    [
        ("CCCD 034195000001", "CCCD 034195000001", True),
        ("CCCD 034195000001, CMND 012345678", "012345678", True),
        ("034195000001", "034195000009", False),
        ("034195000001", "", False),
        ("", "034195000001", False),
    ],
)
def test_two_people_with_one_number_are_told_apart_by_field(ours: str, theirs: str, shared: bool) -> None:
    values = {PERSONAL: ours, "father.id_document": theirs}
    dossier = dossier_of(*(seen(FORM, key, value) for key, value in values.items() if value))
    found = found_by(dossier, rule("other-number", PERSONAL, "father.id_document"))
    assert [(f.code, f.field) for f in found] == ([("r.same-person", PERSONAL)] if shared else [])
    if shared:
        assert load_catalogue().field_name("father.id_document", "vi").lower() in found[0].clerk.lower()


def test_a_year_against_the_number_is_told_with_both() -> None:
    fits = rule("personal-number", PERSONAL, birth={"paper": FORM, "field": "mother.birth_date"})
    dossier = dossier_of(seen(FORM, PERSONAL, "034195000001"), seen(FORM, "mother.birth_date", "1996"))
    (found,) = found_by(dossier, fits)
    assert all(told in found.clerk for told in ("034195000001", "1996"))


@pytest.mark.parametrize(("sure", "told"), [(0.9, ["r.number-sex"]), (0.89, [])])
def test_a_sex_that_the_form_does_not_give_counts_where_another_paper_surely_does(
    sure: float, told: list[str]
) -> None:
    fits = rule("personal-number", PERSONAL, sex={"paper": FORM, "field": "mother.sex"})
    number = seen(FORM, PERSONAL, "034195000001")
    chosen = {
        PERSONAL: on_form("034195000001", 0.97, FORM, FORM, 1),
        "mother.sex": on_form("Nam", sure, NOTICE, NOTICE, 1),
    }
    dossier = DossierFacts(NOW, (DocumentFact(FORM, FORM, (1,)),), (number,), chosen)
    assert [f.code for f in found_by(dossier, fits)] == told
