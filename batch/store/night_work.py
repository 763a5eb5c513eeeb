# SPDX-License-Identifier: Apache-2.0
"""The dossiers that runs have in hand: a row as long as one works on it."""

from __future__ import annotations

from datetime import datetime

from batch.store.tables.run_model import NightWork
from intake.store.queue.leases import Lease, Leases
from intake.store.transaction import Transaction

QUEUE = Leases(NightWork)


def take(session: Transaction, dossier_id: str, owner: str, now: datetime) -> Lease | None:
    """Lease the dossier to a run; None where another has it."""
    QUEUE.put(session, now, dossier_id=dossier_id)
    only = NightWork.dossier_id == dossier_id
    return next(iter(QUEUE.take(session, owner, now, only=only, early=True)), None)
