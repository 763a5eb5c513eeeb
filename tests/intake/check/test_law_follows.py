# SPDX-License-Identifier: Apache-2.0
"""What holds of every procedure whatever the law says: more papers never harm, no question is idle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import combinations, pairwise, product
from pathlib import Path

import pytest

from intake.check.check import evidence_of
from intake.check.conditions import holds
from intake.check.documents import papers as papers_of
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import DocumentFact, DossierFacts, Severity
from templates.catalogue.loading import load_catalogue
from templates.model.conditions import Condition
from templates.model.procedures import Procedure, ProcedureEdition, Question
from tests.support.dossiers.procedure_dossiers import ZONE, Sample, samples
from tests.support.dossiers.values import on_form

PROCEDURES = [pytest.param(p, id=code) for code, p in load_catalogue().procedures.items()]
EDITIONS = [
    pytest.param(edition, id=f"{code}-{edition.id}")
    for code, procedure in load_catalogue().procedures.items()
    for edition in procedure.editions
]
ON_A_WORD = frozenset({"2.000908", "2.000942"})
"""What needs no paper: at the counter a word will do."""
LACKING = [s for s in samples() if any(e.endswith(".missing") for e in s.expected["errors"] or ())]


def of_each_procedure() -> dict[str, Sample]:
    """A sound dossier of every procedure."""
    found: dict[str, Sample] = {}
    for sample in samples():
        if sample.name == "complete" or sample.procedure not in found:
            found[sample.procedure] = sample
    return found


SOUND = of_each_procedure()


def own_conditions(edition: ProcedureEdition) -> list[Condition]:
    """On which something hangs: a paper, a rule, a term."""
    ruled = [rule.when for rule in edition.ruled() if getattr(rule, "when", None)]
    processing = edition.processing
    return [when for when in (*ruled, *(one.when for one in (*processing.instead, *processing.more))) if when]


def contexts(sample: Sample, edition: ProcedureEdition) -> Iterator[DossierFacts]:
    """The dossier as it is, and otherwise: empty, of strangers, of foreigners, one paper less, all papers."""
    facts = sample.facts()
    yield facts
    yield replace(facts, form={})
    rules = (edition.form_rule, *edition.submit, *edition.show)
    kinds = {kind for rule in rules for kind in rule.kinds()} | {"foreign-paper", "foreign-marital-status"}
    whole = replace(sample, papers={**{kind: [{}] for kind in kinds}, **sample.papers}).facts()
    yield whole
    yield replace(whole, form={k: v for k, v in facts.form.items() if not k.endswith(".relation")})
    named = {when.foreigner for when in conditions(edition) if when.foreigner}
    yield replace(
        whole, form={key: on_form("Hàn Quốc", 0.97, edition.form, edition.form, 1) for key in named}
    )
    home = {key: on_form("Việt Nam", 0.97, edition.form, edition.form, 1) for key in named}
    yield replace(whole, form={**facts.form, **home})
    for kind in sample.papers:
        yield replace(sample, papers={k: v for k, v in sample.papers.items() if k != kind}).facts()


def tells_apart(question: Question, edition: ProcedureEdition, sample: Sample) -> bool:
    """Whether in some dossier two of its answers settle a condition otherwise, with other answers as need
    be.
    """
    mine = [
        w
        for w in own_conditions(edition)
        if any(p.answer and p.answer.name == question.name for p in w.walk())
    ]
    others = {p.answer.name for when in mine for p in when.walk() if p.answer} - {question.name}
    replies = [[(name, reply) for reply in _question(edition, name).values] for name in sorted(others)]
    for facts in contexts(sample, edition):
        for chosen in product(*replies):
            told = (
                replace(facts, answers={**dict(chosen), question.name: reply}) for reply in question.values
            )
            if len({tuple(holds(when, one, edition) for when in mine) for one in told}) > 1:
                return True
    return False


def asked_in(when: Condition) -> set[str]:
    """The questions that a condition names."""
    return {part.answer.name for part in when.walk() if part.answer}


def _question(edition: ProcedureEdition, name: str) -> Question:
    question = edition.question(name)
    assert question is not None
    return question


def conditions(edition: ProcedureEdition) -> Iterator[Condition]:
    for rule in edition.ruled():
        if when := getattr(rule, "when", None):
            yield from when.walk()
    for question in edition.questions:
        for when in (*(i.when for i in question.infer), *((question.when,) if question.when else ())):
            yield from when.walk()
    for when in edition.processing.conditions():
        yield from when.walk()


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_question_is_asked_whose_answer_changes_nothing(edition: ProcedureEdition) -> None:
    used = {part.answer.name for part in conditions(edition) if part.answer}
    # With whom a child is to live is what is registered, like a question that is answered in words.
    registered = {"residence_with"}
    assert {question.name for question in edition.questions if question.values} - used <= registered


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_question_tells_some_dossier_apart(edition: ProcedureEdition) -> None:
    sample = SOUND[edition.procedure]
    idle = {q.name for q in edition.questions if q.values and not tells_apart(q, edition, sample)}
    assert idle <= {"residence_with"}


def test_a_question_whose_answer_changes_nothing_is_noticed() -> None:
    edition = load_catalogue().procedure("1.004837", date(2026, 11, 18))
    asked = next(q for q in edition.questions if q.values)
    of_no_use = asked.model_copy(update={"name": "of_no_use"})
    assert tells_apart(asked, edition, SOUND["1.004837"])
    assert not tells_apart(of_no_use, edition, SOUND["1.004837"])


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_paper_to_hand_in_can_be_handed_in_each_of_its_ways(edition: ProcedureEdition) -> None:
    moment = datetime.combine(edition.since, time(9), ZONE)
    for rule in (edition.form_rule, *edition.submit):
        alone = edition.model_copy(update={"submit": (rule.model_copy(update={"when": None}),), "show": ()})
        assert edition.procedure in ON_A_WORD or f"{rule.id}.missing" in lacking(alone, moment, ())
        for ways in combinations(rule.choices, rule.at_least):
            parts = [part for choice in ways for part in (choice, *choice.also)]
            handed_in = [kind for part in parts for kind in [part.kind] * part.count]
            assert f"{rule.id}.missing" not in lacking(alone, moment, handed_in)


def lacking(edition: ProcedureEdition, moment: datetime, kinds: Sequence[str]) -> set[str]:
    """What papers the check misses where these alone are there."""
    papers = tuple(DocumentFact(kind, f"{kind}-{nth}", (1,)) for nth, kind in enumerate(kinds))
    facts, catalogue = DossierFacts(moment, papers), load_catalogue()
    evidence = evidence_of(facts, edition, catalogue)
    return {f.code for f in papers_of(facts, edition, catalogue, evidence, edition.since)}


@pytest.mark.parametrize("sample", [pytest.param(s, id=code) for code, s in SOUND.items()])
def test_a_law_judges_from_its_first_day_to_its_last_and_no_other(sample: Sample) -> None:
    ordered = sorted(load_catalogue().procedures[sample.procedure].editions, key=lambda e: e.since)
    for edition in ordered:
        begins = datetime.combine(edition.since, time(0), ZONE)
        assert replace(sample, received=begins).check().edition == edition.id
        if edition.until:
            ends = datetime.combine(edition.until, time(23, 59), ZONE)
            assert replace(sample, received=ends).check().edition == edition.id


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_answer_that_a_rule_waits_for_can_be_given(edition: ProcedureEdition) -> None:
    for part in conditions(edition):
        if part.answer:
            question = edition.question(part.answer.name)
            assert question is not None
            assert part.answer.value in question.values


@pytest.mark.parametrize("sample", [pytest.param(s, id=f"{s.procedure}-{s.name}") for s in LACKING])
def test_a_paper_that_is_missing_stands_no_longer_as_missing_when_it_is_handed_in(sample: Sample) -> None:
    edition = load_catalogue().procedure(sample.procedure, local_day(sample.received))
    wanted = [
        r for r in (edition.form_rule, *edition.submit) if f"{r.id}.missing" in sample.expected["errors"]
    ]
    for rule in wanted:
        assert holds(rule.when, sample.facts(), edition) is True
        before = {f.code for f in sample.check().findings if f.severity is Severity.ERROR}
        choice = rule.choices[0]
        kinds = [kind for part in (choice, *choice.also) for kind in [part.kind] * part.count]
        papers = {**sample.papers}
        for kind in kinds:
            papers[kind] = [*papers.get(kind, []), {}]
        after = {
            f.code for f in replace(sample, papers=papers).check().findings if f.severity is Severity.ERROR
        }
        assert f"{rule.id}.missing" not in after
        assert after < before


@pytest.mark.parametrize("sample", [pytest.param(s, id=code) for code, s in SOUND.items()])
def test_one_more_right_paper_never_makes_a_dossier_less_complete(sample: Sample) -> None:
    """A sound dossier without any one of its papers lacks nothing less, and mostly something more."""
    whole = errors(sample)
    less = [
        errors(replace(sample, papers={kind: held for kind, held in sample.papers.items() if kind != left}))
        for left in sample.papers
    ]
    assert all(whole <= found for found in less)
    assert sample.procedure in ON_A_WORD or any(whole < found for found in less)


def errors(sample: Sample) -> set[str]:
    """All that blocks."""
    return {f.code for f in sample.check().findings if f.severity is Severity.ERROR}


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_no_source_at_hand_confirms_is_told_as_unverified(edition: ProcedureEdition) -> None:
    unseen = {"TT 04/2020/TT-BTP Điều 2", "NĐ 123/2015/NĐ-CP Điều 2; NĐ 104/2022/NĐ-CP Điều 14 khoản 2"}
    sure = {one.law for one in (*edition.ruled(), *edition.questions) if not one.unverified}
    assert not unseen & sure
    assert not any("Điều 15 (không liên hệ" in law for law in sure)


@pytest.mark.parametrize("edition", EDITIONS)
def test_who_is_told_to_certify_an_authorisation_is_told_who_need_not(edition: ProcedureEdition) -> None:
    said = [rule.say["missing"].citizen for rule in edition.submit if rule.id == "authorisation"]
    assert all("anh, chị, em ruột" in text for text in said if "chứng thực" in text)


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_names_the_law_as_it_stood_on_its_last_day(edition: ProcedureEdition) -> None:
    if edition.since <= date(2026, 1, 13) and (edition.until is None or edition.until > date(2026, 1, 13)):
        assert "NĐ 123/2015/NĐ-CP (sửa đổi bởi NĐ 07/2025/NĐ-CP)" not in edition.source


def test_what_the_notes_name_is_there() -> None:
    """Each line of the review says where it is shown."""
    root = Path(__file__).parents[3]
    text = (root / "docs/law-notes.md").read_text("utf-8")
    cases = {f"{sample.procedure}/{sample.name}" for sample in samples()}
    named = set(re.findall(r"`(\d\.\d{6}/[a-z0-9-]+)`", text))
    assert len(named) > 80
    assert named <= cases
    assert all((root / name).is_file() for name in re.findall(r"`(tests/[a-z_/]+\.py)`", text))


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_an_edition_begins_the_day_after_the_one_before(procedure: Procedure) -> None:
    ordered = sorted(procedure.editions, key=lambda e: e.since)
    for earlier, later in pairwise(ordered):
        assert earlier.until is not None
        assert (later.since - earlier.until).days == 1
