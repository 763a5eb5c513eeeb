# SPDX-License-Identifier: Apache-2.0
"""Dossiers whose scans have several pages, each read without a reader: whose they are is said by the test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from intake.dossier.journal import fold
from intake.dossier.pages.arrangement import Page, arrangement
from intake.dossier.stored import GONE, REMOVED
from intake.reading.read_pages import READER
from intake.services.fill_and_check import fill
from intake.services.receive.ingest import take_in
from intake.store.dossier.arranging import laid_pages
from intake.store.store import Store
from ocr.result import Box, FieldReading, PageReading, Source
from templates.catalogue.loading import load_catalogue
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.dossiers.fake_pages import shaded

FORM, NOTICE, CARD, BLANK = "birth-registration", "birth-notice", "id-card", "blank"


def page(kind: str, values: Mapping[str, str] | None = None, confidence: float = 0.97) -> PageReading:
    """A page of this kind that says these values; ``BLANK``: an empty one."""
    fields = tuple(
        FieldReading(key, value, value, confidence, Source.PRINT, Box(1, 2, 3, 4))
        for key, value in (values or {}).items()
    )
    if kind == BLANK:
        return PageReading(1, "other", 1.0, 0, 0.0, 40, 60, blank=True)
    return PageReading(1, kind, 0.99, 0, 0.0, 40, 60, fields)


def new_dossier(store: Store) -> str:
    with store.write() as session:
        return store.create_dossier(session, procedure=PROCEDURE, who="lan").id


def scanned(store: Store, dossier: str, scan: Path, readings: Sequence[PageReading]) -> int:
    """Take a scan in whose pages say that; the row id of its file."""
    shade = 250 - 3 * len(list(scan.parent.glob("*"))) if scan.parent.exists() else 250
    taken = take_in(store, dossier, [shaded(scan, shade, len(readings))], who="lan")
    (document,) = taken.added
    with store.write() as session:
        for number, reading in enumerate(readings, start=1):
            numbered = replace(reading, page=number)
            store.save_page_reading(session, document, numbered, reader=READER)
    fill(store, dossier, load_catalogue())
    return document


def pages_there(store: Store, dossier: str) -> list[Page]:
    """The pages of the dossier in their order, by file and number."""
    with store.read() as session:
        return [sheet.page for sheet in laid_pages(session, dossier)]


def hashes_there(store: Store, dossier: str) -> list[tuple[str, int]]:
    """The pages of the dossier in their order, by the hash of their file and number."""
    with store.read() as session:
        return [(sheet.paper.sha256 or "", sheet.number) for sheet in laid_pages(session, dossier)]


def is_folded(store: Store, dossier: str) -> bool:
    """Whether the rows of papers and pages are what the journal tells."""
    with store.read() as session:
        events = store.journal(session, dossier)
        told, folded = arrangement(events), fold(events)
        kept = store.every_document(session, dossier)
        there = {sheet.page: sheet.said for sheet in laid_pages(session, dossier)}
    papers = {paper.sha256 for paper in kept if not paper.refusal_code}
    said = {page: one for page, one in told.said.items() if not one.out and page in there}
    return (
        papers == folded.papers
        and all(paper.refusal_code in GONE for paper in kept if paper.id in told.gone)
        and all(paper.id in told.gone for paper in kept if paper.refusal_code == REMOVED)
        and all(there[page] == one for page, one in said.items())
        and not [page for page, one in told.said.items() if one.out and page in there]
    )
