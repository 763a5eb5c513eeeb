# SPDX-License-Identifier: Apache-2.0
"""The pages of a dossier as plain values, paper by paper, and those that were taken out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from intake.dossier.journal import Event, What, undone
from intake.dossier.pages.arrangement import Page, arrangement
from intake.dossier.stored import FAILED, LaidPage, StoredPage
from intake.form.documents import papers_apart
from intake.services.facts_of import pages_of
from intake.store.dossier.arranging import laid_pages
from intake.store.store import Store
from intake.store.transaction import Transaction
from ocr.result import PageReading
from templates.catalogue.loading import Catalogue


def papers_listed(store: Store, dossier: str, catalogue: Catalogue) -> dict[str, Any]:
    """The papers of the dossier that a person means, each with its ``kind`` ("" where nobody knows it) and
    its ``pages``, numbered (``number``) through the whole dossier; and what is ``taken_out``.
    """
    with store.read() as session:
        found = store.find(session, dossier)
        there = laid_pages(session, found.id)
        read, known = store.readings_by_page(session, found.id), store.pages(session, found.id)
        status = {(page.document_id, page.number): page for pages in known.values() for page in pages}
        papers = _papers(store, session, found.id, there, catalogue)
        events = store.journal(session, found.id)
    numbers = {sheet.page: number for number, sheet in enumerate(there, start=1)}
    return {
        "id": found.id,
        "version": found.version,
        "state": found.state.value,
        "procedure": found.procedure,
        "papers": [
            {
                "kind": _kind(of_paper, read),
                "pages": [_page(numbers[s.page], s, read.get(s.page), status.get(s.page)) for s in of_paper],
            }
            for of_paper in papers
        ],
        "taken_out": list(taken_out(events)),
    }


def _papers(
    store: Store, session: Transaction, dossier_id: str, there: Sequence[LaidPage], catalogue: Catalogue
) -> list[list[LaidPage]]:
    """The sheets of each paper; one that was not read stands alone, a second paper of a sheet not at all."""
    begins: set[Page] = set()
    for run in papers_apart(pages_of(store, session, dossier_id), catalogue):
        if not run[0].nth:
            begins.add((run[0].document_id, run[0].reading.page))
    read = {(page.document_id, page.reading.page) for page in pages_of(store, session, dossier_id)}
    papers: list[list[LaidPage]] = []
    before_read = False
    for sheet in there:
        is_read = sheet.page in read
        if papers and is_read and before_read and sheet.page not in begins:
            papers[-1].append(sheet)
        else:
            papers.append([sheet])
        before_read = is_read
    return papers


def _kind(of_paper: Sequence[LaidPage], read: Mapping[Page, PageReading]) -> str:
    first = read.get(of_paper[0].page)
    return first.kind if first else of_paper[0].said.told.kind


def _page(
    number: int, sheet: LaidPage, reading: PageReading | None, kept: StoredPage | None
) -> dict[str, Any]:
    paper = sheet.paper
    return {
        "number": number,
        "document": paper.id,
        "page": sheet.number,
        "file": paper.name,
        "file_pages": paper.page_count,
        "kind": reading.kind if reading else "",
        "others": [other.kind for other in reading.others] if reading else [],
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
