# SPDX-License-Identifier: Apache-2.0
"""Dates as papers give them, also without day or month, and ages in full years."""

from __future__ import annotations

from datetime import date, timedelta

from ocr.values.dates import parse_date


def full_years(birth: date, day: date) -> int:
    """How many birthdays somebody has had by a day; who was born on 29 February has it on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def earliest(text: str) -> date | None:
    """The first day that ``DD/MM/YYYY``, ``MM/YYYY`` or ``YYYY`` can mean."""
    return _day(text, first=True)


def latest(text: str) -> date | None:
    """The last day that ``DD/MM/YYYY``, ``MM/YYYY`` or ``YYYY`` can mean."""
    return _day(text, first=False)


def _day(text: str, *, first: bool) -> date | None:
    if (whole := parse_date(text)) is not None:
        return whole
    numbers = text.split("/")
    if len(numbers) > 2 or not all(part.isdecimal() for part in numbers):
        return None
    year, month = int(numbers[-1]), int(numbers[0]) if len(numbers) == 2 else 0
    try:
        begin = date(year, month or 1, 1)
        following = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    except ValueError:
        return None
    return begin if first else following - timedelta(days=1)
