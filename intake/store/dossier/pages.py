# SPDX-License-Identifier: Apache-2.0
"""Pages of papers in the store, and what was read on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from intake.dossier.stored import FAILED, GONE, READ, StoredFile, StoredPage
from intake.store.dossier.arranging import current, laid_pages, otherwise_told, told_of
from intake.store.dossier.records import PAGE
from intake.store.tables.former_reading import FormerReadingRow
from intake.store.tables.model import PageRow, PageSaidRow, StoredFileRow
from intake.store.transaction import Transaction
from ocr.result import PageReading


class PageWrites:
    """The part of the store that knows pages and readings."""

    clock: Callable[[], datetime]

    def save_page_reading(
        self, session: Transaction, document_id: int, reading: PageReading, *, reader: str, told: str = ""
    ) -> bool:
        """Keep what was read on a page, of which that was ``told`` (``ocr.page.told``); False where this
        ``reader`` version's reading is kept already, or what now stands of the page was read before.
        """
        page = _page_of(session, document_id, reading.page)
        if page is not None and (page.reader, page.told, page.status) == (reader, told, READ):
            return False
        if page is not None and page.told != told:
            if _stands(session, page):  # the word was taken back while the page was read after it
                _keep_aside(session, document_id, reading, reader=reader, told=told, read_at=self.clock())
                return False
            _keep_former(session, page)
        page = page or _new_page(session, document_id, reading.page)
        page.reader, page.told, page.status, page.reason = reader, told, READ, ""
        page.kind, page.width, page.height = reading.kind, reading.width, reading.height
        page.reading = reading
        page.read_at = self.clock()
        session.flush()
        return True

    def save_page_failure(
        self,
        session: Transaction,
        document_id: int,
        number: int,
        *,
        reason: str,
        reader: str,
        told: str = "",
    ) -> bool:
        """Keep that page ``number`` could not be read; a reading that is there already is not lost to it,
        unless another word of a person was ``told`` then.
        """
        page = _page_of(session, document_id, number)
        new = page is None
        page = page or _new_page(session, document_id, number)
        as_before = page.status == READ or (page.reader, page.reason) == (reader, reason)
        if not new and page.told == told and as_before:
            return False
        if not new and page.told != told:
            if _stands(session, page):
                return False
            _keep_former(session, page)
        page.reader, page.told, page.status, page.reason = reader, told, FAILED, reason
        page.kind, page.reading = "", None
        page.read_at = self.clock()
        session.flush()
        return True

    def reading_of(
        self, session: Transaction, sha256: str, number: int, reader: str, told: str = ""
    ) -> PageReading | None:
        """What ``reader`` read on this page of this file, of which the same was ``told``, in whatever
        dossier.
        """
        return session.scalar(
            select(PageRow.reading)
            .join(StoredFileRow)
            .where(StoredFileRow.sha256 == sha256, PageRow.number == number)
            .where(PageRow.reader == reader, PageRow.told == told, PageRow.status == READ)
            .limit(1)
        )

    def reading_on(self, session: Transaction, document_id: int, number: int) -> PageReading | None:
        """What was read on a page of a document, if anything, after what was last said of it."""
        page = select(PageRow.reading).where(PageRow.document_id == document_id, PageRow.number == number)
        return session.scalar(current(page).where(PageRow.status == READ))

    def page_readings(self, session: Transaction, dossier_id: str) -> list[tuple[StoredFile, PageReading]]:
        """Every page of a dossier that was read, in its place."""
        read = self.readings_by_page(session, dossier_id)
        there = ((sheet, read.get(sheet.page)) for sheet in laid_pages(session, dossier_id))
        return [(sheet.paper, reading) for sheet, reading in there if reading]

    def readings_by_page(
        self, session: Transaction, dossier_id: str
    ) -> Mapping[tuple[int, int], PageReading]:
        """What was read on a dossier's pages, by file (row id) and number."""
        query = select(PageRow.document_id, PageRow.number, PageRow.reading).join(StoredFileRow)
        there = (StoredFileRow.dossier_id == dossier_id, StoredFileRow.refusal_code.not_in(GONE))
        query = current(query).where(*there, PageRow.status == READ)
        return {(document, number): read for document, number, read in session.execute(query) if read}

    def pages(self, session: Transaction, dossier_id: str) -> Mapping[int, Sequence[StoredPage]]:
        """The pages of a dossier's papers that were read or failed, by document, by number; none that is out
        of the dossier or of which another word was said since.
        """
        query = current(select(*PAGE).join(StoredFileRow)).where(StoredFileRow.dossier_id == dossier_id)
        found: defaultdict[int, list[StoredPage]] = defaultdict(list)
        for row in session.execute(query.order_by(PageRow.document_id, PageRow.number)):
            page = StoredPage(*row)
            found[page.document_id].append(page)
        return found


