# SPDX-License-Identifier: Apache-2.0
"""Which procedure papers are of, told by their kinds."""

from __future__ import annotations

from datetime import date

import pytest

from intake.dossier.matter.procedure_of_papers import procedure_of
from templates.catalogue.loading import load_catalogue

DAY = date(2026, 11, 30)
FORMS = {
    "birth-registration": "1.001193",
    "marriage-registration": "1.000894",
    "death-registration": "1.000656",
    "marital-status": "1.004873",
    "correction": "1.004859",
    "guardianship": "1.004837",
    "parent-child": "1.001022",
}


@pytest.mark.parametrize(("form", "code"), FORMS.items())
def test_a_form_tells_its_procedure(form: str, code: str) -> None:
    assert procedure_of({form, "id-card"}, load_catalogue(), DAY).code == code


def test_every_form_of_the_day_tells_one_procedure() -> None:
    catalogue = load_catalogue()
    told = [p for p in catalogue.procedures.values() if not p.certification]
    editions = [edition for p in told if (edition := p.edition(DAY))]
    silent = {form for e in editions for form in e.forms if not procedure_of({form}, catalogue, DAY).code}
    assert not silent


def test_two_forms_tell_the_procedure_that_wants_both() -> None:
    kinds = {"birth-registration", "parent-child"}
    assert procedure_of(kinds, load_catalogue(), DAY).code == "1.000689"


def test_forms_of_two_procedures_leave_the_choice_to_a_person() -> None:
    meant = procedure_of({"birth-registration", "marriage-registration"}, load_catalogue(), DAY)
    assert not meant.code and {"1.001193", "1.000894"} <= set(meant.possible)


def test_a_foreigner_on_the_form_leaves_the_choice_between_those_of_the_form() -> None:
    meant = procedure_of({"marriage-registration"}, load_catalogue(), DAY, foreign=True)
    assert not meant.code and {"1.000894", "2.000806"} <= set(meant.possible)


def test_evidence_alone_tells_none_but_narrows_the_choice() -> None:
    meant = procedure_of({"birth-notice"}, load_catalogue(), DAY)
    assert not meant.code and "1.001193" in meant.possible and "1.000894" not in meant.possible


def test_nothing_known_leaves_every_procedure_of_the_day() -> None:
    meant = procedure_of({"other"}, load_catalogue(), DAY)
    assert not meant.code and len(meant.possible) > 20
