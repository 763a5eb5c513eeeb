# SPDX-License-Identifier: Apache-2.0
"""The way out of the queue: a dossier that waits to be sent and that the gateway can't have yet is changed.

Its row of the outbox stays, withdrawn, and remembers the number that the gateway issued; its package no
longer counts. ``DossierWrites.advance`` comes through here, so that no dossier leaves the queue otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select

from intake.dossier.sending import Sending
from intake.errors import OnItsWayError
from intake.store.queue.lease_owner import lease_over
from intake.store.tables.outbox_model import OutboxRow
from intake.store.transaction import Transaction


class QueuedRow(Protocol):
    """What is asked of a row of the outbox (``OutboxRow``), or of a record of one."""

    @property
    def state(self) -> str: ...
    @property
    def lease_owner(self) -> str: ...
    @property
    def lease_until(self) -> datetime | None: ...
    @property
    def progress(self) -> Mapping[str, Any]: ...


def leave(session: Transaction, dossier_id: str, now: datetime) -> None:
    """Withdraw the dossier's leading row, for which the others wait; raises ``OnItsWayError`` where it may
    reach the gateway or has done so.
    """
    # Locked, so that no pusher takes it between our look at it and our change.
    mine = select(OutboxRow).where(OutboxRow.dossier_id == dossier_id, OutboxRow.leads).with_for_update()
    row = session.scalar(mine.execution_options(populate_existing=True))
    if row is None:
        return
    refuse_on_its_way(row, dossier_id, now)
    row.state, row.lease_owner, row.lease_until = Sending.WITHDRAWN.value, "", None
    row.messages, row.trouble = [], ""
    session.flush()


def has_left(session: Transaction, dossier_id: str) -> bool:
    """Whether the dossier waited to be sent, was changed and has not been packaged again since."""
    mine = select(OutboxRow.state).where(OutboxRow.dossier_id == dossier_id, OutboxRow.leads)
    return session.scalar(mine) == Sending.WITHDRAWN


def refuse_on_its_way(row: QueuedRow, dossier_id: str, now: datetime) -> None:
    """Raise ``OnItsWayError`` where the dossier may reach the gateway or has done so."""
    if is_in_hand(row, now):
        raise OnItsWayError.being_sent(dossier_id)
    if may_have_arrived(row):
        raise OnItsWayError.perhaps_there(dossier_id)


def may_have_arrived(row: QueuedRow) -> bool:
    """Whether a submission of the package that waits may have reached the gateway."""
    # A row of an earlier version does not tell one sending from another.
    return bool(row.progress.get("in_doubt", row.progress.get("asked")))


def is_in_hand(row: QueuedRow, now: datetime) -> bool:
    """Whether a pusher that lives works on the row."""
    return row.state == Sending.SENDING and not lease_over(row.lease_owner, row.lease_until, now)
