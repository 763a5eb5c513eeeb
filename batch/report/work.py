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

MOST_FIELDS = 20
"""So many fields are told, those most often corrected."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in minutes, of so many ``dossiers``: half of them no longer than ``median``,
    nine of ten no longer than ``nine_of_ten`` (nearest rank); None where there are none.
    """

    dossiers: int
    median: int | None = None
    nine_of_ten: int | None = None


def spread(lengths: Iterable[timedelta]) -> Spread:
    """The spread of some lengths of time, in whole minutes begun."""
    minutes = sorted(-(-length // timedelta(minutes=1)) for length in lengths)
    if not minutes:
        return Spread(0)
    ranks = (-(-len(minutes) * share // 10) - 1 for share in (5, 9))
    return Spread(len(minutes), *(minutes[rank] for rank in ranks))


@dataclass(frozen=True, slots=True)
class WorkReport:
    """What came in a period by day, week, procedure, clerk and hour (local time) and how it ended; how long
    it took to be sent; what waits now, and what is due (overdue, today, this week); files that were refused;
    fields that people corrected.
    """

    period: ReportPeriod
    days: Sequence[WorkCount]
    weeks: Sequence[WorkCount]
    procedures: Sequence[WorkCount]
    clerks: Sequence[WorkCount]
    hours: Sequence[WorkCount]
    until_sent: Spread
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
            _hours(at for at, _sent in came),
            spread(sent - at for at, sent in came if sent is not None),
            work_rows.ended_by(session, since, until),
            work_rows.waiting_by_state(session),
            work_rows.due_counts(session, local_day(store.clock())),
            work_rows.files_refused(session, _start(since), _start(until, 1)),
            work_rows.fields_worked(session, _start(since), _start(until, 1), MOST_FIELDS),
        )


def _weeks(days: Sequence[WorkCount]) -> list[WorkCount]:
    weeks, pages = Counter[str](), Counter[str]()
    for one in days:
        year, week, _day = date.fromisoformat(one.name).isocalendar()
        weeks[f"{year}-W{week:02d}"] += one.dossiers
        pages[f"{year}-W{week:02d}"] += one.pages
    return [WorkCount(name, dossiers, pages=pages[name]) for name, dossiers in weeks.items()]


def _hours(moments: Iterable[datetime]) -> list[WorkCount]:
    hours = Counter(at.astimezone(LOCAL).hour for at in moments)
    return [WorkCount(f"{hour:02d}:00", hours[hour]) for hour in sorted(hours)]


def _start(day: date | None, later: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days=later), time(), LOCAL)
