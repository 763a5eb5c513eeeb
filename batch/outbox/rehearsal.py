# SPDX-License-Identifier: Apache-2.0
"""``push --dry-run``: what would be sent and what a door would refuse, without asking it anything."""

from __future__ import annotations

from batch.gateway.contract import Checks
from batch.gateway.errors import NotQueuedError, RefusedError
from batch.outbox.push import Pushed, as_it_stands
from batch.outbox.submission import DamagedPackageError, submission_of
from batch.store.outbox_rows import of_dossier
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.settings.signing import Unsigned
from intake.store.store import Store

WOULD_SEND = "would-send"
WOULD_REFUSE = "would-refuse"


def rehearse(store: Store, door: Checks, dossier_id: str, unsigned: Unsigned = "allow") -> Pushed:
    """``would-send``, or ``would-refuse`` with the messages that a push by the leading ``door`` would end
    with; as it stands where it does not wait to be sent.
    """
    with store.read() as session:
        entry = of_dossier(session, dossier_id)
        if entry is None or entry.state == Sending.WITHDRAWN:
            raise NotQueuedError.of(dossier_id)
        waits = store.get(session, dossier_id).state is State.QUEUED
        package_id, number = entry.package_id, str(entry.progress.get("number", ""))
    if not waits:
        return as_it_stands(store, dossier_id)
    try:
        with submission_of(
            store, dossier_id, package_id, copy=door.copy, must_be_signed=unsigned == "refuse"
        ) as submission:
            faults, signed = tuple(door.check(submission)), submission.signed
    except DamagedPackageError as error:
        return Pushed(dossier_id, WOULD_REFUSE, number, error.trouble, (), error.sentence, set_aside=True)
    if faults:
        refused = RefusedError.because(faults)
        return Pushed(dossier_id, WOULD_REFUSE, number, refused.trouble, faults, refused.sentence)
    return Pushed(dossier_id, WOULD_SEND, number, unsigned=unsigned == "warn" and not signed)
