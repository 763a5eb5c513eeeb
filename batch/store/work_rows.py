# SPDX-License-Identifier: Apache-2.0
"""The work of a desk counted: what came by day, procedure and clerk, what waits and for how long, what is
due, what was refused, and which fields people had to correct.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from batch.store.counted.spreads import Spread, UnixSeconds, spread, spread_of
from batch.store.tables.figure_model import FigureRow
from intake.dossier.deadline.local_time import sunday_of
from intake.dossier.journal import What
from intake.dossier.stored import GONE
from intake.store.dossier.journal import of_kind
from intake.store.dossier.offices import ours
from intake.store.tables.model import DossierRow, EventRow, StoredFileRow
from intake.store.transaction import UNIT, Transaction


@dataclass(frozen=True, slots=True)
class WorkCount:
    """So many ``dossiers`` (or files) under a ``name``; ``oldest`` is the day the first of them was
    received, ``pages`` are those that came in with them.
    """

    name: str
    dossiers: int
    oldest: date | None = None
    pages: int = 0


@dataclass(frozen=True, slots=True)
class FieldWork:
    """What people did with the values of one field of a ``form``: ``corrected``, or ``confirmed`` as they had
    been read. The database knows the procedure only, whose form a catalogue tells.
    """

    form: str
    field: str
    corrected: int
    confirmed: int

    @property
    def share(self) -> float:
        """The share of the values looked at that were wrong."""
        return self.corrected / (self.corrected + self.confirmed)


@dataclass(frozen=True, slots=True)
class Received:
    """What was received in a period by day, procedure, clerk and hour of the day (UTC), and the minutes until
    it was first sent to a gateway.
    """

    days: Sequence[WorkCount]
    procedures: Sequence[WorkCount]
    clerks: Sequence[WorkCount]
    hours: Sequence[WorkCount]
    until_sent: Spread


def received(session: Transaction, since: date | None, until: date | None) -> Received:
    """Count what was received in a period, with the pages that could be taken in. The dossiers are gone
    through once; the database counts them in each way.
    """
    came = _came(session, since, until)
    ways = (cast(came.c.day, String), came.c.procedure, came.c.clerk, cast(came.c.at // 3600 % 24, String))
    pages, none = func.coalesce(func.sum(came.c.pages), 0), cast(null(), BigInteger)
    counts = [
        select(literal(number), way, func.count(), func.min(came.c.day), pages, none, none).group_by(way)
        for number, way in enumerate(ways)
    ]
    minutes = select((came.c.sent - came.c.at + 59) // 60).where(came.c.sent.is_not(None)).subquery()
    sent = spread_of(minutes).subquery().c
    ranks = select(
        literal(len(ways)),
        literal(""),
        sent.dossiers,
        null(),
        literal(0),
        sent.median,
        sent.nine_of_ten,
    )
    told: list[list[WorkCount]] = [[] for _way in ways]
    until_sent = Spread(0)
    # One statement: each that asks of ``came`` would go through the dossiers anew.
    for number, name, dossiers, day, count, median, most in session.execute(union_all(*counts, ranks)):
        if number == len(ways):
            until_sent = Spread(dossiers, median, most)
        else:
            told[number].append(WorkCount(name, dossiers, day, int(count)))
    days, procedures, clerks, hours = (sorted(one, key=lambda count: count.name) for one in told)
    return Received(days, procedures, clerks, hours, until_sent)


def _came(session: Transaction, since: date | None, until: date | None) -> CTE:
    """Each dossier received in a period, once: its day, procedure and clerk, the second ``at`` which it came
    and at which it was first ``sent`` (NULL while it was not), its pages.
    """
    figure = aliased(FigureRow)
    sent = select(func.min(figure.since)).where(figure.dossier_id == FigureRow.dossier_id, figure.sent)
    pages = select(func.sum(StoredFileRow.page_count)).where(
        StoredFileRow.dossier_id == FigureRow.dossier_id, StoredFileRow.refusal_code == ""
    )
    query = (
        select(
            FigureRow.received_on.label("day"),
            FigureRow.procedure,
            FigureRow.clerk,
            UnixSeconds(DossierRow.received_at).label("at"),
            UnixSeconds(sent.scalar_subquery()).label("sent"),
            pages.scalar_subquery().label("pages"),
        )
        .join(DossierRow, DossierRow.id == FigureRow.dossier_id)
        .where(_now(session), *_days(FigureRow.received_on, since, until))
    )
    return query.cte("came")


def waiting_by_state(session: Transaction) -> Sequence[WorkCount]:
    """The dossiers that are not ended, by their state, and since when the oldest waits."""
    query = (
        select(type_coerce(DossierRow.state, String), func.count(), func.min(FigureRow.received_on))
        .join(DossierRow, DossierRow.id == FigureRow.dossier_id)
        .where(_now(session), FigureRow.ended == "")
    )
    return [WorkCount(*row) for row in session.execute(query.group_by(DossierRow.state))]


def due_counts(session: Transaction, today: date) -> tuple[int, int, int]:
    """How many dossiers are overdue, due today, and due until Sunday; those of citizens who are waited for
    are none of them.
    """
    sunday = sunday_of(today)
    due = FigureRow.due_on
    query = select(
        func.count().filter(due < today),
        func.count().filter(due == today),
        func.count().filter(due > today, due <= sunday),
    ).where(_now(session), FigureRow.ended == "", FigureRow.waiting.is_(False))
    over, now, soon = session.execute(query).one()
    return over, now, soon


def ended_by(session: Transaction, since: date | None, until: date | None) -> Sequence[WorkCount]:
    """How the dossiers that ended in a period ended."""
    days = _days(FigureRow.ended_on, since, until)
    query = select(FigureRow.ended, func.count()).where(_now(session), FigureRow.ended != "", *days)
    return [WorkCount(*row) for row in session.execute(query.group_by(FigureRow.ended))]


def files_refused(session: Transaction, start: datetime | None, end: datetime | None) -> Sequence[WorkCount]:
    """Files that came from ``start`` to before ``end`` and could not be taken in, by why."""
    code = StoredFileRow.refusal_code
    there = (code != "", code.not_in(GONE), ours(session, StoredFileRow.dossier_id))
    query = (
        select(code, func.count())
        .where(*there, *_moments(StoredFileRow.added_at, start, end))
        .group_by(code)
        .order_by(func.count().desc())
    )
    return [WorkCount(*row) for row in session.execute(query)]


def looked_at(session: Transaction, start: datetime | None, end: datetime | None) -> Spread:
    """For how many seconds people had each dossier before them at the station, of those looked at from
    ``start`` to before ``end``. An opening tells its time again and again: the longest counts.
    """
    seconds, sight = EventRow.data["seconds"].as_integer(), EventRow.data["sight"].as_string()
    openings = (
        select(EventRow.dossier_id.label("dossier"), func.max(seconds).label("seconds"))
        .where(EventRow.what == What.SHOWN.value, *_moments(EventRow.at, start, end))
        .where(ours(session, EventRow.dossier_id), sight.is_not(None))
        .group_by(EventRow.dossier_id, sight)
        .subquery()
    )
    return spread(session, select(func.sum(openings.c.seconds)).group_by(openings.c.dossier).subquery())


def fields_worked(session: Transaction, start: datetime | None, end: datetime | None) -> Sequence[FieldWork]:
    """What people said of fields from ``start`` to before ``end``, by procedure. Of each dossier the last
    word on a field counts; what was taken back doesn't.
    """
    key = EventRow.data["key"].as_string()
    kinds = EventRow.what.in_((What.VALUE_CORRECTED.value, What.VALUE_CONFIRMED.value))
    gone = EventRow.id.not_in(bindparam("gone", _undone(session), expanding=True, literal_execute=True))
    # The newest of a key is that of the greatest number; the bit behind it is what it said.
    said = case((EventRow.what == What.VALUE_CORRECTED.value, 1), else_=0)
    newest = (
        select(
            EventRow.dossier_id.label("dossier"),
            key.label("key"),
            func.max(EventRow.id * 2 + said).label("said"),
        )
        .where(kinds, gone, *_moments(EventRow.at, start, end))
        .group_by(EventRow.dossier_id, key)
        .subquery()
    )
    query = (
        select(DossierRow.procedure, newest.c.key, func.sum(newest.c.said % 2), func.count())
        .join(DossierRow, DossierRow.id == newest.c.dossier)
        .group_by(DossierRow.procedure, newest.c.key)
    )
    told = ((code, name, int(wrong), both) for code, name, wrong, both in session.execute(query))
    return [FieldWork(code, name, wrong, both - wrong) for code, name, wrong, both in told]


def _undone(session: Transaction) -> list[int]:
    """The ids of the events that were taken back."""
    told = session.scalars(select(EventRow.data).where(of_kind(What.UNDONE)))
    return sorted({int(number) for data in told for number in data["events"]})


def _moments(column: Any, start: datetime | None, end: datetime | None) -> tuple[ColumnElement[bool], ...]:
    return (true() if start is None else column >= start, true() if end is None else column < end)


def _days(column: Any, since: date | None, until: date | None) -> tuple[ColumnElement[bool], ...]:
    return (
        true() if since is None else column >= since,
        true() if until is None else column <= until,
    )


def _now(session: Transaction) -> ColumnElement[bool]:
    unit = session.info.get(UNIT)
    return FigureRow.until.is_(None) & (true() if unit is None else FigureRow.unit == unit)
