# SPDX-License-Identifier: Apache-2.0
"""Whose a dossier is: the condition for queries over other tables, and dossiers that bear no code yet."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, select, text, true, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from intake.store.life.numbers import REGISTER, NumberGiving, Series
from intake.store.tables.model import DossierRow, NumberSeriesRow
from intake.store.tables.row_told import row_told
from intake.store.transaction import EVERY_UNIT, UNIT, Transaction


def ours(session: Transaction, dossier_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """That a column names a dossier of the transaction's unit.

    Queries that name ``DossierRow`` need it not: they see no others (``intake.store.transaction``).
    """
    unit = session.info.get(UNIT)
    if unit is None:
        return true()
    dossier = aliased(DossierRow)
    return exists().where(dossier.id == dossier_id, row_told(dossier.unit) == unit)


def sees_all_units(session: Transaction) -> bool:
    """Whether the transaction sees the dossiers of every unit."""
    return session.info.get(UNIT) is None


def is_any_unclaimed(session: Transaction) -> bool:
    """Whether there are dossiers from before their office had a code."""
    unclaimed = select(DossierRow.id).where(DossierRow.unit == "").limit(1)
    return session.scalar(unclaimed.execution_options(**EVERY_UNIT)) is not None


def claim(store: NumberGiving, session: Transaction, unit: str) -> None:
    """Make the dossiers that have no unit those of ``unit``, with their numbers in the register.

    Where ``unit`` has numbers of such a year already, theirs are given anew, after these.
    """
    registers = (NumberSeriesRow.kind == REGISTER, NumberSeriesRow.unit == unit)
    taken = set(session.scalars(select(NumberSeriesRow.year).where(*registers)))
    mine = (NumberSeriesRow.kind == REGISTER, NumberSeriesRow.unit == "")
    for year in session.scalars(select(NumberSeriesRow.year).where(*mine)).all():
        if year in taken:
            _register_anew(store, session, unit, year)
        else:
            moved = update(NumberSeriesRow).where(*mine, NumberSeriesRow.year == year).values(unit=unit)
            session.execute(moved)
    claimed = update(DossierRow).where(DossierRow.unit == "").values(unit=unit)
    session.execute(claimed, execution_options={"synchronize_session": False})
    for table in ("search_term", "matter_key", "run", "figure"):
        session.execute(text(f"UPDATE {table} SET unit = :unit WHERE unit = ''"), {"unit": unit})


def _register_anew(store: NumberGiving, session: Transaction, unit: str, year: int) -> None:
    theirs = (DossierRow.unit == "", DossierRow.register_year == year)
    query = select(DossierRow.id).where(*theirs).order_by(DossierRow.register_number)
    for dossier in session.scalars(query.execution_options(**EVERY_UNIT)).all():
        number = store.next_number(session, Series.register(unit, year))
        told = update(DossierRow).where(DossierRow.id == dossier).values(unit=unit, register_number=number)
        session.execute(told, execution_options={"synchronize_session": False})
