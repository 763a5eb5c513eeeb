# SPDX-License-Identifier: Apache-2.0
"""Packaging that a dossier's papers brought to a stop: remembered in its journal, so that two such tries are
the last until a paper changes, another program comes or a person asks for it.
"""

from __future__ import annotations

from typing import Final

from batch.errors import PackagingStoppedError
from batch.package.pack_work import BuiltPackage, PackagePlan, PackTask, clear_parts
from intake.dossier.journal import What
from intake.reading.pages_in_hand import MOST_TRIES, STOPPED
from intake.reading.worker_process import Failure
from intake.reading.workers import TaskOutcome
from intake.settings.log import log
from intake.store.dossier.journal import events_of_many
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.version import VERSION

PACKAGING_STOPPED: Final = "packaging-stopped"


def built_of(store: Store, outcome: TaskOutcome[PackTask, BuiltPackage], *, who: str) -> BuiltPackage:
    """The package that a worker made.

    Raises:
        PackagingStoppedError: it made none; where the papers stopped it, that is noted.
    """
    if outcome.value is not None:
        return outcome.value
    assert outcome.failure is not None
    plan, failure = outcome.task.plan, outcome.failure
    told = {"reason": failure.reason, "error": failure.detail, "trace": list(failure.trace)}
    log().error("package-failed", dossier=plan.dossier, **told)
    clear_parts(outcome.task.place.folder, plan.dossier)
    if failure.code in STOPPED:
        _note(store, plan, failure, who)
    if failure.told:
        raise PackagingStoppedError(*failure.told, reason=failure.reason)
    raise PackagingStoppedError.because(plan.dossier, failure.reason)


def _note(store: Store, plan: PackagePlan, failure: Failure, who: str) -> None:
    data = {"code": PACKAGING_STOPPED, "reason": failure.reason, **_same_try(plan)}
    store.write(lambda session: store.note(session, plan.dossier, What.NOTED, who=who, data=data))


def refuse_stopped(session: Transaction, plan: PackagePlan) -> None:
    """Raise PackagingStoppedError where these very papers have stopped this program too often."""
    events = events_of_many(session, [plan.dossier], What.NOTED).get(plan.dossier, ())
    same = _same_try(plan)
    stops = [
        event
        for event in events
        if event.data.get("code") == PACKAGING_STOPPED and same.items() <= event.data.items()
    ]
    if len(stops) >= MOST_TRIES:
        raise PackagingStoppedError.because(plan.dossier, str(stops[-1].data["reason"]))


def _same_try(plan: PackagePlan) -> dict[str, str]:
    return {"basis": plan.basis, "by": VERSION}
