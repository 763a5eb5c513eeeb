"""Papers in the store: documents, their pages and what was read on them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from intake.dossier.journal import What
from intake.dossier.stored import GONE, REPLACED, WITHDRAWN
from intake.dossier.tables.model import PageRow, ReadingRow, StoredFileRow
from intake.store import readings
from intake.store.journal import record
from intake.store.objects import StoredObject
from intake.store.transaction import Transaction
from ocr.result import FieldReading, PageReading

READ = "read"
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What is known of a paper before it is read. ``refusal_code`` is empty for one that can be."""

    name: str
    media_type: str = ""
    page_count: int = 0
    refusal_code: str = ""
    refusal_reason: str = ""


class DocumentWrites:
    """The part of the store that knows papers, pages and readings."""

    clock: Callable[[], datetime]

    def add_document(
        self,
        session: Transaction,
        dossier_id: str,
        stored: StoredObject | None,
        info: FileInfo,
        *,
        who: str,
        place: str = "",
    ) -> tuple[StoredFileRow, bool]:
        """Add a paper; with True if it is new to the dossier, or back in it.

        A paper is the same where its hash is; one of which no byte could be read (``stored`` None) where its
        name is. ``place``: where it lies in the dossier's folder, "" for one that a person adds. Only a
        person brings back what a person took out.
        """
        name = unicodedata.normalize("NFC", info.name)
        known = _same_paper(session, dossier_id, stored, name, place)
        if known is not None:
            known.place = place or known.place
            taken_out = bool(place) and known.refusal_code == WITHDRAWN
            return known, not taken_out and self._retry(session, known, info, who=who)
        document = StoredFileRow(
            dossier_id=dossier_id,
            sha256=stored.sha256 if stored else None,
            size=stored.size if stored else 0,
            name=name,
            added_at=self.clock(),
            place=place,
        )
        _describe(document, info)
        session.add(document)
        session.flush()
        self._tell(session, document, who=who)
        return document, True

    def _retry(self, session: Transaction, document: StoredFileRow, info: FileInfo, *, who: str) -> bool:
        if not document.refusal_code or info.refusal_code:
            return False
        _describe(document, info)
        session.flush()
        self._tell(session, document, who=who)
        return True

    def _tell(self, session: Transaction, document: StoredFileRow, *, who: str) -> None:
        what = What.PAPER_REFUSED if document.refused else What.PAPER_ADDED
        told = {"document": document.id, "sha256": document.sha256, "name": document.name}
        if document.refused:
            told["code"] = document.refusal_code
        record(session, document.dossier_id, what, at=self.clock(), who=who, data=told)

    def save_page_reading(
        self, session: Transaction, document_id: int, reading: PageReading, *, reader: str
    ) -> bool:
        """Keep what was read on a page; False where this ``reader`` version's reading is kept already."""
        page = _page_of(session, document_id, reading.page)
        if page is not None and page.reader == reader and page.status == READ:
            return False
        page = page or _new_page(session, document_id, reading.page)
        page.reader, page.status, page.reason = reader, READ, ""
        page.tries, page.tried_by = 0, ""
        page.kind, page.width, page.height = reading.kind, reading.width, reading.height
        page.reading = readings.to_json(reading)
        page.read_at = self.clock()
        page.values = [_row(field) for field in reading.fields]
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
        stopped: bool = False,
    ) -> bool:
        """Keep that page ``number`` could not be read; a reading that is there already is not lost to it.

        ``stopped``: the page cost the reader its time, its memory or its process, which is counted.
        """
        page = _page_of(session, document_id, number)
        new = page is None
        page = page or _new_page(session, document_id, number)
        if stopped:
            page.tries, page.tried_by = page.tries + 1 if page.tried_by == reader else 1, reader
        if not new and (page.status == READ or (page.reader, page.reason) == (reader, reason)):
            session.flush()
            return False
        page.reader, page.status, page.reason = reader, FAILED, reason
        page.read_at = self.clock()
        session.flush()
        return True

    def try_again(self, session: Transaction, dossier_id: str, names: Iterable[str]) -> None:
        """Let pages on which the reader was stopped be tried anew: a person brought their files once more."""
        papers = select(StoredFileRow.id).where(
            StoredFileRow.dossier_id == dossier_id, StoredFileRow.name.in_(list(names))
        )
        session.execute(update(PageRow).where(PageRow.document_id.in_(papers)).values(tries=0))

    def reading_of(self, session: Transaction, sha256: str, number: int, reader: str) -> PageReading | None:
        """What ``reader`` read on this page of this file, in whatever dossier."""
        page = session.scalar(
            select(PageRow)
            .join(StoredFileRow)
            .where(StoredFileRow.sha256 == sha256, PageRow.number == number)
            .where(PageRow.reader == reader, PageRow.status == READ)
            .limit(1)
        )
        return readings.from_json(page.reading) if page is not None and page.reading is not None else None

    def documents(self, session: Transaction, dossier_id: str) -> Sequence[StoredFileRow]:
        """All papers of a dossier, refused ones too, in the order they came, one that replaced another in the
        other's place; not those taken back or replaced.
        """
        query = select(StoredFileRow).where(
            StoredFileRow.dossier_id == dossier_id, StoredFileRow.refusal_code.not_in(GONE)
        )
        return session.scalars(query.order_by(*_in_order())).all()

    def replace_document(
        self, session: Transaction, old: StoredFileRow, by: StoredFileRow, *, who: str
    ) -> None:
        """A newer file came under the name of ``old``: it stands in for it, the older stays kept."""
        told = {
            "document": old.id,
            "sha256": old.sha256,
            "name": old.name,
            "code": old.refusal_code,
            "by": by.id,
        }
        old.refusal_code = REPLACED
        by.stands_for = min(paper.stands_for or paper.id for paper in (old, by))
        session.flush()
        record(session, old.dossier_id, What.PAPER_REPLACED, at=self.clock(), who=who, data=told)

    def put_back_document(self, session: Transaction, document_id: int, refusal_code: str) -> None:
        """Take the replacing of a paper back; ``refusal_code`` is what it had before."""
        session.get_one(StoredFileRow, document_id).refusal_code = refusal_code
        session.flush()

    def withdraw_document(self, session: Transaction, document_id: int) -> None:
        """Take a paper out of its dossier. The journal says who and why; the file stays kept."""
        document = session.get_one(StoredFileRow, document_id)
        document.refusal_code, document.refusal_reason = WITHDRAWN, ""
        session.flush()

    def page_readings(self, session: Transaction, dossier_id: str) -> list[tuple[StoredFileRow, PageReading]]:
        """Every page of a dossier that was read, paper by paper, page by page."""
        rows = session.execute(
            select(StoredFileRow, PageRow)
            .join(PageRow, PageRow.document_id == StoredFileRow.id)
            .where(StoredFileRow.dossier_id == dossier_id, PageRow.status == READ)
            .where(StoredFileRow.refusal_code.not_in(GONE))
            .order_by(*_in_order(), PageRow.number)
        ).all()
        return [(document, readings.from_json(page.reading)) for document, page in rows if page.reading]

    def other_dossiers_with(self, session: Transaction, dossier_id: str, sha256: str) -> list[str]:
        """The ids of other dossiers that hold the very same file."""
        query = select(StoredFileRow.dossier_id).where(
            StoredFileRow.sha256 == sha256, StoredFileRow.dossier_id != dossier_id
        )
        return sorted(session.scalars(query))


