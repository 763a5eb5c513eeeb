# SPDX-License-Identifier: Apache-2.0
"""The mail queue's rows: found, made and changed; what is done with one ``batch.slips.mail`` decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from batch.store import queue_rows
from batch.store.queue_rows import WAITING, QueueChange
from batch.store.tables.slip_model import MailRow, SlipRow
from intake.dossier.sending import Sending
from intake.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class MailEntry:
    """One slip on its way to one address; states as in the outbox. ``sign`` is the slip's."""

    id: int
    slip_id: int
    dossier_id: str
    sign: str
    address: str
    state: str
    attempts: int
    next_at: datetime
    lease_owner: str
    lease_until: datetime | None
    trouble: str
    sent_at: datetime | None


def mail(session: Transaction, mail_id: int) -> MailEntry | None:
    """The mail of this number in the database."""
    return next(_entries(session, select(MailRow).where(MailRow.id == mail_id)), None)


def mail_to(session: Transaction, slip_id: int, address: str) -> MailEntry | None:
    """The mail that carries, or carried, a slip to an address."""
    query = select(MailRow).where(MailRow.slip_id == slip_id, MailRow.address == address)
    return next(_entries(session, query), None)


def add_mail(session: Transaction, slip_id: int, address: str, *, who: str, now: datetime) -> None:
    """Put a slip into the queue, its turn ``now``."""
    row = MailRow(slip_id=slip_id, address=address, queued_at=now, queued_by=who)
    session.add(row)
    queue_rows.change(session, row, {"state": Sending.QUEUED.value, "next_at": now})


def in_turn(session: Transaction, now: datetime, *, early: bool) -> list[MailEntry]:
    """The mails whose turn has come (``early``: all that wait) and those that a sender has, in the order of
    their turns.
    """
    return list(_entries(session, queue_rows.in_turn(MailRow, now, early=early)))


def unsent(session: Transaction) -> list[MailEntry]:
    """The mails that were not sent and not given up, longest in the queue first."""
    waits = MailRow.state.in_((*WAITING, Sending.SENDING.value))
    query = select(MailRow).where(waits).order_by(MailRow.queued_at, MailRow.id)
    return list(_entries(session, query))


def all_mails(session: Transaction) -> list[MailEntry]:
    """Every mail, newest first."""
    return list(_entries(session, select(MailRow).order_by(MailRow.id.desc())))


def change(session: Transaction, mail_id: int, values: QueueChange) -> None:
    """Change a mail, whoever has it."""
    queue_rows.change(session, session.get_one(MailRow, mail_id), values)


def change_leased(session: Transaction, mail_id: int, owner: str, values: QueueChange) -> bool:
    """Change a mail only while ``owner`` has it; False, and nothing done, where the lease is lost."""
    return queue_rows.change_leased(session, MailRow, mail_id, owner, values)


def _entries(session: Transaction, query: Select[MailRow]) -> Iterator[MailEntry]:
    """In one query, without what the slips say."""
    of_slip = joinedload(MailRow.slip).load_only(SlipRow.dossier_id, SlipRow.sign)
    for row in session.scalars(query.options(of_slip)):
        yield MailEntry(
            id=row.id,
            slip_id=row.slip_id,
            dossier_id=row.slip.dossier_id,
            sign=row.slip.sign,
            address=row.address,
            state=row.state,
            attempts=row.attempts,
            next_at=row.next_at,
            lease_owner=row.lease_owner,
            lease_until=row.lease_until,
            trouble=row.trouble,
            sent_at=row.sent_at,
        )
