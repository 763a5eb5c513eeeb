# SPDX-License-Identifier: Apache-2.0
"""Pages in the hands of readers, and those that were given up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from intake.dossier.sending import Sending
from intake.dossier.stored import READ
from intake.store.queue.leases import IN_HAND, Lease, Leases, anew
from intake.store.tables.model import PageRow, StoredFileRow
from intake.store.tables.page_to_read import PageToRead
from intake.store.transaction import Transaction

QUEUE = Leases(PageToRead)

_GIVEN_UP = PageToRead.state == Sending.REFUSED.value


@dataclass(frozen=True, slots=True)
class TakenPage:
    """A page in hand. ``left_behind``: so many programs ended with it in theirs."""

    lease: Lease
    left_behind: int


def take(
    session: Transaction,
    document_id: int,
    number: int,
    reader: str,
    owner: str,
    now: datetime,
    told: str = "",
) -> TakenPage | None:
    """Lease a page, of which that was ``told``, to ``owner``, to be read by ``reader``; None where another
    has it, or has read it.

    That a program ended with the page in hand (a power cut) is no try of the page's: it is counted apart.
    """
    read = select(PageRow.id).where(PageRow.document_id == document_id, PageRow.number == number)
    read = read.where(PageRow.told == told)
    if session.scalar(read.where(PageRow.reader == reader, PageRow.status == READ)) is not None:
        return None
    QUEUE.put(session, now, document_id=document_id, number=number, reader=reader)
    only = and_(PageToRead.document_id == document_id, PageToRead.number == number)
    # What one reader has met says nothing of another.
    others = and_(only, PageToRead.reader != reader, PageToRead.state != IN_HAND)
    session.execute(update(PageToRead).where(others).values(**anew(now), reader=reader, left_behind=0))
    was_left = session.scalar(select(PageToRead.state).where(only)) == IN_HAND
    for lease in QUEUE.take(session, owner, now, only=only, early=True):
        row = session.get_one(PageToRead, lease.row_id)
        if was_left:
            row.attempts, row.left_behind = row.attempts - 1, row.left_behind + 1
            session.flush()
        return TakenPage(replace(lease, attempt=row.attempts), row.left_behind)
    return None


def left_behind(session: Transaction, dossier_id: str, now: datetime) -> set[tuple[int, int]]:
    """The pages (document, number) of a dossier that a program had in hand when it ended."""
    papers = select(StoredFileRow.id).where(StoredFileRow.dossier_id == dossier_id)
    theirs = PageToRead.document_id.in_(papers)
    behind = or_(PageToRead.left_behind > 0, QUEUE.abandoned(session, now, theirs))
    rows = select(PageToRead.document_id, PageToRead.number).where(theirs, behind)
    return {(document, number) for document, number in session.execute(rows)}


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
    _forget(session, PageToRead.document_id.in_(papers))


def try_pages_again(session: Transaction, document_id: int, numbers: Collection[int]) -> None:
    """Let these pages of a file be tried anew: a person said something of them."""
    _forget(session, and_(PageToRead.document_id == document_id, PageToRead.number.in_(numbers)))


def _forget(session: Transaction, which: ColumnElement[bool]) -> None:
    theirs = and_(which, PageToRead.state != IN_HAND)
    session.execute(delete(PageToRead).where(theirs).execution_options(synchronize_session=False))
