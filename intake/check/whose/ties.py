# SPDX-License-Identifier: Apache-2.0
"""Papers that no name surely read ties to the rest of the dossier: perhaps another family's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations

from intake.check.whose.cards import person_of
from intake.check.whose.people import NAME, Likeness, likeness
from intake.check.whose.sheets import NamingPaper, told_order
from intake.check.wording import Writer, file_and_page
from intake.dossier.facts import DossierFacts, Finding, Severity
from intake.form.cards import CARD, told_apart
from ocr.text.folding import text_key
from templates.catalogue.loading import Catalogue

_ENOUGH = 2
"""So many people whose names, though not read surely, are the same letter by letter: that is no chance."""


def untied(
    sheets: Sequence[NamingPaper], form: str, facts: DossierFacts, catalogue: Catalogue
) -> list[NamingPaper]:
    """The papers of ``sheets`` that are tied to those of the dossier's people by nobody.

    Those are the most papers and cards that name the same people, one after the other; of equally many the
    ones that the ``form`` is among.
    """
    cards = [
        NamingPaper(CARD, card.pages, card.readings) for card in told_apart(facts.readings) if person_of(card)
    ]
    groups = [{place} for place in range(len(sheets) + len(cards))]
    nodes = [*sheets, *cards]
    for one, other in combinations(range(len(nodes)), 2):
        if groups[one] is not groups[other] and _tied(nodes[one], nodes[other], form, catalogue):
            groups[one] |= groups[other]
            for place in groups[other]:
                groups[place] = groups[one]
    ours = max(groups, key=lambda group: (len(group), any(nodes[n].kind == form for n in group)), default=())
    return [sheet for place, sheet in enumerate(sheets) if place not in ours]


def papers_of_whom(
    found: Sequence[NamingPaper], facts: DossierFacts, catalogue: Catalogue
) -> Iterator[Finding]:
    """A warning for each paper: no name on it is surely that of anybody else in the dossier."""
    for sheet in told_order(found, facts):
        named = any(person.surely_named for person in sheet.people)
        yield Writer(catalogue).finding(
            "paper-of-others" if named else "paper-of-whom",
            Severity.WARNING,
            paper=sheet.kind,
            page=sheet.places[0],
            value=partial(_where, sheet, facts),
        )


def _where(sheet: NamingPaper, facts: DossierFacts) -> str:
    told = file_and_page(sheet.places[0], facts)
    return f" ({told})" if told else ""


def _tied(one: NamingPaper, other: NamingPaper, form: str, catalogue: Catalogue) -> bool:
    """Cards are tied to papers alone: two people of one name may both have one; a form, which says what is
    registered, by what was surely read.
    """
    if one.kind == CARD and other.kind == CARD:
        return False
    alike: set[str] = set()
    for mine in one.people:
        for theirs in other.people:
            found = likeness(mine, theirs, catalogue)
            if found is Likeness.SAME:
                return True
            if found is Likeness.ALIKE:
                alike.add(text_key(mine.text(NAME)))
    return len(alike) >= _ENOUGH and form not in (one.kind, other.kind)
