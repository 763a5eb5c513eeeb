# SPDX-License-Identifier: Apache-2.0
"""Whose identity card is whose, for filling the form in: rather nobody's than somebody else's.

A card is a person's by number, else by name (``intake.form.cards.fits``). Two different cards that fit
equally well are nobody's. Only where no paper gives a person's name or number may the one card that is
left over and fits by sex and age be theirs, and then a person has to confirm every value taken from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from intake.dossier.id_numbers import id_numbers
from intake.dossier.thresholds import SURE, USABLE
from intake.dossier.values import Statement
from intake.form.cards import Card, CardClaims, fits, told_apart
from ocr.text.folding import text_key
from templates.model.autofill_map import AutofillMap, Person
from templates.model.rules import Ref


@dataclass(frozen=True)
class Owners:
    """Each person's card; ``guessed`` names the people whose card was given by sex and age alone.

    ``ambiguous`` names those whom several cards fit equally well, so that they got none.
    """

    cards: Mapping[str, Card] = field(default_factory=dict)
    guessed: frozenset[str] = frozenset()
    ambiguous: frozenset[str] = frozenset()


def owners(plan: AutofillMap, readings: Sequence[Statement], decided: Mapping[str, str]) -> Owners:
    """Give the cards among ``readings`` to the people of the form; ``decided`` are corrections by key."""
    cards = told_apart(tuple(readings))
    claims = {role: _claims(plan, person, readings, decided) for role, person in plan.people.items()}
    claims = _with_relations(plan, claims, readings, decided)
    found: dict[str, Card] = {}
    ambiguous: set[str] = set()
    for role, claim in claims.items():
        best = _best_fitting(cards, claim)
        if len(best) == 1:
            found[role] = best[0]
        elif best:
            ambiguous.add(role)
    guessed = _left_over(plan, cards, claims, found, ambiguous, readings)
    return Owners({**found, **guessed}, frozenset(guessed), frozenset(ambiguous))


def _best_fitting(cards: Sequence[Card], claim: CardClaims) -> list[Card]:
    scored = [(fits(card, claim), card) for card in cards]
    top = max((score for score, _card in scored), default=0)
    return [card for score, card in scored if score == top and top > 0]


def _claims(
    plan: AutofillMap, person: Person, readings: Sequence[Statement], decided: Mapping[str, str]
) -> CardClaims:
    claims = CardClaims(sex=person.sex)
    for ref in person.names:
        claims.names |= set(_said(plan, ref, readings, decided))
    for ref in person.numbers:
        claims.numbers |= {n for text in _said(plan, ref, readings, decided) for n in id_numbers(text)}
    return claims


def _said(
    plan: AutofillMap, ref: Ref, readings: Sequence[Statement], decided: Mapping[str, str]
) -> list[str]:
    if ref.paper == plan.form and decided.get(ref.field):
        return [decided[ref.field]]
    return [
        reading.value
        for reading in readings
        if (reading.paper, reading.key) == (ref.paper, ref.field) and reading.confidence >= USABLE
    ]


def _with_relations(
    plan: AutofillMap,
    claims: dict[str, CardClaims],
    readings: Sequence[Statement],
    decided: Mapping[str, str],
) -> dict[str, CardClaims]:
    """Where the form calls the requester the mother, what is known of her is known of the requester."""
    completed = dict(claims)
    for role, person in plan.people.items():
        other = _is_also(plan, person, readings, decided)
        if other in claims:
            mine, theirs = claims[role], claims[other]
            completed[role] = CardClaims(mine.numbers | theirs.numbers, mine.names | theirs.names, theirs.sex)
    return completed


def _is_also(
    plan: AutofillMap, person: Person, readings: Sequence[Statement], decided: Mapping[str, str]
) -> str:
    if person.relation is None:
        return ""
    sure = [r for r in readings if r.confidence >= SURE]
    said = [
        text_key(text) for text in _said(plan, Ref(paper=plan.form, field=person.relation), sure, decided)
    ]
    for role, words in person.relation_words.items():
        if {text.split(" ")[0] for text in said} & {text_key(word) for word in words}:
            return role
    return ""


def _left_over(
    plan: AutofillMap,
    cards: Sequence[Card],
    claims: Mapping[str, CardClaims],
    found: Mapping[str, Card],
    ambiguous: set[str],
    readings: Sequence[Statement],
) -> dict[str, Card]:
    taken = {card.pages for card in found.values()}
    free = [card for card in cards if card.pages not in taken]
    year = _birth_year(plan, readings)
    guessed: dict[str, Card] = {}
    for role, person in plan.people.items():
        unknown = not claims[role].names and not claims[role].numbers and role not in ambiguous
        fitting = [card for card in free if _may_be(card, person, year)] if unknown and person.ages else []
        if len(fitting) == 1:
            guessed[role] = fitting[0]
    return guessed


def _may_be(card: Card, person: Person, child_born: int | None) -> bool:
    if not person.sex or card.text("person.sex") != person.sex or person.ages is None:
        return False
    born = _year(card.text("person.birth_date"))
    if born is None or child_born is None:
        return False
    return person.ages[0] <= child_born - born <= person.ages[1]


def _birth_year(plan: AutofillMap, readings: Sequence[Statement]) -> int | None:
    for ref in plan.birth:
        for text in _said(plan, ref, readings, {}):
            if (year := _year(text)) is not None:
                return year
    return None


def _year(day: str) -> int | None:
    last = day.rsplit("/", 1)[-1]
    return int(last) if len(last) == 4 and last.isdecimal() else None
