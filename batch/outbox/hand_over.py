# SPDX-License-Identifier: Apache-2.0
"""One dossier laid into a place without a server.

The place can't be asked under a number, and needn't be: the same dossier with the same content put there
again changes nothing (``DropOff.put``). So whoever was killed at any instant just puts it once more, and a
store that was brought back from a copy makes nothing twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from batch.gateway.contract import DropOff, Submission
from batch.outbox import outbox
from batch.outbox.arrival import LeaseLostError, note_arrival
from batch.outbox.outbox import Job
from batch.store.outbox_rows import of_dossier
from intake.dossier.sending import Sending
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.messages import _

_SHAPE = re.compile(r"[A-Za-z0-9]+([.\-][A-Za-z0-9]+)*")
_LONGEST = 50


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


def say_number(store: Store, dossier_id: str, number: str, *, who: str) -> str:
    """Keep the mã hồ sơ under which a dossier arrived that was laid into a place, which only the person who
    brought it on learns; returns the door.

    Raises UsageError where it was not laid anywhere, the number has no number's shape, or another dossier has
    it.
    """
    number = number.strip()
    if len(number) > _LONGEST or not _SHAPE.fullmatch(number):
        raise UsageError(
            _("This is no number of a dossier."), _("It is letters, digits, dots and hyphens, at most 50.")
        )

    def keep(session: Transaction) -> str:
        way = of_dossier(session, dossier_id)
        if way is None or way.state != Sending.SENT or "put" not in way.progress:
            raise UsageError(
                _("Dossier {dossier} was not laid anywhere yet, so it has no number.").format(
                    dossier=dossier_id
                ),
                _("First: sohoa push {dossier}").format(dossier=dossier_id),
            )
        if outbox.number_taken(session, number, dossier_id):
            raise UsageError(
                _("The number {number} is that of another dossier.").format(number=number),
                _("Compare it with what the portal shows, letter by letter."),
            )
        store.set_official_number(session, dossier_id, number, who=who)
        return way.door

    return store.write(keep)
