# SPDX-License-Identifier: Apache-2.0
"""Identity cards that are nobody's in the dossier: perhaps they slipped in from another citizen's papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from intake.check.evidence import Evidence
from intake.check.whose.people import NAME, NUMBER, Likeness, Somebody, likeness, people_in
from intake.check.whose.sheets import NamingPaper
from intake.check.whose.visitor import at_counter
from intake.check.wording import Writer, file_and_page
from intake.dossier.facts import DossierFacts, Finding, Severity
from intake.dossier.id_numbers import id_numbers
from intake.form.cards import CARD, Card, may_be_one, told_apart
from ocr.text.folding import fold
from templates.catalogue.loading import Catalogue
from templates.language.messages import _

BRING_PEOPLE = ("authorisation", "witness-statement", "consent", "supervision-agreement")
"""Papers of people who show a card too, and whose names are often not read from them."""


def strange_cards(
    facts: DossierFacts, sheets: Sequence[NamingPaper], catalogue: Catalogue, evidence: Evidence
) -> Iterator[Finding]:
    """A warning for each card of which no other paper, no value entered and nobody at the counter names the
    person, and for each side that tells of nobody and isn't plainly the other side of a card of the dossier.

    A paper that may bring somebody is named beside the card, if it was not surely read to name its person: a
    clerk sees there whose it is.
    """
    people = [*(person for sheet in sheets for person in sheet.people), *people_on_form(facts)]
    guessed = {page for role in evidence.owned.guessed for page in evidence.owned.cards[role].pages}
    bringing = next((kind for kind in BRING_PEOPLE if facts.has(kind)), "")
    cards = told_apart(facts.readings)
    for card in (*cards, *_unread(facts)):
        person = person_of(card)
        known = person and (_known(person, people, catalogue) or _visits(person, people, facts))
        strange = not known if person else not _other_side(card, cards)
        if strange and card.pages[0] not in guessed:
            yield Writer(catalogue).finding(
                _what(person, bringing),
                Severity.WARNING,
                paper=CARD,
                page=card.pages[0],
                value=partial(_which, card, facts),
                other_paper=bringing if person else "",
            )


def _unread(facts: DossierFacts) -> list[Card]:
    """Cards of which nothing was read."""
    read = {(said.document, said.page) for said in facts.readings if said.paper == CARD}
    return [
        Card((paper.first,), ())
        for paper in facts.of_kind(CARD)
        if not any((page.document, page.page) in read for page in paper.places)
    ]


def _other_side(side: Card, cards: Sequence[Card]) -> bool:
    """Whether a side that tells of nobody lies directly beside a named card that it may be of: it then is
    its other side, also where it was scanned first or is one of two backs beside two fronts.
    """
    place = side.pages[0]
    beside = [
        card
        for card in cards
        for page in card.pages
        if page.document == place.document and abs(page.page - place.page) == 1
    ]
    return any(person_of(card) and may_be_one(card, side) for card in beside)


def person_of(card: Card) -> Somebody | None:
    """Whose card it is by what it says, None for a side that gives neither name nor number."""
    found = next(iter(people_in(card.readings)), None)
    return found if found and (found.text(NAME) or found.text(NUMBER)) else None


def people_on_form(facts: DossierFacts) -> list[Somebody]:
    """The people of the form as it is filled in, but for what only the cards say."""
    chosen = [
        replace(value.said, key=key)
        for key, value in facts.form.items()
        if value.value and (value.corrected or value.paper != CARD)
    ]
    return people_in(chosen)


def _known(person: Somebody, people: Sequence[Somebody], catalogue: Catalogue) -> bool:
    no = (Likeness.OTHER, Likeness.UNKNOWN)
    return any(likeness(person, other, catalogue) not in no for other in people)


def _visits(person: Somebody, people: Sequence[Somebody], facts: DossierFacts) -> bool:
    """Whether a card is that of who stands at the counter; not by the name alone where the papers name
    somebody so, who by what else they say is another.
    """
    typed = facts.requester
    if not at_counter(person, typed):
        return False
    if typed.personal_id and typed.personal_id in id_numbers(person.text(NUMBER)):
        return True
    return not any(fold(other.text(NAME)) == fold(person.text(NAME)) for other in people if other.text(NAME))


def _what(person: Somebody | None, bringing: str) -> str:
    if person is None or not any(person.said[fact].sure for fact in (NAME, NUMBER) if fact in person.said):
        return "card-unsure"
    return "card-of-brought" if bringing else "card-of-nobody"


def _which(card: Card, facts: DossierFacts) -> str:
    """Where the card lies; whose it says it is stays on the card."""
    place = card.pages[0]
    told = file_and_page(place, facts)
    return _("{place}, card {nth} on it").format(place=told, nth=place.nth + 1) if place.nth else told
