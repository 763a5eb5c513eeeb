# SPDX-License-Identifier: Apache-2.0
"""Pages of papers in the store, and what was read on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from intake.dossier.stored import FAILED, GONE, READ, StoredFile, StoredPage
from intake.store.dossier.documents import in_order
from intake.store.dossier.records import FILE, PAGE
from intake.store.tables.model import PageRow, StoredFileRow
from intake.store.transaction import Transaction
from ocr.result import PageReading


class PageWrites:
    """The part of the store that knows pages and readings."""

    clock: Callable[[], datetime]

    def save_page_reading(
        self, session: Transaction, document_id: int, reading: PageReading, *, reader: str
    ) -> bool:
        """Keep what was read on a page; False where this ``reader`` version's reading is kept already."""
        page = _page_of(session, document_id, reading.page)
        if page is not None and page.reader == reader and page.status == READ:
            return False
        page = page or _new_page(session, document_id, reading.page)
        page.reader, page.status, page.reason = reader, READ, ""
        page.kind, page.width, page.height = reading.kind, reading.width, reading.height
        page.reading = reading
        page.read_at = self.clock()
        session.flush()
        return True

    def save_page_failure(
        self, session: Transaction, document_id: int, number: int, *, reason: str, reader: str
    ) -> bool:
        """Keep that page ``number`` could not be read; a reading that is there already is not lost to it."""
        page = _page_of(session, document_id, number)
        new = page is None
        page = page or _new_page(session, document_id, number)
        if not new and (page.status == READ or (page.reader, page.reason) == (reader, reason)):
            return False
        page.reader, page.status, page.reason = reader, FAILED, reason
        page.read_at = self.clock()
        session.flush()
        return True

    def reading_of(self, session: Transaction, sha256: str, number: int, reader: str) -> PageReading | None:
        """What ``reader`` read on this page of this file, in whatever dossier."""
        return session.scalar(
            select(PageRow.reading)
            .join(StoredFileRow)
            .where(StoredFileRow.sha256 == sha256, PageRow.number == number)
            .where(PageRow.reader == reader, PageRow.status == READ)
            .limit(1)
        )

    def reading_on(self, session: Transaction, document_id: int, number: int) -> PageReading | None:
        """What was read on a page of a document, if anything."""
        page = _page_of(session, document_id, number)
        return page.reading if page is not None and page.status == READ else None

    def page_readings(self, session: Transaction, dossier_id: str) -> list[tuple[StoredFile, PageReading]]:
        """Every page of a dossier that was read, paper by paper, page by page."""
        rows = session.execute(
            select(*FILE, PageRow.reading)
            .join(PageRow, PageRow.document_id == StoredFileRow.id)
            .where(StoredFileRow.dossier_id == dossier_id, PageRow.status == READ)
            .where(StoredFileRow.refusal_code.not_in(GONE))
            .order_by(*in_order(), PageRow.number)
        )
        return [(StoredFile(*file), read) for *file, read in rows if read]

    def pages(self, session: Transaction, dossier_id: str) -> Mapping[int, Sequence[StoredPage]]:
        """The pages of a dossier's papers that were read or failed, by document, in their order."""
        query = select(*PAGE).join(StoredFileRow).where(StoredFileRow.dossier_id == dossier_id)
        found: defaultdict[int, list[StoredPage]] = defaultdict(list)
        for row in session.execute(query.order_by(PageRow.document_id, PageRow.number)):
            page = StoredPage(*row)
            found[page.document_id].append(page)
        return found


def pages_left(session: Transaction, dossier_id: str) -> int:
    """How many pages of readable papers have neither been read nor failed."""
    papers = (StoredFileRow.dossier_id == dossier_id) & (StoredFileRow.refusal_code == "")
    wanted = session.scalar(select(func.sum(StoredFileRow.page_count)).where(papers)) or 0
    done = session.scalar(select(func.count(PageRow.id)).join(StoredFileRow).where(papers)) or 0
    return max(0, wanted - done)


def _page_of(session: Transaction, document_id: int, number: int) -> PageRow | None:
    return session.scalar(select(PageRow).where(PageRow.document_id == document_id, PageRow.number == number))


def _new_page(session: Transaction, document_id: int, number: int) -> PageRow:
    page = PageRow(document_id=document_id, number=number)
    session.add(page)
    return page
