"""Values to type into a form: what a clerk types (``typed``), what a perfect reader returns (``truth``)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from bench import people

FEMALE = frozenset({"mother", "bride", "wife"})
MALE = frozenset({"father", "groom", "husband"})
_LISTED = ("nationality", "relation", "reason", "purpose", "marital_status", "content")
_ONLY_DIGITS_STYLES = ("%d/%m/%Y", "%d/%m/%Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class Typed:
    """``typed`` goes on the paper, ``truth`` into the truth file."""

    typed: str
    truth: str


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person, consistent in name, sex, birth and number."""

    name: str
    sex: str
    born: date
    number: str
    ethnicity: str
    home: str
    document: str


def invent_person(rng: random.Random, role: str) -> Person:
    """A person that suits ``role`` (``mother``, ``child``, ``deceased`` …)."""
    sex = "Nữ" if role in FEMALE else "Nam" if role in MALE else rng.choice(["Nam", "Nữ"])
    young = role in ("child", "ward")
    span = (date(2015, 1, 1), date(2026, 6, 30)) if young else (date(1948, 1, 1), date(2003, 12, 31))
    born = people.a_day(rng, *span)
    number = people.personal_id(rng, sex, born.year)
    return Person(
        people.person_name(rng, sex), sex, born, number, people.pick(rng, "ethnicity"),
        people.address(rng), people.id_document(rng, number),
    )  # fmt: skip


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


class Dossier:
    """Answers for every key of one form; people are invented once and then agree with themselves."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._people: dict[str, Person] = {}
        self._days: dict[str, date] = {}
        self._upper_names = rng.random() < 0.6

    def person(self, role: str) -> Person:
        if role not in self._people:
            self._people[role] = invent_person(self._rng, role)
        return self._people[role]

    def name(self, role: str) -> str:
        name = self.person(role).name
        return name.upper() if self._upper_names else name

    def day(self, key: str) -> date:
        if key not in self._days:
            self._days[key] = people.a_day(self._rng, date(1995, 1, 1), date(2026, 6, 30))
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

    def _birth_date(self, role: str) -> Typed | str:
        born = self.person(role).born
        if role in ("mother", "father") and self._rng.random() < 0.3:
            return str(born.year)
        return typed_date(self._rng, born)

    def _birth_date_words(self, role: str) -> str:
        return people.date_words(self._rng, self.person(role).born)

    def _sex(self, role: str) -> str:
        return self.person(role).sex

    def _ethnicity(self, role: str) -> str:
        return self.person(role).ethnicity

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
            return people.unit(self._rng).split(", ")[0].split(" ", 1)[1]
        return self._authority(role)

    def _birth_place(self, _role: str) -> str:
        return people.birth_place(self._rng)

    def _death_place(self, _role: str) -> str:
        return people.address(self._rng) if self._rng.random() < 0.5 else people.birth_place(self._rng)

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
        return self._rng.choice(["Cha", "Mẹ", "Con"])

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
