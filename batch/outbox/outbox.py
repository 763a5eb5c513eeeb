"""The outbox: dossiers wait here for the gateway, one pusher at a time takes each, and failures wait their
turn.

::

    queued ──lease──▶ sending ──▶ sent
      ▲                 │ ├─────▶ failed-retry (again at next_at, without end)
      └── a person ─────┘ └─────▶ refused (by the gateway, or set aside because its files may not go out)

A lease ends by itself: what a dead pusher left in ``sending`` is taken up again once ``lease_until`` has
passed, or at once where the pusher was a process of this computer that is no more.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update

from intake.dossier.pauses import is_turn, waiting_time
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.dossier.tables.model import DossierRow
from intake.dossier.tables.outbox_model import OutboxRow
from intake.store.lease_owner import LEASE, lease_over
from intake.store.store import Store
from intake.store.transaction import Transaction
from intake.store.turns import turn_has_come

_WAITING = (Sending.QUEUED.value, Sending.RETRY.value)


@dataclass(frozen=True, slots=True)
class Job:
    """A leased row, free of the database. ``progress`` as in ``OutboxRow``; ``attempt`` counts from 1."""

    row_id: int
    dossier_id: str
    package_id: int
    owner: str
    attempt: int
    progress: Mapping[str, Any] = field(default_factory=dict)


def enqueue(store: Store, session: Transaction, dossier_id: str, package_id: int, *, who: str) -> OutboxRow:
    """Put a package into the outbox, in the transaction that records it.

    The row of an earlier package of the dossier is used again, with its number and uploads.
    """
    row = of_dossier(session, dossier_id)
    if row is None:
        row = OutboxRow(dossier_id=dossier_id, progress={}, queued_at=store.clock(), state="")
        session.add(row)
    if row.state == Sending.SENT:
        # The gateway gave it back: the same number is sent again, as a supplement.
        row.progress = {**row.progress, "again": True}
    row.progress = {**row.progress, "in_doubt": False}
    row.package_id, row.state, row.next_at = package_id, Sending.QUEUED.value, store.clock()
    row.attempts, row.messages, row.trouble, row.lease_owner, row.lease_until = 0, [], "", "", None
    row.remote_status, row.remote_note, row.sent_at = "", "", None
    session.flush()
    store.advance(session, dossier_id, State.QUEUED, who=who)
    return row


def of_dossier(session: Transaction, dossier_id: str) -> OutboxRow | None:
    """The dossier's row, if it was ever packaged."""
    return session.scalar(select(OutboxRow).where(OutboxRow.dossier_id == dossier_id))


def due(session: Transaction, now: datetime, *, early: bool = False) -> Sequence[str]:
    """The dossiers whose turn it is; ``early`` also those still waiting after a failure.

    Whose turn came first goes first: what failed stands behind what was not tried since.
    """
    waiting = OutboxRow.state.in_(_WAITING)
    turn = waiting if early else and_(waiting, turn_has_come(OutboxRow.next_at, now))
    query = (
        select(OutboxRow)
        .where(or_(turn, OutboxRow.state == Sending.SENDING.value))
        .order_by(OutboxRow.next_at, OutboxRow.id)
    )
    return [
        row.dossier_id
        for row in session.scalars(query)
        if row.state != Sending.SENDING or lease_over(row.lease_owner, row.lease_until, now)
    ]


def lease(store: Store, dossier_id: str, owner: str, *, early: bool = False) -> Job | None:
    """Take the row for ``owner``; None where another has it, or it is not its turn or not to be sent."""
    now = store.clock()
    with store.write() as session:
        row = of_dossier(session, dossier_id)
        if row is None or not _free(row, store.get(session, dossier_id).state, now, early=early):
            return None
        row.state, row.lease_owner, row.lease_until = Sending.SENDING.value, owner, now + LEASE
        row.attempts += 1
        # Should this try end the process, the others have their turn before it is made again.
        row.next_at = now
        session.flush()
        return Job(row.id, row.dossier_id, row.package_id, owner, row.attempts, dict(row.progress))


def _free(row: OutboxRow, state: State, now: datetime, *, early: bool) -> bool:
    """Whether a pusher may take the row; ``early`` is a person's word."""
    if state is State.PUSHED:
        # Sent, and lost over there: a person may have it sent again, and what began so goes on.
        return (early and row.state == Sending.LOST) or _waits(row, now, early=early)
    return state is State.QUEUED and _waits(row, now, early=early)


def _waits(row: OutboxRow, now: datetime, *, early: bool) -> bool:
    if row.state == Sending.SENDING:
        return lease_over(row.lease_owner, row.lease_until, now)
    if row.state in _WAITING:
        return early or is_turn(row.next_at, now)
    # Set aside because of its files, which a person may have mended.
    return early and row.state == Sending.REFUSED


def keep_progress(store: Store, session: Transaction, job: Job, progress: Mapping[str, Any]) -> bool:
    """Remember how far the sending has come and make the lease new; False where the lease is lost."""
    return _change(session, job, {"progress": dict(progress), "lease_until": store.clock() + LEASE})


def number_taken(session: Transaction, number: str, dossier_id: str) -> bool:
    """Whether a dossier other than this one has the mã hồ sơ, be it sent or on its way."""
    sent = select(DossierRow.id).where(DossierRow.official_number == number, DossierRow.id != dossier_id)
    on_its_way = select(OutboxRow.id).where(
        OutboxRow.state != Sending.SENT.value,
        OutboxRow.dossier_id != dossier_id,
        OutboxRow.progress["number"].as_string() == number,
    )
    return any(session.execute(query.limit(1)).first() for query in (sent, on_its_way))


def finish(store: Store, session: Transaction, job: Job, progress: Mapping[str, Any]) -> bool:
    """The gateway has the dossier; False where the lease was lost (whoever has it now finds that out)."""
    now = store.clock()
    values = _ended(Sending.SENT) | {"sent_at": now, "remote_at": now, "messages": [], "trouble": ""}
    return _change(session, job, values | {"progress": dict(progress)})


def retry_later(
    store: Store,
    session: Transaction,
    job: Job,
    trouble: str,
    *,
    chance: random.Random,
    asked_s: float | None = None,
) -> datetime | None:
    """Try again after a pause that grows with every failure, or as long as the gateway asked for.

    Returns the moment of the next try; None where the lease was lost.
    """
    at = store.clock() + waiting_time(job.attempt, chance, asked_s)
    values = _ended(Sending.RETRY) | {"next_at": at, "trouble": trouble}
    return at if _change(session, job, values) else None


def refuse(session: Transaction, job: Job, trouble: str, messages: Sequence[Mapping[str, Any]] = ()) -> bool:
    """A person must change something first; ``messages`` say what, a field each. False: the lease is lost."""
    values = _ended(Sending.REFUSED) | {"trouble": trouble, "messages": [dict(m) for m in messages]}
    return _change(session, job, values)


def _ended(state: Sending) -> dict[str, Any]:
    return {"state": state.value, "lease_owner": "", "lease_until": None}


def _change(session: Transaction, job: Job, values: dict[str, Any]) -> bool:
    """Change the row only while this job's lease on it stands."""
    changed = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == job.row_id)
        .where(OutboxRow.state == Sending.SENDING.value, OutboxRow.lease_owner == job.owner)
        .values(**values)
        .returning(OutboxRow.id)
    )
    return changed.first() is not None
