# SPDX-License-Identifier: Apache-2.0
"""The pages of a dossier as plain values, paper by paper, and those that were taken out of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from intake.dossier.journal import Event, What, undone
from intake.dossier.pages.arrangement import Page, arrangement
from intake.dossier.stored import FAILED, LaidPage, StoredPage
from intake.form.autofill import PaperPage
from intake.form.documents import papers_apart
from intake.services.facts_of import pages_of
from intake.store.dossier.arranging import laid_pages
from intake.store.dossier.journal import ended_of
from intake.store.store import Store
from templates.catalogue.loading import Catalogue


def pages_numbered(store: Store, dossier: str) -> dict[Page, int]:
    """The pages of the dossier that a person means with their numbers (from 1), in their order."""
    with store.read() as session:
        there = laid_pages(session, store.find(session, dossier).id)
    return {sheet.page: number for number, sheet in enumerate(there, start=1)}


def papers_listed(store: Store, dossier: str, catalogue: Catalogue) -> dict[str, Any]:
    """The papers of the dossier that a person means, each with its ``kind`` ("" where nobody knows it) and
    its ``pages``, numbered (``number``) through the whole dossier; and what is ``taken_out``.
    """
    with store.read() as session:
        found = store.find(session, dossier)
        there = laid_pages(session, found.id)
        read = _Read(pages_of(store, session, found.id))
        known = store.pages(session, found.id)
        events = store.journal(session, found.id)
    status = {(page.document_id, page.number): page for pages in known.values() for page in pages}
    numbers = {sheet.page: number for number, sheet in enumerate(there, start=1)}
    return {
        "id": found.id,
        "version": found.version,
        "state": found.state.value,
        "ended": ended_of(session, found),
        "procedure": found.procedure,
        "papers": [
            {
                "kind": read.kind(of_paper[0]),
                "pages": [_page(numbers[s.page], s, read, status.get(s.page)) for s in of_paper],
            }
            for of_paper in _papers(there, read, catalogue)
        ],
        "taken_out": list(taken_out(events)),
    }


class _Read:
    """What was read on the pages of a dossier; a sheet with several papers stands once for each."""

    def __init__(self, pages: Sequence[PaperPage]) -> None:
        self.pages = pages
        self.first = {(p.document_id, p.reading.page): p.reading for p in pages if not p.nth}
        self._others: defaultdict[Page, list[str]] = defaultdict(list)
        for page in (p for p in pages if p.nth):
            self._others[page.document_id, page.reading.page].append(page.reading.kind)

    def kind(self, sheet: LaidPage) -> str:
        reading = self.first.get(sheet.page)
        return reading.kind if reading else sheet.said.told.kind

    def others(self, sheet: LaidPage) -> list[str]:
        """The kinds of the further papers on the sheet."""
        return self._others[sheet.page]


def _papers(there: Sequence[LaidPage], read: _Read, catalogue: Catalogue) -> list[list[LaidPage]]:
    """The pages of each paper; one that was not read stands alone, a second paper of a sheet not at all."""
    runs = papers_apart(read.pages, catalogue)
    begins = {(run[0].document_id, run[0].reading.page) for run in runs if not run[0].nth}
    papers: list[list[LaidPage]] = []
    before_read = False
    for sheet in there:
        is_read = sheet.page in read.first
        if papers and is_read and before_read and sheet.page not in begins:
            papers[-1].append(sheet)
        else:
            papers.append([sheet])
        before_read = is_read
    return papers


def _page(number: int, sheet: LaidPage, read: _Read, kept: StoredPage | None) -> dict[str, Any]:
    paper, reading = sheet.paper, read.first.get(sheet.page)
    return {
        "number": number,
        "document": paper.id,
        "page": sheet.number,
        "file": paper.name,
        "file_pages": paper.page_count,
        "kind": reading.kind if reading else "",
        "others": read.others(sheet),
        "blank": bool(reading and reading.blank),
        "turn": reading.rotation if reading else sheet.said.told.turn or 0,
        "told": {"kind": sheet.said.told.kind, "turn": sheet.said.told.turn, "begins": sheet.said.begins},
        "read": reading is not None,
        "trouble": _trouble(sheet, kept),
    }


def _trouble(sheet: LaidPage, kept: StoredPage | None) -> dict[str, str] | None:
    """Why the page can't be read."""
    if sheet.paper.refused:
        return {"code": sheet.paper.refusal_code, "reason": sheet.paper.refusal_reason}
    if kept is not None and kept.status == FAILED:
        return {"code": kept.reason, "reason": ""}
    return None


def taken_out(events: Sequence[Event]) -> Iterator[dict[str, Any]]:
    """What a person took out and nobody brought back, as it was done; ``code``: what its file was refused
    for, if it was.
    """
    out = {page for page, said in arrangement(events).said.items() if said.out}
    back = undone(events)
    outs = [event for event in events if event.what == What.PAGES_OUT and event.id not in back]
    last = {(e.data["document"], number): e.id for e in outs for number in e.data["pages"]}
    for event in outs:
        here = [(event.data["document"], number) for number in event.data["pages"]]
        pages = [page[1] for page in here if page in out and last[page] == event.id]
        if pages:
            told = {name: event.data[name] for name in _TOLD}
            yield {**told, "pages": pages, "who": event.who, "at": event.at}


_TOLD = ("document", "name", "page_count", "code", "why", "dossier", "reason")
