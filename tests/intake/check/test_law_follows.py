# SPDX-License-Identifier: Apache-2.0
"""What holds of every procedure whatever the law says: more papers never harm, no question is idle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from intake.check.conditions import holds
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import Severity
from templates.catalogue.loading import load_catalogue
from templates.model.conditions import Condition
from templates.model.procedures import Procedure, ProcedureEdition
from tests.support.dossiers.procedure_dossiers import Sample, samples

PROCEDURES = [pytest.param(p, id=code) for code, p in load_catalogue().procedures.items()]
EDITIONS = [
    pytest.param(edition, id=f"{code}-{edition.id}")
    for code, procedure in load_catalogue().procedures.items()
    for edition in procedure.editions
]
LACKING = [s for s in samples() if any(e.endswith(".missing") for e in s.expected["errors"] or ())]


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
        assert {c for c in after if c.endswith(".missing")} <= before


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


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_an_edition_begins_the_day_after_the_one_before(procedure: Procedure) -> None:
    ordered = sorted(procedure.editions, key=lambda e: e.since)
    for earlier, later in pairwise(ordered):
        assert earlier.until is not None
        assert (later.since - earlier.until).days == 1
