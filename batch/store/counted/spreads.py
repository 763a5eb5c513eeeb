# SPDX-License-Identifier: Apache-2.0
"""How lengths of time are spread, ranked by the database: it gives three numbers, however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, case, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from intake.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in whole units of time begun, of so many ``dossiers``: half of them no longer
    than ``median``, nine of ten no longer than ``nine_of_ten`` (nearest rank); None where there are none.
    """

    dossiers: int
    median: int | None = None
    nine_of_ten: int | None = None


class UnixSeconds(FunctionElement[int]):
    """The seconds from 1970 to a moment, parts of a second cut off; the same on each database, whatever
    time zone its session has.
    """

    type = BigInteger()
    name = "unix_seconds"
    inherit_cache = True


@compiles(UnixSeconds)
def _on_sqlite(element: UnixSeconds, compiler: SQLCompiler, **told: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **told)}) AS INTEGER)"


@compiles(UnixSeconds, "postgresql")
def _on_postgresql(element: UnixSeconds, compiler: SQLCompiler, **told: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **told)})) AS BIGINT)"


def spread_of(lengths: FromClause) -> Select[int, int, int]:
    """Asks how many numbers are in the one column of ``lengths``, and for the two ranks."""
    (length,) = lengths.columns
    ranked = select(
        length.label("length"),
        func.row_number().over(order_by=length).label("rank"),
        func.count().over().label("whole"),
    ).subquery()

    def at(tenths: int) -> ColumnElement[int]:
        rank = (ranked.c.whole * tenths + 9) // 10
        return func.max(case((ranked.c.rank == rank, ranked.c.length)))

    return select(
        func.count().label("dossiers"), at(5).label("median"), at(9).label("nine_of_ten")
    ).select_from(ranked)


def spread(session: Transaction, lengths: FromClause) -> Spread:
    """The spread of the whole numbers in the one column of ``lengths``."""
    return Spread(*session.execute(spread_of(lengths)).one())
