# SPDX-License-Identifier: Apache-2.0
"""The report of a run or a period: what it is about and what it counts (``batch.desk.screens.report``
shows it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from batch.errors import NoSuchRunError
from batch.report.numbers import Numbers, numbers_of, together
from batch.store import report_rows
from batch.store.report_rows import Gap, PaperCount, ReportScope
from batch.store.runs import RunRecord, find_run
from intake.dossier.deadline.local_time import LOCAL
from intake.store.queue.standing import DossierStanding
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _, ngettext

if TYPE_CHECKING:
    from intake.store.store import Store
    from intake.store.transaction import Transaction

DAY_FORMAT = "%d/%m/%Y"
"""How days are shown in Vietnam."""

NO_PAPERS = PaperCount(0, 0, 0, 0)

GAPS_SHOWN = 20
"""So many of the dossiers that lack a result stand below the numbers; there may be thousands."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about: one run, or the days ``since`` to ``until`` (both included, None = open).

    ``seconds`` is None for a run that has not ended.
    """

    run: int | None = None
    folder: str = ""
    pages_read: int = 0
    seconds: float | None = None
    since: date | None = None
    until: date | None = None

    def title(self) -> str:
        """One line in the language chosen now."""
        if self.run is not None:
            return self._run_title()
        if self.since is None and self.until is None:
            return _("Report of all dossiers")
        days = (day.strftime(DAY_FORMAT) if day else "…" for day in (self.since, self.until))
        return _("Report from {since} to {until}").format(**dict(zip(("since", "until"), days, strict=True)))

    def _run_title(self) -> str:
        if self.seconds is None:
            return _("Report of run {run}, which has not ended").format(run=self.run)
        minutes, seconds = divmod(round(self.seconds), 60)
        told = ngettext(
            "Report of run {run} ({pages} page read in {minutes} min {seconds} s)",
            "Report of run {run} ({pages} pages read in {minutes} min {seconds} s)",
            self.pages_read,
        )
        return told.format(run=self.run, pages=self.pages_read, minutes=minutes, seconds=seconds)

    def options(self) -> str:
        """What ``sohoa report`` is given for it."""
        if self.run is not None:
            return f"--run {self.run} "
        days = (("--from", self.since), ("--to", self.until))
        return "".join(f"{option} {day.isoformat()} " for option, day in days if day)

    def as_json(self) -> dict[str, Any]:
        if self.run is not None:
            # A report goes to others: where the folder lies on this computer is not for them.
            folder = PurePath(self.folder).name
            return {
                "run": self.run,
                "folder": folder,
                "pages_read": self.pages_read,
                "seconds": self.seconds,
            }
        since, until = (day.isoformat() if day else None for day in (self.since, self.until))
        return {"from": since, "to": until}


@dataclass(frozen=True, slots=True)
class Report:
    """The numbers of a subject at one moment, the dossiers that wait for the gateway or came back from it,
    and those that lack their result file: all of them, or those that have waited longest.

    ``units``: by the code of each office what it has of the dossiers, where there are several; papers are not
    counted there.
    """

    subject: Subject
    made_at: datetime
    numbers: Numbers
    gaps: tuple[Gap, ...]
    not_there: tuple[DossierStanding, ...]
    not_there_total: int
    units: Mapping[str, Numbers] = field(default_factory=dict)

    def shortened(self, most: int | None) -> Report:
        """The same with at most so many dossiers in each list; None leaves it as it is."""
        return replace(self, gaps=self.gaps[:most], not_there=self.not_there[:most])

    def as_json(self) -> dict[str, Any]:
        return {
            "subject": self.subject.as_json(),
            "made_at": self.made_at.isoformat(),
            "numbers": self.numbers.as_json(),
            "units": {unit: _of_office(numbers) for unit, numbers in self.units.items()},
            "gaps_total": self.numbers.gaps,
            "gaps": [gap.as_json() for gap in self.gaps],
            "not_there_total": self.not_there_total,
            "not_there": [_told(one) for one in self.not_there],
        }


def report_run(store: Store, run_id: int | None = None, most: int | None = GAPS_SHOWN) -> Report:
    """The report of one run, the latest if none is named; ``most`` None lists all.

    Raises NoSuchRunError.
    """
    with store.read() as session:
        run = _run(session, run_id)
        seconds = (run.ended_at - run.started_at).total_seconds() if run.ended_at else None
        subject = Subject(run.id, run.folder, run.pages_read, seconds)
        return _report(session, subject, ReportScope(run=run.id), store.clock(), most)


def report_period(
    store: Store, since: date | None, until: date | None, most: int | None = GAPS_SHOWN
) -> Report:
    """The report of the dossiers received on the days ``since`` to ``until``, Vietnam's time."""
    start = _midnight(since) if since else None
    end = _midnight(until + timedelta(days=1)) if until else None
    with store.read() as session:
        subject = Subject(since=since, until=until)
        return _report(session, subject, ReportScope(since=start, until=end), store.clock(), most)


def _run(session: Transaction, run_id: int | None) -> RunRecord:
    run = find_run(session, run_id)
    if run is None:
        raise NoSuchRunError.numbered(run_id)
    return run


def _report(
    session: Transaction, subject: Subject, scope: ReportScope, now: datetime, most: int | None
) -> Report:
    """All from one picture of the store."""
    by_unit = report_rows.count_states(session, scope)
    counted = together(by_unit.values()), report_rows.count_papers(session, scope)
    return Report(
        subject,
        now,
        numbers_of(*counted),
        gaps=tuple(report_rows.gaps(session, scope, most)),
        not_there=tuple(report_rows.not_there(session, scope, now, most)),
        not_there_total=report_rows.count_not_there(session, scope),
        units={unit: numbers_of(c, NO_PAPERS) for unit, c in by_unit.items()} if len(by_unit) > 1 else {},
    )


def _of_office(numbers: Numbers) -> dict[str, Any]:
    """Without what is only known of all."""
    return {name: count for name, count in numbers.as_json().items() if name not in asdict(NO_PAPERS)}


def _told(one: DossierStanding) -> dict[str, Any]:
    return {"dossier": one.dossier, "state": one.state, **one.as_json(load_catalogue)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)
