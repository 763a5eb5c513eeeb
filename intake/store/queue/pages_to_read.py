# SPDX-License-Identifier: Apache-2.0
"""Pages in the hands of readers, and those that were given up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, delete, select, update

from intake.dossier.sending import Sending
from intake.dossier.stored import READ
from intake.store.queue.leases import IN_HAND, Lease, Leases, anew
from intake.store.tables.model import PageRow, StoredFileRow
from intake.store.tables.page_to_read import PageToRead
from intake.store.transaction import Transaction

QUEUE = Leases(PageToRead)

_GIVEN_UP = PageToRead.state == Sending.REFUSED.value


def take(
    session: Transaction, document_id: int, number: int, reader: str, owner: str, now: datetime
) -> Lease | None:
    """Lease a page to ``owner``, to be read by ``reader``; None where another has it, or has read it."""
    read = select(PageRow.id).where(PageRow.document_id == document_id, PageRow.number == number)
    if session.scalar(read.where(PageRow.reader == reader, PageRow.status == READ)) is not None:
        return None
    QUEUE.put(session, now, document_id=document_id, number=number, reader=reader)
    only = and_(PageToRead.document_id == document_id, PageToRead.number == number)
    # What one reader has met says nothing of another.
    others = and_(only, PageToRead.reader != reader, PageToRead.state != IN_HAND)
    session.execute(update(PageToRead).where(others).values(**anew(now), reader=reader))
    return next(iter(QUEUE.take(session, owner, now, only=only, early=True)), None)


def given_up(session: Transaction, dossier_id: str, reader: str) -> set[tuple[int, int]]:
    """The pages (document, number) of a dossier that this reader leaves alone."""
    rows = select(PageToRead.document_id, PageToRead.number).join(
        StoredFileRow, PageToRead.document_id == StoredFileRow.id
    )
    mine = and_(StoredFileRow.dossier_id == dossier_id, PageToRead.reader == reader, _GIVEN_UP)
    return {(document, number) for document, number in session.execute(rows.where(mine))}


def try_again(session: Transaction, dossier_id: str, names: Iterable[str]) -> None:
    """Let pages on which the reader was stopped be tried anew: a person brought their files once more."""
    papers = select(StoredFileRow.id).where(
        StoredFileRow.dossier_id == dossier_id, StoredFileRow.name.in_(list(names))
    )
    theirs = and_(PageToRead.document_id.in_(papers), PageToRead.state != IN_HAND)
    session.execute(delete(PageToRead).where(theirs).execution_options(synchronize_session=False))
