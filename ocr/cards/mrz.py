# SPDX-License-Identifier: Apache-2.0
"""The machine-readable zone on the back of identity cards: three lines of thirty (ICAO 9303-5, TD1).

Layout on Vietnamese cards (observed on samples, unverified)::

    IDVNM + last 9 of the personal number + check + 12-digit personal number + << + check of these 12
    YYMMDD + check + M|F + expiry YYMMDD + check + VNM + <<<<<<<<<<< + check over all
    SURNAME<<MIDDLE<GIVEN without diacritics

A letter read for a digit is turned back only where the check digit then holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ocr.text.folding import fold
from ocr.values.ids import PersonalId

_WEIGHTS = (7, 3, 1)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Which digit a letter was, in print that knows only digits there.
_TO_DIGIT = str.maketrans("OQDILBSZG", "000118526")
_D = "[0-9OQDILBSZG]"
# What recognisers give for the filler "<".
_FILLER = "[<KCELSX]"
_STATE = "[VUY][NMH]M"
_FIRST = re.compile(
    rf"[I1LT]?[D0OQ]{_STATE}(?P<short>{_D}{{9}})(?P<short_check>{_D})(?P<id>{_D}{{12}}){_FILLER}{{0,4}}(?P<id_check>{_D})"
)
_SECOND = re.compile(
    rf"(?P<birth>{_D}{{6}})(?P<birth_check>{_D})(?P<sex>.)(?P<expiry>{_D}{{6}}|<{{6}})(?P<expiry_check>{_D}|<)"
    rf"{_STATE}(?:{_FILLER}{{5,14}}(?P<whole_check>{_D}))?"
)
# In the name's line a dash or a bracket counts only where "<" stands too, or two of them behind the
# first word: print that came between the zone's lines has them as well.
_NAME = re.compile(
    r"[A-Z]+(?:<|--(?=[A-Z])|-(?=[A-Z-]*<))[A-Z<-]*[A-Z][A-Z<-]*",
)
_NO_EXPIRY = ("991231", "<<<<<<")
_DASHES = dict.fromkeys("({[€–—_~", "-")
_LOOKALIKES = str.maketrans({"«": "<<", "‹": "<", "|": "I", " ": None} | _DASHES)


def check_digit(text: str) -> str:
    """ICAO 9303-3 check digit of ``text`` (digits, capitals, ``<``): weights 7-3-1, modulo 10."""
    values = (0 if c == "<" else _ALPHABET.index(c) for c in text)
    return str(sum(value * _WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


@dataclass(frozen=True, slots=True)
class Mrz:
    """One zone as read.

    ``held`` names the checks that hold: ``short``, ``id``, ``same`` (short number is the end of the long
    one), ``birth``, ``expiry``, ``whole``. Values whose check fails are empty. ``repairs`` counts letters
    taken for digits. ``lines`` are the indices of the text lines used. ``name`` has no diacritics.
    """

    personal_id: str
    birth_date: str
    sex: str
    expiry_date: str
    name: str
    held: frozenset[str]
    repairs: int
    lines: tuple[int, ...]

    @property
    def sound(self) -> bool:
        """Whether every check digit holds."""
        return self.held >= {"short", "id", "same", "birth", "expiry", "whole"}


def normalise_line(text: str) -> str:
    """A recognised line in the alphabet of the zone: capitals, no marks, no blanks, ``<`` for its
    lookalikes."""
    return _with_dashes(text).replace("-", "<")


def _with_dashes(text: str) -> str:
    """``text`` in that alphabet, but "-" for what is only perhaps a filler."""
    return fold(text.translate(_LOOKALIKES)).upper().translate(_LOOKALIKES)


def find_mrz(lines: Sequence[str]) -> tuple[Mrz, ...]:
    """Every zone among the text lines of a page, top to bottom; a zone needs its first line."""
    dashed = [_with_dashes(line) for line in lines]
    texts = [line.replace("-", "<") for line in dashed]
    starts = [(at, match) for at, text in enumerate(texts) if (match := _FIRST.search(text))]
    ends = [at for at, _match in starts[1:]] + [len(texts)]
    return tuple(
        _zone(texts, dashed, at, first, min(end, at + 5))
        for (at, first), end in zip(starts, ends, strict=False)
    )


def _zone(texts: list[str], dashed: list[str], at: int, first: re.Match[str], end: int) -> Mrz:
    second_at = next((n for n in range(at + 1, end) if _SECOND.search(texts[n])), None)
    second = _SECOND.search(texts[second_at]) if second_at is not None else None
    name_at = None
    if second_at is not None:
        name_at = next((n for n in range(second_at + 1, end) if _NAME.search(dashed[n])), None)
    name = _name(texts[name_at]) if name_at is not None else ""
    used = tuple(n for n in (at, second_at, name_at) if n is not None)
    return _reading(first.groupdict(), second.groupdict() if second else {}, name, used)


def _reading(first: dict[str, str], second: dict[str, str | None], name: str, used: tuple[int, ...]) -> Mrz:
    raw = {key: value or "" for key, value in {**first, **second}.items()}
    parts = {key: value if key == "sex" else value.translate(_TO_DIGIT) for key, value in raw.items()}
    held = _held(parts)
    number = parts["id"] if {"id", "same"} <= held or {"id", "short"} <= held else ""
    person = PersonalId.parse(number)
    repairs = sum(a != b for key in raw for a, b in zip(raw[key], parts[key], strict=True))
    return Mrz(
        personal_id=number,
        birth_date=_birth(parts["birth"], person) if "birth" in held else "",
        sex={"M": "Nam", "F": "Nữ"}.get(parts.get("sex", ""), ""),
        expiry_date=_expiry(parts["expiry"]) if "expiry" in held else "",
        name=name,
        held=held,
        repairs=repairs,
        lines=used,
    )


def _held(parts: dict[str, str]) -> frozenset[str]:
    pairs = (
        (name, parts.get(name, ""), parts.get(f"{name}_check", ""))
        for name in ("short", "id", "birth", "expiry")
    )
    held = {name for name, text, check in pairs if text and check_digit(text) == check.replace("<", "0")}
    if parts["id"].endswith(parts["short"]):
        held.add("same")
    if parts.get("whole_check") and check_digit(_whole(parts)) == parts["whole_check"]:
        held.add("whole")
    return frozenset(held)


def _whole(parts: dict[str, str]) -> str:
    """What the last check digit covers: line 1 from place 6, line 2 without sex, state and itself."""
    first = parts["short"] + parts["short_check"] + parts["id"] + "<<" + parts["id_check"]
    dates = parts["birth"] + parts["birth_check"] + parts["expiry"] + parts["expiry_check"]
    return first + dates + "<" * 11


def _birth(yymmdd: str, person: PersonalId | None) -> str:
    """The century comes from the personal number; without it, or against it, no date is given."""
    if person is None or f"{person.year % 100:02d}" != yymmdd[:2]:
        return ""
    return _date(person.year, yymmdd)


def _expiry(yymmdd: str) -> str:
    return "" if yymmdd in _NO_EXPIRY else _date(2000 + int(yymmdd[:2]), yymmdd)


def _date(year: int, yymmdd: str) -> str:
    try:
        return date(year, int(yymmdd[2:4]), int(yymmdd[4:6])).strftime("%d/%m/%Y")
    except ValueError:
        return ""


def _name(line: str) -> str:
    """``NGUYEN<<THI<LAN<<<<`` → ``NGUYEN THI LAN``; what follows a long run of fillers is noise."""
    kept = re.split(r"<{3,}", line.lstrip("<"))[0]
    return " ".join(part for part in kept.split("<") if part)
