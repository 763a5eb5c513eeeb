"""The outbox: dossiers wait here for the gateway, one pusher at a time takes each, and failures wait their
turn.

::

    queued ──lease──▶ sending ──▶ sent
      ▲                 │ ├─────▶ failed-retry (again at next_at)
      └── a person ─────┘ └─────▶ refused (with a message a field)

A lease ends by itself: what a dead pusher left in ``sending`` is taken up again once ``lease_until`` has
passed, or at once where the pusher was a process of this computer that is no more.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from intake.lease_owner import is_gone
from intake.outbox_model import OutboxRow, Sending
from intake.states import State
from intake.store import Store

# Longer than any single request may take (settings: upload_timeout_s).
LEASE = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Job:
    """A leased row, free of the database. ``progress`` as in ``OutboxRow``; ``attempt`` counts from 1."""

    row_id: int
    dossier_id: str
    package_id: int
    owner: str
    attempt: int
    progress: Mapping[str, Any] = field(default_factory=dict)


def enqueue(store: Store, session: Session, dossier_id: str, package_id: int, *, who: str) -> OutboxRow:
    """Put a package into the outbox, in the transaction that records it.

    The row of an earlier package of the dossier is used again, with its number and uploads.
    """
    row = of_dossier(session, dossier_id)
    now = store.clock()
    if row is not None and store.get(session, dossier_id).state is State.QUEUED:
        row.package_id = package_id
        return row
    if row is None:
        row = OutboxRow(dossier_id=dossier_id, progress={}, queued_at=now, state="")
        session.add(row)
    if row.state == Sending.SENT:
        # The gateway gave it back: the same number is sent again, as a supplement.
        row.progress = {**row.progress, "again": True}
    row.package_id, row.state, row.next_at = package_id, Sending.QUEUED.value, now
    row.attempts, row.messages, row.trouble, row.lease_owner, row.lease_until = 0, [], "", "", None
    row.remote_status, row.remote_note, row.sent_at = "", "", None
    session.flush()
    store.advance(session, dossier_id, State.QUEUED, who=who)
    return row


def of_dossier(session: Session, dossier_id: str) -> OutboxRow | None:
    """The dossier's row, if it was ever packaged."""
    return session.scalar(select(OutboxRow).where(OutboxRow.dossier_id == dossier_id))


def due(session: Session, now: datetime, *, early: bool = False) -> Sequence[str]:
    """The dossiers whose turn it is, oldest first; ``early`` also those still waiting after a failure."""
    waiting = OutboxRow.state.in_((Sending.QUEUED.value, Sending.RETRY.value))
    turn = waiting if early else and_(waiting, OutboxRow.next_at <= now)
    query = (
        select(OutboxRow)
        .where(or_(turn, OutboxRow.state == Sending.SENDING.value))
        .order_by(OutboxRow.queued_at, OutboxRow.id)
    )
    return [
        row.dossier_id
        for row in session.scalars(query)
        if row.state != Sending.SENDING or _left_over(row, now)
    ]


def lease(store: Store, dossier_id: str, owner: str, *, early: bool = False) -> Job | None:
    """Take the row for ``owner``; None where another has it or it is not its turn."""
    now = store.clock()
    with store.write() as session:
        row = of_dossier(session, dossier_id)
        if row is None or not _free(row, now, early=early):
            return None
        row.state, row.lease_owner, row.lease_until = Sending.SENDING.value, owner, now + LEASE
        row.attempts += 1
        session.flush()
        return Job(row.id, row.dossier_id, row.package_id, owner, row.attempts, dict(row.progress))


def _free(row: OutboxRow, now: datetime, *, early: bool) -> bool:
    if row.state == Sending.SENDING:
        return _left_over(row, now)
    if row.state in (Sending.QUEUED, Sending.RETRY):
        return early or row.next_at <= now
    # Given up after many failures: without messages nothing is to be corrected, so a person may try again.
    return early and row.state == Sending.REFUSED and not row.messages


def _left_over(row: OutboxRow, now: datetime) -> bool:
    """Whether a lease has ended: by its time, or with its process."""
    return row.lease_until is None or row.lease_until <= now or is_gone(row.lease_owner)


def keep_progress(store: Store, job: Job, progress: Mapping[str, Any]) -> bool:
    """Remember how far the sending has come and make the lease new; False where the lease is lost."""
    now = store.clock()
    values = {"progress": dict(progress), "lease_until": now + LEASE}
    with store.write() as session:
        return _change(session, job, values)


def finish(store: Store, session: Session, job: Job, progress: Mapping[str, Any]) -> bool:
    """The gateway has the dossier; False where the lease was lost (whoever has it now finds that out)."""
    now = store.clock()
    values = _ended(Sending.SENT) | {"sent_at": now, "remote_at": now, "messages": [], "trouble": ""}
    return _change(session, job, values | {"progress": dict(progress)})


def retry_later(
    store: Store, session: Session, job: Job, trouble: str, *, chance: random.Random
) -> datetime | None:
    """Try again after a while that doubles with every failure; None where the lease was lost."""
    at = store.clock() + waiting_time(job.attempt, chance)
    values = _ended(Sending.RETRY) | {"next_at": at, "trouble": trouble}
    return at if _change(session, job, values) else None


def refuse(session: Session, job: Job, trouble: str, messages: Sequence[Mapping[str, Any]]) -> bool:
    """A person must change the dossier first; ``messages`` say what, a field each."""
    values = _ended(Sending.REFUSED) | {"trouble": trouble, "messages": [dict(m) for m in messages]}
    return _change(session, job, values)


def waiting_time(attempt: int, chance: random.Random) -> timedelta:
    """Doubling from half a minute to two hours, ± a quarter so that pushers do not march in step."""
    doubled = FIRST_WAIT * 2 ** min(attempt - 1, 16)
    waited: timedelta = min(doubled, LONGEST_WAIT) * chance.uniform(0.75, 1.25)
    return waited


def _ended(state: Sending) -> dict[str, Any]:
    return {"state": state.value, "lease_owner": "", "lease_until": None}


def _change(session: Session, job: Job, values: dict[str, Any]) -> bool:
    """Change the row only while this job's lease on it stands."""
    changed = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == job.row_id)
        .where(OutboxRow.state == Sending.SENDING.value, OutboxRow.lease_owner == job.owner)
        .values(**values)
        .returning(OutboxRow.id)
    )
    return changed.first() is not None
