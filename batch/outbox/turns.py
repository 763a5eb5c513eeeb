# SPDX-License-Identifier: Apache-2.0
"""Whose turn it is in a queue, and how a row is taken and given back; the outbox and the mails keep to it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from batch.store.queue_rows import WAITING, QueueChange
from intake.dossier.pauses import is_turn
from intake.dossier.sending import Sending
from intake.store.queue.lease_owner import LEASE, lease_over


class Queued(Protocol):
    """What is asked of an entry of a queue."""

    @property
    def state(self) -> str: ...
    @property
    def next_at(self) -> datetime: ...
    @property
    def lease_owner(self) -> str: ...
    @property
    def lease_until(self) -> datetime | None: ...


def is_free(entry: Queued, now: datetime, *, early: bool) -> bool:
    """Whether a worker may take the entry; ``early`` is a person's word, for those waiting after a failure.

    A lease ends by itself, and at once where its worker was a process of this computer that is no more.
    """
    if entry.state == Sending.SENDING:
        return lease_over(entry.lease_owner, entry.lease_until, now)
    return entry.state in WAITING and (early or is_turn(entry.next_at, now))


def taken(owner: str, attempt: int, now: datetime) -> QueueChange:
    """The entry as ``owner`` has it at its ``attempt``, from 1."""
    return {
        "state": Sending.SENDING.value,
        "lease_owner": owner,
        "lease_until": now + LEASE,
        "attempts": attempt,
        # Should this try end the process, the others have their turn before it is made again.
        "next_at": now,
    }


def given_back(state: Sending) -> QueueChange:
    """The entry when nobody has it any more."""
    return {"state": state.value, "lease_owner": "", "lease_until": None}


def waiting_anew(now: datetime) -> QueueChange:
    """The entry as it stands in the queue for the first time, or once more because a person said so."""
    return {**given_back(Sending.QUEUED), "next_at": now, "attempts": 0, "trouble": ""}
