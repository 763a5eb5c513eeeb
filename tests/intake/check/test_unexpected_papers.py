# SPDX-License-Identifier: Apache-2.0
"""Papers that the procedure does not know go nowhere without a person's word; those that people bring do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.check.check import CheckResult, check, wants_reason
from intake.check.decided import decidable
from intake.dossier.deadline.local_time import local_day
from intake.dossier.decisions import Decision
from intake.dossier.facts import DocumentFact, Severity
from intake.dossier.values import PageRef
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import ANY
from tests.support.dossiers.birth_case import PROCEDURE, RECEIVED, Case, codes, of_code
from tests.support.dossiers.procedure_dossiers import samples

NOT_ITS, UNKNOWN = "paper-not-of-procedure", "paper-unrecognised"


def with_papers(*papers: DocumentFact, decided: dict[str, Decision] | None = None) -> CheckResult:
    facts = Case().facts()
    files = {**facts.files, **{paper.document: f"{paper.document}.jpg" for paper in papers}}
    facts = replace(facts, papers=(*facts.papers, *papers), files=files, decisions=decided or {})
    catalogue = load_catalogue()
    return check(facts, catalogue.procedure(PROCEDURE, local_day(RECEIVED)), catalogue, RECEIVED)


def test_a_death_notice_in_a_birth_waits_for_a_decision_with_a_reason() -> None:
    result = replace(Case(), others=["death-notice"]).check()
    finding = of_code(result, NOT_ITS)
    assert (finding.severity, finding.paper) == (Severity.WARNING, "death-notice")
    assert decidable(finding) and wants_reason(finding.code, finding.severity)
    assert "death-notice.jpg" in finding.clerk and not finding.citizen
    assert result.status == "complete", "the citizen need not come again"


def test_pages_that_nobody_recognised_are_one_question_that_names_them() -> None:
    two = DocumentFact("other", "bill", (1,)), DocumentFact("other", "photo", (1, 2))
    finding = of_code(with_papers(*two), UNKNOWN)
    assert all(place in finding.clerk for place in ("bill.jpg, trang 1", "photo.jpg, trang 2"))
    many = of_code(with_papers(DocumentFact("other", "stack", tuple(range(1, 31)))), UNKNOWN)
    assert "trang 4 và các trang khác, cả thảy 30 trang" in many.clerk


def test_a_page_without_any_kind_is_told_as_unrecognised() -> None:
    finding = of_code(with_papers(DocumentFact("", "bill", (1,))), UNKNOWN)
    assert "bill.jpg, trang 1" in finding.clerk


def test_one_decision_settles_each_as_long_as_the_papers_are_the_same() -> None:
    papers = DocumentFact("other", "bill", (1,)), DocumentFact("death-notice", "death", (1,))
    found = with_papers(*papers).findings
    decided = {
        f.fingerprint: Decision("lan", RECEIVED, "Kèm theo") for f in found if f.code in (NOT_ITS, UNKNOWN)
    }
    settled = with_papers(*papers, decided=decided)
    assert not settled.needs_review
    more = with_papers(*papers, DocumentFact("other", "more", (1,)), decided=decided)
    assert {f.code for f in more.findings if f.severity is Severity.WARNING} == {NOT_ITS, UNKNOWN}


def test_an_unrecognised_page_behind_the_form_is_asked_about_too() -> None:
    facts = Case().facts()
    (form, *rest) = facts.papers
    catalogue = load_catalogue()
    edition = catalogue.procedure(PROCEDURE, local_day(RECEIVED))
    facts = replace(facts, papers=(replace(form, pages=(1, 2), strays=(PageRef(form.document, 2),)), *rest))
    assert "form.jpg, trang 2" in of_code(check(facts, edition, catalogue, RECEIVED), UNKNOWN).clerk


@pytest.mark.parametrize(
    "paper",
    [
        DocumentFact("other", "blank or sorted by a person", (1,), settled=True),
        DocumentFact("other", "told as unreadable already", (1,), readable=False),
        DocumentFact("photo-id-other", "passport", (1,)),
        DocumentFact("authorisation", "authorisation", (1,)),
        DocumentFact("residence-proof", "residence", (1,)),
        DocumentFact("commitment", "commitment", (1,)),
    ],
)
def test_what_may_lie_in_any_dossier_asks_nothing(paper: DocumentFact) -> None:
    assert not {NOT_ITS, UNKNOWN} & codes(with_papers(paper))


def test_what_people_bring_with_a_form_asks_nothing_and_with_another_form_it_does() -> None:
    widow = next(s for s in samples() if (s.procedure, s.name) == ("1.000894", "complete"))
    facts = widow.facts()
    facts = replace(facts, papers=(*facts.papers, DocumentFact("death-extract", "death", (1,))))
    catalogue = load_catalogue()
    edition = catalogue.procedure(widow.procedure, local_day(widow.received))
    assert NOT_ITS not in codes(check(facts, edition, catalogue, widow.received))
    assert NOT_ITS in codes(with_papers(DocumentFact("death-extract", "death", (1,))))


def test_without_the_form_nothing_is_unexpected() -> None:
    assert NOT_ITS not in codes(replace(Case(), form=None, others=["death-notice"]).check())


def test_papers_lie_beside_forms_that_there_are() -> None:
    types = load_catalogue().document_types
    beside = {form for paper in types.values() for form in paper.beside}
    assert {form for form in beside if form != ANY and types[form].role != "form"} == set()
