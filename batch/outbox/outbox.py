# SPDX-License-Identifier: Apache-2.0
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

from batch.outbox.turns import given_back, is_free, taken, waiting_anew
from batch.store import outbox_rows
from batch.store.outbox_rows import OutboxChange, OutboxEntry, of_dossier
from intake.dossier.pauses import waiting_time
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from intake.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Job:
    """A leased row, free of the database. ``progress`` as the outbox has it; ``attempt`` counts from 1."""

    row_id: int
    dossier_id: str
    package_id: int
    owner: str
    attempt: int
    progress: Mapping[str, Any] = field(default_factory=dict)


def enqueue(store: Store, session: Transaction, dossier_id: str, package_id: int, *, who: str) -> None:
    """Put a package into the outbox, in the transaction that records it.

    The row of an earlier package of the dossier is used again, with its number and uploads.
    """
    now, before = store.clock(), of_dossier(session, dossier_id)
    progress = dict(before.progress) if before else {}
    if before is not None and before.state == Sending.SENT:
        # The gateway gave it back: the same number is sent again, as a supplement.
        progress["again"] = True
    told: OutboxChange = {"package_id": package_id, "progress": {**progress, "in_doubt": False}}
    blank: OutboxChange = {"messages": [], "remote_status": "", "remote_note": "", "sent_at": None}
    outbox_rows.put(session, dossier_id, now, {**waiting_anew(now), **blank, **told})
    store.advance(session, dossier_id, State.QUEUED, who=who)


def due(session: Transaction, now: datetime, *, early: bool = False) -> Sequence[str]:
    """The dossiers whose turn it is; ``early`` also those still waiting after a failure.

    Whose turn came first goes first: what failed stands behind what was not tried since.
    """
    entries = outbox_rows.in_turn(session, now, early=early)
    return [entry.dossier_id for entry in entries if is_free(entry, now, early=early)]


def lease(store: Store, dossier_id: str, owner: str, *, early: bool = False) -> Job | None:
    """Take the row for ``owner``; None where another has it, or it is not its turn or not to be sent."""
    now = store.clock()
    with store.write() as session:
        entry = of_dossier(session, dossier_id)
        if entry is None or not _free(entry, store.get(session, dossier_id).state, now, early=early):
            return None
        attempt = entry.attempts + 1
        outbox_rows.change(session, entry.id, taken(owner, attempt, now))
        return Job(entry.id, dossier_id, entry.package_id, owner, attempt, entry.progress)


def _free(entry: OutboxEntry, state: State, now: datetime, *, early: bool) -> bool:
    """Whether a pusher may take the row; ``early`` is a person's word."""
    if state is State.PUSHED and entry.state == Sending.LOST:
        # Sent, and lost over there: a person may have it sent again, and what began so goes on.
        return early
    if state not in (State.QUEUED, State.PUSHED):
        return False
    # Set aside because of its files, which a person may have mended.
    return is_free(entry, now, early=early) or (early and entry.state == Sending.REFUSED)


def keep_progress(store: Store, session: Transaction, job: Job, progress: Mapping[str, Any]) -> bool:
    """Remember how far the sending has come and make the lease new; False where the lease is lost."""
    values: OutboxChange = {"progress": dict(progress), "lease_until": store.clock() + LEASE}
    return outbox_rows.change_leased(session, job.row_id, job.owner, values)


def number_taken(session: Transaction, number: str, dossier_id: str) -> bool:
    """Whether a dossier other than this one has the mã hồ sơ, be it sent or on its way."""
    holder = outbox_rows.holder_of_number(session, number, dossier_id)
    return (holder or outbox_rows.on_its_way_under(session, number, dossier_id)) is not None


def finish(store: Store, session: Transaction, job: Job, progress: Mapping[str, Any]) -> bool:
    """The gateway has the dossier; False where the lease was lost (whoever has it now finds that out)."""
    now = store.clock()
    told: OutboxChange = {"sent_at": now, "remote_at": now, "messages": [], "trouble": ""}
    return _end(session, job, Sending.SENT, {**told, "progress": dict(progress)})


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
    return at if _end(session, job, Sending.RETRY, {"next_at": at, "trouble": trouble}) else None


def refuse(session: Transaction, job: Job, trouble: str, messages: Sequence[Mapping[str, Any]] = ()) -> bool:
    """A person must change something first; ``messages`` say what, a field each. False: the lease is lost."""
    told = [dict(message) for message in messages]
    return _end(session, job, Sending.REFUSED, {"trouble": trouble, "messages": told})


def _end(session: Transaction, job: Job, state: Sending, told: OutboxChange) -> bool:
    """Give the row back in ``state``, if this job's lease on it stands."""
    return outbox_rows.change_leased(session, job.row_id, job.owner, {**given_back(state), **told})
