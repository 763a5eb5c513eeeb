# SPDX-License-Identifier: Apache-2.0
"""Which copy of an identity card is set: print, sides, the state of its code, and whose card it is."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

from bench.invented import people
from bench.invented.persons import invent_person
from bench.retyped.layout import wordings
from samples.families.people import Person

CARD = "id-card"
CODES = ("fine", "fine", "dead", "dead", "none", "another's", "other days")
PRINTS = ("2016", "2021", "2024")
SIDES = ("both", "both", "front", "back")
NO_END = "Không thời hạn"


@dataclass(frozen=True, slots=True)
class CardSpec:
    """One copy: which print, which sides, in what state its code is."""

    print: str
    sides: str
    code: str
    endless: bool

    def made(self, number: int, split: str) -> dict[str, Any]:
        """What tells where an error comes from."""
        return {
            "layout": number,
            "split": split,
            "form": f"{CARD}-{self.print}",
            "fill": f"code {self.code}",
            "condition": self.sides,
            "origin": f"card of {self.print}",
        }


def card_spec(number: int, rng: random.Random) -> CardSpec:
    """Prints and sides in turn, the rest by chance; a card of 2016 bears no code for a phone."""
    printed = PRINTS[number % len(PRINTS)]
    code = "none" if printed == "2016" else rng.choice(CODES)
    return CardSpec(printed, rng.choice(SIDES), code, rng.random() < 0.12)


def person_of(spec: CardSpec, rng: random.Random) -> Person:
    """Whose card it is: born and given it in days that fit the print, some with a hard name or address."""
    made = invent_person(rng, rng.choice(("mother", "father")))
    born = made.born.replace(day=min(made.born.day, 28), year=min(max(made.born.year, 1958), 2003))
    first, last = {
        "2016": (date(2016, 1, 5), date(2020, 12, 20)),
        "2021": (date(2021, 3, 1), date(2024, 6, 20)),
        "2024": (date(2024, 7, 10), date(2026, 9, 30)),
    }[spec.print]
    number = people.personal_id(rng, made.sex, born.year)
    name, home = made.name, made.home
    if rng.random() < 0.15:
        name = rng.choice([n for n in wordings()["hard"]["name"] if "MÜLLER" not in n])
    if rng.random() < 0.15:
        home = rng.choice(wordings()["hard"]["address"])
    old = f"{rng.randint(10**8, 10**9 - 1)}" if rng.random() < 0.4 else ""
    return Person(
        name,
        made.sex,
        born,
        number,
        made.ethnicity,
        home,
        people.unit(rng),
        people.a_day(rng, first, last),
        old,
    )
