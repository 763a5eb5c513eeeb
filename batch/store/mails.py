# SPDX-License-Identifier: Apache-2.0
"""The mail queue's rows: found, made and changed; what is done with one ``batch.slips.mail`` decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import joinedload

from batch.store.tables.slip_model import MailRow, SlipRow
from intake.store.dossier.offices import ours
from intake.store.queue.leases import UNSETTLED, Lease, Leases, anew
from intake.store.transaction import Transaction

QUEUE = Leases(MailRow)


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
    session.add(MailRow(slip_id=slip_id, address=address, queued_at=now, queued_by=who, **anew(now)))
    session.flush()


def wait_anew(session: Transaction, mail_id: int, now: datetime) -> None:
    """Put a mail that was given up into the queue again, its turn ``now``."""
    session.execute(update(MailRow).where(MailRow.id == mail_id).values(**anew(now)))


def due(session: Transaction, now: datetime, *, early: bool) -> list[int]:
    """The mails whose turn has come (``early``: all that wait), in the order of their turns."""
    rows = select(MailRow.id).join(MailRow.slip).where(QUEUE.due(session, now, early=early), _ours(session))
    return list(session.scalars(rows.order_by(MailRow.next_at, MailRow.id)))


def take(session: Transaction, mail_id: int, owner: str, now: datetime, *, early: bool) -> Lease | None:
    """Lease a mail; None where another has it or it is not its turn."""
    return next(iter(QUEUE.take(session, owner, now, only=MailRow.id == mail_id, early=early)), None)


def unsent(session: Transaction) -> list[MailEntry]:
    """The mails that were not sent and not given up, longest in the queue first."""
    query = select(MailRow).join(MailRow.slip).where(MailRow.state.in_(UNSETTLED), _ours(session))
    return list(_entries(session, query.order_by(MailRow.queued_at, MailRow.id)))


def all_mails(session: Transaction) -> list[MailEntry]:
    """Every mail, newest first."""
    query = select(MailRow).join(MailRow.slip).where(_ours(session))
    return list(_entries(session, query.order_by(MailRow.id.desc())))


def _ours(session: Transaction) -> ColumnElement[bool]:
    return ours(session, SlipRow.dossier_id)


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
