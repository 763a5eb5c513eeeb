# SPDX-License-Identifier: Apache-2.0
"""Dates as forms print them, in digits or in words."""

from __future__ import annotations

import re
from datetime import date

from ocr.text.folding import fold
from ocr.values.date_words import date_from_words, spelt_well
from ocr.values.digits import repair_digits, repair_penalty
from ocr.values.normalised import EMPTY, Normalised, clean

OLDEST_YEAR = 1850
NEWEST_YEAR = 2150

_SEPARATOR = r"\s*[/\-–—~.|\\,]\s*"
_LOST = rf"(?:{_SEPARATOR}|\s+)"
_YEAR = r"(?P<y>\d(?:\s?\d){3})(?!\s?\d)"
_DAY = r"(?<!\d)(?P<d>\d\s?\d|\d)"
_MONTH = r"(?P<m>\d\s?\d|\d)"
_DAY_WORD = r"(?:n[gq]a[yv]\s*)?(?:m[uo]ng\s*)?"
_MONTH_WORD = r"\s*[/,.]?\s*th[ao]n?[gq]\s*[:.,]?\s*"
_YEAR_WORD = r"\s*[/,.]?\s*n[aă]m\s*[:.,]?\s*"

# Tried in this order: the fuller form first, so that a part of it is never taken for a whole.
_SHAPES: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(_DAY + _SEPARATOR + _MONTH + _SEPARATOR + _YEAR), 1.0),
    (re.compile(_DAY_WORD + _DAY + _MONTH_WORD + _MONTH + _YEAR_WORD + _YEAR), 1.0),
    (re.compile(_DAY_WORD + _DAY + _MONTH_WORD + _MONTH + r"\D{1,8}" + _YEAR), 0.7),
    (re.compile(rf"(?<!\d)(?P<d>\d\d?){_LOST}(?P<m>\d\d?){_LOST}(?P<y>\d{{4}})(?!\d)"), 0.7),
    (re.compile(r"(?<!\d)(?P<d>\d\d)[\s/.\-]?(?P<m>\d\d)[\s/.\-]?(?P<y>(?:19|20)\d\d)(?!\d)"), 0.4),
    (re.compile(rf"(?:{_MONTH_WORD})?(?<![\d/.\-]){_MONTH}(?:{_SEPARATOR}|{_YEAR_WORD}){_YEAR}"), 0.97),
    (re.compile(r"(?:nam\s*)?(?<![\d/.\-])" + _YEAR), 0.95),
)
_ANY_DATE = re.compile(r"\d\d?[/\-.]\d\d?[/\-.]\d{4}")
_LEFTOVER = re.compile(r"[^\W_]")


def parse_date(text: str) -> date | None:
    """``DD/MM/YYYY`` as a date; None for a partial or impossible one, or a year of two digits."""
    parts = text.split("/")
    if len(parts) != 3 or len(parts[2]) != 4:
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def normalise_date(raw: str) -> Normalised:
    """``DD/MM/YYYY``, or ``MM/YYYY`` or ``YYYY`` where the paper gives no more."""
    cleaned = clean(raw)
    if not cleaned:
        return EMPTY
    in_digits, in_words = _in_digits(cleaned), _in_words(cleaned)
    # In "ngày mười lăm tháng 3 năm 2008" the digits alone are half of the date.
    return in_words if in_words and _parts(in_words) > _parts(in_digits) else in_digits


def _in_digits(cleaned: str) -> Normalised:
    repaired, repairs = repair_digits(cleaned)
    text = fold(repaired)
    for shape, plausibility in _SHAPES:
        if match := shape.search(text):
            found = _from_match(match, plausibility)
            return _tempered(found, text, match, repair_penalty(repairs))
    return Normalised(None, 0.0, "no date")


def _in_words(cleaned: str) -> Normalised | None:
    value = date_from_words(cleaned)
    return Normalised(value, 0.9 if spelt_well(cleaned) else 0.4, "in words") if value else None


def _parts(found: Normalised) -> int:
    """How much of a date it is: 3 with the day, 1 for a year alone."""
    return found.value.count("/") + 1 if found.value else 0


def _from_match(match: re.Match[str], plausibility: float) -> Normalised:
    parts = {name: int(value.replace(" ", "")) for name, value in match.groupdict().items() if value}
    year, month, day = parts["y"], parts.get("m"), parts.get("d")
    value = "/".join(f"{part:02d}" for part in (day, month) if part is not None)
    value = f"{value}/{year:04d}" if value else f"{year:04d}"
    if not _possible(year, month, day):
        return Normalised(value, 0.05, "no such date")
    return Normalised(value, plausibility, "" if plausibility >= 0.9 else "separators missing")


def _possible(year: int, month: int | None, day: int | None) -> bool:
    if not OLDEST_YEAR <= year <= NEWEST_YEAR:
        return False
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return False
    return month != 0 and day != 0


def _tempered(found: Normalised, text: str, match: re.Match[str], penalty: float) -> Normalised:
    """Less plausible for repaired digits and for letters and digits that the date does not account for."""
    beside = text[: match.start()] + text[match.end() :]
    rest = len(_LEFTOVER.findall(beside))
    crowded = 1.0 if rest == 0 else max(0.3, 0.8 - 0.03 * rest)
    if any(char.isdigit() for char in beside):
        crowded *= 0.5  # a year alone where more digits stand is half a date
    if len(_ANY_DATE.findall(text)) > 1:
        crowded = 0.2
    if rest and found.value and found.value.count("/") < 2:
        crowded *= 0.5  # a misread day may stand beside the month
    note = "other text beside the date" if rest else "letters read as digits" if penalty < 1 else ""
    return Normalised(found.value, found.plausibility * crowded * penalty, found.note or note)
