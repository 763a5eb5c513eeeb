# SPDX-License-Identifier: Apache-2.0
"""A night's work and what it leaves behind, as one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from batch.gateway.contract import Connector
from batch.gateway.errors import GatewaySetupError
from batch.gateway.registry import connect
from batch.night.context import Night
from batch.night.night import run_folder
from batch.night.remarks import Remark
from batch.night.summary import DossierLine, attention, summary, waiting_besides
from batch.outbox.push import Pushed
from batch.report.report import Report, report_run
from intake.errors import ObjectStoreError
from intake.settings.settings import Settings
from intake.store.queue.standing import DossierStanding


@dataclass(frozen=True, slots=True)
class NightDone:
    """What a run did: its ``report``, a line a dossier, the ``others`` that wait for the gateway, inputs not
    taken in, remarks on those that were, what became of each dossier at the gateway, and why papers kept
    elsewhere could not be had.
    """

    report: Report
    dossiers: Sequence[DossierLine]
    others: Sequence[DossierStanding]
    untaken: Sequence[str]
    remarks: Sequence[Remark]
    pushed: Sequence[Pushed]
    away: Sequence[ObjectStoreError] = ()

    @property
    def needs_person(self) -> bool:
        """Whether a dossier or an input needs a person."""
        noted = any(remark.needs_person for remark in self.remarks) or any(one.trouble for one in self.others)
        return attention(self.dossiers) or bool(self.untaken) or noted


def run_night(night: Night, folder: Path, *, most: int | None) -> NightDone:
    """Work through ``folder``; at most ``most`` dossiers stand in each list of the report.

    Raises:
        UsageError: there is no such folder.
        StorageFullError, StoreError, RecogniserMissingError, WorkersError: every dossier would meet the same;
            started again, the run goes on where it stopped.
    """
    done = run_folder(night, folder)
    dossiers = summary(done)
    return NightDone(
        report=report_run(done.store, done.run_id, most),
        dossiers=dossiers,
        others=waiting_besides(done, dossiers),
        untaken=tuple(done.untaken),
        remarks=tuple(done.remarks),
        pushed=tuple(done.pushed),
        away=tuple(done.away),
    )


def connector_for(
    settings: Settings, *, push: bool | None
) -> tuple[Connector | None, GatewaySetupError | None]:
    """The gateway to push to, and what is wrong with it: asked for, or (``push`` None) set up.

    Raises:
        GatewaySetupError: it was asked for and can't be used; else the night reads and packages all the same.
    """
    wanted = bool(settings.gateway.base_url) if push is None else push
    try:
        return (connect(settings) if wanted else None), None
    except GatewaySetupError as error:
        if push:
            raise
        return None, error
