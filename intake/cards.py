"""Identity cards in a dossier: told apart, and how surely one is a certain person's.

A card belongs to the person with its number, else with its name (tone marks aside), else with a name so near
that it can only be a misreading. Who gets which card is decided in :mod:`intake.owners`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from intake.case import PageRef, ReadingFact
from intake.numbers import id_numbers
from ocr.folding import fold

CARD = "id-card"
NEAR_NAME = 85.0
"""Similarity in percent from which two names without marks count as one misread."""


@dataclass(frozen=True)
class Card:
    """One card: its pages (front and back) and the readings on them."""

    pages: tuple[PageRef, ...]
    readings: tuple[ReadingFact, ...]

    def best(self, key: str) -> ReadingFact | None:
        """The most trusted reading of a key on any side."""
        found = [r for r in self.readings if r.key == key and r.value]
        return max(found, key=lambda r: r.confidence, default=None)

    def text(self, key: str) -> str:
        """The most trusted value of a key, or nothing."""
        reading = self.best(key)
        return reading.value if reading else ""


@dataclass
class Claims:
    """What the other papers say about a person of the form: numbers, names, sex where the role fixes it."""

    numbers: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    sex: str = ""


def told_apart(readings: tuple[ReadingFact, ...]) -> list[Card]:
    """The cards of a dossier. Pages with the same number are one card, so front and back find each other.

    A side without any number joins the card on the page before it in the same document.
    """
    by_page: dict[PageRef, list[ReadingFact]] = {}
    for reading in readings:
        if reading.kind == CARD:
            by_page.setdefault(reading.place, []).append(reading)
    groups: dict[str, list[PageRef]] = {}
    last, document = "", ""
    for place in sorted(by_page, key=lambda p: (p.document, p.page)):
        number = Card((place,), tuple(by_page[place])).text("person.personal_id")
        before = last if place.document == document else ""
        last, document = number or before or f"{place.document}:{place.page}", place.document
        groups.setdefault(last, []).append(place)
    return [Card(tuple(places), tuple(r for p in places for r in by_page[p])) for places in groups.values()]


def fits(card: Card, claim: Claims) -> int:
    """How surely a card is this person's: 3 by number, 2 by name, 1 by a near name, 0 not."""
    if set(id_numbers(card.text("person.personal_id"))) & claim.numbers:
        return 3
    sex, name = card.text("person.sex"), fold(card.text("person.full_name"))
    if not name or (claim.sex and sex and sex != claim.sex):
        return 0
    names = {fold(n) for n in claim.names}
    if name in names:
        return 2
    return int(any(fuzz.ratio(name, other) >= NEAR_NAME for other in names))
