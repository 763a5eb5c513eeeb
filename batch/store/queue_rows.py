# SPDX-License-Identifier: Apache-2.0
"""What the outbox and the mail queue share: rows that wait, are leased by one worker, and go back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, TypeVar

from sqlalchemy import Select, and_, or_, select, update

from batch.store.tables.slip_model import MailRow
from intake.dossier.sending import Sending
from intake.store.queue.turns import turn_has_come
from intake.store.tables.outbox_model import OutboxRow
from intake.store.transaction import Transaction

WAITING = (Sending.QUEUED.value, Sending.RETRY.value)
"""States of rows that nobody works on and whose turn comes."""


class QueueChange(TypedDict, total=False):
    """Values of a row to be written; those not named stay."""

    state: str
    attempts: int
    next_at: datetime
    lease_owner: str
    lease_until: datetime | None
    trouble: str
    sent_at: datetime | None


QueueRow = TypeVar("QueueRow", OutboxRow, MailRow)


def in_turn(table: type[QueueRow], now: datetime, *, early: bool) -> Select[QueueRow]:
    """The rows whose turn has come (``early``: all that wait) and those that are leased, in the order of
    their turns.
    """
    waiting = table.state.in_(WAITING)
    turn = waiting if early else and_(waiting, turn_has_come(table.next_at, now))
    query = select(table).where(or_(turn, table.state == Sending.SENDING.value))
    return query.order_by(table.next_at, table.id)


def change(session: Transaction, row: OutboxRow | MailRow, values: Mapping[str, Any]) -> None:
    """Change a row, whoever has it."""
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def change_leased(
    session: Transaction, table: type[QueueRow], row_id: int, owner: str, values: Mapping[str, Any]
) -> bool:
    """Change a row only while ``owner`` has it; False, and nothing done, where the lease is lost."""
    changed = session.execute(
        update(table)
        .where(table.id == row_id)
        .where(table.state == Sending.SENDING.value, table.lease_owner == owner)
        .values(**values)
        .returning(table.id)
    )
    return changed.first() is not None
