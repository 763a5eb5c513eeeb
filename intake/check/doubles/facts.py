# SPDX-License-Identifier: Apache-2.0
"""How what two forms say of one person, or of one day, stands to each other."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from intake.check.whose.people import BIRTH, NAME, NUMBER, SEX, Somebody, same_name
from intake.dossier.id_numbers import id_numbers
from intake.dossier.matter.keys import day_key, name_key
from intake.dossier.values import Statement
from intake.form.cards import NEAR_NAME
from ocr.text.folding import same_text


class Compared(StrEnum):
    """``near``: one may be a misreading of the other; ``apart``: surely another; ``unknown``: neither."""

    SAME = "same"
    NEAR = "near"
    APART = "apart"
    UNKNOWN = "unknown"


AGREES = (Compared.SAME, Compared.NEAR)


def people_compared(one: Somebody, other: Somebody) -> Iterator[tuple[str, Compared]]:
    """By fact."""
    for fact, compare in ((NAME, _names), (NUMBER, _numbers), (BIRTH, days_compared), (SEX, _sexes)):
        if fact in one.said and fact in other.said:
            yield fact, compare(one.said[fact], other.said[fact])


def beside_compared(one: Somebody, other: Somebody) -> Compared:
    """Whether a parent or another person beside is the same, by number, else by name."""
    facts = dict(people_compared(one, other))
    number = facts.get(NUMBER, Compared.UNKNOWN)
    return facts.get(NAME, Compared.UNKNOWN) if number is Compared.UNKNOWN else number


def days_compared(one: Statement, other: Statement) -> Compared:
    """Two whole days; parts of days say nothing."""
    ours, theirs = day_key(one.value), day_key(other.value)
    if not (ours and theirs):
        return Compared.UNKNOWN
    return Compared.SAME if ours == theirs else _apart(one, other)


def _names(one: Statement, other: Statement) -> Compared:
    """A mark or one letter may be misread however sure; of twins whose names differ so a person is asked."""
    if same_name(one, other):
        return Compared.SAME
    ours, theirs = name_key(one.value), name_key(other.value)
    if Levenshtein.distance(ours, theirs, score_cutoff=1) <= 1:
        return Compared.NEAR
    if one.sure and other.sure:
        return Compared.APART
    return Compared.NEAR if fuzz.ratio(ours, theirs) >= NEAR_NAME else Compared.UNKNOWN


def _numbers(one: Statement, other: Statement) -> Compared:
    """Those of an old and a new card can't be compared; one digit may be misread."""
    ours, theirs = id_numbers(one.value), id_numbers(other.value)
    if set(ours) & set(theirs):
        return Compared.SAME
    comparable = [(mine, their) for mine in ours for their in theirs if len(mine) == len(their)]
    if not comparable or any(Levenshtein.distance(*pair, score_cutoff=1) <= 1 for pair in comparable):
        return Compared.UNKNOWN
    return _apart(one, other)


def _sexes(one: Statement, other: Statement) -> Compared:
    """That it is the same says nothing: half of all have it."""
    return Compared.UNKNOWN if same_text(one.value, other.value) else _apart(one, other)


def _apart(one: Statement, other: Statement) -> Compared:
    return Compared.APART if one.sure and other.sure else Compared.UNKNOWN
