# SPDX-License-Identifier: Apache-2.0
"""The rows that indicators count: the figures of the store, or the dossiers of lists that the one-stop system
exported with what the store knows of each.

A dossier of a list is that of its unit with its official number. Its days and its end are those of the
list where it says them, the rest is the store's; what only the list has (``elsewhere``) tells nothing more.
What of the store is on no list (``unlisted``) is among the rows, to be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from batch.store.tables.figure_model import FigureRow
from batch.store.tables.one_stop_model import OneStopLineRow, OneStopListRow
from intake.dossier.deadline.local_time import LOCAL
from intake.store.tables.model import DossierRow
from intake.store.transaction import UNIT, Transaction


@dataclass(frozen=True, slots=True)
class FigureScope:
    """Which figures: of the days ``since`` to ``until`` (both included, None: open), as things stood at the
    end of ``as_of`` (None: as they stand now), ``today`` deciding what is overdue; of these ``procedures``
    alone, if any; out of the dossiers of these ``lists`` (their ids), if any.
    """

    since: date | None
    until: date | None
    today: date
    as_of: date | None = None
    procedures: tuple[str, ...] = ()
    certified_copies: tuple[str, ...] = ()
    lists: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedRows:
    """Rows with the columns of ``FigureRow``, of which those count that ``told`` holds of.

    ``elsewhere``: the store has no such dossier, ``number`` is its official one; ``unlisted``: no list has
    it.
    """

    row: Any
    told: ColumnElement[bool]
    elsewhere: ColumnElement[bool]
    unlisted: ColumnElement[bool]
    number: ColumnElement[str]


def counted_rows(session: Transaction, scope: FigureScope) -> CountedRows:
    """The rows of a scope."""
    if not scope.lists:
        told = figures_told(session, scope.as_of, scope.procedures)
        return CountedRows(FigureRow, told, false(), false(), literal(""))
    found = union_all(_listed(session, scope), _unlisted(session, scope)).subquery()
    row: Any = found.c
    some = row.procedure.in_(scope.procedures) if scope.procedures else true()
    return CountedRows(row, some, row.elsewhere.is_(True), row.unlisted.is_(True), row.number)


def figures_told(
    session: Transaction, as_of: date | None, procedures: tuple[str, ...] = ()
) -> ColumnElement[bool]:
    """The figures that are true at the moment, of the dossiers that the transaction sees."""
    some = FigureRow.procedure.in_(procedures) if procedures else true()
    if as_of is None:
        return and_(figures_ours(session), some, FigureRow.until.is_(None))
    end = datetime.combine(as_of + timedelta(days=1), time(), LOCAL)
    still = or_(FigureRow.until.is_(None), FigureRow.until >= end)
    return and_(figures_ours(session), some, FigureRow.since < end, still)


def figures_ours(session: Transaction) -> ColumnElement[bool]:
    """The figures of the transaction's unit."""
    unit = session.info.get(UNIT)
    return true() if unit is None else FigureRow.unit == unit


def units_at_work(session: Transaction, since: date, until: date, as_of: date | None) -> Sequence[str]:
    """The units whose dossiers were received or ended from ``since`` to ``until``, or were open then."""
    row = FigureRow
    then = or_(row.received_on >= since, row.ended == "", row.ended_on >= since)
    told = and_(figures_told(session, as_of), row.ended != "double", row.received_on <= until, then)
    return session.scalars(select(row.unit).where(told).distinct()).all()


_NAMES = [column.name for column in FigureRow.__table__.columns if column.name not in ("id", "until")]


def _lines(scope: FigureScope) -> Any:
    """A line a number of a unit: that of the list of the latest days where several of its lists have it."""
    row, of = OneStopLineRow, OneStopListRow
    newest = func.row_number().over(
        partition_by=(of.unit, row.number), order_by=(of.since.desc(), of.id.desc())
    )
    lines = (
        select(row, of.unit.label("unit"), newest.label("newest"))
        .join(of, of.id == row.list_id)
        .where(row.list_id.in_(scope.lists))
        .subquery()
    )
    return select(lines).where(lines.c.newest == 1).subquery("line")


