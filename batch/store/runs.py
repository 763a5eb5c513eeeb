# SPDX-License-Identifier: Apache-2.0
"""Runs of ``sohoa run``: when each began and ended, how many pages it read, and the dossiers it worked on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from batch.store.tables.run_model import Run, RunDossier
from intake.store.transaction import UNIT, Transaction


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One start of ``sohoa run``. ``ended_at`` is None while it runs, and for ever if it was killed."""

    id: int
    folder: str
    started_at: datetime
    ended_at: datetime | None
    pages_read: int


def begin(session: Transaction, folder: str, *, who: str, now: datetime, unit: str) -> int:
    """A new run for the office ``unit``; returns its number."""
    row = Run(folder=folder, who=who, started_at=now, pages_read=0, unit=unit)
    session.add(row)
    session.flush()
    return row.id


def end(session: Transaction, run_id: int, now: datetime) -> None:
    """Note when the run came to its end."""
    session.get_one(Run, run_id).ended_at = now


def include(session: Transaction, run_id: int, dossier_id: str) -> None:
    """Count a dossier among those of the run; once, however often it is said."""
    if session.get(RunDossier, (run_id, dossier_id)) is None:
        session.add(RunDossier(run_id=run_id, dossier_id=dossier_id, trouble=""))


def count_page(session: Transaction, run_id: int) -> None:
    """One more page read by the run."""
    session.execute(update(Run).where(Run.id == run_id).values(pages_read=Run.pages_read + 1))


def note_trouble(session: Transaction, run_id: int, dossier_id: str, step: str, reason: str = "") -> None:
    """Name the step that failed on a dossier of the run, and the code why where there is one."""
    row = session.get(RunDossier, (run_id, dossier_id))
    if row is not None:
        row.trouble = f"{step}:{reason}" if reason else step


def find_run(session: Transaction, run_id: int | None) -> RunRecord | None:
    """The run of this number, the latest for None; None where there is none, or it is another unit's."""
    unit = session.info.get(UNIT)
    query = select(Run).order_by(Run.id.desc()).limit(1)
    query = query if run_id is None else query.where(Run.id == run_id)
    row = session.scalar(query if unit is None else query.where(Run.unit == unit))
    if row is None:
        return None
    return RunRecord(row.id, row.folder, row.started_at, row.ended_at, row.pages_read)
