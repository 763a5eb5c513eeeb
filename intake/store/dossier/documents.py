# SPDX-License-Identifier: Apache-2.0
"""Papers in the store: added, replaced, taken back."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from intake.dossier.journal import What
from intake.dossier.stored import GONE, REPLACED, TAKEN_OUT, WITHDRAWN, StoredFile
from intake.store.dossier.arranging import arrange, in_order, pages_out
from intake.store.dossier.journal import record
from intake.store.dossier.records import FILE, file_of
from intake.store.objects import StoredObject
from intake.store.tables.model import DossierRow, StoredFileRow
from intake.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What is known of a paper before it is read. ``refusal_code`` is empty for one that can be."""

    name: str
    media_type: str = ""
    page_count: int = 0
    refusal_code: str = ""
    refusal_reason: str = ""


class DocumentWrites:
    """The part of the store that knows papers."""

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
            taken_out = bool(place) and known.refusal_code in TAKEN_OUT
            back = not taken_out and self._retry(session, known, info, who=who, whole=not place)
            return file_of(known), back
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
        return file_of(document), True

    def _retry(
        self, session: Transaction, document: StoredFileRow, info: FileInfo, *, who: str, whole: bool
    ) -> bool:
        """``whole``: also pages of it that are out come back."""
        out = pages_out(session, document.id) if whole or document.refusal_code else 0
        if not (document.refusal_code or out) or info.refusal_code:
            return False
        _describe(document, info)
        session.flush()
        self._tell(session, document, who=who)
        if out:
            arrange(session, document.dossier_id)
        return True

    def share_document(
        self, session: Transaction, paper: StoredFile, dossier_id: str
    ) -> tuple[StoredFile, bool]:
        """The same file as a paper of another dossier, which the journal still has to tell; with True if it
        is new there.
        """
        query = select(StoredFileRow).where(StoredFileRow.dossier_id == dossier_id)
        known = session.scalar(query.where(StoredFileRow.sha256 == paper.sha256)) if paper.sha256 else None
        if known is not None:
            return file_of(known), False
        document = StoredFileRow(
            dossier_id=dossier_id,
            sha256=paper.sha256,
            size=paper.size,
            name=paper.name,
            media_type=paper.media_type,
            page_count=paper.page_count,
            refusal_code=paper.refusal_code,
            refusal_reason=paper.refusal_reason,
            added_at=self.clock(),
        )
        session.add(document)
        session.flush()
        return file_of(document), True

    def _tell(self, session: Transaction, document: StoredFileRow, *, who: str) -> None:
        what = What.PAPER_REFUSED if document.refused else What.PAPER_ADDED
        told = {"document": document.id, "sha256": document.sha256, "name": document.name}
        if document.refused:
            told["code"] = document.refusal_code
        record(session, document.dossier_id, what, at=self.clock(), who=who, data=told)

    def documents(self, session: Transaction, dossier_id: str) -> Sequence[StoredFile]:
        """All papers of a dossier, refused ones too, in the order they came, one that replaced another in the
        other's place; not those taken back or replaced.
        """
        there = (StoredFileRow.dossier_id == dossier_id, StoredFileRow.refusal_code.not_in(GONE))
        query = select(*FILE).where(*there).order_by(*in_order())
        return [StoredFile(*row) for row in session.execute(query)]

    def every_document(self, session: Transaction, dossier_id: str) -> Sequence[StoredFile]:
        """All papers that ever were a dossier's, in the order they came, also what was taken back or
        replaced.
        """
        query = select(*FILE).where(StoredFileRow.dossier_id == dossier_id).order_by(StoredFileRow.id)
        return [StoredFile(*row) for row in session.execute(query)]

    def replace_document(self, session: Transaction, old: StoredFile, by: StoredFile, *, who: str) -> None:
        """A newer file came under the name of ``old``: it stands in for it, the older stays kept."""
        told = {
            "document": old.id,
            "sha256": old.sha256,
            "name": old.name,
            "code": old.refusal_code,
            "by": by.id,
        }
        older, newer = (session.get_one(StoredFileRow, paper.id) for paper in (old, by))
        older.refusal_code = REPLACED
        newer.stands_for = min(paper.stands_for or paper.id for paper in (older, newer))
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

    def pages_of(self, session: Transaction, sha256: str) -> int:
        """How many pages the very same file has that was taken in before; 0 where none was."""
        query = select(StoredFileRow.page_count).where(
            StoredFileRow.sha256 == sha256, StoredFileRow.page_count > 0
        )
        return session.scalar(query.limit(1)) or 0

    def other_dossiers_with(self, session: Transaction, dossier_id: str, sha256: str) -> list[str]:
        """The ids of other dossiers that hold the very same file."""
        query = select(DossierRow.id).join(StoredFileRow, StoredFileRow.dossier_id == DossierRow.id)
        there = (StoredFileRow.sha256 == sha256, StoredFileRow.refusal_code.not_in(GONE))
        query = query.where(*there, DossierRow.id != dossier_id)
        return sorted(session.scalars(query))

    def holds_file(self, session: Transaction, sha256: str) -> bool:
        """Whether the very same file lies in some dossier."""
        known = select(StoredFileRow.id).where(StoredFileRow.sha256 == sha256).limit(1)
        return session.scalar(known) is not None


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


def _describe(document: StoredFileRow, info: FileInfo) -> None:
    document.media_type = info.media_type
    document.page_count = info.page_count
    document.refusal_code = info.refusal_code
    document.refusal_reason = info.refusal_reason
