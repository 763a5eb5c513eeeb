# SPDX-License-Identifier: Apache-2.0
"""How the pages of a dossier's files lie in it, as its journal tells: which are out of it, in which order
they stand, where a paper begins, and what a person said that a page is.

Pure, a fold like ``journal.fold``: what was taken back does not count. A file that could not be opened has
one page here, number 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from intake.dossier.journal import Event, What, undone
from ocr.page.told import UNTOLD, Told

Page = tuple[int, int]
"""A file's row id in its dossier, and the number of one of its pages, from 1."""


@dataclass(frozen=True, slots=True)
class PageSaid:
    """What persons said of one page. ``out``: it is not (or no more) the dossier's. ``begins``: a paper
    begins with it (True), or it goes on with the paper before it (False). ``place``: where it stands among
    those that were put in order, from 0; what has none comes after them, as it came.
    """

    out: bool = False
    told: Told = UNTOLD
    begins: bool | None = None
    place: int | None = None


AS_IT_CAME = PageSaid()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What was said of each page (none where nothing was), and the files (ids) of which all pages are out."""

    said: Mapping[Page, PageSaid] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()


def arrangement(events: Iterable[Event]) -> Arrangement:
    """How the pages lie after these events, in their order."""
    events = list(events)
    files, said = _Files(events), defaultdict[Page, PageSaid](PageSaid)
    taken_back = undone(events)
    for event in events:
        if event.id in taken_back:
            continue
        files.take(event)
        if event.what == What.PAGES_TOLD:
            for number in event.data["pages"]:
                page = (event.data["document"], number)
                said[page] = _told(said[page], event.data)
        elif event.what == What.PAGES_ORDERED:
            order = [(document, number) for document, number in event.data["order"]]
            for page, before in said.items():
                said[page] = replace(before, place=None)
            for place, page in enumerate(order):
                said[page] = replace(said[page], place=place)
    for page in files.out():
        said[page] = replace(said[page], out=True)
    return Arrangement({page: one for page, one in said.items() if one != AS_IT_CAME}, files.gone())


def _told(before: PageSaid, data: Mapping[str, object]) -> PageSaid:
    """After what one event tells of a page: only what it names changes."""
    told = before.told
    if "kind" in data:
        told = replace(told, kind=str(data["kind"]))
    if "turn" in data:
        turn = data["turn"]
        told = replace(told, turn=turn if isinstance(turn, int) else None)
    begins = data.get("begins", before.begins)
    return replace(before, told=told, begins=begins if isinstance(begins, bool) else None)


class _Files:
    """Which pages of each file that was ever touched are out of the dossier."""

    def __init__(self, events: Iterable[Event]) -> None:
        moves = [event.data for event in events if event.what in (What.PAGES_IN, What.PAGES_OUT)]
        self._pages: dict[int, int] = {data["document"]: max(1, data["page_count"]) for data in moves}
        # Of a file whose row came with some of its pages, all others never were this dossier's.
        came_in_part = {data["document"] for data in moves if data.get("new")}
        self._out = {
            document: set(range(1, count + 1)) if document in came_in_part else set[int]()
            for document, count in self._pages.items()
        }

    def take(self, event: Event) -> None:
        document = event.data.get("document")
        if document not in self._out:
            return
        match event.what:
            case What.PAPER_ADDED | What.PAPER_REFUSED:
                self._out[document].clear()
            case What.PAGES_IN:
                if event.data.get("new"):
                    self._out[document] = set(range(1, self._pages[document] + 1))
                self._out[document] -= set(event.data["pages"])
            case What.PAGES_OUT:
                self._out[document] |= set(event.data["pages"])

    def out(self) -> Iterable[Page]:
        return [(document, number) for document, pages in self._out.items() for number in sorted(pages)]

    def gone(self) -> frozenset[int]:
        return frozenset(d for d, out in self._out.items() if len(out) >= self._pages[d])
