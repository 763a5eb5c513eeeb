# SPDX-License-Identifier: Apache-2.0
"""Identity cards that are nobody's in the dossier: perhaps they slipped in from another citizen's papers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from rapidfuzz import fuzz

from intake.check.evidence import Evidence
from intake.check.wording import Writer, file_and_page
from intake.dossier.facts import DossierFacts, Finding, Severity
from intake.dossier.id_numbers import id_numbers
from intake.dossier.thresholds import SURE
from intake.form.cards import CARD, NEAR_NAME, Card, told_apart
from ocr.text.folding import fold
from templates.catalogue.loading import Catalogue
from templates.language.messages import _

_BRING_PEOPLE = frozenset({"authorisation", "witness-statement", "consent", "supervision-agreement"})
"""Papers of people who show a card too, but whose names are not read from them."""


def strange_cards(facts: DossierFacts, catalogue: Catalogue, evidence: Evidence) -> Iterator[Finding]:
    """A warning for each card, surely read, of which no other paper and no value entered names the person."""
    if any(facts.has(kind) for kind in _BRING_PEOPLE):
        return
    owned = {card.pages for card in evidence.owned.cards.values()}
    said = [reading.value for reading in facts.readings if reading.paper != CARD]
    said += [chosen.value for chosen in facts.form.values() if chosen.corrected or chosen.paper != CARD]
    names = {fold(text) for text in said}
    numbers = {number for text in said for number in id_numbers(text)}
    for card in told_apart(facts.readings):
        if card.pages not in owned and _is_strange(card, names, numbers):
            yield Writer(catalogue).finding(
                "card-of-nobody",
                Severity.WARNING,
                paper=CARD,
                page=card.pages[0],
                value=partial(_which, card, facts),
            )


def _which(card: Card, facts: DossierFacts) -> str:
    """Where the card lies; whose it says it is stays on the card."""
    place = card.pages[0]
    told = file_and_page(place, facts)
    return _("{place}, card {nth} on it").format(place=told, nth=place.nth + 1) if place.nth else told


def _is_strange(card: Card, names: Collection[str], numbers: Collection[str]) -> bool:
    told = [card.best("person.personal_id"), card.best("person.full_name")]
    if not any(reading is not None and reading.confidence >= SURE for reading in told):
        return False
    if set(id_numbers(card.text("person.personal_id"))) & set(numbers):
        return False
    name = fold(card.text("person.full_name"))
    return not name or not any(name in other or fuzz.ratio(name, other) >= NEAR_NAME for other in names)
