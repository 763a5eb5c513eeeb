# SPDX-License-Identifier: Apache-2.0
"""Identity cards in a dossier: told apart, and how surely one is a certain person's.

A card belongs to the person with its number, else with its name (tone marks aside), else with a name so near
that it can only be a misreading. Who gets which card is decided in :mod:`intake.form.owners`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from intake.dossier.id_numbers import id_numbers
from intake.dossier.values import PageRef, Statement
from ocr.result import Source
from ocr.text.folding import fold, same_text

CARD = "id-card"
NEAR_NAME = 85.0
"""Similarity in percent from which two names without marks count as one misread."""


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
    there.
    """
    by_page: dict[PageRef, list[Statement]] = {}
    for reading in readings:
        if reading.paper == CARD and reading.place:
            by_page.setdefault(reading.place, []).append(reading)
    names: dict[PageRef, str] = {}
    for place in sorted(by_page, key=lambda p: (p.document, p.page, p.nth)):
        number = Card((place,), tuple(by_page[place])).text("person.personal_id")
        names[place] = number or _card_before(place, names) or f"{place.document}:{place.page}:{place.nth}"
    groups: dict[str, list[PageRef]] = {}
    for place, name in names.items():
        groups.setdefault(name, []).append(place)
    return [Card(tuple(places), tuple(r for p in places for r in by_page[p])) for places in groups.values()]


def _card_before(place: PageRef, names: Mapping[PageRef, str]) -> str:
    """The name of the card on the nearest page before in the same document; none where several lie there."""
    earlier = [p for p in names if p.document == place.document and p.page < place.page]
    nearest = max((p.page for p in earlier), default=0)
    found = {names[p] for p in earlier if p.page == nearest}
    return found.pop() if len(found) == 1 else ""


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
