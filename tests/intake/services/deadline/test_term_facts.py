# SPDX-License-Identifier: Apache-2.0
"""What a term hangs on: told without the papers wherever the rules don't ask for them, and told the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from intake.check.check import term_of
from intake.dossier.journal import What
from intake.dossier.values import FormValue, Statement
from intake.services.deadline.events import deadline_of, move
from intake.services.deadline.term_facts import term_facts, term_needs
from intake.services.facts_of import facts_of
from intake.store.dossier.documents import FileInfo
from intake.store.store import Store
from ocr.result import PageReading
from templates.catalogue.loading import load_catalogue
from templates.model.conditions import Condition
from templates.model.procedures import MoreDays, ProcedureEdition, Question

RECEIVED = datetime(2026, 11, 16, 2, 15, tzinfo=UTC)
DAY = RECEIVED.date()
CHANGES = ("change_kind", "Cải chính hộ tịch")


def new_dossier(store: Store, procedure: str, answers: dict[str, str], values: dict[str, str]) -> str:
    with store.write() as session:
        made = store.create_dossier(session, procedure=procedure, who="t", received_at=RECEIVED).id
        for question, reply in answers.items():
            store.answer(session, made, question, reply, who="t")
        chosen = [
            FormValue(key, Statement(value, value, 0.99, "print", "form", key, page=1))
            for key, value in values.items()
        ]
        store.set_form_values(session, made, chosen)
    return made


def with_more_days(when: dict[str, Any], *questions: dict[str, Any]) -> ProcedureEdition:
    """Birth registration, with seven working days more where a condition holds."""
    edition = load_catalogue().procedure("1.001193", DAY)
    more = (MoreDays(working_days=7, when=Condition.model_validate(when)),)
    asked = (*edition.questions, *(Question.model_validate(each) for each in questions))
    processing = edition.processing.model_copy(update={"more": more})
    return edition.model_copy(update={"processing": processing, "questions": asked})


@pytest.mark.long
@pytest.mark.parametrize("procedure", sorted(load_catalogue().procedures))
@pytest.mark.parametrize("answers", [{}, {"verification": "yes"}, {"verification": "no"}])
def test_the_term_is_the_same_with_and_without_the_papers(
    store: Store, procedure: str, answers: dict[str, str]
) -> None:
    edition = load_catalogue().procedures[procedure].edition(DAY)
    if edition is None:
        pytest.skip("the procedure has no rules for this day")
    known = {name: reply for name, reply in answers.items() if edition.question(name)}
    dossier = new_dossier(store, procedure, known, dict([CHANGES]))
    with store.read() as session:
        whole = facts_of(store, session, dossier, load_catalogue())
        judged = [(store.get(session, dossier), edition)]
        (facts,) = term_facts(store, session, judged, load_catalogue())
    assert term_of(facts, edition) == term_of(whole, edition)


@pytest.mark.parametrize(
    ("when", "kinds", "papers"),
    [
        ({"answer": {"name": "where_born", "is": "x"}}, set(), False),
        ({"field_present": "child.full_name"}, set(), False),
        ({"paper_present": "birth-notice"}, {"birth-notice"}, False),
        ({"not": {"any": [{"field_present": "a"}, {"field_written": "child.full_name"}]}}, set(), True),
    ],
)
def test_papers_are_needed_exactly_where_a_condition_looks_at_them(
    when: dict[str, Any], kinds: set[str], papers: bool
) -> None:
    needs = term_needs(with_more_days(when))
    # that a foundling's record is there answers whether its birth is announced for seven days first
    assert (needs.kinds, needs.papers) == ({"abandonment-record"} | kinds, papers)


def test_a_question_that_papers_answer_needs_them_too() -> None:
    infer = [{"value": "yes", "when": {"paper_present": "birth-notice"}}]
    question = {"name": "noticed", "ask": {"vi": "?", "en": "?"}, "kind": "yes-no", "infer": infer}
    needs = term_needs(with_more_days({"answer": {"name": "noticed", "is": "yes"}}, question))
    assert "birth-notice" in needs.kinds


def test_the_fields_that_a_term_hangs_on_are_named() -> None:
    when = {"all": [{"field_present": "a.b"}, {"not": {"foreigner": "mother.nationality"}}]}
    assert term_needs(with_more_days(when)).fields == {"a.b", "mother.nationality"}


def test_a_term_that_hangs_on_a_paper_is_told_from_the_papers(store: Store) -> None:
    edition = with_more_days({"paper_present": "birth-notice"})
    plain, with_notice = (new_dossier(store, "1.001193", {}, {}) for _each in range(2))
    reading = PageReading(1, "birth-notice", 0.99, 0, 0.0, 10, 10, ())
    with store.write() as session:
        info = FileInfo("a.png", "image/png", page_count=1)
        document, _new = store.add_document(session, with_notice, None, info, who="t")
        store.save_page_reading(session, document.id, reading, reader="t")
    with store.read() as session:
        judged = [(store.get(session, dossier), edition) for dossier in (plain, with_notice)]
        found = list(term_facts(store, session, judged, load_catalogue()))
    assert [term_of(facts, edition)[1] for facts in found] == [0, 7]


def test_a_deadline_turned_and_taken_back_is_told_as_its_journal_says(store: Store) -> None:
    dossier = new_dossier(store, "1.001193", {}, {})
    with store.write() as session:
        move(store, session, dossier, datetime(2026, 12, 1, tzinfo=UTC).date(), who="t", slip=None)
        moved = store.journal(session, dossier)[-1].id
        assert deadline_of(store, session, dossier, load_catalogue()).due.moved
        store.note(session, dossier, What.UNDONE, who="t", data={"change": "x", "events": [moved]})
        assert not deadline_of(store, session, dossier, load_catalogue()).due.moved
