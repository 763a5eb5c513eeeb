# SPDX-License-Identifier: Apache-2.0
"""One dossier laid into a place without a server.

The place can't be asked under a number, and needn't be: the same dossier with the same content put there
again changes nothing (``DropOff.put``). So whoever was killed at any instant just puts it once more, and a
store that was brought back from a copy makes nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from batch.gateway.contract import DropOff, Submission
from batch.outbox import outbox
from batch.outbox.arrival import LeaseLostError, note_arrival
from batch.outbox.outbox import Job
from intake.store.store import Store
from intake.store.transaction import Transaction


def hand_over(
    store: Store, place: DropOff, job: Job, submission: Submission, *, who: str, further: Sequence[str]
) -> str:
    """Lay the dossier into its place; returns its mã hồ sơ, "" where no door gave it one yet.

    Raises:
        GatewayError: the place is away, full or closed to us just now.
        LeaseLostError: another pusher has it.
    """

    def begin(session: Transaction) -> str:
        if not outbox.keep_progress(store, session, job, job.progress):
            raise LeaseLostError
        return store.get(session, job.dossier_id).official_number or ""

    number = store.write(begin)
    progress = {**job.progress, "put": place.put(submission, number)}
    store.write(lambda session: note_arrival(store, session, job, progress, who=who, further=further))
    return number
