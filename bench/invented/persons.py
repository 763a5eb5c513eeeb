# SPDX-License-Identifier: Apache-2.0
"""Invented people of Vietnam and of other countries, each consistent in name, sex, birth and papers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from bench.invented import people

FEMALE = frozenset({"mother", "bride", "wife"})
MALE = frozenset({"father", "groom", "husband"})
YOUNG = frozenset({"child", "ward"})
_OLD = frozenset({"deceased"})


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person; someone of another country has neither number nor ethnic group."""

    name: str
    sex: str
    born: date
    number: str
    ethnicity: str
    home: str
    document: str
    nationality: str = "Việt Nam"


def invent_person(rng: random.Random, role: str) -> Person:
    """A person that suits ``role`` (``mother``, ``child``, ``deceased`` …)."""
    sex = "Nữ" if role in FEMALE else "Nam" if role in MALE else rng.choice(["Nam", "Nữ"])
    born = people.a_day(rng, *_span(role))
    number = people.personal_id(rng, sex, born.year)
    document = _child_document(rng, number, born) if role in YOUNG else people.id_document(rng, number)
    return Person(
        people.person_name(rng, sex), sex, born, number, people.pick(rng, "ethnicity"),
        people.address(rng), document,
    )  # fmt: skip


def invent_foreigner(rng: random.Random, role: str) -> Person:
    """A person of another country, with a passport."""
    sex = "Nữ" if role in FEMALE else "Nam"
    city, land, nationality = people.abroad(rng)
    name = people.pick(rng, "foreign_female" if sex == "Nữ" else "foreign_male")
    issued = people.a_day(rng, date(2016, 1, 4), date(2025, 10, 30)).strftime("%d/%m/%Y")
    document = f"Hộ chiếu số {rng.choice('EKMP')}{rng.randint(10**7, 10**8 - 1)} do {land} cấp ngày {issued}"
    return Person(
        name, sex, people.a_day(rng, *_span(role)), "", "", f"Thành phố {city}, {land}", document, nationality
    )


def _span(role: str) -> tuple[date, date]:
    """Between which days someone of this role was born."""
    if role in YOUNG:
        return date(2015, 1, 1), date(2026, 6, 30)
    return (date(1928, 1, 1), date(1985, 12, 31)) if role in _OLD else (date(1948, 1, 1), date(2003, 12, 31))


def _child_document(rng: random.Random, number: str, born: date) -> str:
    """A child has its number or its birth certificate."""
    if rng.random() < 0.5:
        return f"Số định danh cá nhân: {number}"
    commune = people.unit(rng).split(", ")[0]
    certificate = f"Giấy khai sinh số {rng.randint(1, 300)}/{born.year}, quyển số 01/{born.year}"
    return f"{certificate} do UBND {commune} cấp"
