# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from intake.dossier.facts import DossierFacts
from intake.dossier.values import PageRef
from intake.form.autofill import PaperPage
from intake.form.documents import papers_of
from intake.services.facts_of import facts_of
from intake.services.fill_and_check import fill
from intake.services.receive.ingest import take_in
from intake.store.store import Store
from ocr.result import SIGNED, Box, FieldReading, PageReading, Source
from templates.catalogue.loading import load_catalogue
from tests.support.desks.intake_desk import NOW, scan

FORM = "birth-registration"


def page(
    kind: str, number: int = 1, *, document: int = 1, blank: bool = False, confidence: float | None = None
) -> PaperPage:
    box, key = Box(1, 2, 3, 4), "child.full_name"
    fields = () if confidence is None else (FieldReading(key, "A", "A", confidence, Source.PRINT, box),)
    reading = PageReading(
        number, kind, 0.9, 0, 0.0, 10, 10, fields, print_edition="2024" if fields else "", blank=blank
    )
    return PaperPage(document, f"{document:064x}", reading)


@pytest.mark.parametrize(
    ("pages", "papers"),
    [
        ([page(FORM), page(FORM, 2), page("birth-notice", 3)], [(FORM, (1, 2)), ("birth-notice", (3,))]),
        ([page(FORM), page("other", 2, blank=True)], [(FORM, (1, 2))]),
        ([page(FORM), page(FORM, document=2)], [(FORM, (1,)), (FORM, (1,))]),
        ([page("other", blank=True), page(FORM, 2)], [("other", (1,)), (FORM, (2,))]),
        ([page(FORM), page(FORM, 3)], [(FORM, (1,)), (FORM, (3,))]),
    ],
)
def test_following_pages_of_one_kind_in_one_file_are_one_paper(
    pages: list[PaperPage], papers: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert [(paper.kind, paper.pages) for paper in papers_of(pages, load_catalogue())] == papers


@pytest.mark.parametrize(
    ("pages", "settled"),
    [
        ([page("other")], False),
        ([page("other", blank=True)], True),
        ([page("other", blank=True), page("other", 2)], False),
        ([replace(page("other"), sorted=True)], True),
    ],
)
def test_a_page_that_nobody_recognised_is_settled_by_a_person_s_word_or_because_it_is_blank(
    pages: list[PaperPage], settled: bool
) -> None:
    (paper,) = papers_of(pages, load_catalogue())
    assert (paper.settled, paper.strays) == (settled, ())


@pytest.mark.parametrize(
    ("behind", "strays"),
    [
        (page("other", 2), (2,)),
        (page("death-notice", 2), (2,)),
        (page("other", 2, blank=True), ()),
        (page(FORM, 2), ()),
        (replace(page("other", 2), begins=False), ()),
        (replace(page("other", 2), sorted=True), ()),
    ],
)
def test_an_unrecognised_page_that_is_laid_to_the_form_before_it_is_told(
    behind: PaperPage, strays: tuple[int, ...]
) -> None:
    face = replace(behind, reading=replace(behind.reading, kind_confidence=0.5))
    (form,) = papers_of([page(FORM, confidence=0.9), face], load_catalogue())
    assert (form.kind, form.settled, [one.page for one in form.strays]) == (FORM, False, [*strays])


def test_a_paper_that_was_joined_of_two_files_has_the_pages_of_both() -> None:
    behind = replace(page("other", 3, document=2), begins=False)
    (form,) = papers_of([page(FORM), page(FORM, 2), behind], load_catalogue())
    assert form.pages == (1, 2)
    assert form.elsewhere == (PageRef(f"{2:064x}", 3),)
    assert form.places == (PageRef(form.document, 1), PageRef(form.document, 2), *form.elsewhere)


@pytest.mark.parametrize(("confidence", "readable"), [(0.9, True), (0.2, False), (None, False)])
def test_a_form_without_one_usable_value_is_unreadable(confidence: float | None, readable: bool) -> None:
    (paper,) = papers_of([page(FORM, confidence=confidence)], load_catalogue())
    assert paper.readable is readable


@pytest.mark.parametrize(("sure", "readable"), [(0.95, True), (0.6, False)])
def test_an_authorisation_without_values_is_readable_if_surely_recognised(
    sure: float, readable: bool
) -> None:
    unsure = page("authorisation")
    known = replace(unsure, reading=replace(unsure.reading, kind_confidence=sure))
    (paper,) = papers_of([known], load_catalogue())
    assert paper.readable is readable


@pytest.mark.parametrize(("face", "papers"), [(0.5, [FORM]), (0.9, [FORM, "id-card"])])
def test_the_notes_on_a_form_s_back_are_no_paper_of_their_own(face: float, papers: list[str]) -> None:
    back = page("id-card", 2)
    back = replace(back, reading=replace(back.reading, kind_confidence=face))
    found = papers_of([page(FORM, confidence=0.9), back], load_catalogue())
    assert [paper.kind for paper in found] == papers


def test_a_paper_knows_its_print() -> None:
    (paper,) = papers_of([page(FORM, confidence=0.9), page(FORM, 2)], load_catalogue())
    assert paper.edition == "2024"


def _facts(store: Store, session: Session, dossier: str) -> DossierFacts:
    return facts_of(store, session, dossier, load_catalogue())


def test_the_check_sees_papers_readings_form_answers_and_reception(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    document = take_in(store, dossier, [scan(tmp_path / "form.png")], who="lan").added[0]
    with store.write() as session:
        reading = replace(page(FORM, confidence=0.97).reading, notes=(SIGNED,))
        store.save_page_reading(session, document, reading, reader="1")
        store.answer(session, dossier, "abandoned", "no", who="lan")
    fill(store, dossier, load_catalogue())
    with store.read() as session:
        facts = _facts(store, session, dossier)
        sha256 = store.documents(session, dossier)[0].sha256
    assert (facts.received_at, facts.answers, facts.signed) == (NOW, {"abandoned": "no"}, (sha256,))
    assert [(paper.kind, paper.document) for paper in facts.papers] == [(FORM, sha256)]
    assert [(reading.key, reading.document) for reading in facts.readings] == [("child.full_name", sha256)]
    chosen = facts.form["child.full_name"]
    assert (chosen.paper, chosen.place, chosen.corrected) == (FORM, PageRef(sha256, 1), False)


def test_what_could_not_be_read_is_a_paper_nobody_knows(store: Store, dossier: str, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"")
    taken = take_in(store, dossier, [scan(tmp_path / "form.png"), tmp_path / "bad.pdf"], who="lan")
    with store.write() as session:
        store.save_page_failure(session, taken.added[0], 1, reason="timeout", reader="1")
        papers = _facts(store, session, dossier).papers
    assert [(paper.kind, paper.readable, paper.pages) for paper in papers] == [("other", False, (1,))] * 2


def test_a_person_s_value_is_decided_for_the_check(store: Store, dossier: str) -> None:
    with store.write() as session:
        store.correct(session, dossier, "child.sex", "Nam", who="lan")
        chosen = _facts(store, session, dossier).form["child.sex"]
    assert (chosen.value, chosen.corrected, chosen.place) == ("Nam", True, None)


def test_an_illegible_value_is_doubtful_and_not_missing(store: Store, dossier: str, tmp_path: Path) -> None:
    document = take_in(store, dossier, [scan(tmp_path / "form.png")], who="lan").added[0]
    with store.write() as session:
        store.save_page_reading(session, document, page(FORM, confidence=0.01).reading, reader="1")
    fill(store, dossier, load_catalogue())
    with store.write() as session:
        row = store.form_values(session, dossier)["child.full_name"]
        chosen = _facts(store, session, dossier).form["child.full_name"]
        assert (row.value, chosen.value, chosen.needs_review) == ("", "A", True)
        store.correct(session, dossier, "child.full_name", "", who="lan")
        assert _facts(store, session, dossier).form["child.full_name"].value == ""


@pytest.mark.parametrize("procedure_open", [True, False])
def test_what_no_paper_tells_may_be_any_procedure_unless_one_was_named(
    store: Store, procedure_open: bool
) -> None:
    catalogue = load_catalogue()
    with store.write() as session:
        made = store.create_dossier(
            session, procedure="1.001193", who="lan", received_at=NOW, procedure_open=procedure_open
        ).id
        possible = facts_of(store, session, made, catalogue).procedures
    assert bool(possible) == procedure_open and set(possible) <= set(catalogue.procedures)
