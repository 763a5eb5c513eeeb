# SPDX-License-Identifier: Apache-2.0
"""Fields with rules of their own: personal numbers and dates, letter by letter and as a whole.

While a line is read each next character is weighed by whether it may stand there; what was read is weighed
once more as a whole. A rule makes a text less likely and never impossible: what stands there may be wrong.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache

from ocr.values.date_words import date_from_words
from ocr.values.ids import NEWEST_BIRTH, PersonalId
from templates.catalogue.loading import load_catalogue

_OTHER = -6.0
"""Of a character that hardly ever stands there, in logarithms of probability."""

_ABROAD, _OLD, _BROKEN = -2.0, -2.0, -6.0
"""Of a number of somebody born abroad, of one of the identity cards before (nine digits), of any other."""

_DIGITS = "0123456789"
_DATE_LETTERS = frozenset("ngàythángnăm")
_PARTED = re.compile(r"\d+|\D+")
_FIGURES = re.compile(r"\d+")
_MONTHS, _LONGEST_MONTH = 12, 31
_OLDEST, _LATEST = 1900, 2099


@dataclass(frozen=True, slots=True)
class Among:
    """All of ``chars`` are equally likely, any other is hardly ever written there."""

    chars: str
    other: float = _OTHER

    def log_prob(self, before: str, char: str) -> float:  # noqa: ARG002 (what stands before does not matter)
        """See ``ocr.pen.beam.Language``."""
        return 0.0 if char.lower() in self.chars else self.other


@dataclass(frozen=True, slots=True)
class PersonalNumbers:
    """Twelve digits: a province's code, century and sex, year of birth, six more (``ocr.values.ids``)."""

    def log_prob(self, before: str, char: str) -> float:
        """See ``ocr.pen.beam.Language``."""
        if char == " ":
            return 0.0
        if char not in _DIGITS:
            return _OTHER
        digits = "".join(one for one in before if one in _DIGITS) + char
        if len(digits) > 12:
            return _OTHER
        if digits[0] != "0":
            return _ABROAD if len(digits) == 1 else 0.0
        if len(digits) <= 3:
            return 0.0 if any(code.startswith(digits) for code in _province_codes()) else _OTHER
        born = 1900 + 100 * (int(digits[3]) // 2) + (int(digits[4:6].ljust(2, "0")))
        return 0.0 if len(digits) > 6 or born <= NEWEST_BIRTH else _OTHER

    def whole(self, text: str) -> float:
        """What a text is worth as a personal number (0 and less)."""
        number = PersonalId.parse(text)
        if number is None:
            return _OLD if re.fullmatch(r"\d{9}", text.replace(" ", "")) else _BROKEN
        if number.born_abroad:
            return _ABROAD
        return 0.0 if number.province and number.year <= NEWEST_BIRTH else _BROKEN


@cache
def _province_codes() -> frozenset[str]:
    return frozenset(f"0{entry.code}" for entry in load_catalogue().codes.provinces_63.entries)


@dataclass(frozen=True, slots=True)
class Dates:
    """Day, month and year in figures, with strokes, points, hyphens, blanks or the words between them."""

    def log_prob(self, before: str, char: str) -> float:
        """See ``ocr.pen.beam.Language``."""
        if char.lower() in _DATE_LETTERS or char in "/-., ":
            return 0.0
        if char not in _DIGITS:
            return _OTHER
        parts = [part for part in _PARTED.findall(before + char) if part[0] in _DIGITS]
        return 0.0 if _may_begin(len(parts), parts[-1]) else _OTHER

    def whole(self, text: str) -> float:
        """What a text is worth as a date (0 and less); a year alone, or with its month, is one too."""
        figures = _FIGURES.findall(text)
        if not figures or len(figures) > 3 or len(figures[-1]) != 4:
            return _BROKEN
        year = int(figures[-1])
        month = int(figures[-2]) if len(figures) > 1 else 1
        day = int(figures[0]) if len(figures) > 2 else 1
        if not _OLDEST <= year <= _LATEST or not 1 <= month <= _MONTHS:
            return _BROKEN
        there_is = 1 <= day <= monthrange(year, month)[1]
        return (0.0 if len(figures) > 2 else _OLD) if there_is else _BROKEN


def _may_begin(number: int, figures: str) -> bool:
    """Whether ``figures`` may be (the beginning of) the day, the month or the year of a date."""
    if len(figures) > 2:
        return number <= 3 and len(figures) <= 4 and figures[:2] in ("19", "20")
    if number == 1:
        return int(figures) <= _LONGEST_MONTH or figures in ("19", "20")
    if number == 2:
        return int(figures) <= _MONTHS or figures in ("19", "20")
    return number == 3 and figures in ("1", "2", "19", "20")


@dataclass(frozen=True, slots=True)
class DatesInWords:
    """Dates spelt out; what comes next is weighed by the spelling of number words."""

    def whole(self, text: str) -> float:
        """What a text is worth as a date in words (0 and less)."""
        return 0.0 if date_from_words(text) else _BROKEN
