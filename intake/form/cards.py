# SPDX-License-Identifier: Apache-2.0
"""Identity cards in a dossier: told apart, and how surely one is a certain person's.

A card belongs to the person with its number, else with its name (tone marks aside), else with a name so near
that it can only be a misreading. Who gets which card is decided in :mod:`intake.form.owners`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from intake.dossier.id_numbers import id_numbers
from intake.dossier.values import PageRef, Statement
from intake.form.agreement import ValueAgreement, dates_agree
from ocr.result import Source
from ocr.text.folding import fold, same_text

CARD = "id-card"
NEAR_NAME = 85.0
"""Similarity in percent from which two names without marks count as one misread."""

_NAME, _SEX, _BIRTH = "person.full_name", "person.sex", "person.birth_date"
_DAYS = (_BIRTH, "person.issued_date", "person.expiry_date")
_TELLING = (_NAME, _SEX, *_DAYS, "person.residence")
"""What both sides of a card, or two scans of one side, say alike."""

_AS_FAR_AS_A_BLANK_BACK = 2


@dataclass(frozen=True)
class Card:
    """One card: its sides (front and back, each a paper of a page) and the readings on them."""

    pages: tuple[PageRef, ...]
    readings: tuple[Statement, ...]

    def best(self, key: str) -> Statement | None:
        """The most trusted reading of a key on any side."""
        found = [r for r in self.readings if r.key == key and r.value]
        return max(found, key=lambda r: r.confidence, default=None)

    def text(self, key: str) -> str:
        """The most trusted value of a key, or nothing."""
        reading = self.best(key)
        return reading.value if reading else ""


@dataclass
class CardClaims:
    """What the other papers say about a person of the form: numbers, names, sex where the role fixes it."""

    numbers: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    sex: str = ""


def told_apart(readings: tuple[Statement, ...]) -> list[Card]:
    """The cards of a dossier. Pages with the same number are one card, so front and back find each other.

    A side without any number joins the card on the page before it in the same document, if just one lies
    there and nothing says that it is another's.
    """
    by_page: dict[PageRef, list[Statement]] = {}
    for reading in readings:
        if reading.paper == CARD and reading.place:
            by_page.setdefault(reading.place, []).append(reading)
    names: dict[PageRef, str] = {}
    for place in sorted(by_page, key=lambda p: (p.document, p.page, p.nth)):
        number = Card((place,), tuple(by_page[place])).text("person.personal_id")
        names[place] = (
            number or _card_before(place, names, by_page) or f"{place.document}:{place.page}:{place.nth}"
        )
    groups: dict[str, list[PageRef]] = {}
    for place, name in names.items():
        groups.setdefault(name, []).append(place)
    return [Card(tuple(places), tuple(r for p in places for r in by_page[p])) for places in groups.values()]


def _card_before(
    place: PageRef, names: Mapping[PageRef, str], by_page: Mapping[PageRef, Sequence[Statement]]
) -> str:
    """The name of the card on the page before in the same document (a back left blank may lie between); none
    where several lie there or it is another's.
    """
    earlier = [
        p
        for p in names
        if p.document == place.document and 0 < place.page - p.page <= _AS_FAR_AS_A_BLANK_BACK
    ]
    nearest = max((p.page for p in earlier), default=0)
    found = {names[p] for p in earlier if p.page == nearest}
    if len(found) != 1:
        return ""
    name = found.pop()
    sides = tuple(p for p in names if names[p] == name)
    card = Card(sides, tuple(reading for p in sides for reading in by_page[p]))
    return name if may_be_one(card, Card((place,), tuple(by_page[place]))) else ""


def may_be_one(card: Card, side: Card) -> bool:
    """Whether ``side``, which bears no number, may be of ``card``.

    Names that no misreading makes of each other are two people's, and so are names, days, sexes or homes that
    differ and were surely read. A side that tells sex or birth is a front: beside another front it is the
    same person's only where the name or the birth date says so.
    """
    if any(_differ(key, card.best(key), side.best(key)) for key in _TELLING):
        return False
    fronts = all(any(one.text(key) for key in (_BIRTH, _SEX)) for one in (card, side))
    named = bool(card.text(_NAME) and side.text(_NAME))
    born = dates_agree(card.text(_BIRTH), side.text(_BIRTH)) is ValueAgreement.SAME
    return not fronts or named or born


def _differ(key: str, one: Statement | None, other: Statement | None) -> bool:
    if one is None or other is None:
        return False
    sure = one.sure and other.sure
    if key in _DAYS:
        return sure and dates_agree(one.value, other.value) is ValueAgreement.DIFFERS
    near = fuzz.ratio(fold(one.value), fold(other.value)) >= NEAR_NAME
    if key == _NAME:
        marks_missing = Source.MRZ in (one.source, other.source)
        return not near or (sure and not marks_missing and not same_text(one.value, other.value))
    return sure and not near


def fits(card: Card, claim: CardClaims) -> int:
    """How surely a card is this person's: 3 by number, 2 by name, 1 by a near name, 0 not.

    Where another number is known of the person, a name that differs in a mark is another's.
    """
    numbers = set(id_numbers(card.text("person.personal_id")))
    if numbers & claim.numbers:
        return 3
    sex, said = card.text("person.sex"), card.best("person.full_name")
    if said is None or (claim.sex and sex and sex != claim.sex):
        return 0
    name, names = fold(said.value), {fold(n) for n in claim.names}
    exact = any(same_text(said.value, n) for n in claim.names)
    if name in names and (exact or said.source == Source.MRZ):
        return 2
    if {len(n) for n in numbers} & {len(n) for n in claim.numbers}:
        return 0
    return 2 if name in names else int(any(fuzz.ratio(name, other) >= NEAR_NAME for other in names))
