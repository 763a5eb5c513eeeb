# SPDX-License-Identifier: Apache-2.0
"""The work of a desk in a period: numbers only, so that a supervisor may see them; the names are in
``sohoa list``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
class WorkReport:
    """What came in a period by day, week, procedure and clerk and how it ended; what waits now, and what is
    due (overdue, today, this week); files that were refused; fields that people corrected.
    """

    period: ReportPeriod
    days: Sequence[WorkCount]
    weeks: Sequence[WorkCount]
    procedures: Sequence[WorkCount]
    clerks: Sequence[WorkCount]
    ended: Sequence[WorkCount]
    waiting: Sequence[WorkCount]
    due: tuple[int, int, int]
    refused: Sequence[WorkCount]
    fields: Sequence[FieldWork]

    def as_json(self) -> dict[str, Any]:
        lists = ("days", "weeks", "procedures", "clerks", "ended", "waiting", "refused", "fields")
        told: dict[str, Any] = {name: [asdict(one) for one in getattr(self, name)] for name in lists}
        over, today, week = self.due
        return {
            "period": self.period.address,
            "due": {"overdue": over, "today": today, "this_week": week},
            **told,
        }


def work_report(store: Store, period: ReportPeriod) -> WorkReport:
    """Count the work of a period, all from one picture of the store."""
    since, until = period.since, period.until
    with store.read() as session:
        days = work_rows.received_by(session, "received_on", since, until)
        return WorkReport(
            period,
            days,
            _weeks(days),
            work_rows.received_by(session, "procedure", since, until),
            work_rows.received_by(session, "clerk", since, until),
            work_rows.ended_by(session, since, until),
            work_rows.waiting_by_state(session),
            work_rows.due_counts(session, local_day(store.clock())),
            work_rows.files_refused(session, _start(since), _start(until, 1)),
            work_rows.fields_worked(session, _start(since), _start(until, 1), MOST_FIELDS),
        )


def _weeks(days: Sequence[WorkCount]) -> list[WorkCount]:
    weeks = Counter[str]()
    for one in days:
        year, week, _day = date.fromisoformat(one.name).isocalendar()
        weeks[f"{year}-W{week:02d}"] += one.dossiers
    return [WorkCount(name, dossiers) for name, dossiers in weeks.items()]


def _start(day: date | None, later: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days=later), time(), LOCAL)
