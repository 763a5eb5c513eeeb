# SPDX-License-Identifier: Apache-2.0
"""Values to type into a form: what a clerk types (``typed``), what a perfect reader returns (``truth``)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from bench.invented import people
from bench.invented.persons import Person, invent_foreigner, invent_person

_LISTED = ("relation", "reason", "purpose", "marital_status", "content")
_ONLY_DIGITS_STYLES = ("%d/%m/%Y", "%d/%m/%Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_PARTLY_KNOWN = {"mother": 0.3, "father": 0.3, "deceased": 0.2, "subject": 0.1, "wife": 0.1, "husband": 0.1}
_DAYS = {
    "made.date": (date(2016, 1, 4), date(2026, 6, 30)),
    "deceased.death_date": (date(1996, 2, 1), date(2026, 6, 1)),
    "period.from": (date(1995, 1, 1), date(2009, 12, 31)),
    "period.to": (date(2010, 1, 1), date(2024, 12, 31)),
}
_AFTER_DEATH = frozenset({"notice.date", "issued_date"})


@dataclass(frozen=True, slots=True)
class Typed:
    """``typed`` goes on the paper, ``truth`` into the truth file."""

    typed: str
    truth: str


def typed_date(rng: random.Random, day: date) -> Typed:
    """A date in one of the usual notations; the truth is DD/MM/YYYY."""
    roll = rng.random()
    if roll < 0.1:
        typed = f"Ngày {day:%d} tháng {day:%m} năm {day.year}"
    elif roll < 0.2:
        typed = f"{day.day}/{day.month}/{day.year}"
    else:
        typed = day.strftime(rng.choice(_ONLY_DIGITS_STYLES))
    return Typed(typed, day.strftime("%d/%m/%Y"))


def partly_known_date(rng: random.Random, day: date) -> Typed:
    """A date of which only the year, or month and year, are known."""
    if rng.random() < 0.65:
        return Typed(rng.choice((f"{day.year}", f"{day.year}", f"Năm {day.year}")), f"{day.year}")
    typed = rng.choice((f"{day:%m/%Y}", f"Tháng {day:%m} năm {day.year}"))
    return Typed(typed, f"{day:%m/%Y}")


class Dossier:
    """Answers for every key of one form; people are invented once and then agree with themselves.

    ``foreign`` names the roles played by people of other countries.
    """

    def __init__(self, rng: random.Random, foreign: frozenset[str] = frozenset()) -> None:
        self._rng = rng
        self._foreign = foreign
        self._people: dict[str, Person] = {}
        self._days: dict[str, date] = {}
        self._upper_names = rng.random() < 0.6
        self._child_is_recognised = rng.random() < 0.5

    def person(self, role: str) -> Person:
        if role not in self._people:
            invent = invent_foreigner if role in self._foreign else invent_person
            self._people[role] = invent(self._rng, self._part_of(role))
        return self._people[role]

    def _part_of(self, role: str) -> str:
        """Who is the child where one recognises another."""
        if role in ("recognised", "claimant"):
            return "child" if (role == "recognised") == self._child_is_recognised else "father"
        return role

    def name(self, role: str) -> str:
        name = self.person(role).name
        return name.upper() if self._upper_names else name

    def day(self, key: str) -> date:
        if key not in self._days:
            first, last = _DAYS.get(key, (date(1995, 1, 1), date(2026, 6, 30)))
            if key in _AFTER_DEATH and "deceased" in self._people:
                first = self.day("deceased.death_date")
                last = date.fromordinal(first.toordinal() + 12)
            self._days[key] = people.a_day(self._rng, first, last)
        return self._days[key]

    def date_parts(self, key: str) -> dict[str, str]:
        day = self.day(key)
        zero = self._rng.random() < 0.8
        return {
            "d": f"{day.day:02d}" if zero or day.day < 10 else str(day.day),
            "m": f"{day.month:02d}" if zero or day.month < 3 else str(day.month),
            "y": str(day.year),
        }

    def value(self, key: str) -> Typed:
        """The answer for ``key`` (not a part of a date)."""
        role, _, what = key.rpartition(".")
        own = getattr(self, f"_{what}", None)
        typed = own(role) if own else self._other(role, what)
        return typed if isinstance(typed, Typed) else Typed(typed, typed)

    def _full_name(self, role: str) -> str:
        return self.name(role)

    def _intended_name(self, role: str) -> str:
        return self.name(role)

    def _birth_date(self, role: str) -> Typed | str:
        born = self.person(role).born
        if self._rng.random() < _PARTLY_KNOWN.get(role, 0.0):
            return partly_known_date(self._rng, born)
        return typed_date(self._rng, born)

    def _birth_date_words(self, role: str) -> str:
        return people.date_words(self._rng, self.person(role).born)

    def _sex(self, role: str) -> str:
        return self.person(role).sex

    def _ethnicity(self, role: str) -> str:
        return self.person(role).ethnicity

    def _nationality(self, role: str) -> str:
        return self.person(role).nationality

    def _residence(self, role: str) -> str:
        return self.person(role).home

    def _last_residence(self, role: str) -> str:
        return self.person(role).home

    def _id_document(self, role: str) -> str:
        return self.person(role).document

    def _authority(self, _role: str) -> str:
        where = people.unit(self._rng)
        if self._rng.random() < 0.6:
            where = where.split(", ")[0]
        return f"{self._rng.choice(['Ủy ban nhân dân', 'UBND'])} {where}"

    def _issuer(self, role: str) -> str:
        return f"{people.pick(self._rng, 'hospital')}" if role == "notice" else self._authority(role)

    def _place(self, role: str) -> str:
        if role == "made":
            return people.bare_unit(self._rng)
        return self._authority(role)

    def _birth_place(self, _role: str) -> str:
        return people.birth_place(self._rng)

    def _death_place(self, _role: str) -> str:
        return people.address(self._rng) if self._rng.random() < 0.5 else people.birth_place(self._rng)

    def _death_time(self, _role: str) -> str:
        return f"{self._rng.randint(0, 23):02d}:{self._rng.randint(0, 59):02d}"

    def _founded(self, role: str) -> Typed:
        return typed_date(self._rng, self.day(role))

    def _number(self, _role: str) -> str:
        year = self._rng.randint(1996, 2026)
        return self._rng.choice([str(self._rng.randint(1, 480)), f"{self._rng.randint(1, 480)}/{year}"])

    def _book(self, _role: str) -> str:
        year = self._rng.randint(1996, 2026)
        return self._rng.choice([f"01/{year}", f"0{self._rng.randint(1, 4)}/{year}", f"01-{year}"])

    def _event(self, _role: str) -> str:
        return self._rng.choice(["khai sinh", "kết hôn", "khai tử"])

    def _change_kind(self, _role: str) -> str:
        return self._rng.choice(["cải chính hộ tịch", "thay đổi họ", "bổ sung thông tin hộ tịch"])

    def _personal_id(self, role: str) -> str:
        return self.person(role).number

    def _marriage_order(self, _role: str) -> str:
        return self._rng.choice(["Lần thứ nhất", "Lần thứ hai", "Lần 1", "01"])

    def _history(self, _role: str) -> str:
        return self._rng.choice(["Chưa từng kết hôn", "Đã kết hôn, hôn nhân đã chấm dứt"])

    def _title(self, _role: str) -> str:
        return self._rng.choice(["Bản án ly hôn", "Quyết định của Tòa án", "Giấy chứng nhận"])

    def _count(self, _role: str) -> str:
        return self._rng.choice(["1", "2", "3", "5", "02", "03"])

    def _claim(self, _role: str) -> str:
        if self._child_is_recognised:
            return "Con"
        return "Cha" if self.person("recognised").sex == "Nam" else "Mẹ"

    def _claimed(self, role: str) -> str:
        return self._claim(role).lower()

    def _representative(self, _role: str) -> str:
        return self.name("representative")

    def _position(self, _role: str) -> str:
        return self._rng.choice(["Giám đốc", "Chủ tịch", "Trưởng phòng"])

    def _licence(self, _role: str) -> str:
        return f"{self._rng.randint(10, 900)}/QĐ-UBND"

    def _supervised(self, _role: str) -> str:
        return f"{self.name('guardian')} giám hộ cho {self.name('ward')}"

    def _other(self, role: str, what: str) -> str:
        lists = {
            **{name: name for name in _LISTED},
            "death_cause": "cause",
            "other_info": "reason",
        }
        if what in lists:
            return people.pick(self._rng, lists[what])
        if what in ("hometown", "address", "residence_before_exit"):
            return people.unit(self._rng)
        if (role, what) == ("organisation", "name"):
            return f"Hội Bảo trợ trẻ em {people.unit(self._rng).split(', ')[0]}"
        raise KeyError(f"no values for {role}.{what}")
