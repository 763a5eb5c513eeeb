# SPDX-License-Identifier: Apache-2.0
"""Sides of identity cards, once read: what one source says of another's values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import Hamming, Levenshtein

from ocr.cards.print import PERSONAL_ID
from ocr.result import Box, FieldReading, Source
from ocr.text.folding import fold, same_text

CONFIRMED = 0.98
"""Confidence of a printed value that a code or a sound zone repeats."""

_CONTRADICTED = 0.4
MISREAD_DIGITS = 2
"""So many digits of a printed number may be misread."""

_DOUBTFUL = 0.9
"""A printed value less sure is read a second time."""

_DISPUTED = 0.6
"""At most so sure is what two readers read differently, or what stands on a card whose code is another's."""

_STRANGE = 0.55
"""A little less is what such a code says itself: a person sees the print first."""

MISREAD_NAME = 0.6
"""Two readings of one name are at least so alike, marks and case aside (the share of Levenshtein's ratio)."""

LEGIBLE = 0.7
"""Print read so surely says something against a code."""

_LENGTHS = (9, 12)
"""Digits of an identity card's number: that of old, and the personal one."""

_WHO = frozenset({PERSONAL_ID, "person.full_name"})
"""What a front says of its holder."""


@dataclass
class Side:
    """One side of a card while it is read."""

    view: Box
    readings: list[FieldReading] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def number(self) -> FieldReading | None:
        """The most trusted personal number on this side; print before a code that is as much in doubt. One
        with a digit too many or too few founds no person.
        """
        numbers = [r for r in self.readings if r.key == PERSONAL_ID and len(r.value) in _LENGTHS]
        return max(numbers, key=lambda r: (r.confidence, r.source is Source.PRINT), default=None)


def is_certain(reading: FieldReading) -> bool:
    """Whether a code or a sound zone says so."""
    return reading.source in (Source.QR, Source.MRZ) and reading.confidence >= CONFIRMED


def is_doubtful(printed: Sequence[FieldReading], side: Side) -> bool:
    """Whether the print of a side should be read again by another reader: something in it isn't sure, or it
    names nobody and bears no zone.
    """
    if any(reading.confidence < _DOUBTFUL for reading in printed):
        return True
    zone = any(reading.source is Source.MRZ for reading in side.readings)
    named = {reading.key for reading in printed}
    return not zone and not named.issuperset(_WHO)


def agreed(first: Sequence[FieldReading], second: Sequence[FieldReading]) -> tuple[FieldReading, ...]:
    """One reading of each key by two readers: surer where they agree, in dispute where they don't."""
    other = {reading.key: reading for reading in second}
    merged = [_agreed(reading, other.pop(reading.key, None)) for reading in first]
    return (*merged, *other.values())


def _agreed(one: FieldReading, other: FieldReading | None) -> FieldReading:
    if other is None:
        return one
    better = max(one, other, key=lambda reading: reading.confidence)
    if same_text(one.value, other.value):
        return better
    return replace(better, confidence=min(better.confidence, _DISPUTED))


def doubting_a_strange_code(readings: Sequence[FieldReading]) -> list[FieldReading]:
    """``readings`` of one side; where its code names another person than its legible print or its zone (a
    sticker, a card laid over another), neither is sure: nobody here can tell whose card it is. The zone,
    which has check digits of its own, stays.
    """
    printed = {r.key: r for r in readings if r.source is Source.PRINT and r.key in _WHO}
    zoned = {r.key: r for r in readings if r.source is Source.MRZ and is_certain(r)}
    coded = [r for r in readings if r.source is Source.QR]
    strange = any(
        (r.key in printed and _names_another(r, printed[r.key]))
        or (r.key == PERSONAL_ID and r.key in zoned and zoned[r.key].value != r.value)
        for r in coded
    )
    if not strange:
        return list(readings)
    most = {Source.PRINT: _DISPUTED, Source.QR: _STRANGE}
    return [replace(r, confidence=min(r.confidence, most.get(r.source, 1.0))) for r in readings]