def _same_paper(
    session: Transaction, dossier_id: str, stored: StoredObject | None, name: str, place: str
) -> StoredFileRow | None:
    query = select(StoredFileRow).where(StoredFileRow.dossier_id == dossier_id)
    if stored is not None:
        return session.scalar(query.where(StoredFileRow.sha256 == stored.sha256))
    # A paper from before places were kept has none.
    there = StoredFileRow.place.in_((place, "")) if place else StoredFileRow.place == ""
    return session.scalar(
        query.where(StoredFileRow.sha256.is_(None), StoredFileRow.name == name, there).limit(1)
    )


def _in_order() -> tuple[ColumnElement[int], ColumnElement[int]]:
    return func.coalesce(StoredFileRow.stands_for, StoredFileRow.id), StoredFileRow.id.expression


def _describe(document: StoredFileRow, info: FileInfo) -> None:
    document.media_type = info.media_type
    document.page_count = info.page_count
    document.refusal_code = info.refusal_code
    document.refusal_reason = info.refusal_reason


def _page_of(session: Transaction, document_id: int, number: int) -> PageRow | None:
    return session.scalar(select(PageRow).where(PageRow.document_id == document_id, PageRow.number == number))


def _new_page(session: Transaction, document_id: int, number: int) -> PageRow:
    page = PageRow(document_id=document_id, number=number)
    session.add(page)
    return page


def _row(field: FieldReading) -> ReadingRow:
    return ReadingRow(
        key=field.key,
        value=field.value,
        raw=field.raw,
        confidence=field.confidence,
        source=field.source.value,
        x=field.box.x,
        y=field.box.y,
        w=field.box.w,
        h=field.box.h,
    )
