# SPDX-License-Identifier: Apache-2.0
"""What was read on pages before a person said otherwise of them: kept, so that a word that is taken back, or
said again, needs no second reading.
"""

from __future__ import annotations

from datetime import datetime

from intake.dossier.stored import READ
from intake.store.dossier.arranging import otherwise_told
from intake.store.tables.former_reading import FormerReadingRow
from intake.store.tables.model import PageRow
from intake.store.transaction import Transaction
from ocr.result import PageReading


def keep_reading(
    session: Transaction, document_id: int, reading: PageReading, *, reader: str, told: str, read_at: datetime
) -> None:
    """Keep what was read on a page while that was ``told`` of it, beside what its row says."""
    former = FormerReadingRow(document_id=document_id, number=reading.page, told=told)
    former.reader, former.reading, former.read_at = reader, reading, read_at
    session.merge(former)


def keep_former(session: Transaction, page: PageRow) -> None:
    """Keep what a page's row says, before it is written over with what is read after another word."""
    if page.status == READ and page.reading is not None:
        keep_reading(
            session,
            page.document_id,
            page.reading,
            reader=page.reader,
            told=page.told,
            read_at=page.read_at,
        )


def bring_former_back(session: Transaction, dossier_id: str) -> None:
    """Have the rows of the dossier's pages say again what was read after the word that now stands, where that
    was read once.
    """
    for page, told in session.execute(otherwise_told(dossier_id)).all():
        former = session.get(FormerReadingRow, (page.document_id, page.number, told))
        if former is None:
            continue
        keep_former(session, page)
        reading = former.reading
        page.reader, page.told, page.status, page.reason = former.reader, told, READ, ""
        page.kind, page.width, page.height = reading.kind, reading.width, reading.height
        page.reading, page.read_at = reading, former.read_at
        session.delete(former)
    session.flush()
