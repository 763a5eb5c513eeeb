# SPDX-License-Identifier: Apache-2.0
"""The papers of a dossier that name people, each with the people it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from intake.check.whose.people import Somebody, is_name, is_of_person, people_in
from intake.dossier.facts import DossierFacts
from intake.dossier.values import PageRef, Statement
from intake.form.cards import CARD
from templates.catalogue.loading import Catalogue


@dataclass(frozen=True)
class NamingPaper:
    """One paper: its kind, where its pages lie, and what it says."""

    kind: str
    places: tuple[PageRef, ...]
    readings: tuple[Statement, ...] = ()

    @cached_property
    def people(self) -> tuple[Somebody, ...]:
        return tuple(people_in(self.readings))

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys under which it has a place for who somebody is, be it empty."""
        return frozenset(said.key for said in self.readings if is_of_person(said.key))


def sheets_of(facts: DossierFacts, form: str, catalogue: Catalogue) -> list[NamingPaper]:
    """Every paper on which people are named, but the cards; ``form`` is the kind of the procedure's form.

    Pages of one kind in a file are one paper until it is told a second time who somebody is; those of a form
    belong to it in whatever file. So the pages of a form are never taken for a stranger's, and two people's
    forms scanned in one go are two papers. What a person decided about a value stands in place of what was
    read there; what they typed is the form's where there is only one.
    """
    found = [*_read(facts, catalogue), *_unread(facts, catalogue)]
    only = sum(sheet.kind == form for sheet in found) == 1
    decided = {key: chosen.said for key, chosen in facts.form.items() if chosen.corrected and chosen.value}
    return [_as_decided(sheet, decided, only=only) if sheet.kind == form else sheet for sheet in found]


def _read(facts: DossierFacts, catalogue: Catalogue) -> list[NamingPaper]:
    pages: dict[tuple[str, PageRef], list[Statement]] = {}
    for said in facts.readings:
        if said.paper != CARD and said.place:
            pages.setdefault((said.paper, said.place), []).append(said)
    sheets: dict[str, list[NamingPaper]] = {}
    for (kind, place), readings in pages.items():
        page, earlier = NamingPaper(kind, (place,), tuple(readings)), sheets.setdefault(kind, [])
        if earlier and _goes_on(earlier[-1], page, catalogue):
            last = earlier[-1]
            earlier[-1] = NamingPaper(kind, (*last.places, place), (*last.readings, *readings))
        else:
            earlier.append(page)
    there = [sheet for found in sheets.values() for sheet in found]
    return [sheet for sheet in there if sheet.people or names_people(sheet.kind, catalogue)]


def _goes_on(last: NamingPaper, page: NamingPaper, catalogue: Catalogue) -> bool:
    """Only forms have pages that are scanned one by one into files of their own."""
    one_file = last.places[-1].document == page.places[0].document
    known = catalogue.document_types.get(page.kind)
    form = known is not None and known.role == "form"
    return (one_file or form) and not page.keys & last.keys


def _unread(facts: DossierFacts, catalogue: Catalogue) -> Iterator[NamingPaper]:
    """Papers that have places for names, and nothing of them could be read."""
    read = {(said.paper, said.document) for said in facts.readings}
    for paper in facts.papers:
        if names_people(paper.kind, catalogue) and (paper.kind, paper.document) not in read:
            yield NamingPaper(paper.kind, (paper.first,))


def names_people(kind: str, catalogue: Catalogue) -> bool:
    """Whether a kind of paper, cards aside, has a field for somebody's name."""
    known = catalogue.document_types.get(kind)
    return known is not None and kind != CARD and any(map(is_name, known.fields()))


def _as_decided(sheet: NamingPaper, decided: Mapping[str, Statement], *, only: bool) -> NamingPaper:
    here = {
        key: said for key, said in decided.items() if said.place in sheet.places or (only and not said.place)
    }
    kept = [said for said in sheet.readings if said.key not in here]
    return replace(sheet, readings=(*kept, *(_own(sheet, key, said) for key, said in here.items())))


def _own(sheet: NamingPaper, key: str, said: Statement) -> Statement:
    return replace(said, paper=sheet.kind, key=key)


def told_order(sheets: Sequence[NamingPaper], facts: DossierFacts) -> list[NamingPaper]:
    """As a clerk finds them: by file, page and place on the page."""
    return sorted(sheets, key=lambda sheet: _in_files(sheet.places[0], facts))


def _in_files(place: PageRef, facts: DossierFacts) -> tuple[str, str, int, int]:
    return facts.files.get(place.document, ""), place.document, place.page, place.nth
