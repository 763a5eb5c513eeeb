# SPDX-License-Identifier: Apache-2.0
"""The packaging step: the PDFs of every complete dossier, made on all cores, and its row in the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from batch.night.context import Night, note_trouble, one_dossier
from batch.night.in_hand import InHand
from batch.night.log import include
from batch.package.package import BuiltPackage, PackagePlace, PackageSettings, build_package
from batch.package.plan import PackagePlan
from batch.package.store import keep_package, plan_ready, waiting_for_package
from intake.reading.worker_process import Limits
from intake.reading.workers import TaskOutcome, Workers
from intake.settings.log import log
from templates.language.messages import _

STEP = "package"
LIMITS = Limits(timeout_s=1800.0, memory_mb=4096)
"""Far more than a dossier of hundreds of pages takes; a worker that needs longer hangs."""


@dataclass(frozen=True, slots=True)
class PackTask:
    """One dossier's files to make: everything a worker needs, and no database."""

    plan: PackagePlan
    place: PackagePlace
    settings: PackageSettings


def pack_task(task: PackTask) -> BuiltPackage:
    """The work of one worker; raises as ``build_package`` does."""
    return build_package(task.plan, task.place, task.settings)


def pack_complete(night: Night, ours: InHand) -> None:
    """Package and queue all dossiers that are complete, also those a person finished during the day."""
    waiting = [dossier for dossier in waiting_for_package(night.store) if ours.take(dossier)]
    workers = Workers(pack_task, night.workers, LIMITS)
    with night.progress(_("Packaging"), len(waiting), unit=_("dossiers")) as advance:
        for outcome in workers.run(_tasks(night, waiting)):
            _keep(night, ours, outcome)
            advance(1)


def _tasks(night: Night, waiting: Iterable[str]) -> Iterator[PackTask]:
    settings = PackageSettings.of(night.settings)
    place = PackagePlace(night.store.packages, night.store.objects, here=False)
    for dossier in waiting:
        include(night, dossier)
        plan = None
        with one_dossier(night, dossier, STEP):
            plan = plan_ready(night.store, dossier, night.catalogue)
        if plan is not None:
            yield PackTask(plan, place, settings)


def _keep(night: Night, ours: InHand, outcome: TaskOutcome[PackTask, BuiltPackage]) -> None:
    dossier = outcome.task.plan.dossier
    if not ours.take(dossier):
        log().warning("overtaken", dossier=dossier, run=night.run_id, operation=STEP)
    elif outcome.value is not None:
        with one_dossier(night, dossier, STEP):
            keep_package(night.store, dossier, outcome.value, who=night.who)
    elif outcome.failure is not None:
        told = {"reason": outcome.failure.reason, "error": outcome.failure.detail}
        log().error("package-failed", dossier=dossier, **told)
        note_trouble(night, dossier, STEP)
