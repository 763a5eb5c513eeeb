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


_Value = str | bool | None

_FACTS_OF_ONE_VALUE: Mapping[str, tuple[str, _Value]] = {
    "double": ("ended", "double"),
    "with-result": ("ended", "result"),
    "withdrawn": ("ended", "withdrawn"),
    "refused": ("ended", "refused"),
    "stopped": ("ended", "stopped"),
    "end-asked": ("end_told", "asked"),
    "components": ("components", True),
    "result": ("result", True),
    "signed": ("signed", True),
    "accepted": ("accepted", True),
    "at-counter": ("channel", "counter"),
    "online": ("channel", "online"),
    "by-post": ("channel", "post"),
    "paid-online": ("payment", "online"),
    "reused": ("reused", True),
    "from-store": ("from_store", True),
    "population": ("population", True),
}
_UNKNOWN_OF_ONE_VALUE: Mapping[str, tuple[str, _Value]] = {
    "due": ("due_on", None),
    "end": ("end_told", "unknown"),
    "channel": ("channel", ""),
    "payment": ("payment", ""),
    "reused": ("reused", None),
    "from-store": ("from_store", None),
    "population": ("population", None),
    "signed": ("signed", None),
    "taken": ("taken", None),
    "outcome": ("ended", "unknown"),
}
"""What one value of one column tells: the column is looked at once for all that its values tell."""


def facts_in_sql(rows: CountedRows, scope: FigureScope) -> dict[str, ColumnElement[bool]]:
    """What a condition may ask (``templates.model.reports.indicators.FACTS``), as the database tells it; a
    comparison with a day that is not known tells nothing, which is not that it holds.
    """
    row = rows.row
    ended, early = row.ended != "", row.ended_on < row.due_on
    on_time = and_(ended, row.ended_on <= row.due_on, row.supplements <= 1)
    return {
        "everything": true(),
        "ended": ended,
        "on-time": on_time,
        "early": and_(on_time, early),
        "late": and_(ended, or_(row.ended_on > row.due_on, row.supplements > 1)),
        "asked-twice": row.supplements > 1,
        "overdue": and_(row.ended == "", row.waiting.is_(False), row.due_on < scope.today),
        "owes": row.payment.in_(("online", "cash", "unpaid")),
        "certified-copy": row.procedure.in_(scope.certified_copies),
        "elsewhere": rows.elsewhere,
        "unlisted": rows.unlisted,
        "registered": and_(row.procedure.in_(scope.certified_copies), has_line(row.dossier_id)),
        "void": false(),
        **{name: _has(row, *told) for name, told in _FACTS_OF_ONE_VALUE.items()},
    }


def unknown_in_sql(rows: CountedRows) -> dict[str, ColumnElement[bool]]:
    """What was never recorded (``templates.model.reports.indicators.UNKNOWN``)."""
    row = rows.row
    return {
        # A result may be there before the gateway said a word; until it does, nobody knows.
        "accepted": and_(row.sent.is_(True), row.accepted.is_(False), row.result.is_(True)),
        **{name: _has(row, *told) for name, told in _UNKNOWN_OF_ONE_VALUE.items()},
    }


def _has(row: Any, column: str, value: _Value) -> ColumnElement[bool]:
    found: ColumnElement[Any] = getattr(row, column)
    return found == value if isinstance(value, str) else found.is_(value)


def _profile(row: Any, told: Mapping[str, ColumnElement[bool]]) -> ColumnElement[int]:
    """A number with a bit for each of ``told`` that holds, the first the lowest."""
    of_one_value = {**_FACTS_OF_ONE_VALUE, **{f"?{name}": one for name, one in _UNKNOWN_OF_ONE_VALUE.items()}}
    parts: list[ColumnElement[int]] = []
    by_column: dict[str, dict[_Value, int]] = {}
    for at, (name, condition) in enumerate(told.items()):
        if name in of_one_value:
            column, value = of_one_value[name]
            bits = by_column.setdefault(column, {})
            bits[value] = bits.get(value, 0) | 1 << at
        else:
            parts.append(case((condition, literal(1 << at)), else_=0))
    parts += [_by_value(getattr(row, column), bits) for column, bits in by_column.items()]
    profile: ColumnElement[int] = sum(parts[1:], parts[0])
    return profile


def _by_value(column: ColumnElement[Any], bits: Mapping[_Value, int]) -> ColumnElement[int]:
    texts = {value: literal(bit) for value, bit in bits.items() if isinstance(value, str)}
    if texts:
        return case(texts, value=column, else_=0)
    return case(*((column.is_(value), literal(bit)) for value, bit in bits.items()), else_=0)


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
    told = {**facts, **{f"?{name}": part for name, part in unknown.items()}}
    told |= {f"@{name}": part for name, part in periods.items()}
    month = (
        (extract("year", row.received_on), extract("month", row.received_on)) if months else (null(), null())
    )
    inner = (
        select(
            row.unit.label("unit"),
            row.procedure.label("procedure"),
            month[0].label("year"),
            month[1].label("month"),
            _profile(row, told).label("profile"),
            row.taken.label("taken"),
        )
        # Said anew of each way in which a dossier has to do with the period: each has an index of its own, on
        # SQLite of those rows alone that are true now.
        .where(or_(*(and_(rows.told, periods[one.value]) for one in of)))
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
            {name: holds[f"@{name}"] for name in periods},
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
        return _surely(facts[one.fact])
    if one.unknown is not None:
        return _surely(unknown[one.unknown])
    if one.all is not None:
        return and_(true(), *(_condition(part, facts, unknown) for part in one.all))
    either = or_(false(), *(_condition(part, facts, unknown) for part in one.any or one.none or ()))
    return either if one.any is not None else ~either


def _surely(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """What tells nothing does not hold, nor does its contrary hold for that."""
    return func.coalesce(condition, False)


def _periods(row: Any, scope: FigureScope) -> dict[str, ColumnElement[bool]]:
    until = true() if scope.until is None else row.received_on <= scope.until
    return {
        PeriodOf.RECEIVED.value: _between(row.received_on, scope),
        PeriodOf.ENDED.value: and_(row.ended_on.is_not(None), _between(row.ended_on, scope)),
        # Written into the statement: an index on open dossiers alone is no use for a value not yet known.
        PeriodOf.OPEN.value: and_(row.ended == literal("", literal_execute=True), until),
    }


def _between(column: Any, scope: FigureScope) -> ColumnElement[bool]:
    since = true() if scope.since is None else column >= scope.since
    return and_(since, true() if scope.until is None else column <= scope.until)