def _names_another(code: FieldReading, printed: FieldReading) -> bool:
    """Whether print says something else than the code, beyond what misreading makes of it."""
    if printed.confidence < LEGIBLE:
        return False
    if code.key == PERSONAL_ID:
        return Hamming.distance(code.value, printed.value) > MISREAD_DIGITS
    return Levenshtein.normalized_similarity(fold(code.value), fold(printed.value)) < MISREAD_NAME


def contradicted(readings: Sequence[FieldReading]) -> frozenset[str]:
    """The keys of one person's cards of which code, zone and print legibly say different things: of their
    sides' own readings, as ``weighed`` leaves no print legible against them.
    """
    said: dict[str, list[FieldReading]] = {}
    for reading in readings:
        if reading.source is not Source.PRINT or reading.confidence >= LEGIBLE:
            said.setdefault(reading.key, []).append(reading)
    return frozenset(
        key
        for key, those in said.items()
        if key in _COMPARED and any(_differ_much(those[0], other) for other in those[1:])
    )


_COMPARED = frozenset(
    {PERSONAL_ID, "person.full_name", "person.birth_date", "person.sex", "person.expiry_date"}
    | {"person.issued_date"}
)
"""What code, zone and print say in the same words; an address is written otherwise in each."""


def _differ_much(one: FieldReading, other: FieldReading) -> bool:
    if one.source is other.source or same_text(one.value, other.value):
        return False
    if one.key in _WHO:
        code, printed = sorted((one, other), key=lambda r: r.source is Source.PRINT)
        return printed.source is not Source.PRINT or _names_another(code, printed)
    return True


def weighed(sides: Sequence[Side]) -> tuple[FieldReading, ...]:
    """All readings of one person's ``sides``.

    Printed values are surer where code or zone repeat them, and doubtful where they contradict; then code or
    zone is in dispute too, unless both say the same."""
    readings = [reading for side in sides for reading in side.readings]
    names = [name for side in sides for name in side.names]
    machine = [reading for reading in readings if is_certain(reading)]
    disputed = contradicted(readings) - _said_by_both(readings)
    return tuple(
        _against(reading, machine, names)
        if reading.source is Source.PRINT
        else replace(reading, confidence=min(reading.confidence, _DISPUTED))
        if reading.key in disputed
        else reading
        for reading in readings
    )


def _said_by_both(readings: Sequence[FieldReading]) -> frozenset[str]:
    """The keys of which all codes and zones say the same, at least one of each."""
    said: dict[str, list[FieldReading]] = {}
    for reading in readings:
        if is_certain(reading):
            said.setdefault(reading.key, []).append(reading)
    return frozenset(
        key
        for key, those in said.items()
        if len({r.source for r in those}) > 1 and all(same_text(those[0].value, r.value) for r in those)
    )


def _against(reading: FieldReading, machine: Sequence[FieldReading], names: Sequence[str]) -> FieldReading:
    rivals = [r for r in machine if r.key == reading.key]
    if rivals:
        if any(same_text(r.value, reading.value) for r in rivals):
            return replace(reading, confidence=max(reading.confidence, CONFIRMED))
        if any(_same_words(r.value, reading.value) for r in rivals):
            return reading
        return replace(reading, confidence=round(reading.confidence * _CONTRADICTED, 3))
    if (
        names
        and reading.key == "person.full_name"
        and close_name(reading.value) not in map(close_name, names)
    ):
        return replace(reading, confidence=round(reading.confidence * _CONTRADICTED, 3))
    return reading


def close_name(name: str) -> str:
    """A name without marks and blanks, of which recognisers lose some in the zone."""
    return fold(name).replace(" ", "")


def _same_words(a: str, b: str) -> bool:
    """Equal but for commas: the code joins the lines of an address by them, the print does not."""
    return same_text(a.replace(",", " "), b.replace(",", " "))
