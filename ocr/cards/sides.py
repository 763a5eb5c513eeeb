"""Sides of identity cards, once read: whose they are, and what one source says of another's values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import Hamming

from ocr.cards.print import PERSONAL_ID
from ocr.result import Box, FieldReading, Source
from ocr.text.folding import fold, same_text

CONFIRMED = 0.98
"""Confidence of a printed value that a code or a sound zone repeats."""

_CONTRADICTED = 0.4
_MISREAD_DIGITS = 2


@dataclass
class Side:
    """One side of a card while it is read."""

    view: Box
    readings: list[FieldReading] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def number(self) -> FieldReading | None:
        """The most trusted personal number on this side."""
        numbers = [r for r in self.readings if r.key == PERSONAL_ID]
        return max(numbers, key=lambda r: r.confidence, default=None)


def by_person(sides: Sequence[Side]) -> list[list[Side]]:
    """Sides grouped by person, uppermost first; a side without a number goes to the only person there is."""
    groups: list[tuple[FieldReading, list[Side]]] = []
    for side in sides:
        if (number := side.number()) is None:
            continue
        own = next((group for known, group in groups if _same_number(known, number)), None)
        if own is None:
            groups.append((number, [side]))
        else:
            own.append(side)
    people = [group for _number, group in groups]
    nameless = [side for side in sides if side.number() is None and side.readings]
    if not people:
        return [nameless] if len(nameless) == 1 else []
    if len(people) == 1:
        people[0] += nameless
    return people


def _same_number(a: FieldReading, b: FieldReading) -> bool:
    """Equal but for a misread digit or two. What two codes or zones say is not misread: twins' numbers may
    differ in their last digit only.
    """
    if a.value == b.value or (_is_certain(a) and _is_certain(b)):
        return a.value == b.value
    return len(a.value) == len(b.value) and Hamming.distance(a.value, b.value) <= _MISREAD_DIGITS


def _is_certain(reading: FieldReading) -> bool:
    return reading.source in (Source.QR, Source.MRZ) and reading.confidence >= CONFIRMED


def weighed(sides: Sequence[Side]) -> tuple[FieldReading, ...]:
    """All readings of one person's ``sides``.

    Printed values are surer where code or zone repeat them, and doubtful where they contradict."""
    readings = [reading for side in sides for reading in side.readings]
    names = [name for side in sides for name in side.names]
    machine = [reading for reading in readings if _is_certain(reading)]
    return tuple(
        _against(reading, machine, names) if reading.source is Source.PRINT else reading
        for reading in readings
    )


def _against(reading: FieldReading, machine: Sequence[FieldReading], names: Sequence[str]) -> FieldReading:
    rivals = [r for r in machine if r.key == reading.key]
    if rivals:
        if any(same_text(r.value, reading.value) for r in rivals):
            return replace(reading, confidence=max(reading.confidence, CONFIRMED))
        if any(_same_words(r.value, reading.value) for r in rivals):
            return reading
        return replace(reading, confidence=round(reading.confidence * _CONTRADICTED, 3))
    if names and reading.key == "person.full_name" and fold(reading.value) not in names:
        return replace(reading, confidence=round(reading.confidence * _CONTRADICTED, 3))
    return reading


def _same_words(a: str, b: str) -> bool:
    """Equal but for commas: the code joins the lines of an address by them, the print does not."""
    return same_text(a.replace(",", " "), b.replace(",", " "))
