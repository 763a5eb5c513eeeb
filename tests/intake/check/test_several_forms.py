# SPDX-License-Identifier: Apache-2.0
"""Two people's forms in one dossier are never passed over, though every paper that is needed is there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.check.check import check
from intake.check.whose import forms, people
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import DossierFacts, Finding, Severity
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.birth_case import FORM, ON_FORM, PROCEDURE, RECEIVED, Case


def with_second(values: dict[str, str], confidence: float = 0.97, page: int = 1) -> DossierFacts:
    """A complete case with one more form, in a file of its own or on a further page."""
    facts, document = Case().facts(), "second" if page == 1 else "form"
    second = [
        replace(reading, value=value, confidence=confidence, document=document, page=page)
        for reading in facts.readings
        if reading.paper == FORM and (value := values.get(reading.key, reading.value))
    ]
    return replace(facts, readings=(*facts.readings, *second), files={"form": "a.pdf", "second": "b.jpg"})


def told(facts: DossierFacts, code: str = "forms-of-several") -> list[Finding]:
    catalogue = load_catalogue()
    edition = catalogue.procedure(PROCEDURE, local_day(RECEIVED))
    result = check(facts, edition, catalogue, RECEIVED)
    return [finding for finding in result.findings if finding.code == code]


@pytest.mark.parametrize(("page", "where"), [(1, "a.pdf, trang 1; b.jpg, trang 1"), (2, "a.pdf, trang 2")])
def test_a_second_child_s_form_waits_for_a_person_with_its_place(page: int, where: str) -> None:
    (finding,) = told(with_second({"child.full_name": "VŨ HOÀNG KHÁC HẲN"}, page=page))
    assert finding.severity is Severity.WARNING
    assert where in finding.clerk
    assert "KHÁC" not in finding.clerk


def test_a_copy_of_the_form_is_the_same_person_s() -> None:
    assert told(with_second({})) == []
    name = ON_FORM["child.full_name"]
    assert told(with_second({"child.full_name": name.title()})) == []
    assert told(with_second({"child.full_name": name.replace("HÒA", "HOÀ")})) == []


@pytest.mark.parametrize("name", ["VŨ GIA HÓA", "VŨ GIA HOAN", "VŨ GIA"])
def test_a_twin_s_name_that_differs_in_a_mark_or_a_letter_waits_too(name: str) -> None:
    """All else on a twin's form is the same: parents, day of birth, home."""
    assert len(told(with_second({"child.full_name": name}))) == 1


def test_hundreds_of_forms_are_told_apart_by_each_name_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[object] = []
    monkeypatch.setattr(forms, "same_name", lambda *names: compared.append(names) or people.same_name(*names))
    facts = with_second({"child.full_name": "VŨ HOÀNG KHÁC HẲN"})
    form = [reading for reading in facts.readings if reading.document == "form"]
    copies = [replace(one, document=f"copy-{n}") for n in range(60) for one in form]
    files = {**facts.files, **{f"copy-{n}": f"{n}.pdf" for n in range(60)}}
    (finding,) = told(replace(facts, readings=(*facts.readings, *copies), files=files))
    assert all(name in finding.clerk for name in ("a.pdf", "b.jpg", "59.pdf"))
    assert len(compared) == 2, "once for each who asks"


def test_a_number_makes_one_person_of_two_spellings() -> None:
    assert told(with_second({"mother.full_name": "NGÔ THỊ HẠNHH"})) == []
    assert len(told(with_second({"mother.full_name": "LÝ THỊ KHÁC"}))) == 1


def test_a_form_that_was_hardly_read_is_nobody_s_till_a_person_says_so() -> None:
    numbers = {key: "" for key in ON_FORM if key.endswith(".id_document")}
    facts = with_second(numbers, confidence=0.6)
    assert told(facts) == []
    (finding,) = told(facts, "paper-of-whom")
    assert finding.severity is Severity.WARNING
    assert "b.jpg, trang 1" in finding.clerk
    assert told(with_second({}, confidence=0.6), "paper-of-whom") == [], "the parents' numbers are proof"
