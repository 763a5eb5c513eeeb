# SPDX-License-Identifier: Apache-2.0
"""The outbox: dossiers wait here to leave by a door, one pusher at a time takes each, and failures wait their
turn. A dossier has a row for each of its doors; those behind the leading one wait until it has arrived there.

::

    queued ──lease──▶ sending ──▶ sent
      ▲                 │ ├─────▶ failed-retry (again at next_at, without end)
      └── a person ─────┘ └─────▶ refused (by the gateway, or set aside because its files may not go out)

How rows are leased, and when a lease ends, says ``intake.store.queue.leases``.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from batch.store import outbox_rows
from batch.store.outbox_rows import FOLLOWING, QUEUE, OutboxChange, OutboxEntry, of_dossier
from intake.dossier.journal import SENT_AGAIN
from intake.dossier.sending import Sending
from intake.dossier.sending.outbox_words import UNSIGNED
from intake.dossier.states import State
from intake.services.deadline.events import start
from intake.store.queue.leases import Lease, moment
from intake.store.store import Store
from intake.store.transaction import Transaction

_AT_A_PERSONS_WORD = {
    # Set aside because of its files, which a person may have mended.
    State.QUEUED: (Sending.REFUSED.value,),
    # Sent, and lost over there: a person may have it sent again, and what began so goes on.
    State.PUSHED: (Sending.REFUSED.value, Sending.LOST.value),
}
"""Where a dossier stands that may be sent, and in which states of its row only if a person asks for it."""

_BEHIND = dict.fromkeys(FOLLOWING, (Sending.REFUSED.value, Sending.LOST.value))
"""The same for the doors behind the leading one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Lease):
    """A leased row, free of the database: a dossier at a ``door``; ``progress`` as the outbox has it."""

    dossier_id: str
    door: str = ""
    leads: bool = True
    package_id: int
    progress: Mapping[str, Any] = field(default_factory=dict)


def enqueue(store: Store, session: Transaction, dossier_id: str, package_id: int, *, who: str) -> None:
    """Put a package into the outbox, in the transaction that records it.

    The row of an earlier package of the dossier is used again, with its number and uploads.
    """
    before = of_dossier(session, dossier_id)
    progress = dict(before.progress) if before else {}
    if before is not None and before.state == Sending.SENT:
        # The gateway gave it back: the same number is sent again, as a supplement.
        progress["again"] = True
        start(store, session, dossier_id, who=who, why=SENT_AGAIN)
    told: OutboxChange = {"package_id": package_id, **outbox_rows.how_far({**progress, "in_doubt": False})}
    blank: OutboxChange = {"messages": [], "sent_at": None, **outbox_rows.NOTHING_SAID}
    outbox_rows.put_anew(session, dossier_id, moment(session, store.clock), {**blank, **told})
    store.advance(session, dossier_id, State.QUEUED, who=who)


def wait_for_signature(session: Transaction, dossier_id: str) -> None:
    """Let a dossier that was just queued not be sent before it is signed, which queues it anew."""
    entry = of_dossier(session, dossier_id)
    assert entry is not None
    outbox_rows.change(session, entry.id, {"state": Sending.REFUSED, "trouble": UNSIGNED})


def let_unsigned_go(store: Store, session: Transaction) -> None:
    """Queue those anew that wait for a signature only."""
    outbox_rows.requeue(session, UNSIGNED, moment(session, store.clock))


def due(session: Transaction, now: datetime, *, early: bool = False) -> Sequence[str]:
    """The dossiers whose turn it is; ``early`` also those still waiting after a failure.

    Whose turn came first goes first: what failed stands behind what was not tried since.
    """
    return outbox_rows.due(session, now, early=early)


