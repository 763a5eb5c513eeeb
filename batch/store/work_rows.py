# SPDX-License-Identifier: Apache-2.0
"""The work of a desk counted: what came by day, procedure and clerk, what waits and for how long, what is
due, what was refused, and which fields people had to correct.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, func, select, true, type_coerce

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


def received_by(
    session: Transaction, what: str, since: date | None, until: date | None
) -> Sequence[WorkCount]:
    """What was received in a period by ``received_on``, ``procedure`` or ``clerk``."""
    column: Any = getattr(FigureRow, what)
    days = _days(FigureRow.received_on, since, until)
    query = (
        select(
            column,
            func.count(FigureRow.dossier_id.distinct()),
            func.min(FigureRow.received_on),
            func.coalesce(func.sum(StoredFileRow.page_count).filter(StoredFileRow.refusal_code == ""), 0),
        )
        .outerjoin(StoredFileRow, StoredFileRow.dossier_id == FigureRow.dossier_id)
        .where(_now(session), *days)
    )
    return [
        WorkCount(str(name), count, day, pages)
        for name, count, day, pages in session.execute(query.group_by(column).order_by(column))
    ]


def received_and_sent(
    session: Transaction, since: date | None, until: date | None
) -> list[tuple[datetime, datetime | None, int]]:
    """When each dossier received in a period came, when it was first sent to a gateway (None while it was
    not), and how many pages of it could be taken in.
    """
    days = _days(FigureRow.received_on, since, until)
    sent = (
        select(FigureRow.dossier_id, func.min(FigureRow.since).label("at"))
        .where(FigureRow.sent.is_(True), *days)
        .group_by(FigureRow.dossier_id)
        .subquery()
    )
    pages = func.coalesce(func.sum(StoredFileRow.page_count).filter(StoredFileRow.refusal_code == ""), 0)
    query = (
        select(DossierRow.received_at, sent.c.at, pages)
        .join(FigureRow, FigureRow.dossier_id == DossierRow.id)
        .outerjoin(StoredFileRow, StoredFileRow.dossier_id == DossierRow.id)
        .outerjoin(sent, sent.c.dossier_id == DossierRow.id)
        .where(_now(session), *days)
        .group_by(DossierRow.id, DossierRow.received_at, sent.c.at)
    )
    return [(came, went, int(count)) for came, went, count in session.execute(query)]


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


def looked_at(session: Transaction, start: datetime | None, end: datetime | None) -> list[timedelta]:
    """For how long people had each dossier before them at the station, of those looked at from ``start`` to
    before ``end``. An opening tells its time again and again: the longest counts.
    """
    seconds, sight = EventRow.data["seconds"].as_integer(), EventRow.data["sight"].as_string()
    openings = (
        select(EventRow.dossier_id.label("dossier"), func.max(seconds).label("seconds"))
        .where(EventRow.what == What.SHOWN.value, *_moments(EventRow.at, start, end))
        .where(ours(session, EventRow.dossier_id), sight.is_not(None))
        .group_by(EventRow.dossier_id, sight)
        .subquery()
    )
    query = select(func.sum(openings.c.seconds)).group_by(openings.c.dossier)
    return [timedelta(seconds=int(told)) for told in session.scalars(query)]


def fields_worked(session: Transaction, start: datetime | None, end: datetime | None) -> Sequence[FieldWork]:
    """What people said of fields from ``start`` to before ``end``, by procedure. Of each dossier the last
    word on a field counts; what was taken back doesn't.
    """
    key = EventRow.data["key"].as_string()
    kinds = EventRow.what.in_((What.VALUE_CORRECTED.value, What.VALUE_CONFIRMED.value))
    gone = EventRow.id.not_in(bindparam("gone", _undone(session), expanding=True, literal_execute=True))
    newest = func.row_number().over(partition_by=(EventRow.dossier_id, key), order_by=EventRow.id.desc())
    words = (
        select(DossierRow.procedure, key.label("key"), EventRow.what, newest.label("newest"))
        .join(DossierRow, DossierRow.id == EventRow.dossier_id)
        .where(kinds, gone, *_moments(EventRow.at, start, end))
        .subquery()
    )
    corrected = func.count().filter(words.c.what == What.VALUE_CORRECTED.value)
    query = (
        select(words.c.procedure, words.c.key, corrected, func.count())
        .where(words.c.newest == 1)
        .group_by(words.c.procedure, words.c.key)
    )
    return [FieldWork(code, name, wrong, both - wrong) for code, name, wrong, both in session.execute(query)]


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