def _matched(session: Transaction, scope: FigureScope) -> Any:
    """Each line with the figures of its unit's dossier of its number, if any that is no double: looked for
    line by line, because nothing leads from one derived table to another but a scan.
    """
    line = _lines(scope)
    told = and_(figures_told(session, scope.as_of), FigureRow.ended != "double")
    nothing = case((FigureRow.dossier_id.is_(None), 1), else_=0)
    first = func.row_number().over(
        partition_by=(line.c.unit, line.c.number), order_by=(nothing, DossierRow.id)
    )
    columns = [column.label(f"line_{column.name}") for column in line.c]
    found = (
        select(FigureRow, *columns, first.label("first"))
        .select_from(line)
        .outerjoin(DossierRow, DossierRow.official_number == line.c.number)
        .outerjoin(
            FigureRow, and_(FigureRow.dossier_id == DossierRow.id, FigureRow.unit == line.c.unit, told)
        )
        .subquery()
    )
    return select(found).where(found.c.first == 1).subquery("matched")


@dataclass(frozen=True, slots=True)
class _LineOf:
    """The columns of the line in a matched row, by their own names."""

    row: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, f"line_{name}")


def _listed(session: Transaction, scope: FigureScope) -> Select[Any]:
    ours = _matched(session, scope).c
    line = _LineOf(ours)
    ended_then, ended_on = _ended_by(line, scope.as_of)
    same_end = or_(ended_on.is_(None), ended_on == ours.ended_on)
    ended = case(
        (and_(ended_then != "", or_(ours.ended.is_(None), ours.ended == "")), ended_then),
        else_=func.coalesce(ours.ended, ""),
    )
    told: dict[str, Any] = {
        "unit": line.unit,
        "procedure": func.coalesce(ours.procedure, line.procedure),
        "clerk": func.coalesce(ours.clerk, ""),
        "received_on": line.received_on,
        "due_on": func.coalesce(line.due_on, ours.due_on),
        "ended": ended,
        "ended_on": func.coalesce(ended_on, ours.ended_on),
        "end_told": case((ended_on.is_(None), ours.end_told), else_=null()),
        "taken": case((same_end, ours.taken), else_=null()),
        "supplements": func.coalesce(ours.supplements, 0),
        "channel": case((line.channel != "", line.channel), else_=func.coalesce(ours.channel, "")),
        "payment": case((line.payment != "", line.payment), else_=func.coalesce(ours.payment, "")),
    }
    told |= {
        name: func.coalesce(getattr(ours, name), false())
        for name in ("waiting", "complete", "components", "sent", "accepted", "result")
    }
    columns = [told.get(name, getattr(ours, name)).label(name) for name in _NAMES]
    flags = (ours.dossier_id.is_(None).label("elsewhere"), cast(false(), Boolean).label("unlisted"))
    return select(*columns, *flags, line.number.label("number"))


def _ended_by(line: Any, as_of: date | None) -> tuple[Any, Any]:
    """How and when it ended by the list; what is of a day after ``as_of`` had not happened then."""
    if as_of is None:
        return line.ended, line.ended_on
    later = and_(line.ended_on.is_not(None), line.ended_on > as_of)
    return case((later, ""), else_=line.ended), case((later, null()), else_=line.ended_on)


def _unlisted(session: Transaction, scope: FigureScope) -> Select[Any]:
    ours = _matched(session, scope).c
    matched = select(ours.dossier_id).where(ours.dossier_id.is_not(None))
    columns = [getattr(FigureRow, name).label(name) for name in _NAMES]
    flags = (cast(false(), Boolean).label("elsewhere"), cast(true(), Boolean).label("unlisted"))
    query = select(*columns, *flags, literal("").label("number"))
    return query.where(figures_told(session, scope.as_of), FigureRow.dossier_id.not_in(matched))
