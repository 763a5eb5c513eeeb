# SPDX-License-Identifier: Apache-2.0
"""The conditions of a rule as a person reads them (:mod:`templates.model.conditions`)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from templates.catalogue.loading import Catalogue
from templates.language.messages import _, current_language
from templates.model.conditions import Condition, FieldAge, FieldDate
from templates.model.procedures import ProcedureEdition


def in_words(condition: Condition, edition: ProcedureEdition, catalogue: Catalogue) -> str:
    """A single test in one line; what joins several (all, any, not) has no words of its own."""
    if condition.answer is not None:
        return _answer(condition.answer.name, condition.answer.value, edition)
    if condition.paper_present is not None:
        return _("There is: {paper}").format(paper=catalogue.paper_name(condition.paper_present))
    name = catalogue.field_name(condition.field_key() or "")
    return f"{name[:1].upper()}{name[1:]} {_test(condition)}".strip()


def _answer(name: str, value: str, edition: ProcedureEdition) -> str:
    """The question with the answer that the rule waits for; its key, by which it is answered, behind."""
    language: Literal["vi", "en"] = "en" if current_language() == "en" else "vi"
    question = edition.question(name)
    if question is None:
        return f"{name}={value}"
    reply = question.values[value][language] if value in question.values else value
    return f"{question.ask[language]} {reply} ({name}={value})"


def _test(condition: Condition) -> str:
    if condition.field_present is not None:
        return _("is given")
    if condition.field_written is not None:
        return _("stands on the form")
    if condition.foreigner is not None:
        return _("is another country's")
    if condition.field_equals is not None:
        return _("is one of: {words}").format(words=", ".join(condition.field_equals.values))
    if condition.field_starts is not None:
        return _("begins with one of: {words}").format(words=", ".join(condition.field_starts.words))
    if condition.field_contains is not None:
        return _("holds one of: {words}").format(words=", ".join(condition.field_contains.words))
    return _span(condition.field_date or condition.age)


def _span(test: FieldDate | FieldAge | None) -> str:
    if isinstance(test, FieldAge):
        bounds = (test.least, test.under)
        told = (_("from {years} years on"), _("under {years} years"))
        return ", ".join(
            text.format(years=years) for text, years in zip(told, bounds, strict=True) if years is not None
        )
    if test is None:
        return ""
    days = ((_("from {day} on"), test.since), (_("before {day}"), test.before))
    return ", ".join(text.format(day=_day(day)) for text, day in days if day is not None)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
