# SPDX-License-Identifier: Apache-2.0
"""The work of a desk in a period: numbers only, so that a supervisor may see them; the names are in
``sohoa list``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from batch.report.periods import ReportPeriod
from batch.store import work_rows
from batch.store.work_rows import FieldWork, WorkCount
from intake.dossier.deadline.local_time import LOCAL, local_day
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue

MOST_FIELDS = 20
"""So many fields are told, those most often corrected."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in whole units of time begun, of so many ``dossiers``: half of them no longer
    than ``median``, nine of ten no longer than ``nine_of_ten`` (nearest rank); None where there are none.
    """

    dossiers: int
    median: int | None = None
    nine_of_ten: int | None = None


def spread(lengths: Iterable[timedelta], unit: timedelta = timedelta(minutes=1)) -> Spread:
    """The spread of some lengths of time."""
    units = sorted(-(-length // unit) for length in lengths)
    if not units:
        return Spread(0)
    ranks = (-(-len(units) * share // 10) - 1 for share in (5, 9))
    return Spread(len(units), *(units[rank] for rank in ranks))


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
        days = work_rows.received_by(session, "received_on", since, until)
        came = work_rows.received_and_sent(session, since, until)
        return WorkReport(
            period,
            days,
            _weeks(days),
            work_rows.received_by(session, "procedure", since, until),
            work_rows.received_by(session, "clerk", since, until),
            _hours((at, pages) for at, _sent, pages in came),
            spread(sent - at for at, sent, _pages in came if sent is not None),
            spread(work_rows.looked_at(session, _start(since), _start(until, 1)), timedelta(seconds=1)),
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


def _hours(came: Iterable[tuple[datetime, int]]) -> list[WorkCount]:
    """By the hour of the wall how many dossiers came, and their pages."""
    hours, pages = Counter[int](), Counter[int]()
    for at, count in came:
        hour = at.astimezone(LOCAL).hour
        hours[hour] += 1
        pages[hour] += count
    return [WorkCount(f"{hour:02d}:00", hours[hour], pages=pages[hour]) for hour in sorted(hours)]


def _start(day: date | None, later: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days=later), time(), LOCAL)
