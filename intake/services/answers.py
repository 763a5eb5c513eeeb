# SPDX-License-Identifier: Apache-2.0
"""What can't be read from paper: which questions are open, what may be answered, and who answered when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from intake.check.conditions import answer, implied
from intake.check.documents import PROCEDURE, asked, procedure_question
from intake.dossier.entered import entered
from intake.dossier.facts import DossierFacts
from ocr.text.folding import nfc
from ocr.values.dates import normalise_date
from templates.errors import UsageError
from templates.language.folding import without_marks
from templates.language.messages import _, current_language
from templates.language.outside_text import Longest, one_line
from templates.model.procedures import ProcedureEdition, Question

if TYPE_CHECKING:
    from intake.dossier.journal import Event

_SHOWN = 40


def checked_answer(edition: ProcedureEdition, name: str, typed: str) -> str:
    """The answer as stored; ``UsageError`` where there is no such question or this is no answer to it."""
    question = edition.question(name)
    if question is None:
        names = ", ".join(question.name for question in edition.questions)
        raise UsageError(
            _("The procedure asks no question {name}.").format(name=name),
            _("Its questions are: {names}").format(names=names),
        )
    reply = _as_stored(question, nfc(entered(typed, Longest.VALUE)))
    if reply is None:
        raise UsageError(
            _("“{reply}” is no answer to {name}.").format(reply=one_line(typed, _SHOWN), name=name),
            _("Answer one of: {answers}").format(answers=possible_answers(question)),
        )
    return reply


def possible_answers(question: Question) -> str:
    """What may be typed, in a few words."""
    match question.kind:
        case "text":
            return _("a text of your own")
        case "date":
            return _("a date, DD/MM/YYYY")
        case "number":
            return _("a whole number")
    return ", ".join(words_of(question).values())


def question_text(question: Question) -> str:
    """The question as it is put, in the language spoken."""
    return question.ask["en" if current_language() == "en" else "vi"]


def reply_text(question: Question, reply: str) -> str:
    """An answer in words; as it is where the question lists none."""
    return words_of(question).get(reply, reply)


def words_of(question: Question) -> dict[str, str]:
    """Its answers by what is stored of them, in the language spoken."""
    language: Literal["vi", "en"] = "en" if current_language() == "en" else "vi"
    return {value: text[language] for value, text in question.values.items()}


def answers_told(edition: ProcedureEdition, answers: Mapping[str, str]) -> dict[str, str]:
    """Questions that were answered, as they are asked, with the answers in words; of one that the procedure
    asks no more what is stored.
    """
    found = {}
    for name, reply in answers.items():
        question = edition.question(name)
        asked = question_text(question) if question else name
        found[asked] = reply_text(question, reply) if question else reply
    return found


def question_lines(
    facts: DossierFacts, edition: ProcedureEdition, events: Iterable[Event]
) -> list[dict[str, Any]]:
    """Every question that is open or was answered, as plain values: key, text, kind, answer, who, when, what
    the papers say by themselves (``implied``).
    """
    from intake.dossier.journal import (
        What,  # only here: the guided visit must not wait for the store's imports
        is_procedure_said,
        undone,
    )

    events = list(events)
    given = {event.data["question"]: event for event in events if event.what == What.ANSWERED}
    gone = undone(events)
    said = [event for event in events if is_procedure_said(event) and event.id not in gone]
    given |= {PROCEDURE: said[-1]} if said else {}
    wanted = {question.name for question, _rule in asked(facts, edition)}
    return list(_lines(facts, edition, given, wanted))


def _lines(
    facts: DossierFacts, edition: ProcedureEdition, given: Mapping[str, Event], wanted: set[str]
) -> Iterator[dict[str, Any]]:
    if facts.procedures:
        yield _line(procedure_question(facts.procedures), facts, edition, None, wanted)
        return
    if event := given.get(PROCEDURE):
        yield _line(procedure_question([edition.procedure]), facts, edition, event, wanted)
    for question in edition.questions:
        event = given.get(question.name)
        if question.name not in wanted and question.name not in facts.answers:
            continue
        yield _line(question, facts, edition, event, wanted)


def _line(
    question: Question, facts: DossierFacts, edition: ProcedureEdition, event: Event | None, wanted: set[str]
) -> dict[str, Any]:
    of_procedure = question.name == PROCEDURE
    said = edition.procedure if of_procedure and event else None
    return {
        "name": question.name,
        "question": question_text(question),
        "kind": question.kind,
        "answers": words_of(question),
        "answer": said if of_procedure else answer(question.name, facts, edition),
        "implied": None if of_procedure else implied(question, facts, edition),
        "who": event.who if event else None,
        "at": event.at if event else None,
        "open": question.name in wanted,
    }


def _as_stored(question: Question, reply: str) -> str | None:
    match question.kind:
        case "text":
            return reply or None
        case "number":
            return reply if reply.isdecimal() else None
        case "date":
            return normalise_date(reply).value
    meant = without_marks(reply)
    for value, words in question.values.items():
        if meant in (value, *map(without_marks, words.values())):
            return value
    return None
