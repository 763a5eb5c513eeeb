# SPDX-License-Identifier: Apache-2.0
"""Versions of a dossier: two people who change one at the same time learn of each other.

A dossier's version goes up once in each transaction that changes anything of it; its events and its values
remember at which version they came.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from intake.dossier.journal import Event
from intake.dossier.values import FormValue
from intake.store.dossier.records import EVENT, VALUE, value_of
from intake.store.tables.model import DossierRow, EventRow, FormValueRow
from intake.store.transaction import Transaction

_TOUCHED = "touched"


def touch(session: Transaction, dossier_id: str) -> int:
    """The version that the dossier has after this transaction."""
    row = session.get_one(DossierRow, dossier_id)
    touched: set[str] = session.info.setdefault(_TOUCHED, set())
    if dossier_id not in touched:
        row.version += 1
        row.due_unknown = row.figures_unknown = True
        touched.add(dossier_id)
    return row.version


def made(session: Transaction, dossier_id: str) -> None:
    """What this transaction does to the dossier belongs to the version in which it made it."""
    session.info.setdefault(_TOUCHED, set()).add(dossier_id)


def version_of(session: Transaction, dossier_id: str) -> int:
    """The dossier's version now."""
    return session.get_one(DossierRow, dossier_id).version


def events_after(session: Transaction, dossier_id: str, version: int) -> Sequence[Event]:
    """What happened to the dossier after that version, in its order."""
    after = (EventRow.dossier_id == dossier_id, EventRow.version > version)
    return [Event(*row) for row in session.execute(select(*EVENT).where(*after).order_by(EventRow.id))]


def values_after(
    session: Transaction, dossier_id: str, version: int, keys: Collection[str] | None = None
) -> Mapping[str, FormValue]:
    """The values that became what they are after that version, of these ``keys`` (of all, if None)."""
    query = select(*VALUE).where(FormValueRow.dossier_id == dossier_id, FormValueRow.version > version)
    found = (value_of(*row) for row in session.execute(query.order_by(FormValueRow.id)))
    return {value.key: value for value in found if keys is None or value.key in keys}
