# SPDX-License-Identifier: Apache-2.0
"""Lines of the registers of certified copies, as indicators count them: each is one paper that was certified,
on paper or electronically.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, true

from batch.store.counted.counted_rows import FigureScope
from intake.dossier.deadline.local_time import LOCAL, local_day
from intake.store.tables.certification_model import CertificationChangeRow, CertificationRow
from intake.store.transaction import UNIT, Transaction

PAPER, ELECTRONIC = "copies", "e-copies"
"""The registers of certified copies (``templates/data/slips/certification-books.yaml``)."""


@dataclass(frozen=True, slots=True)
class CertifiedLine:
    """A line, ``lines`` where several are counted together: in which way, and whether it was made void."""

    unit: str
    procedure: str
    electronic: bool
    void: bool
    lines: int = 1
    sign: str = ""
    certified_on: date | None = None
    clerk: str = ""


def has_line(dossier_id: ColumnElement[str]) -> ColumnElement[bool]:
    """That a dossier has a line of its own in a register, which counts in its place."""
    row = CertificationRow
    return exists().where(row.dossier_id == dossier_id, row.book.in_((PAPER, ELECTRONIC)), ~_void(None))


def count_lines(session: Transaction, scope: FigureScope) -> Sequence[CertifiedLine]:
    """The lines of the days of a scope, counted."""
    row, void = CertificationRow, _void(scope.as_of)
    key: tuple[Any, ...] = (row.unit, row.procedure, row.book, void.label("void"))
    inner = select(*key).where(*_theirs(session, scope)).subquery()
    query: Any = select(*inner.c, func.count()).group_by(*inner.c)
    return [
        CertifiedLine(unit, procedure, book == ELECTRONIC, bool(gone), lines)
        for unit, procedure, book, gone, lines in session.execute(query)
    ]


def list_lines(session: Transaction, scope: FigureScope) -> Sequence[CertifiedLine]:
    """The same, one by one in the order of their days."""
    row = CertificationRow
    query = select(row, _void(scope.as_of)).where(*_theirs(session, scope))
    found = session.execute(query.order_by(row.certified_at, row.id)).all()
    return [
        CertifiedLine(
            one.unit,
            one.procedure,
            one.book == ELECTRONIC,
            bool(gone),
            sign=f"{one.number}/{one.year}-{one.symbol}",
            certified_on=local_day(one.certified_at),
            clerk=one.who,
        )
        for one, gone in found
    ]


def _theirs(session: Transaction, scope: FigureScope) -> Sequence[ColumnElement[bool]]:
    row, unit = CertificationRow, session.info.get(UNIT)
    ends = [day for day in (scope.until, scope.as_of) if day is not None]
    return (
        row.book.in_((PAPER, ELECTRONIC)),
        true() if unit is None else row.unit == unit,
        row.procedure.in_(scope.procedures) if scope.procedures else true(),
        true() if scope.since is None else row.certified_at >= _midnight(scope.since),
        row.certified_at < _midnight(min(ends) + timedelta(days=1)) if ends else true(),
    )


def _void(as_of: date | None) -> ColumnElement[bool]:
    """That a line was made void, by the end of that day where one is given."""
    change = CertificationChangeRow
    void = exists().where(change.certification_id == CertificationRow.id, change.void.is_(True))
    return void if as_of is None else void.where(change.at < _midnight(as_of + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)
