# SPDX-License-Identifier: Apache-2.0
"""Where the values of a form stand on their papers, as a person is shown them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake.dossier.thresholds import USABLE
from intake.dossier.values import FormValue, Statement
from intake.services.page_shown import Shares, Upright, upright
from intake.store.store import Store
from intake.store.transaction import Transaction
from ocr.result import Box, Source
from templates.catalogue.loading import Catalogue

_LEAST_LINE = 0.42
"""Of the page's width, as the station shows at least (``page_view.js``)."""


@dataclass(frozen=True, slots=True)
class PlaceOnPage:
    """Where a ``value`` stands: a page of a document (row id), upright, and its zone there (None where only
    the page is known). ``told``: what kind of paper it is, in words. ``value`` is "" where hardly read.
    ``about``: nothing was read there, and the zone is only likely.
    """

    document: int
    page: int
    zone: Shares | None
    told: str
    value: str
    about: bool = False

    def with_its_line(self) -> Shares | None:
        """The zone, with more of its line where hardly anything could be read: what was read is often only a
        part of what is written there, and a person types all of it.
        """
        if self.zone is None or self.value or self.zone[2] >= _LEAST_LINE:
            return self.zone
        left, top, wide, high = self.zone
        begins = min(max(0.0, left + wide / 2 - _LEAST_LINE / 2), 1 - _LEAST_LINE)
        return begins, top, _LEAST_LINE, high


class ValuePlaces:
    """The places of values within one reading transaction."""

    def __init__(self, store: Store, session: Transaction, catalogue: Catalogue) -> None:
        self._store, self._session, self._catalogue = store, session, catalogue
        self._turned: dict[tuple[int, int], Upright] = {}

    def of(self, value: FormValue) -> Iterator[PlaceOnPage]:
        """Where it was read, that of the value first."""
        told: set[tuple[int, int, Box | None]] = set()
        for said in _as_looked_at(value):
            if said.document_id is None or said.page is None:
                continue
            where = (said.document_id, said.page, said.box)
            if where not in told:
                told.add(where)
                yield self._place(said, said.document_id, said.page)

    def _place(self, said: Statement, document: int, page: int) -> PlaceOnPage:
        if (document, page) not in self._turned:
            self._turned[document, page] = upright(self._store, self._session, document, page)
        zone = self._turned[document, page].zone(said.box) if said.box else None
        read = said.value if said.confidence >= USABLE else ""
        return PlaceOnPage(document, page, zone, self._catalogue.paper_name(said.paper), read)


def _as_looked_at(value: FormValue) -> Iterable[Statement]:
    """What is stated, the value first; before a code, which nobody can read, the same in print beside it."""
    chosen = value.said
    if chosen.source not in (Source.QR, Source.MRZ):
        return chosen, *value.alternatives
    printed = [
        other
        for other in value.alternatives
        if (other.document_id, other.page) == (chosen.document_id, chosen.page)
        and other.source == Source.PRINT
        and other.value.casefold() == chosen.value.casefold()
    ]
    return *printed[:1], chosen, *value.alternatives
