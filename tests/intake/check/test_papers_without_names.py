# SPDX-License-Identifier: Apache-2.0
"""Papers of which no names are read: somebody of the dossier must stand on them, or a person looks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.check.decided import decidable
from intake.check.whose.sheets import names_people
from intake.dossier.facts import DocumentFact, DossierFacts, Finding
from intake.dossier.requester import Requester
from intake.dossier.values import PageRef
from intake.form.autofill import PaperPage
from intake.form.documents import papers_of
from ocr.result import OTHER, PageReading, Source
from templates.catalogue.loading import load_catalogue
from tests.intake.check.test_whose_papers import COMPLETE, judged
from tests.support.dossiers.birth_case import Case

CODE = "paper-of-whom"
WITNESS = "witness-statement"
KINDS = sorted(
    kind
    for kind, paper in load_catalogue().document_types.items()
    if kind != OTHER
    and paper.role != "form"
    and kind != "id-card"
    and not names_people(kind, load_catalogue())
)
OURS = "Tôi làm chứng: chị Ngô Thị\nHạnh, sinh con ngày 12/10/2026."
OTHERS = "Tôi làm chứng: chị Lò Thị Khác, số 042188012345, sinh con ngày 12/10/2026."


def beside(text: str | None, kind: str = WITNESS) -> DossierFacts:
    """A sound birth dossier (mother Ngô Thị Hạnh) with one more paper, on which ``text`` was read."""
    facts = Case().facts()
    return replace(facts, papers=(*facts.papers, DocumentFact(kind, "second", (1, 2), text=text)))


def told(facts: DossierFacts) -> list[Finding]:
    return [finding for finding in judged(COMPLETE["1.001193"], facts) if finding.paper in KINDS]


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_of_any_kind_without_fields_for_names_is_asked_about_where_it_names_nobody_here(
    kind: str,
) -> None:
    (finding,) = told(beside(OTHERS, kind))
    assert finding.code in (CODE, "paper-not-of-procedure")
    assert decidable(finding)
    assert CODE not in {finding.code for finding in told(beside(OURS, kind))}


@pytest.mark.parametrize(
    "text",
    [OURS, "NGO THI HANH", "Số định danh: 033196004321.", "cháu VŨ GIA HOÀ và bố", "(ông Vũ Đình Khải)"],
)
def test_a_name_or_number_of_anybody_in_the_dossier_is_enough(text: str) -> None:
    assert told(beside(text)) == []


@pytest.mark.parametrize(
    "text", ["", OTHERS, "Ngô Thị Hạnhh", "Hạnh, Ngô, Khải", "Số 0331960043210", "Ngô Thị"]
)
def test_a_part_of_a_name_or_a_longer_one_is_not(text: str) -> None:
    (finding,) = told(beside(text))
    assert finding.code == CODE
    assert finding.page == PageRef("second", 1)


def test_who_stood_at_the_counter_or_was_typed_counts_and_whose_card_lies_there_does_not() -> None:
    facts = beside(OTHERS)
    assert told(replace(facts, requester=Requester("Lò Thị Khác"))) == []
    stranger = replace(Case(), cards=[*Case().cards, {"person.full_name": "LÒ THỊ KHÁC"}]).facts()
    papers = (*stranger.papers, facts.papers[-1])
    assert [finding.code for finding in told(replace(stranger, papers=papers))] == [CODE]


def test_one_word_names_nobody() -> None:
    form = {"child.full_name": "Mai", "mother.full_name": "Mai"}
    facts = replace(Case(), form=form, notice=None, cards=[]).facts()
    witness = DocumentFact(WITNESS, "second", (1,), text="ngày mai")
    assert told(replace(facts, papers=(*facts.papers, witness))) == [], "nobody is known by a full name"
    named = replace(facts, papers=(*facts.papers, witness), requester=Requester("Ngô Thị Hạnh"))
    assert [finding.code for finding in told(named)] == [CODE]


def test_nothing_is_asked_before_a_paper_came_or_while_the_form_s_names_wait() -> None:
    assert told(beside(None)) == [], "a checklist"
    unread = replace(Case(), source=Source.HAND, confidence=0.1)
    assert told(replace(unread.facts(), papers=beside(OTHERS).papers)) == []


def test_all_words_of_a_sheet_are_those_of_its_papers() -> None:
    """The second paper of a sheet is kept without words of its own."""
    reading = PageReading(1, WITNESS, 0.9, 0, 0.0, 10, 10)
    pages = [
        PaperPage(1, "a", replace(reading, page=n), text=text) for n, text in ((1, "Ngô Thị"), (2, "Hạnh"))
    ]
    (paper,) = papers_of(pages, load_catalogue())
    assert paper.text == "Ngô Thị Hạnh"
