"""Papers in the store: documents, their pages and what was read on them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from intake.dossier.journal import What, record
from intake.dossier.tables.model import GONE, REPLACED, WITHDRAWN, Page, ReadingRow, StoredFile
from intake.store import readings
from intake.store.objects import StoredObject
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
        session: Session,
        dossier_id: str,
        stored: StoredObject | None,
        info: FileInfo,
        *,
        who: str,
        place: str = "",
    ) -> tuple[StoredFile, bool]:
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
        document = StoredFile(
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

    def _retry(self, session: Session, document: StoredFile, info: FileInfo, *, who: str) -> bool:
        if not document.refusal_code or info.refusal_code:
            return False
        _describe(document, info)
        session.flush()
        self._tell(session, document, who=who)
        return True

    def _tell(self, session: Session, document: StoredFile, *, who: str) -> None:
        what = What.PAPER_REFUSED if document.refused else What.PAPER_ADDED
        told = {"document": document.id, "sha256": document.sha256, "name": document.name}
        if document.refused:
            told["code"] = document.refusal_code
        record(session, document.dossier_id, what, at=self.clock(), who=who, data=told)

    def save_page_reading(
        self, session: Session, document_id: int, reading: PageReading, *, reader: str
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
        session: Session,
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

    def try_again(self, session: Session, dossier_id: str, names: Iterable[str]) -> None:
        """Let pages on which the reader was stopped be tried anew: a person brought their files once more."""
        papers = select(StoredFile.id).where(
            StoredFile.dossier_id == dossier_id, StoredFile.name.in_(list(names))
        )
        session.execute(update(Page).where(Page.document_id.in_(papers)).values(tries=0))

    def reading_of(self, session: Session, sha256: str, number: int, reader: str) -> PageReading | None:
        """What ``reader`` read on this page of this file, in whatever dossier."""
        page = session.scalar(
            select(Page)
            .join(StoredFile)
            .where(StoredFile.sha256 == sha256, Page.number == number)
            .where(Page.reader == reader, Page.status == READ)
            .limit(1)
        )
        return readings.from_json(page.reading) if page is not None and page.reading is not None else None

    def documents(self, session: Session, dossier_id: str) -> Sequence[StoredFile]:
        """All papers of a dossier, refused ones too, in the order they came, one that replaced another in the
        other's place; not those taken back or replaced.
        """
        query = select(StoredFile).where(
            StoredFile.dossier_id == dossier_id, StoredFile.refusal_code.not_in(GONE)
        )
        return session.scalars(query.order_by(*_in_order())).all()

    def replace_document(self, session: Session, old: StoredFile, by: StoredFile, *, who: str) -> None:
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

    def put_back_document(self, session: Session, document_id: int, refusal_code: str) -> None:
        """Take the replacing of a paper back; ``refusal_code`` is what it had before."""
        session.get_one(StoredFile, document_id).refusal_code = refusal_code
        session.flush()

    def withdraw_document(self, session: Session, document_id: int) -> None:
        """Take a paper out of its dossier. The journal says who and why; the file stays kept."""
        document = session.get_one(StoredFile, document_id)
        document.refusal_code, document.refusal_reason = WITHDRAWN, ""
        session.flush()

    def page_readings(self, session: Session, dossier_id: str) -> list[tuple[StoredFile, PageReading]]:
        """Every page of a dossier that was read, paper by paper, page by page."""
        rows = session.execute(
            select(StoredFile, Page)
            .join(Page, Page.document_id == StoredFile.id)
            .where(StoredFile.dossier_id == dossier_id, Page.status == READ)
            .where(StoredFile.refusal_code.not_in(GONE))
            .order_by(*_in_order(), Page.number)
        ).all()
        return [(document, readings.from_json(page.reading)) for document, page in rows if page.reading]

    def other_dossiers_with(self, session: Session, dossier_id: str, sha256: str) -> list[str]:
        """The ids of other dossiers that hold the very same file."""
        query = select(StoredFile.dossier_id).where(
            StoredFile.sha256 == sha256, StoredFile.dossier_id != dossier_id
        )
        return sorted(session.scalars(query))


def _same_paper(
    session: Session, dossier_id: str, stored: StoredObject | None, name: str, place: str
) -> StoredFile | None:
    query = select(StoredFile).where(StoredFile.dossier_id == dossier_id)
    if stored is not None:
        return session.scalar(query.where(StoredFile.sha256 == stored.sha256))
    # A paper from before places were kept has none.
    there = StoredFile.place.in_((place, "")) if place else StoredFile.place == ""
    return session.scalar(query.where(StoredFile.sha256.is_(None), StoredFile.name == name, there).limit(1))


def _in_order() -> tuple[ColumnElement[int], ColumnElement[int]]:
    return func.coalesce(StoredFile.stands_for, StoredFile.id), StoredFile.id.expression


def _describe(document: StoredFile, info: FileInfo) -> None:
    document.media_type = info.media_type
    document.page_count = info.page_count
    document.refusal_code = info.refusal_code
    document.refusal_reason = info.refusal_reason


def _page_of(session: Session, document_id: int, number: int) -> Page | None:
    return session.scalar(select(Page).where(Page.document_id == document_id, Page.number == number))


def _new_page(session: Session, document_id: int, number: int) -> Page:
    page = Page(document_id=document_id, number=number)
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
