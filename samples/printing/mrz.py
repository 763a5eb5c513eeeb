# SPDX-License-Identifier: Apache-2.0
"""The three lines on the back of an identity card (ICAO 9303-5, TD1; Vietnamese layout as observed)."""

from __future__ import annotations

import unicodedata
from datetime import date

from samples.families.people import Person

_WEIGHTS = (7, 3, 1)


def check_digit(text: str) -> str:
    """The check digit of ICAO 9303 over digits, letters and ``<``."""
    values = (0 if c == "<" else int(c) if c.isdigit() else ord(c) - 55 for c in text)
    return str(sum(value * _WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def without_tones(name: str) -> str:
    """``Nguyễn Thị Đào`` → ``NGUYEN THI DAO``; ``H'Lệ`` → ``HLE``, as ICAO 9303-3 drops apostrophes."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return bare.replace("đ", "d").replace("Đ", "D").replace("'", "").replace("-", " ").upper()


def mrz_lines(person: Person) -> tuple[str, str, str]:
    """The three lines of thirty."""
    short = person.number[-9:]
    first = f"IDVNM{short}{check_digit(short)}{person.number}<<{check_digit(person.number)}"
    middle = _with_check(person.born) + ("F" if person.sex == "Nữ" else "M") + _with_check(person.expiry)
    second = f"{middle}VNM".ljust(29, "<")
    whole = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    family, *rest = without_tones(person.name).split()
    third = f"{family}<<{'<'.join(rest)}".ljust(30, "<")[:30]
    return first, second + check_digit(whole), third


def _with_check(day: date) -> str:
    text = day.strftime("%y%m%d")
    return text + check_digit(text)
