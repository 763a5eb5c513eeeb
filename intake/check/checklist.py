# SPDX-License-Identifier: Apache-2.0
"""What a procedure wants from a citizen who has just come: papers, and questions that decide about them.

Nothing is scanned yet, so the papers are those the citizen shows, and the only values known are what they
say. The rules are those of the completeness check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from intake.check.check import evidence_of
from intake.check.conditions import answer, holds
from intake.check.documents import papers
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import DocumentFact, DossierFacts, Finding, Severity
from intake.dossier.values import PERSON, FormValue, Statement
from templates.catalogue.loading import Catalogue
from templates.model.conditions import Condition
from templates.model.procedures import ProcedureEdition, Question
from templates.model.rules import Choice, DocumentRule

RELATION = "requester.relation"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One demand: any ``at_least`` of its choices will do. ``sure`` is False while an answer is open.

    ``shown`` papers are only looked at, not handed in.
    """

    rule: DocumentRule
    shown: bool
    sure: bool

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.rule.choices


@dataclass(frozen=True, slots=True)
class CounterQuestion:
    """A question at the counter: what the person ``told``, and what the program ``assumed`` for as long as it
    is told nothing; None for neither.
    """

    question: Question
    told: str | None
    assumed: str | None

    @property
    def reply(self) -> str | None:
        """What counts now; None while it is open."""
        return self.assumed if self.told is None else self.told


def facts_at_counter(
    received_at: datetime,
    edition: ProcedureEdition,
    *,
    kinds: Collection[str] = (),
    answers: Mapping[str, str] | None = None,
    relation: str = "",
) -> DossierFacts:
    """The dossier to be, as far as the citizen showed papers (``kinds``) and answered."""
    told = Statement(relation, relation, 1.0, PERSON, edition.form, RELATION)
    return DossierFacts(
        received_at=received_at,
        papers=tuple(
            DocumentFact(kind, "", (1,)) for kind in kinds for _copy in range(_copies(kind, edition))
        ),
        form={RELATION: FormValue(RELATION, told)} if relation else {},
        answers=dict(answers or {}),
    )


def wanted(edition: ProcedureEdition, facts: DossierFacts) -> tuple[Wanted, ...]:
    """What is to be handed in, then what is to be shown, leaving out what does not apply."""
    submit = ((rule, False) for rule in (edition.form_rule, *edition.submit))
    show = ((rule, True) for rule in edition.show)
    found = ((rule, shown, holds(rule.when, facts, edition)) for rule, shown in (*submit, *show))
    return tuple(Wanted(rule, shown, truth is True) for rule, shown, truth in found if truth is not False)


def asked(edition: ProcedureEdition, facts: DossierFacts) -> tuple[CounterQuestion, ...]:
    """The questions on which papers hang as far as things are known, in the order of the procedure.

    What was said to those before may settle that a question is of no use: who never married is asked of no
    divorce. A question that hangs on an earlier one follows when that one has an answer.
    """
    found: list[CounterQuestion] = []
    open_names: set[str] = set()
    known = {name: reply for name, reply in facts.answers.items() if not _decides(name, edition)}
    for question in deciding(edition):
        before = replace(facts, answers=known)
        hanging = [rule for rule in _paper_rules(edition) if _hangs_on(rule.when, question, before, edition)]
        told = facts.answers.get(question.name)
        waits = all(open_names.intersection(_asked_in(rule.when)) for rule in hanging)
        if not hanging or (waits and told is None):
            continue
        found.append(CounterQuestion(question, told, answer(question.name, before, edition)))
        if told is not None:
            known[question.name] = told
        elif found[-1].assumed is None:
            open_names.add(question.name)
    return tuple(found)


def told_by_relation(edition: ProcedureEdition, received_at: datetime, relation: str) -> dict[str, str]:
    """Answers that follow from what the requester said they are, so that nobody is asked for them again."""
    silent = facts_at_counter(received_at, edition)
    told = facts_at_counter(received_at, edition, relation=relation)
    found = {q.name: answer(q.name, told, edition) for q in deciding(edition)}
    return {
        name: reply
        for name, reply in found.items()
        if reply is not None and answer(name, silent, edition) is None
    }


def deciding(edition: ProcedureEdition) -> list[Question]:
    """The questions on which a demand for papers may hang, in the order of the procedure."""
    return [question for question in edition.questions if _decides(question.name, edition)]


def missing(edition: ProcedureEdition, facts: DossierFacts, catalogue: Catalogue) -> list[Finding]:
    """The papers that are demanded and were not shown, as the check would find them."""
    evidence = evidence_of(facts, edition, catalogue)
    found = papers(facts, edition, catalogue, evidence, local_day(facts.received_at))
    return [finding for finding in found if finding.severity is Severity.ERROR]


def _copies(kind: str, edition: ProcedureEdition) -> int:
    """As many as are demanded: who shows a paper that is needed twice is asked for "both"."""
    choices = (choice for rule in edition.submit for choice in rule.choices if choice.kind == kind)
    return max((choice.count for choice in choices), default=1)


def _paper_rules(edition: ProcedureEdition) -> tuple[DocumentRule, ...]:
    return (edition.form_rule, *edition.submit, *edition.show)


def _decides(name: str, edition: ProcedureEdition) -> bool:
    return any(name in _asked_in(rule.when) for rule in _paper_rules(edition))


def _hangs_on(
    condition: Condition | None, question: Question, facts: DossierFacts, edition: ProcedureEdition
) -> bool:
    """Whether another answer to the question would change what is known of the condition."""
    named = {part.answer.value for part in condition.walk() if part.answer} if condition else set[str]()
    replies = question.values or {"", *named}
    told = (replace(facts, answers={**facts.answers, question.name: reply}) for reply in replies)
    return len({holds(condition, each, edition) for each in told}) > 1


def _asked_in(condition: Condition | None) -> Iterator[str]:
    if condition is not None:
        yield from (part.answer.name for part in condition.walk() if part.answer)
