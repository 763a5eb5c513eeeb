# SPDX-License-Identifier: Apache-2.0
"""Whether two dossiers are of one matter, by what their forms say of its people.

What agrees is weighed against what surely differs. What was not read, or not surely read to be another, says
nothing: so one misreading hides no double. A child of the same parents, born on the same day under surely
another name, is a twin and no double.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from rapidfuzz import fuzz

from intake.check.doubles.facts import AGREES, Compared, beside_compared, days_compared, people_compared
from intake.check.whose.people import BIRTH, NAME, NUMBER, SEX, Somebody, people_in
from intake.dossier.matter.dossiers import MatterDossier
from intake.dossier.states import State
from ocr.text.folding import fold
from templates.catalogue.matters import Matter

_Facts = Mapping[tuple[str, str], Compared]
"""By person (a role of the first dossier's form) and fact; the matter's own day is of the person ""."""

_NUMBER_WEIGHS = 2
"""A personal number says as much as a name and a date."""
_ENOUGH = 2
_OTHER_TEXT = 60.0
"""Below this likeness (0–100) two texts, such as the purposes of two certificates, don't mean the same."""


class OneMatter(StrEnum):
    """How two dossiers stand to each other."""

    DOUBLE = "double"
    TWIN = "twin"
    OTHER = "other"


def one_matter(matter: Matter, one: MatterDossier, other: MatterDossier) -> OneMatter:
    """Whether both are of one ``matter``; a couple's names may stand in each other's place."""
    if _asked_again(matter, one, other) or _means_another(matter, one, other):
        return OneMatter.OTHER
    ours, theirs = _people(one), _people(other)
    beside = {
        role: beside_compared(ours[role], theirs[role])
        for role in matter.beside
        if role in ours and role in theirs
    }
    if matter.days and Compared.APART in beside.values():  # somebody else asks for the same
        return OneMatter.OTHER
    orders = {matter.about, matter.about[::-1]}
    found = [_judged(matter, _facts(matter, order, one, other), beside) for order in orders]
    return next((kind for kind in (OneMatter.DOUBLE, OneMatter.TWIN) if kind in found), OneMatter.OTHER)


def _facts(matter: Matter, order: tuple[str, ...], one: MatterDossier, other: MatterDossier) -> _Facts:
    ours, theirs = _people(one), _people(other)
    facts = {
        (role, fact): compared
        for role, there in zip(matter.about, order, strict=True)
        if role in ours and there in theirs
        for fact, compared in people_compared(ours[role], theirs[there])
    }
    if matter.day in one.form and matter.day in other.form:
        facts["", BIRTH] = days_compared(one.form[matter.day].said, other.form[matter.day].said)
    return facts


def _judged(matter: Matter, facts: _Facts, beside: Mapping[str, Compared]) -> OneMatter:
    if matter.twins and _is_another_child(facts):
        born = facts.get((matter.about[0], BIRTH))
        of_same = any(compared in AGREES for compared in beside.values())
        return OneMatter.TWIN if born is Compared.SAME and of_same else OneMatter.OTHER
    others = Compared.APART in beside.values() and not any(told in AGREES for told in beside.values())
    if others or any(_is_another(role, facts) for role in matter.about):
        return OneMatter.OTHER
    agree = _weigh(facts, beside, AGREES)
    return (
        OneMatter.DOUBLE
        if agree >= _ENOUGH and _weigh(facts, beside, (Compared.APART,)) < agree
        else OneMatter.OTHER
    )


def _is_another_child(facts: _Facts) -> bool:
    told = {fact: compared for (_role, fact), compared in facts.items()}
    if told.get(NUMBER) is Compared.SAME:
        return False
    name, sex = told.get(NAME), told.get(SEX)
    return name is Compared.APART or (name is not Compared.SAME and sex is Compared.APART)


def _is_another(role: str, facts: _Facts) -> bool:
    """Whether surely another person stands there; so is a brother whose name differs in a mark."""
    name, number, born = (facts.get((role, fact)) for fact in (NAME, NUMBER, BIRTH))
    if number is Compared.SAME:
        return False
    return (name is Compared.APART and born is not Compared.SAME) or (
        name is Compared.NEAR and born is Compared.APART
    )


def _weigh(facts: _Facts, beside: Mapping[str, Compared], wanted: tuple[Compared, ...]) -> int:
    own = sum(
        _NUMBER_WEIGHS if fact == NUMBER else 1 for (_role, fact), told in facts.items() if told in wanted
    )
    return own + sum(told in wanted for told in beside.values())


def _people(dossier: MatterDossier) -> dict[str, Somebody]:
    said = [replace(value.said, key=key) for key, value in dossier.form.items() if value.value]
    return {somebody.role: somebody for somebody in people_in(said)}


def _asked_again(matter: Matter, one: MatterDossier, other: MatterDossier) -> bool:
    """Whether what may be asked for again was: after so many days, or once it had been handed out."""
    if matter.days is None:
        return False
    ended = State.RESULT_ATTACHED in (one.state, other.state)
    return ended or abs((one.received_at - other.received_at).days) > matter.days


def _means_another(matter: Matter, one: MatterDossier, other: MatterDossier) -> bool:
    texts = [
        (one.form[key].value, other.form[key].value)
        for key in matter.apart
        if key in one.form and key in other.form
    ]
    return any(
        ours and theirs and fuzz.ratio(fold(ours), fold(theirs)) < _OTHER_TEXT for ours, theirs in texts
    )
