# SPDX-License-Identifier: Apache-2.0
"""The work of a desk in a period: numbers only, so that a supervisor may see them; the names are in
``sohoa list``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from batch.report.periods import ReportPeriod
from batch.store import work_rows
from batch.store.counted.spreads import Spread
from batch.store.work_rows import FieldWork, WorkCount
from intake.dossier.deadline.local_time import LOCAL, local_day
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue

MOST_FIELDS = 20
"""So many fields are told, those most often corrected."""


@dataclass(frozen=True, slots=True)
class WorkReport:
    """What came in a period by day, week, procedure, clerk and hour (local time) and how it ended; how long
    it took to be sent (minutes) and people had it before them at the station (seconds); what waits now, and
    what is due (overdue, today, this week); files that were refused; fields that people corrected.
    """

    period: ReportPeriod
    days: Sequence[WorkCount]
    weeks: Sequence[WorkCount]
    procedures: Sequence[WorkCount]
    clerks: Sequence[WorkCount]
    hours: Sequence[WorkCount]
    until_sent: Spread
    at_station: Spread
    ended: Sequence[WorkCount]
    waiting: Sequence[WorkCount]
    due: tuple[int, int, int]
    refused: Sequence[WorkCount]
    fields: Sequence[FieldWork]

    def as_json(self) -> dict[str, Any]:
        lists = ("days", "weeks", "procedures", "clerks", "hours", "ended", "waiting", "refused", "fields")
        told: dict[str, Any] = {name: [asdict(one) for one in getattr(self, name)] for name in lists}
        over, today, week = self.due
        return {
            "period": self.period.address,
            "due": {"overdue": over, "today": today, "this_week": week},
            "until_sent": asdict(self.until_sent),
            "at_station_seconds": asdict(self.at_station),
            **told,
        }


def work_report(store: Store, period: ReportPeriod) -> WorkReport:
    """Count the work of a period, all from one picture of the store."""
    since, until = period.since, period.until
    with store.read() as session:
        came = work_rows.received(session, since, until)
        return WorkReport(
            period,
            came.days,
            _weeks(came.days),
            came.procedures,
            came.clerks,
            _hours(came.hours),
            came.until_sent,
            work_rows.looked_at(session, _start(since), _start(until, 1)),
            work_rows.ended_by(session, since, until),
            work_rows.waiting_by_state(session),
            work_rows.due_counts(session, local_day(store.clock())),
            work_rows.files_refused(session, _start(since), _start(until, 1)),
            _by_form(work_rows.fields_worked(session, _start(since), _start(until, 1)))[:MOST_FIELDS],
        )


def _by_form(told: Iterable[FieldWork]) -> list[FieldWork]:
    """By form and field, as several procedures have one form; those most often corrected first."""
    known, found = load_catalogue().procedures, dict[tuple[str, str], FieldWork]()
    for one in told:
        form = known[one.form].editions[-1].form if one.form in known else one.form
        so_far = found.get((form, one.field), FieldWork(form, one.field, 0, 0))
        both = so_far.corrected + one.corrected, so_far.confirmed + one.confirmed
        found[form, one.field] = FieldWork(form, one.field, *both)
    return sorted(found.values(), key=lambda one: (-one.corrected, one.form, one.field))


def _weeks(days: Sequence[WorkCount]) -> list[WorkCount]:
    weeks, pages = Counter[str](), Counter[str]()
    for one in days:
        year, week, _day = date.fromisoformat(one.name).isocalendar()
        weeks[f"{year}-W{week:02d}"] += one.dossiers
        pages[f"{year}-W{week:02d}"] += one.pages
    return [WorkCount(name, dossiers, pages=pages[name]) for name, dossiers in weeks.items()]


def _hours(counts: Iterable[WorkCount]) -> list[WorkCount]:
    """By the hour of the wall; its zone is whole hours from UTC since there are computers."""
    told = ((datetime(2000, 1, 1, int(one.name), tzinfo=UTC).astimezone(LOCAL), one) for one in counts)
    walls = [WorkCount(f"{at:%H}:00", one.dossiers, pages=one.pages) for at, one in told]
    return sorted(walls, key=lambda one: one.name)


def _start(day: date | None, later: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days=later), time(), LOCAL)
