# SPDX-License-Identifier: Apache-2.0
"""The figures of dossiers, counted by what holds of them, and the dossiers behind a number.

Dossiers of which the same holds are counted together by the database (``FigureCell``): some dozens of rows,
however many dossiers there are. Which of them an indicator counts is decided above, over the cells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    extract,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    type_coerce,
)

from batch.store.counted.certified_lines import has_line
from batch.store.counted.counted_rows import CountedRows, FigureScope, counted_rows, figures_ours
from batch.store.tables.figure_model import FigureRow
from intake.store.tables.model import DossierRow
from intake.store.transaction import Transaction
from templates.model.reports.indicators import Holds, PeriodOf


@dataclass(frozen=True, slots=True)
class FigureCell:
    """``dossiers`` of which the same holds, and the working days that those which ended took together.

    ``month`` is the first of the month where months were asked for; ``facts`` and ``unknown`` as of
    ``templates.model.reports.indicators``, ``periods`` by which days they are in the period. ``register``:
    these are lines of registers, no dossiers.
    """

    unit: str
    procedure: str
    month: date | None
    dossiers: int
    taken: int
    facts: Mapping[str, bool]
    unknown: Mapping[str, bool]
    periods: Mapping[str, bool]
    register: bool = False


@dataclass(frozen=True, slots=True)
class ListedDossier:
    """A dossier behind a number; days are None where there is none. Of one that only a list of the one-stop
    system has, ``dossier`` and ``state`` are "". A line of a register has its sign in ``register``.
    """

    dossier: str
    official_number: str
    procedure: str
    unit: str
    clerk: str
    received_on: date
    due_on: date | None
    ended_on: date | None
    ended: str
    supplements: int
    state: str
    register: str = ""

    def as_json(self) -> dict[str, Any]:
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def facts_in_sql(rows: CountedRows, scope: FigureScope) -> dict[str, ColumnElement[bool]]:
    """What a condition may ask (``templates.model.reports.indicators.FACTS``), as the database tells it."""
    row = rows.row
    ended, early = row.ended != "", row.ended_on < row.due_on
    on_time = and_(ended, row.ended_on <= row.due_on, row.supplements <= 1)
    return {
        "everything": true(),
        "double": row.ended == "double",
        "ended": ended,
        "with-result": row.ended == "result",
        "withdrawn": row.ended == "withdrawn",
        "refused": row.ended == "refused",
        "stopped": row.ended == "stopped",
        "on-time": _surely(on_time),
        "early": _surely(and_(on_time, early)),
        "late": _surely(and_(ended, or_(row.ended_on > row.due_on, row.supplements > 1))),
        "asked-twice": row.supplements > 1,
        "overdue": _surely(and_(row.ended == "", row.waiting.is_(False), row.due_on < scope.today)),
        "end-asked": _surely(row.end_told == "asked"),
        "components": row.components.is_(True),
        "result": row.result.is_(True),
        "signed": row.signed.is_(True),
        "accepted": row.accepted.is_(True),
        "at-counter": row.channel == "counter",
        "online": row.channel == "online",
        "by-post": row.channel == "post",
        "owes": row.payment.in_(("online", "cash", "unpaid")),
        "paid-online": row.payment == "online",
        "reused": row.reused.is_(True),
        "from-store": row.from_store.is_(True),
        "population": row.population.is_(True),
        "certified-copy": row.procedure.in_(scope.certified_copies),
        "elsewhere": rows.elsewhere,
        "unlisted": rows.unlisted,
        "registered": and_(row.procedure.in_(scope.certified_copies), has_line(row.dossier_id)),
        "void": false(),
    }


def unknown_in_sql(rows: CountedRows) -> dict[str, ColumnElement[bool]]:
    """What was never recorded (``templates.model.reports.indicators.UNKNOWN``)."""
    row = rows.row
    return {
        "due": row.due_on.is_(None),
        "end": _surely(row.end_told == "unknown"),
        # A result may be there before the gateway said a word; until it does, nobody knows.
        "accepted": and_(row.sent.is_(True), row.accepted.is_(False), row.result.is_(True)),
        "channel": row.channel == "",
        "payment": row.payment == "",
        "reused": row.reused.is_(None),
        "from-store": row.from_store.is_(None),
        "population": row.population.is_(None),
        "signed": row.signed.is_(None),
        "taken": row.taken.is_(None),
    }


def cells(
    session: Transaction,
    scope: FigureScope,
    *,
    months: bool = False,
    of: Collection[PeriodOf] = tuple(PeriodOf),
) -> Iterator[FigureCell]:
    """The dossiers that have to do with the period in one of the ways ``of``, counted by what holds of them;
    by ``months`` of reception too, if asked for.
    """
    rows = counted_rows(session, scope)
    row, periods = rows.row, _periods(rows.row, scope)
    facts, unknown = facts_in_sql(rows, scope), unknown_in_sql(rows)
    del facts["everything"]
    told = {**facts, **{f"?{name}": part for name, part in unknown.items()}, **periods}
    bits = [case((condition, literal(1 << at)), else_=0) for at, condition in enumerate(told.values())]
    profile: Any = sum(bits[1:], bits[0])
    month = (
        (extract("year", row.received_on), extract("month", row.received_on)) if months else (null(), null())
    )
    inner = (
        select(
            row.unit.label("unit"),
            row.procedure.label("procedure"),
            month[0].label("year"),
            month[1].label("month"),
            profile.label("profile"),
            row.taken.label("taken"),
        )
        .where(rows.told, or_(*(periods[one.value] for one in of)))
        .subquery()
    )
    key = (inner.c.unit, inner.c.procedure, inner.c.year, inner.c.month, inner.c.profile)
    if not months:
        key = (inner.c.unit, inner.c.procedure, inner.c.profile)  # type: ignore[assignment]
    counted = (func.count(), func.coalesce(func.sum(inner.c.taken), 0))
    for *where, dossiers, taken in session.execute(select(*key, *counted).group_by(*key)):
        unit, procedure, *when, bits_set = where
        holds = {name: bool(int(bits_set) >> at & 1) for at, name in enumerate(told)}
        yield FigureCell(
            unit,
            procedure,
            date(int(when[0]), int(when[1]), 1) if when else None,
            dossiers,
            int(taken),
            {"everything": True, **{name: holds[name] for name in facts}},
            {name: holds[f"?{name}"] for name in unknown},
            {name: holds[name] for name in periods},
        )


def listed(
    session: Transaction,
    scope: FigureScope,
    period: PeriodOf,
    wanted: Collection[Holds],
    unwanted: Collection[Holds] = (),
    most: int | None = None,
) -> Sequence[ListedDossier]:
    """The dossiers of the period of which all of ``wanted`` and none of ``unwanted`` holds, the oldest
    first.
    """
    rows = counted_rows(session, scope)
    row, facts, unknown = rows.row, facts_in_sql(rows, scope), unknown_in_sql(rows)
    query = (
        select(
            func.coalesce(row.dossier_id, ""),
            func.coalesce(DossierRow.official_number, rows.number),
            row.procedure,
            row.unit,
            row.clerk,
            row.received_on,
            row.due_on,
            row.ended_on,
            row.ended,
            row.supplements,
            func.coalesce(type_coerce(DossierRow.state, String), ""),
        )
        .join(DossierRow, DossierRow.id == row.dossier_id, isouter=bool(scope.lists))
        .where(rows.told, _periods(row, scope)[period])
        .where(*(_condition(one, facts, unknown) for one in wanted))
        .where(*(~_condition(one, facts, unknown) for one in unwanted))
        .order_by(row.received_on, row.dossier_id, *((rows.number,) if scope.lists else ()))
        .limit(most)
    )
    found: Any = session.execute(query)
    return [ListedDossier(*told) for told in found]


def first_reception(session: Transaction) -> date | None:
    """The day of the first dossier; None where there is none."""
    return session.scalar(select(func.min(FigureRow.received_on)).where(figures_ours(session)))


def _condition(
    one: Holds, facts: Mapping[str, ColumnElement[bool]], unknown: Mapping[str, ColumnElement[bool]]
) -> ColumnElement[bool]:
    if one.fact is not None:
        return facts[one.fact]
    if one.unknown is not None:
        return unknown[one.unknown]
    if one.all is not None:
        return and_(true(), *(_condition(part, facts, unknown) for part in one.all))
    either = or_(false(), *(_condition(part, facts, unknown) for part in one.any or one.none or ()))
    return either if one.any is not None else ~either


def _surely(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A comparison with a day that is not known tells nothing: then it does not hold."""
    return func.coalesce(condition, False)


def _periods(row: Any, scope: FigureScope) -> dict[str, ColumnElement[bool]]:
    until = true() if scope.until is None else row.received_on <= scope.until
    return {
        PeriodOf.RECEIVED.value: _between(row.received_on, scope),
        PeriodOf.ENDED.value: and_(row.ended_on.is_not(None), _between(row.ended_on, scope)),
        PeriodOf.OPEN.value: and_(row.ended == "", until),
    }


def _between(column: Any, scope: FigureScope) -> ColumnElement[bool]:
    since = true() if scope.since is None else column >= scope.since
    return and_(since, true() if scope.until is None else column <= scope.until)
