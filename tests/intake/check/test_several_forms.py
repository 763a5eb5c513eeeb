# SPDX-License-Identifier: Apache-2.0
"""Two people's forms in one dossier are never passed over, though every paper that is needed is there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.check.check import check
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import DossierFacts, Finding, Severity
from templates.catalogue.loading import load_catalogue
from tests.support.birth_case import FORM, ON_FORM, PROCEDURE, RECEIVED, Case


def with_second(values: dict[str, str], confidence: float = 0.97, page: int = 1) -> DossierFacts:
    """A complete case with one more form, in a file of its own or on a further page."""
    facts, document = Case().facts(), "second" if page == 1 else "form"
    second = [
        replace(reading, value=value, confidence=confidence, document=document, page=page)
        for reading in facts.readings
        if reading.paper == FORM and (value := values.get(reading.key, reading.value))
    ]
    return replace(facts, readings=(*facts.readings, *second), files={"form": "a.pdf", "second": "b.jpg"})


def told(facts: DossierFacts) -> list[Finding]:
    catalogue = load_catalogue()
    edition = catalogue.procedure(PROCEDURE, local_day(RECEIVED))
    result = check(facts, edition, catalogue, RECEIVED)
    return [finding for finding in result.findings if finding.code == "forms-of-several"]


@pytest.mark.parametrize(("page", "where"), [(1, "a.pdf, trang 1; b.jpg, trang 1"), (2, "a.pdf, trang 2")])
def test_a_second_child_s_form_waits_for_a_person_with_its_place(page: int, where: str) -> None:
    (finding,) = told(with_second({"child.full_name": "VŨ HOÀNG KHÁC HẲN"}, page=page))
    assert finding.severity is Severity.WARNING
    assert where in finding.clerk
    assert "KHÁC" not in finding.clerk


def test_a_copy_of_the_form_or_one_read_a_little_otherwise_is_the_same_person_s() -> None:
    assert told(with_second({})) == []
    name = ON_FORM["child.full_name"]
    assert told(with_second({"child.full_name": name.title()})) == []
    assert told(with_second({"child.full_name": f"{name[:-1]}X"})) == []


def test_a_name_that_is_hardly_read_says_nothing() -> None:
    assert told(with_second({"child.full_name": "VŨ HOÀNG KHÁC HẲN"}, confidence=0.6)) == []
