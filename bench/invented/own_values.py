# SPDX-License-Identifier: Apache-2.0
"""Answers that mean something on one kind of paper only, from ``answers.yaml``."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from bench.invented import people

_PLACE = re.compile(r"\{(\w+)\}")
_DIGITS = re.compile(r"n(\d+)")


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(
        (Path(__file__).parent / "answers.yaml").read_text("utf-8")
    )
    return loaded


def own_answer(layout: str, kind: str, key: str, rng: random.Random) -> str | None:
    """An answer for ``key`` that suits this layout (or its kind, or any kind); None where there is none."""
    lists = _lists()
    for name in (layout, kind, "any"):
        if key in lists.get(name, {}):
            return filled(rng.choice(lists[name][key]), rng)
    return None


def filled(pattern: str, rng: random.Random) -> str:
    """The pattern with every ``{word}`` invented; one pattern speaks of one place abroad."""
    city, land, _ = people.abroad(rng)

    def invent(found: re.Match[str]) -> str:
        word = found[1]
        if word in ("bare_foreign", "land"):
            return city if word == "bare_foreign" else land
        if digits := _DIGITS.fullmatch(word):
            return str(rng.randrange(10 ** (int(digits[1]) - 1), 10 ** int(digits[1])))
        return _WORDS[word](rng)

    return _PLACE.sub(invent, pattern)


def _day(rng: random.Random) -> str:
    return people.a_day(rng, date(1996, 1, 1), date(2025, 12, 31)).strftime("%d/%m/%Y")


def _commune(rng: random.Random) -> str:
    return people.unit(rng).split(", ")[0]


def _time(rng: random.Random) -> str:
    return f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}"


_WORDS: dict[str, Callable[[random.Random], str]] = {
    "n": lambda rng: str(rng.randint(1, 480)),
    "year": lambda rng: str(rng.randint(1996, 2026)),
    "yy": lambda rng: str(rng.randint(25, 26)),
    "date": _day,
    "time": _time,
    "weight": lambda rng: str(rng.randrange(2100, 4300, 50)),
    "id": lambda rng: people.personal_id(rng, "Nam", 1988),
    "man": lambda rng: people.person_name(rng, "Nam"),
    "woman": lambda rng: people.person_name(rng, "Nữ"),
    "unit": people.unit,
    "commune": _commune,
    "COMMUNE": lambda rng: _commune(rng).upper(),
    "bare": people.bare_unit,
    "address": people.address,
    "hospital": lambda rng: people.pick(rng, "hospital"),
    "HOSPITAL": lambda rng: people.pick(rng, "hospital").upper(),
    "court": lambda rng: people.pick(rng, "court"),
    "COURT": lambda rng: people.pick(rng, "court").upper(),
}
