# SPDX-License-Identifier: Apache-2.0
"""Whose the sides of identity cards on one page are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from rapidfuzz.distance import Hamming, Levenshtein

from ocr.cards.print import PERSONAL_ID
from ocr.cards.sides import LEGIBLE, MISREAD_DIGITS, MISREAD_NAME, Side, close_name, is_certain
from ocr.result import FieldReading, Source
from ocr.text.folding import same_text

_NAME, _BIRTH, _SEX = "person.full_name", "person.birth_date", "person.sex"
_ON_FRONTS = frozenset({PERSONAL_ID, _NAME, _BIRTH, _SEX, "person.hometown", "person.nationality"})
"""What is printed on fronts alone, of either edition."""


def by_person(sides: Sequence[Side]) -> list[list[Side]]:
    """Sides grouped by person, uppermost first.

    A side without a number goes to the person of its name, or to the only one there is if nothing speaks
    against that; else whomever it tells of is a person of their own. One that tells of nobody is left out
    among several people, and beside another such side that says something else.
    """
    people: list[list[Side]] = []
    for side in sides:
        if side.number() is not None:
            _join(side, [group for group in people if any(_same_number(one, side) for one in group)], people)
    backs: list[Side] = []
    for side in sides:
        if side.number() is None and side.readings:
            may_be = [group for group in people if not any(_apart(one, side) for one in group)]
            own = [group for group in may_be if any(_alike(one, side) for one in group)]
            if own or _named(side) or (people and not may_be):
                _join(side, own or (may_be if len(people) == 1 else []), people)
            else:
                backs.append(side)
    if len(people) == 1 and not any(_differ(one, other) for one, other in combinations(backs, 2)):
        people[0] += backs
    elif not people and len(backs) == 1:
        people.append(backs)
    return sorted(people, key=lambda group: sides.index(group[0]))


def _join(side: Side, groups: Sequence[list[Side]], people: list[list[Side]]) -> None:
    """Put a side to the one group that it may belong to, else to nobody's."""
    if len(groups) == 1:
        groups[0].append(side)
    else:
        people.append([side])


def _same_number(one: Side, other: Side) -> bool:
    """Equal but for a misread digit or two, unless something else speaks against it: brothers' and sisters'
    numbers may be as near. What two codes or zones say is not misread.
    """
    a, b = one.number(), other.number()
    if a is None or b is None or a.value == b.value:
        return a is not None and b is not None
    if (is_certain(a) and is_certain(b)) or len(a.value) != len(b.value):
        return False
    return Hamming.distance(a.value, b.value) <= MISREAD_DIGITS and not _apart(one, other)


def _apart(one: Side, other: Side) -> bool:
    """Whether two sides tell of two people: by name, birth or sex; two fronts also where nothing says that
    they are of one.
    """
    if any(_facts_differ(key, one, other) for key in (_BIRTH, _SEX)):
        return True
    if _named(one) and _named(other):
        return not _alike(one, other)
    born = bool(_said(one, _BIRTH) and _said(other, _BIRTH))
    return _is_front(one) and _is_front(other) and not born


def _named(side: Side) -> bool:
    return bool(side.names or _said(side, _NAME))


def _alike(one: Side, other: Side) -> bool:
    """Whether both bear one name; where one was hardly read, whether it may be a misreading of the other."""
    return any(
        a.replace(" ", "") == b.replace(" ", "")
        or (not (sure and certain) and Levenshtein.normalized_similarity(a, b) >= MISREAD_NAME)
        for a, sure in _all_names(one)
        for b, certain in _all_names(other)
    )


def _all_names(side: Side) -> list[tuple[str, bool]]:
    """The names on a side without marks and blanks (a zone lost some), and whether each was legible."""
    read = [(close_name(one.value), one.confidence >= LEGIBLE) for one in _said(side, _NAME)]
    return [*read, *((close_name(name), True) for name in side.names)]


def _facts_differ(key: str, one: Side, other: Side) -> bool:
    """Whether both say legibly what ``key`` is, and never the same."""
    ours, theirs = ([r.value for r in _said(side, key) if r.confidence >= LEGIBLE] for side in (one, other))
    return bool(ours and theirs) and not any(same_text(a, b) for a in ours for b in theirs)


def _differ(one: Side, other: Side) -> bool:
    return any(_facts_differ(key, one, other) for key in {reading.key for reading in one.readings})


def _said(side: Side, key: str) -> list[FieldReading]:
    return [reading for reading in side.readings if reading.key == key]


def _is_front(side: Side) -> bool:
    return any(r.key in _ON_FRONTS and r.source is Source.PRINT for r in side.readings)
