# SPDX-License-Identifier: Apache-2.0
"""What is kept of a run: when it began and ended, its dossiers, its pages, and the inputs it left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from batch.night.context import Night
from batch.night.remarks import remark_on_unparted
from batch.outbox.fatal import stops_the_run
from batch.store import runs
from intake.capture.refusals import CaptureError
from intake.capture.sources import DossierSource
from intake.errors import ObjectStoreError
from intake.settings.log import log, log_exception
from intake.store.transaction import Transaction


def begin(night: Night, folder: Path) -> Night:
    """Open the run's row and carry its number from here on; clear away what killed runs left half-written."""
    night.store.objects.clear_left_overs()
    now, unit = night.store.clock(), night.store.unit or ""
    number = night.store.write(
        lambda session: runs.begin(session, str(folder), who=night.who, now=now, unit=unit)
    )
    log().info("run-started", run=number, workers=night.workers)
    return replace(night, run_id=number)


def end(night: Night) -> None:
    """Close the run's row."""
    night.store.write(lambda session: runs.end(session, night.run_id, night.store.clock()))
    log().info("run-ended", run=night.run_id)


def include(night: Night, dossier_id: str) -> None:
    """Count a dossier among those of this run."""
    night.store.write(lambda session: runs.include(session, night.run_id, dossier_id))


def count_page(night: Night, session: Transaction) -> None:
    """One more page read by this run, in the transaction that keeps the page."""
    runs.count_page(session, night.run_id)


@contextmanager
def note_untaken(night: Night, source: DossierSource) -> Iterator[None]:
    """Keep a source that can't be taken in from stopping the others."""
    try:
        yield
    except ObjectStoreError:
        night.untaken.append(source.name)
        raise
    except Exception as error:
        if stops_the_run(error):
            raise
        log_exception("not-taken-in", error, run=night.run_id, operation="take-in")
        night.untaken.append(source.name)


def note_unparted(night: Night, path: Path, error: CaptureError) -> None:
    """A scan with cover sheets that can't be cut apart is left out; the others go on."""
    log().warning("not-taken-in", run=night.run_id, operation="part-scan", reason=str(error.refusal.code))
    night.untaken.append(f"{path.parent.name}/{path.name}")
    night.remarks.append(remark_on_unparted(path, error))
