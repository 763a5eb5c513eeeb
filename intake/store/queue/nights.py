# SPDX-License-Identifier: Apache-2.0
"""Dossiers in the hands of runs, and those that runs leave alone because a step fails on them every night."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from intake.dossier.sending import Sending
from intake.store.dossier.versions import version_of
from intake.store.queue.leases import IN_HAND, Lease, Leases, anew
from intake.store.tables.model import DossierRow
from intake.store.tables.night_work import NightWork
from intake.store.transaction import Transaction
from templates.version import VERSION

QUEUE = Leases(NightWork)
MOST_NIGHTS = 3
"""So often in a row a step fails on a dossier before runs leave it alone."""

_GIVEN_UP = NightWork.state == Sending.REFUSED.value


def take(session: Transaction, dossier_id: str, owner: str, now: datetime) -> Lease | None:
    """Lease the dossier to a run; None where another has it, or it is left alone."""
    only = NightWork.dossier_id == dossier_id
    QUEUE.put(session, now, dossier_id=dossier_id)
    version = select(DossierRow.version).where(DossierRow.id == dossier_id).scalar_subquery()
    other = or_(NightWork.by != VERSION, NightWork.seen != version)
    session.execute(update(NightWork).where(only, _GIVEN_UP, other).values(**anew(now), failures=0))
    return next(iter(QUEUE.take(session, owner, now, only=only, early=True)), None)


def failed(
    session: Transaction, lease: Lease, dossier_id: str, now: datetime, trouble: str, seen: int
) -> bool:
    """A step failed on the dossier, which stood at version ``seen`` before that was noted; whether it is left
    alone from now on.
    """
    row = session.get_one(NightWork, lease.row_id, populate_existing=True)
    again = (row.seen, row.by) == (seen, VERSION)
    failures = row.failures + 1 if again else 1
    values = {"failures": failures, "seen": version_of(session, dossier_id), "by": VERSION}
    session.execute(update(NightWork).where(NightWork.id == lease.row_id).values(**values))
    if failures >= MOST_NIGHTS:
        return QUEUE.give_up(session, lease, trouble)
    QUEUE.later(session, lease, now, trouble, chance=random.Random())
    return False


def left_alone(session: Transaction, dossiers: Collection[str]) -> Mapping[str, str]:
    """Of these dossiers (some hundred) the ones that runs leave alone, and at which step."""
    rows = select(NightWork.dossier_id, NightWork.trouble).where(
        NightWork.dossier_id.in_(dossiers), _GIVEN_UP
    )
    return dict(session.execute(rows).all())


def try_again(session: Transaction, dossier_id: str, step: str) -> None:
    """A person did that step, so runs take the dossier up again."""
    theirs = (NightWork.dossier_id == dossier_id, NightWork.state != IN_HAND)
    step_of = or_(NightWork.trouble == step, NightWork.trouble.startswith(f"{step}:", autoescape=True))
    session.execute(delete(NightWork).where(*theirs, step_of).execution_options(synchronize_session=False))