def lease(store: Store, dossier_id: str, owner: str, *, door: str = "", early: bool = False) -> Job | None:
    """Take the dossier's row at ``door`` ("": the leading one) for ``owner``; None where another has it, or
    it is not its turn or not to be sent.
    """

    def take(session: Transaction) -> Job | None:
        state, now = store.get(session, dossier_id).state, moment(session, store.clock)
        meant = _meant(session, dossier_id, door)
        allowed = _AT_A_PERSONS_WORD if meant and meant.leads else _BEHIND
        if meant is None or state not in allowed:
            return None
        taken = outbox_rows.take(session, meant, owner, now, early=early, besides=allowed[state])
        if taken is None:
            return None
        one, entry = taken
        return Job(
            row_id=one.row_id,
            owner=owner,
            attempt=one.attempt,
            dossier_id=dossier_id,
            door=door or entry.door,
            leads=entry.leads,
            package_id=entry.package_id,
            progress=entry.progress,
        )

    return store.write(take)


def _meant(session: Transaction, dossier_id: str, door: str) -> OutboxEntry | None:
    """The row at the door; the leading one also where nothing of it left by another door yet."""
    ways = outbox_rows.ways_of(session, dossier_id)
    at_door = next((way for way in ways if way.door == door), None) if door else None
    free = (way for way in ways if way.leads and not (door and way.door and has_begun(way.progress)))
    return at_door or next(free, None)


def has_begun(progress: Mapping[str, Any]) -> bool:
    """Whether something of a dossier began to leave by a door, so that it stays with that one."""
    return any(progress.get(known) for known in ("number", "lost", "uploads", "asked", "put"))


def keep_progress(store: Store, session: Transaction, job: Job, progress: Mapping[str, Any]) -> bool:
    """Remember how far the sending has come and make the lease new; False where the lease is lost."""
    return QUEUE.renew(session, job, moment(session, store.clock), _how_far(job, progress))


def _how_far(job: Job, progress: Mapping[str, Any]) -> OutboxChange:
    told = outbox_rows.how_far(progress)
    return {**told, "door": job.door} if has_begun(progress) else told


def count_failure(store: Store, session: Transaction, job: Job, trouble: str) -> int:
    """How often in a row, this time too, sending it met ``trouble``; 0 where the lease is lost."""
    entry = outbox_rows.by_id(session, job.row_id)
    failures = 1 + (int(entry.progress.get("failures", 0)) if entry.trouble == trouble else 0)
    return failures if keep_progress(store, session, job, {**entry.progress, "failures": failures}) else 0


def number_taken(session: Transaction, number: str, dossier_id: str) -> bool:
    """Whether a dossier other than this one has the mã hồ sơ, be it sent or on its way."""
    holder = outbox_rows.holder_of_number(session, number, dossier_id)
    return (holder or outbox_rows.on_its_way_under(session, number, dossier_id)) is not None


def finish(store: Store, session: Transaction, job: Job, progress: Mapping[str, Any]) -> bool:
    """The gateway has the dossier; False where the lease was lost (whoever has it now finds that out)."""
    now = store.clock()
    told: OutboxChange = {"sent_at": now, "remote_at": now, "messages": []}
    return QUEUE.finish(session, job, {**told, **outbox_rows.how_far(progress), "door": job.door})


def hand_on(store: Store, session: Transaction, job: Job, doors: Sequence[str]) -> None:
    """Let a dossier that has arrived by the leading door wait at each of the further ones."""
    now = moment(session, store.clock)
    blank: OutboxChange = {"messages": [], "sent_at": None, **outbox_rows.NOTHING_SAID}
    for door in doors:
        if door != job.door:
            values: OutboxChange = {**blank, "package_id": job.package_id}
            before = outbox_rows.by_door(session, job.dossier_id, door)
            if before is not None and before.state in (Sending.SENT, Sending.LOST):
                values["progress"] = {**before.progress, "again": True}
            outbox_rows.put_anew(session, job.dossier_id, now, values, behind=door)


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
    now = moment(session, store.clock)
    return QUEUE.later(session, job, now, trouble, chance=chance, asked_s=asked_s)


def refuse(session: Transaction, job: Job, trouble: str, messages: Sequence[Mapping[str, Any]] = ()) -> bool:
    """A person must change something first; ``messages`` say what, a field each. False: the lease is lost."""
    return QUEUE.give_up(session, job, trouble, {"messages": [dict(message) for message in messages]})
