# SPDX-License-Identifier: Apache-2.0
"""The invented people of the samples. No one here exists; numbers follow NĐ 137/2015 in form only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BCA_SINCE = date(2024, 7, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """A grown-up with an identity card; ``old_id`` is the number of the card before it, if any."""

    name: str
    sex: str
    born: date
    number: str
    ethnicity: str
    home: str
    hometown: str
    issued: date
    old_id: str = ""

    @property
    def card(self) -> str:
        return "2024" if self.issued >= BCA_SINCE else "2021"

    @property
    def issuer(self) -> str:
        return "Bộ Công an" if self.card == "2024" else "Cục Cảnh sát quản lý hành chính về trật tự xã hội"

    @property
    def document(self) -> str:
        """The card as people name it in a form."""
        day = self.issued.strftime("%d/%m/%Y")
        if self.card == "2024":
            return f"Thẻ căn cước số {self.number} do Bộ Công an cấp ngày {day}"
        return f"Căn cước công dân số {self.number} do Cục Cảnh sát QLHC về TTXH cấp ngày {day}"

    @property
    def expiry(self) -> date:
        """The birthday of 25, 40 or 60 that follows the issue (Luật Căn cước 2023, article 21)."""
        for age in (25, 40, 60):
            day = self.born.replace(year=self.born.year + age)
            if (day - self.issued).days > 730:
                return day
        return self.born.replace(year=self.born.year + 99)


@dataclass(frozen=True, slots=True)
class Child:
    """The newborn; ``words`` is the birth date in words, ``minute`` the time as HH:MM."""

    name: str
    sex: str
    born: date
    words: str
    minute: str
    place: str
    weight_g: int


@dataclass(frozen=True, slots=True)
class Marriage:
    """A registered marriage."""

    number: str
    book: str
    day: date
    place: str
    signer: str


@dataclass(frozen=True, slots=True)
class Family:
    """One birth with its people and papers."""

    child: Child
    mother: Person
    father: Person
    authority: str
    made_place: str
    made: date
    notice_number: str
    facility: str
    attendant: str
    insurance: str
    marriage: Marriage | None = None
    proxy: Person | None = None
    relation: str = "Cha"

    @property
    def requester(self) -> Person:
        return self.proxy or (self.mother if self.relation.casefold() == "mẹ" else self.father)


@dataclass(frozen=True, slots=True)
class Couple:
    """Two who marry."""

    bride: Person
    groom: Person
    authority: str
    made_place: str
    made: date


@dataclass(frozen=True, slots=True)
class Death:
    """One death with its people and papers; ``day`` and ``minute`` (HH:MM) are those of the death."""

    deceased: Person
    asker: Person
    relation: str
    authority: str
    made_place: str
    made: date
    day: date
    minute: str
    place: str
    cause: str
    facility: str
    notice_number: str
    notice_book: str


@dataclass(frozen=True, slots=True)
class Single:
    """Somebody who asks for a certificate of marital status, and for what."""

    person: Person
    status: str
    purpose: str
    authority: str
    made_place: str
    made: date


@dataclass(frozen=True, slots=True)
class Correction:
    """Somebody whose birth was registered with a mistake: what the entry says, and what is right."""

    person: Person
    words: str
    birth_place: str
    mother: Person
    father: Person
    number: str
    book: str
    registered: date
    signer: str
    kind: str
    content: str
    reason: str
    authority: str
    made_place: str
    made: date
