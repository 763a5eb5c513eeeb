# SPDX-License-Identifier: Apache-2.0
"""The days on which results are due, kept beside the dossiers so that a list finds them by index.

What they hang on is reckoned above (``intake.services.deadline.due_days``); here it is known of which
dossiers something has changed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, func, select, update

from intake.dossier.stored import Dossier
from intake.store.dossier.records import DOSSIER
from intake.store.tables.model import DossierRow
from intake.store.transaction import Transaction

_UNKNOWN = DossierRow.due_unknown.is_(True)


def count_unknown(session: Transaction) -> int:
    """Of how many dossiers the day is to be reckoned."""
    return session.scalar(select(func.count(DossierRow.id)).where(_UNKNOWN)) or 0


def due_unknown(session: Transaction, most: int) -> list[Dossier]:
    """Some of these."""
    return [Dossier(*row) for row in session.execute(select(*DOSSIER).where(_UNKNOWN).limit(most))]


def keep_due(session: Transaction, reckoned: Sequence[tuple[Dossier, date | None]]) -> None:
    """Keep the days that were reckoned of these pictures; what was changed meanwhile stays to be reckoned."""
    table = DossierRow.__table__
    same = (table.c.id == bindparam("of"), table.c.version == bindparam("seen"))
    change = update(table).where(*same).values(due_on=bindparam("day"), due_unknown=False)  # type: ignore[arg-type]
    told = [{"of": dossier.id, "seen": dossier.version, "day": day} for dossier, day in reckoned]
    session.connection().execute(change, told)
