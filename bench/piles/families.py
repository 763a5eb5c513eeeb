# SPDX-License-Identifier: Apache-2.0
"""Invented dossiers: whole families with the papers that people of one request bring."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bench.invented import people
from bench.invented.persons import invent_person
from samples.families.people import Child, Correction, Couple, Death, Family, Marriage, Person, Single
from samples.printing import papers
from samples.printing.papers import Page

_MADE = date(2026, 11, 10)


def dossiers(rng: random.Random, count: int) -> list[list[Page]]:
    """The pages of ``count`` dossiers, births mostly; one mother in five is a namesake of an earlier one."""
    kinds = [_birth, _birth, _marriage, _birth, _death, _birth, _single, _correction]
    mothers: list[str] = []
    found = []
    for number in range(count):
        make = kinds[number % len(kinds)]
        found.append(make(rng, mothers))
    return found


def _person(rng: random.Random, role: str, name: str = "") -> Person:
    made = invent_person(rng, role)
    born = date(rng.randint(1975, 2002), rng.randint(1, 12), rng.randint(1, 28))
    number = people.personal_id(rng, made.sex, born.year)
    issued = people.a_day(rng, date(2021, 3, 1), date(2026, 9, 30))
    home = people.address(rng)
    return Person(
        name or made.name, made.sex, born, number, made.ethnicity, home, people.unit(rng), issued,
        f"{rng.randint(10**8, 10**9 - 1)}" if rng.random() < 0.3 else "",
    )  # fmt: skip


def _family(rng: random.Random, mothers: list[str]) -> Family:
    namesake = rng.choice(mothers) if mothers and rng.random() < 0.2 else ""
    mother, father = _person(rng, "mother", namesake), _person(rng, "father")
    father = replace(father, home=mother.home)
    mothers.append(mother.name)
    sex = rng.choice(["Nam", "Nữ"])
    born = _MADE - timedelta(days=rng.randint(5, 50))
    given = people.person_name(rng, sex).split(" ", 1)[1]
    child = Child(
        f"{father.name.split(' ')[0]} {given}".upper(), sex, born, people.date_words(rng, born),
        f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}", people.birth_place(rng),
        rng.randint(24, 40) * 100,
    )  # fmt: skip
    unit = people.bare_unit(rng)
    wedding = Marriage(
        f"{rng.randint(1, 200)}/2022", "01/2022", date(2022, rng.randint(1, 12), 9), f"UBND xã {unit}",
        people.person_name(rng, "Nam"),
    )  # fmt: skip
    proxy = _person(rng, "requester") if rng.random() < 0.2 else None
    return Family(
        child, mother, father, f"Ủy ban nhân dân xã {unit}", unit, _MADE,
        f"{rng.randint(1, 1999):05}.GCS.{rng.randint(10000, 99999)}.26",
        people.pick(rng, "hospital").upper(), people.person_name(rng, "Nữ"),
        str(rng.randint(10**9, 10**10 - 1)),
        wedding, proxy, "Người được ủy quyền" if proxy else rng.choice(["Cha", "Mẹ"]),
    )  # fmt: skip


def _birth(rng: random.Random, mothers: list[str]) -> list[Page]:
    family = _family(rng, mothers)
    edition = rng.choice(["2024", "2024", "2020", "2015"])
    pages = [papers.form(family, edition)]
    if edition == "2024" and rng.random() < 0.3:
        pages.append(papers.form_notes())
    pages.append(papers.notice(family))
    if family.proxy:
        pages.append(papers.authorisation(family))
    pages += _cards(rng, [family.proxy or family.mother, *([family.father] if rng.random() < 0.4 else [])])
    if rng.random() < 0.4:
        pages.append(papers.marriage(family))
    return pages


def _marriage(rng: random.Random, _mothers: list[str]) -> list[Page]:
    unit = people.bare_unit(rng)
    couple = Couple(_person(rng, "bride"), _person(rng, "groom"), f"Ủy ban nhân dân xã {unit}", unit, _MADE)
    return [papers.marriage_form(couple), *_cards(rng, [couple.bride, couple.groom])]


def _death(rng: random.Random, _mothers: list[str]) -> list[Page]:
    unit = people.bare_unit(rng)
    day = _MADE - timedelta(days=rng.randint(2, 12))
    death = Death(
        _person(rng, "deceased"), _person(rng, "requester"), "Con", f"Ủy ban nhân dân xã {unit}", unit, _MADE,
        day, "06:15", people.birth_place(rng), "Bệnh già", people.pick(rng, "hospital"),
        f"{rng.randint(1, 400)}", "01/2026",
    )  # fmt: skip
    return [papers.death_form(death), papers.death_notice(death), *_cards(rng, [death.asker])]


def _single(rng: random.Random, _mothers: list[str]) -> list[Page]:
    unit = people.bare_unit(rng)
    single = Single(
        _person(rng, "requester"), "Chưa đăng ký kết hôn với ai", "Để kết hôn", f"Ủy ban nhân dân xã {unit}",
        unit, _MADE,
    )  # fmt: skip
    return [papers.marital_status_form(single), *_cards(rng, [single.person])]


def _correction(rng: random.Random, _mothers: list[str]) -> list[Page]:
    unit = people.bare_unit(rng)
    person = _person(rng, "subject")
    day = person.born + timedelta(days=30)
    wrong = Correction(
        person, people.date_words(rng, person.born), people.birth_place(rng), _person(rng, "mother"),
        _person(rng, "father"), f"{rng.randint(1, 300)}/{day.year}", f"01/{day.year}", day,
        people.person_name(rng, "Nam"), "cải chính hộ tịch", "Cải chính ngày sinh", "Do ghi sai",
        f"Ủy ban nhân dân xã {unit}", unit, _MADE,
    )  # fmt: skip
    return [papers.correction_form(wrong), papers.wrong_birth_certificate(wrong), *_cards(rng, [person])]


def _cards(rng: random.Random, whose: Sequence[Person]) -> list[Page]:
    """Of each both sides on a page, or a page for each side."""
    pages = []
    for person in whose:
        sides = ("both",) if rng.random() < 0.6 else ("front", "back")
        pages += [papers.card(person, side) for side in sides]
    return pages
