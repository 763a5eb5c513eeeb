# SPDX-License-Identifier: Apache-2.0
"""The packaging step: the PDFs of every complete dossier, made on all cores, and its row in the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing

from batch.night.context import Night, note_left, one_dossier
from batch.night.in_hand import InHand
from batch.night.log import include
from batch.package.apart import pack_apart
from batch.package.pack_work import BuiltPackage, PackagePlace, PackTask
from batch.package.stops import built_of
from batch.package.store import judge_anew, keep_package, plan_ready, waiting_for_package
from intake.dossier.state_words import PACKAGE
from intake.reading.workers import TaskOutcome
from intake.settings.log import log
from templates.language.messages import _

STEP = PACKAGE


def pack_complete(night: Night, ours: InHand) -> None:
    """Package and queue all dossiers that are complete, also those a person finished during the day."""
    complete = waiting_for_package(night.store)
    waiting = [dossier for dossier in complete if ours.take(dossier)]
    for dossier in complete:
        if dossier in ours.left:
            include(night, dossier)
            note_left(night, ours, dossier)
    with (
        night.progress(_("Packaging"), len(waiting), unit=_("dossiers")) as advance,
        closing(pack_apart(_tasks(night, ours, waiting), night.how_to_pack)) as outcomes,
    ):
        for outcome in outcomes:
            _keep(night, ours, outcome)
            advance(1)


def _tasks(night: Night, ours: InHand, waiting: Iterable[str]) -> Iterator[PackTask]:
    wishes = night.how_to_pack.wishes
    place = PackagePlace(night.store.packages, night.store.objects, here=False)
    for dossier in waiting:
        if night.is_over:
            return
        include(night, dossier)
        plan = None
        with one_dossier(night, ours, dossier, STEP):
            judge_anew(night.store, dossier, night.catalogue, commune=night.settings.unit.commune)
            plan = plan_ready(night.store, dossier, night.catalogue)
        if plan is not None:
            yield PackTask(plan, place, wishes)


def _keep(night: Night, ours: InHand, outcome: TaskOutcome[PackTask, BuiltPackage]) -> None:
    dossier = outcome.task.plan.dossier
    if not ours.take(dossier):
        log().warning("overtaken", dossier=dossier, run=night.run_id, operation=STEP)
        return
    with one_dossier(night, ours, dossier, STEP):
        built = built_of(night.store, outcome, who=night.who)
        must_be_signed = night.how_to_pack.wishes.must_be_signed
        keep_package(night.store, dossier, built, who=night.who, must_be_signed=must_be_signed)
