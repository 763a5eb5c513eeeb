# SPDX-License-Identifier: Apache-2.0
"""Whose a dossier is: the condition for queries over other tables."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from intake.store.tables.model import DossierRow
from intake.store.tables.row_told import row_told
from intake.store.transaction import UNIT, Transaction


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