def kinds_of_many(
    session: Transaction, dossiers: Sequence[str], kinds: Collection[str]
) -> Mapping[str, frozenset[str]]:
    """Which of these kinds the pages of some hundred dossiers were read as, by dossier; of a page with two
    papers the first alone counts. Loads no reading.
    """
    if not kinds:
        return {}
    query = select(StoredFileRow.dossier_id, PageRow.kind).join(PageRow.document)
    query = query.where(StoredFileRow.dossier_id.in_(dossiers), StoredFileRow.refusal_code.not_in(GONE))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for dossier, kind in session.execute(current(query).where(PageRow.kind.in_(kinds)).distinct()):
        found[dossier].add(kind)
    return {dossier: frozenset(kinds) for dossier, kinds in found.items()}


def pages_left(session: Transaction, dossier_id: str) -> int:
    """How many pages of readable papers have neither been read nor failed."""
    papers = (StoredFileRow.dossier_id == dossier_id) & (StoredFileRow.refusal_code == "")
    wanted = session.scalar(select(func.sum(StoredFileRow.page_count)).where(papers)) or 0
    out = select(func.count()).select_from(PageSaidRow).join(StoredFileRow).where(papers, PageSaidRow.out)
    done = current(select(func.count(PageRow.id)).join(StoredFileRow)).where(papers)
    return max(0, wanted - (session.scalar(out) or 0) - (session.scalar(done) or 0))


def copy_pages(session: Transaction, source: int, target: int, numbers: Collection[int]) -> None:
    """What is known of these pages of a file (row id) is known of the same file's in another dossier too."""
    for page in session.scalars(
        select(PageRow).where(PageRow.document_id == source, PageRow.number.in_(numbers))
    ).all():
        mine = _page_of(session, target, page.number) or _new_page(session, target, page.number)
        for column in _KNOWN:
            setattr(mine, column, getattr(page, column))
    session.flush()


def bring_former_back(session: Transaction, dossier_id: str) -> None:
    """Have the rows of the dossier's pages say again what was read after the word that now stands, where that
    was read once: a word that is taken back, or said again, needs no second reading.
    """
    for page, told in session.execute(otherwise_told(dossier_id)).all():
        former = session.get(FormerReadingRow, (page.document_id, page.number, told))
        if former is None:
            continue
        _keep_former(session, page)
        reading = former.reading
        page.reader, page.told, page.status, page.reason = former.reader, told, READ, ""
        page.kind, page.width, page.height = reading.kind, reading.width, reading.height
        page.reading, page.read_at = reading, former.read_at
        session.delete(former)
    session.flush()


_KNOWN = ("reader", "told", "status", "reason", "kind", "width", "height", "reading", "read_at")


def _page_of(session: Transaction, document_id: int, number: int) -> PageRow | None:
    return session.scalar(select(PageRow).where(PageRow.document_id == document_id, PageRow.number == number))


def _keep_aside(
    session: Transaction, document_id: int, reading: PageReading, *, reader: str, told: str, read_at: datetime
) -> None:
    """Keep what was read on a page while that was ``told`` of it, beside what its row says."""
    former = FormerReadingRow(document_id=document_id, number=reading.page, told=told)
    former.reader, former.reading, former.read_at = reader, reading, read_at
    session.merge(former)


def _keep_former(session: Transaction, page: PageRow) -> None:
    """Keep what a page's row says, before it is written over with what is read after another word."""
    if page.status == READ and page.reading is not None:
        _keep_aside(
            session,
            page.document_id,
            page.reading,
            reader=page.reader,
            told=page.told,
            read_at=page.read_at,
        )


def _stands(session: Transaction, page: PageRow) -> bool:
    """Whether the page was read, or failed, after the word that now stands."""
    return page.told == str(told_of(session, page.document_id, page.number))


def _new_page(session: Transaction, document_id: int, number: int) -> PageRow:
    page = PageRow(document_id=document_id, number=number)
    session.add(page)
    return page
