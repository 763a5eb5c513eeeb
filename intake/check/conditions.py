# SPDX-License-Identifier: Apache-2.0
"""Evaluating the conditions of :mod:`templates.model.conditions` on a dossier, with three values.

True, False or None for "not known": a doubtful reading or an open question must neither demand a paper nor
waive it. ``all``, ``any`` and ``not`` follow Kleene's logic.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.partial_dates import earliest, full_years, latest
from intake.dossier.facts import DossierFacts
from intake.dossier.thresholds import SURE, USABLE
from intake.dossier.values import FormValue
from ocr.text.folding import nfc, text_key
from templates.catalogue.loading import load_catalogue
from templates.model.conditions import Condition, FieldAge, FieldDate, FieldWords
from templates.model.procedures import ProcedureEdition, Question

HOME_COUNTRY = "VN"

Truth = bool | None

_DENIALS = ("chưa", "không")


def holds(condition: Condition | None, facts: DossierFacts, edition: ProcedureEdition) -> Truth:
    """Whether ``condition`` holds; no condition always does."""
    if condition is None:
        return True
    if condition.all is not None:
        return _every([holds(part, facts, edition) for part in condition.all])
    if condition.any is not None:
        return _negated(_every([_negated(holds(part, facts, edition)) for part in condition.any]))
    if condition.not_ is not None:
        return _negated(holds(condition.not_, facts, edition))
    if condition.answer is not None:
        given = answer(condition.answer.name, facts, edition)
        return None if given is None else given == condition.answer.value
    if condition.paper_present is not None:
        return facts.has(condition.paper_present)
    if condition.field_written is not None:
        return _written(condition.field_written, facts, edition.form)
    return _field_holds(condition, facts)


def answer(name: str, facts: DossierFacts, edition: ProcedureEdition) -> str | None:
    """The answer to a question: as given by a person, else as the dossier implies, else the default."""
    if name in facts.answers:
        return str(facts.answers[name])
    question = edition.question(name)
    if question is None:
        return None
    return implied(question, facts, edition) or question.default


def implied(question: Question, facts: DossierFacts, edition: ProcedureEdition) -> str | None:
    """The answer that the papers give by themselves, whatever a person said; None where they give none."""
    for inference in question.infer:
        if holds(inference.when, facts, edition):
            return inference.value
    return None


def written(question: Question, facts: DossierFacts, edition: ProcedureEdition) -> str | None:
    """The same as far as something stands there that says so: what no paper names gives an answer where
    nobody gave one, and contradicts no person, nor does what may be read as several answers.
    """
    found = {
        one.value: _names_something(one.when) for one in question.infer if holds(one.when, facts, edition)
    }
    return next(iter(found)) if len(found) == 1 and all(found.values()) else None


def _names_something(condition: Condition) -> bool:
    """Whether more is behind it than that words are missing in what stands there."""
    if condition.not_ is not None:
        return False
    if not condition.parts():
        return True
    inside = [part for part in condition.parts() if _names_something(part)]
    return len(inside) == len(condition.parts()) or any(part.field_present is None for part in inside)


def open_questions(condition: Condition | None, facts: DossierFacts, edition: ProcedureEdition) -> list[str]:
    """The questions a condition hangs on and to which there is no answer yet.

    Where all parts must hold, a later one is asked about once the earlier ones are known to.
    """
    if condition is None or holds(condition, facts, edition) is not None:
        return []
    if condition.answer is not None:
        return [condition.answer.name]
    inside = (open_questions(part, facts, edition) for part in condition.parts())
    asked = [names for names in inside if names]
    return asked[0] if condition.all is not None and asked else [name for names in asked for name in names]


def unread_field(condition: Condition | None, facts: DossierFacts, edition: ProcedureEdition) -> str | None:
    """The first field for whose sake it is not known whether a condition holds, if no question settles it."""
    if condition is None or holds(condition, facts, edition) is not None:
        return None
    if open_questions(condition, facts, edition):
        return None
    unknown = (part for part in condition.walk() if holds(part, facts, edition) is None)
    return next((key for part in unknown if (key := part.field_key())), None)


def _every(parts: list[Truth]) -> Truth:
    if False in parts:
        return False
    return None if None in parts else True


def _negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _written(key: str, facts: DossierFacts, form: str) -> bool:
    chosen = facts.form.get(key)
    if chosen and chosen.value and chosen.corrected:
        return True
    return any(r.paper == form and r.key == key and r.value for r in facts.readings)


def _field_holds(condition: Condition, facts: DossierFacts) -> Truth:
    if condition.field_present is not None:
        chosen = facts.form.get(condition.field_present)
        return bool(chosen and chosen.value)
    if condition.field_equals is not None:
        wanted = {text_key(value) for value in condition.field_equals.values}
        chosen = facts.form.get(condition.field_equals.field)
        return _judged(chosen, chosen is not None and text_key(chosen.value) in wanted)
    if condition.field_starts is not None:
        return _words_hold(condition.field_starts, facts, start=True)
    if condition.field_contains is not None:
        return _words_hold(condition.field_contains, facts, start=False)
    if condition.field_date is not None:
        return _date_holds(condition.field_date, facts)
    if condition.age is not None:
        return _age_holds(condition.age, facts)
    if condition.foreigner is not None:
        return _foreign(facts.form.get(condition.foreigner))
    raise AssertionError("a condition without a key does not load")


def _words_hold(test: FieldWords, facts: DossierFacts, *, start: bool) -> Truth:
    chosen = facts.form.get(test.field)
    text = f" {_plain(chosen.value)} " if chosen else ""
    words = _plain_words(test.words)
    return _judged(chosen, any(text.startswith(w) if start else w in _affirmed(text, w) for w in words))


def _affirmed(text: str, word: str) -> str:
    """The text without the word where it is denied: "chưa ly hôn" tells of no divorce."""
    for denial in _DENIALS:
        text = text.replace(f" {denial}{word}", " ")
    return text


def _date_holds(test: FieldDate, facts: DossierFacts) -> Truth:
    """A date without day or month is only judged where every day it can mean gives the same answer."""
    chosen = facts.form.get(test.field)
    days = _span(chosen)
    if days is None:
        return None
    inside = [(not test.since or test.since <= d) and (not test.before or d < test.before) for d in days]
    return _judged(chosen, inside[0]) if inside[0] == inside[1] else None


def _age_holds(test: FieldAge, facts: DossierFacts) -> Truth:
    chosen = facts.form.get(test.field)
    days = _span(chosen)
    if days is None:
        return None
    ages = [full_years(day, local_day(facts.received_at)) for day in days]
    inside = [
        (test.least is None or test.least <= years) and (test.under is None or years < test.under)
        for years in ages
    ]
    return _judged(chosen, inside[0]) if inside[0] == inside[1] else None


def _foreign(chosen: FormValue | None) -> Truth:
    """No nationality at all makes nobody a foreigner; one that no list knows may be a misread Việt Nam."""
    if chosen is None or not chosen.value:
        return False
    country = load_catalogue().codes.nationalities.find(chosen.value)
    return None if country is None else _judged(chosen, country.code != HOME_COUNTRY)


def _span(chosen: FormValue | None) -> tuple[date, date] | None:
    """The first and the last day that a value can mean."""
    first, last = (earliest(chosen.value), latest(chosen.value)) if chosen else (None, None)
    return (first, last) if first and last else None


@cache
def _plain_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a rule, of which there are as many as there are rules, as they are looked for."""
    return tuple(f" {_plain(word)} " for word in words)


def _plain(text: str) -> str:
    """Words only, so that "Mẹ, bé" begins with the word "mẹ"; their tones stay ("từ" is not "tử")."""
    return text_key("".join(c if c.isalnum() else " " for c in nfc(text)))


def _judged(chosen: FormValue | None, matches: bool) -> Truth:
    """A match needs a usable reading, a mismatch a sure one."""
    if chosen is None or not chosen.value or (not chosen.corrected and chosen.confidence < USABLE):
        return None
    if not matches and not chosen.corrected and chosen.confidence < SURE:
        return None
    return matches
