# SPDX-License-Identifier: Apache-2.0
"""A person holds a dossier back, also out of the queue."""

from __future__ import annotations

from typing import Any

from intake.services.changing.holding import hold
from intake.services.judging import judged
from intake.store.store import Store
from intake.store.transaction import Transaction


def hold_back(store: Store, dossier: str, *, who: str, reason: str, commune: str) -> dict[str, Any]:
    """Hold back the dossier that a person means and judge it anew: ``intake.services.judging``, with
    ``left_queue``.

    Raises ``ClosedDossierError``, ``OnItsWayError`` where it is too late for that.
    """

    def put(session: Transaction) -> tuple[str, bool]:
        found = store.find(session, dossier).id
        unqueued = hold(store, session, found, who=who, reason=reason.strip())
        return found, unqueued

    found, unqueued = store.write(put)
    return judged(store, found, who=who, commune=commune) | {"left_queue": unqueued}
