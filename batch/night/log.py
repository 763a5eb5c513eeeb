"""The run's own rows: when it began and ended, its dossiers, its pages, and the inputs it left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from batch.night.context import Night
from batch.night.run_model import Run, RunDossier
from batch.outbox.fatal import stops_the_run
from intake.capture.sources import DossierSource
from intake.settings.log import log, log_exception


def begin(night: Night, folder: Path) -> Night:
    """Open the run's row and carry its number from here on; clear away what killed runs left half-written."""
    night.store.objects.clear_left_overs()
    with night.store.write() as session:
        run = Run(folder=str(folder), who=night.who, started_at=night.store.clock(), pages_read=0)
        session.add(run)
        session.flush()
        number = run.id
    log().info("run-started", run=number, workers=night.workers)
    return replace(night, run_id=number)


def end(night: Night) -> None:
    """Close the run's row."""
    with night.store.write() as session:
        session.get_one(Run, night.run_id).ended_at = night.store.clock()
    log().info("run-ended", run=night.run_id)


def include(night: Night, dossier_id: str) -> None:
    """Count a dossier among those of this run."""
    with night.store.write() as session:
        if session.get(RunDossier, (night.run_id, dossier_id)) is None:
            session.add(RunDossier(run_id=night.run_id, dossier_id=dossier_id, trouble=""))


def count_page(night: Night, session: Session) -> None:
    """One more page read by this run, in the transaction that keeps the page."""
    session.execute(update(Run).where(Run.id == night.run_id).values(pages_read=Run.pages_read + 1))


@contextmanager
def note_untaken(night: Night, source: DossierSource) -> Iterator[None]:
    """Keep a source that can't be taken in from stopping the others."""
    try:
        yield
    except Exception as error:
        if stops_the_run(error):
            raise
        log_exception("not-taken-in", error, run=night.run_id, operation="take-in")
        night.untaken.append(source.name)
