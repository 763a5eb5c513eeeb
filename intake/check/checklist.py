# SPDX-License-Identifier: Apache-2.0
"""What a procedure wants from a citizen who has just come: papers, and questions that decide about them.

Nothing is scanned yet, so the papers are those the citizen shows, and the only values known are what they
say. The rules are those of the completeness check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
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


def open_questions(edition: ProcedureEdition, facts: DossierFacts) -> list[Question]:
    """Questions that decide about papers and to which nothing gives an answer yet."""
    return [q for q in deciding(edition) if answer(q.name, facts, edition) is None]


def assumptions(edition: ProcedureEdition, facts: DossierFacts) -> list[tuple[Question, str]]:
    """Questions that decide about papers and what the program takes for their answers until told better."""
    found = ((q, answer(q.name, facts, edition)) for q in deciding(edition) if q.name not in facts.answers)
    return [(question, reply) for question, reply in found if reply is not None]


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
    """The questions on which a demand for papers hangs, in the order of the procedure."""
    rules = (edition.form_rule, *edition.submit, *edition.show)
    names = {name for rule in rules for name in _asked_in(rule.when)}
    return [question for question in edition.questions if question.name in names]


def missing(edition: ProcedureEdition, facts: DossierFacts, catalogue: Catalogue) -> list[Finding]:
    """The papers that are demanded and were not shown, as the check would find them."""
    evidence = evidence_of(facts, edition, catalogue)
    found = papers(facts, edition, catalogue, evidence, local_day(facts.received_at))
    return [finding for finding in found if finding.severity is Severity.ERROR]


def _copies(kind: str, edition: ProcedureEdition) -> int:
    """As many as are demanded: who shows a paper that is needed twice is asked for "both"."""
    choices = (choice for rule in edition.submit for choice in rule.choices if choice.kind == kind)
    return max((choice.count for choice in choices), default=1)


def _asked_in(condition: Condition | None) -> Iterator[str]:
    if condition is not None:
        yield from (part.answer.name for part in condition.walk() if part.answer)
