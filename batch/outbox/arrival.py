# SPDX-License-Identifier: Apache-2.0
"""A dossier has arrived by a door: row, state, number and further doors in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from batch.outbox import outbox
from batch.outbox.outbox import Job
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.store.store import Store
from intake.store.transaction import Transaction

ALSO_SENT = "also-sent"
"""The code of the journal's note that a dossier left by a door behind the leading one."""


class LeaseLostError(Exception):
    """Another pusher took the row over; whatever we were doing is its work now."""


def note_arrival(
    store: Store,
    session: Transaction,
    job: Job,
    progress: Mapping[str, Any],
    *,
    who: str,
    further: Sequence[str],
) -> None:
    """The dossier is behind the door of ``job``. Where that leads, it moves on, under the number that the
    door gave it if it did, and waits at the ``further`` doors; raises LeaseLostError.
    """
    if not outbox.finish(store, session, job, progress):
        raise LeaseLostError
    known = {
        "number": str(progress.get("number", "")),
        "door": job.door,
        "name": str(progress.get("put", "")),
    }
    told = {key: value for key, value in known.items() if value}
    if not job.leads:
        note = {"code": ALSO_SENT, **told}
        store.note(session, job.dossier_id, What.NOTED, who=who, data=note)
        return
    if "number" in told:
        store.set_official_number(session, job.dossier_id, told["number"], who=who)
    store.advance(session, job.dossier_id, State.PUSHED, who=who, data=told)
    outbox.hand_on(store, session, job, further)
