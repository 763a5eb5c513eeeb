# SPDX-License-Identifier: Apache-2.0
"""Invented people, papers and places for test pages: everything from one seeded random source."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@cache
def word_lists() -> dict[str, list[str]]:
    """The lists of ``invented.yaml``."""
    loaded: dict[str, list[str]] = yaml.safe_load(
        (Path(__file__).parent / "invented.yaml").read_text("utf-8")
    )
    return loaded


def pick(rng: random.Random, name: str) -> str:
    """One word of the list ``name``."""
    return rng.choice(word_lists()[name])


def person_name(rng: random.Random, sex: str) -> str:
    """A full name in title case; ``sex`` is ``Nam`` or ``Nữ``."""
    which = "male" if sex == "Nam" else "female"
    return f"{pick(rng, 'family')} {pick(rng, 'middle_' + which)} {pick(rng, 'given_' + which)}"


def unit(rng: random.Random) -> str:
    """A commune with its higher units, of the division before or after 1 July 2025."""
    return ", ".join(rng.choice(word_lists()["old_units" if rng.random() < 0.5 else "new_units"]))


def abroad(rng: random.Random) -> tuple[str, str, str]:
    """A city abroad, its country as it is named here, and the nationality of its people."""
    city, land, nationality = list(rng.choice(word_lists()["abroad"]))
    return city, land, nationality


def bare_unit(rng: random.Random) -> str:
    """The name of a commune without what it is."""
    name = unit(rng).split(", ")[0]
    return next(name.removeprefix(rank) for rank in ("xã ", "phường ", "thị trấn ") if name.startswith(rank))


def address(rng: random.Random) -> str:
    """A place of residence: hamlet or street number, then the units."""
    first = (
        f"Số {rng.randint(1, 400)} {rng.choice(['phố', 'đường'])} {pick(rng, 'street')}"
        if rng.random() < 0.35
        else f"{pick(rng, 'hamlet')} {pick(rng, 'hamlet_name')}"
    )
    if first.startswith(("Tổ", "Khu phố", "Khóm")) and rng.random() < 0.7:
        first = f"{first.split(' ')[0] if first[0] == 'T' else 'Khóm'} {rng.randint(1, 25)}"
    return f"{first}, {unit(rng)}"


def birth_place(rng: random.Random) -> str:
    """A hospital with its unit."""
    return f"{pick(rng, 'hospital')}, {unit(rng)}"


def a_day(rng: random.Random, first: date, last: date) -> date:
    """A day between two days, both included."""
    return first + timedelta(days=rng.randint(0, (last - first).days))


def personal_id(rng: random.Random, sex: str, year: int) -> str:
    """A 12-digit number with the century and sex digit that belongs to it (NĐ 137/2015, article 13)."""
    province = rng.choice(
        ["001", "010", "019", "025", "027", "031", "038", "040", "048", "066", "072", "079", "092"]
    )
    century = (0 if year < 2000 else 2) + (0 if sex == "Nam" else 1)
    return f"{province}{century}{year % 100:02d}{rng.randint(0, 999999):06d}"


def id_document(rng: random.Random, number: str) -> str:
    """An identity paper as people write it into the form."""
    day = a_day(rng, date(2016, 1, 4), date(2025, 10, 30)).strftime("%d/%m/%Y")
    kinds = (
        f"Căn cước công dân số {number} do Cục Cảnh sát QLHC về TTXH cấp ngày {day}",
        f"CCCD số {number} do Cục Cảnh sát QLHC về TTXH cấp ngày {day}",
        f"CCCD số: {number}, cấp ngày {day}, nơi cấp: Cục Cảnh sát QLHC về TTXH",
        f"Thẻ căn cước số {number} do Bộ Công an cấp ngày {day}",
        f"Chứng minh nhân dân số {number[:9]} do Công an tỉnh Nghệ An cấp ngày {day}",
        f"Số định danh cá nhân: {number}",
    )
    return rng.choices(kinds, (4, 3, 2, 2, 1, 1))[0]


def small_number_words(number: int) -> str:
    """0 … 99 in words."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _UNITS[ones]
    head = "mười" if tens == 1 else f"{_UNITS[tens]} mươi"
    if ones == 0:
        return head
    tail = {1: "mốt" if tens > 1 else "một", 4: "tư" if tens > 1 else "bốn", 5: "lăm"}.get(ones, _UNITS[ones])
    return f"{head} {tail}"


def year_words(rng: random.Random, year: int) -> str:
    """A year in words, with one of the usual words for a zero ten."""
    thousands, rest = divmod(year, 1000)
    hundreds, small = divmod(rest, 100)
    head = f"{_UNITS[thousands]} {rng.choice(['nghìn', 'nghìn', 'ngàn'])} {_UNITS[hundreds]} trăm"
    if small == 0:
        return head
    return (
        f"{head} {rng.choice(['linh', 'lẻ'])} {_UNITS[small]}"
        if small < 10
        else f"{head} {small_number_words(small)}"
    )


def date_words(rng: random.Random, day: date) -> str:
    """A date in words as forms ask for it."""
    number = small_number_words(day.day)
    first = rng.choice(["mùng ", ""]) + number if day.day <= 10 else number
    month = "tư" if day.month == 4 and rng.random() < 0.5 else small_number_words(day.month)
    words = f"ngày {first}, tháng {month}, năm {year_words(rng, day.year)}"
    if rng.random() < 0.4:
        words = words.replace(",", "")
    return words[0].upper() + words[1:]
