# SPDX-License-Identifier: Apache-2.0
"""One open transaction of the store, as everybody above it holds and passes it on.

``Store.read`` and ``Store.write`` give one out; only modules of a store look into it. What they give back are
records and plain values, which outlive it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import String, event
from sqlalchemy.orm import (
    Mapper,
    ORMExecuteState,
    Session,
    UOWTransaction,
    object_mapper,
    with_loader_criteria,
)

from intake.errors import UnfitTextError
from intake.store.tables.model import DossierRow
from intake.store.tables.row_told import row_told

UNIT = "unit"
"""The key of ``Session.info`` under which a transaction has the unit whose dossiers alone it sees."""

EVERY_UNIT = {"every_unit": True}
"""Execution options of a query that looks at the dossiers of all units whoever asks."""


class Transaction(Session):
    """A picture of the store at one moment (``read``), or one change that happens whole or not at all
    (``write``).

    To those who may not write SQL it is a token: they call the store's functions with it.
    """


@event.listens_for(Transaction, "do_orm_execute")
def _see_one_unit(asked: ORMExecuteState) -> None:
    """Whatever is asked of dossiers is asked of those of the transaction's unit: here, once, and not in each
    query, where one would be forgotten.
    """
    unit = asked.session.info.get(UNIT)
    if unit is None or asked.is_column_load or asked.is_relationship_load:
        return
    if asked.is_select and not asked.execution_options.get("every_unit"):
        theirs = row_told(DossierRow.unit) == unit
        asked.statement = asked.statement.options(
            with_loader_criteria(DossierRow, theirs, include_aliases=True)
        )


@event.listens_for(Transaction, "before_flush")
def _refuse_unfit_texts(session: Session, _context: UOWTransaction, _rows: object) -> None:
    """What one database refuses the other does not take either: SQLite holds no text to a length and keeps
    NUL, PostgreSQL breaks on both.
    """
    for row in (*session.new, *session.dirty):
        for name, column, most in _texts_of(object_mapper(row)):
            text = vars(row).get(name)
            if isinstance(text, str) and most is not None and len(text) > most:
                raise UnfitTextError.too_long(column, most)
            if isinstance(text, str) and "\0" in text:
                raise UnfitTextError.with_nul(column)


@cache
def _texts_of(table: Mapper[Any]) -> tuple[tuple[str, str, int | None], ...]:
    """The columns of a table that hold texts: attribute, name for a person, how many letters it takes."""
    columns = ((attribute.key, attribute.columns[0]) for attribute in table.column_attrs)
    return tuple(
        (name, str(column), column.type.length) for name, column in columns if isinstance(column.type, String)
    )
