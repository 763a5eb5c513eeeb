# SPDX-License-Identifier: Apache-2.0
"""The questions of a visit to the counter and what follows from the answers so far; the same for every desk.

Nothing of it is written: a desk keeps an ``Interview``, makes another one of each answer, and in the end a
``Visit``. What nobody can answer yet is left out; the check asks for it when the papers are there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, Self

from intake.check.check import term_of
from intake.check.checklist import (
    CounterQuestion,
    Wanted,
    asked,
    deciding,
    facts_at_counter,
    missing,
    told_by_relation,
    wanted,
)
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.working_days import Calendar, return_date
from intake.dossier.facts import DossierFacts, Finding
from intake.dossier.requester import Requester, Visit
from intake.services.answers import checked_answer
from templates.catalogue.loading import Catalogue
from templates.language.messages import _, current_language
from templates.model.procedures import Fee, ProcedureEdition


@dataclass(frozen=True)
class Interview:
    """What was said so far: what the requester is to the person it is about (``relation``), ``answers`` by
    their questions' names, as stored, questions that nobody can answer yet (``unknown``), the ``kinds`` of
    paper that are there.
    """

    catalogue: Catalogue
    edition: ProcedureEdition
    now: datetime
    relation: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()

    def answered(self, name: str, typed: str) -> Self:
        """With this answer; ``UsageError`` where it is none."""
        reply = checked_answer(self.edition, name, typed)
        return replace(self, answers={**self.answers, name: reply}, unknown=self.unknown - {name})

    def left_open(self, name: str) -> Self:
        """Nobody can say: with no answer to this question."""
        answers = {each: reply for each, reply in self.answers.items() if each != name}
        return replace(self, answers=answers, unknown=self.unknown | {name})

    def asked_again(self, name: str) -> Self:
        """As before anybody was asked this."""
        again = self.left_open(name)
        return replace(again, unknown=again.unknown - {name})

    def questions(self) -> tuple[CounterQuestion, ...]:
        """What is to be asked, or was answered, as far as it matters by now."""
        return asked(self.edition, self._facts)

    def assumed(self) -> list[CounterQuestion]:
        """Those that the program answers by itself as long as nobody says otherwise."""
        return [each for each in self.questions() if each.assumed is not None]

    def open(self) -> list[CounterQuestion]:
        """Those without an answer that somebody may have."""
        return [
            each for each in self.questions() if each.reply is None and each.question.name not in self.unknown
        ]

    def demands(self) -> tuple[Wanted, ...]:
        """The papers that are to be handed in, then those to be shown."""
        return wanted(self.edition, self._facts)

    def lacking(self) -> list[Finding]:
        """The papers that must be handed in and are not there."""
        return missing(self.edition, self._facts, self.catalogue)

    def due(self) -> date:
        """The day the result is due where the dossier is made now."""
        term, more = term_of(self._facts, self.edition)
        return return_date(self.now, term, Calendar(self.catalogue.codes.working_days), more)

    def visit(self, requester: Requester) -> Visit:
        """All that was said. What the program assumed and was left standing is the person's word, but where a
        paper that comes later may say otherwise or they said that they don't know; an answer that lost its
        question is none.
        """
        questions = self.questions()
        useless = {each.name for each in deciding(self.edition)} - {each.question.name for each in questions}
        standing = {
            each.question.name: each.assumed
            for each in questions
            if each.assumed is not None and not each.question.infer and each.question.name not in self.unknown
        }
        said = {name: reply for name, reply in self.answers.items() if name not in useless}
        implied = told_by_relation(self.edition, self.now, requester.relation)
        return Visit(self.edition.procedure, requester, self.kinds, implied | standing | said)

    @property
    def _facts(self) -> DossierFacts:
        return facts_at_counter(
            self.now, self.edition, kinds=self.kinds, answers=self.answers, relation=self.relation
        )


def interview_about(
    code: str, catalogue: Catalogue, now: datetime, answers: Mapping[str, str], kinds: Sequence[str] = ()
) -> Interview:
    """The beginning of a visit for a procedure; ``UnknownNameError`` where it has no rules today."""
    edition = catalogue.procedure(code, local_day(now))
    return Interview(catalogue, edition, now, answers=answers, kinds=tuple(kinds))


def fee_told(fee: Fee) -> str:
    """A fee in words: what for, how much, and who is free of it."""
    language: Literal["vi", "en"] = "en" if current_language() == "en" else "vi"
    note = fee.note[language] if fee.note else ""
    if fee.amount_vnd is None:
        amount = note or _("another body sets it")
    elif fee.amount_vnd:
        amount = _("{amount} đồng").format(amount=f"{fee.amount_vnd:,}".replace(",", "."))
    else:
        amount = _("free of charge")
    return f"{fee.name[language]}: {amount}" + (f" ({note})" if note and note != amount else "")
