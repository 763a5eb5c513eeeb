# SPDX-License-Identifier: Apache-2.0
"""What reports count of each dossier, kept beside the dossiers: of which it is to be folded anew, and what it
is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from batch.store.tables.figure_model import FigureRow
from intake.dossier.stored import Dossier
from intake.store.dossier.records import DOSSIER
from intake.store.tables.model import DossierRow
from intake.store.transaction import Transaction

_UNKNOWN = DossierRow.figures_unknown.is_(True)


@dataclass(frozen=True, slots=True)
class Figure:
    """What was so of a dossier from ``since`` on; what each value says stands with the table
    (``FigureRow``).
    """

    since: datetime
    received_on: date
    due_on: date | None = None
    ended: str = ""
    ended_on: date | None = None
    end_told: str | None = None
    taken: int | None = None
    waiting: bool = False
    supplements: int = 0
    complete: bool = False
    components: bool = False
    sent: bool = False
    accepted: bool = False
    result: bool = False
    signed: bool | None = None
    channel: str = ""
    payment: str = ""
    reused: bool | None = None
    from_store: bool | None = None
    population: bool | None = None


def count_unfolded(session: Transaction) -> int:
    """Of how many dossiers the figures are to be folded."""
    return session.scalar(select(func.count(DossierRow.id)).where(_UNKNOWN)) or 0


def unfolded(session: Transaction, most: int, after: str = "") -> list[Dossier]:
    """Some of these by their id, those behind ``after``."""
    some = select(*DOSSIER).where(_UNKNOWN, DossierRow.id > after).order_by(DossierRow.id)
    return [Dossier(*row) for row in session.execute(some.limit(most))]


def keep_figures(session: Transaction, folded: Sequence[tuple[Dossier, Sequence[Figure]]]) -> None:
    """Keep what was folded of these pictures; of a dossier that was changed meanwhile it stays to be
    folded.
    """
    ids = [dossier.id for dossier, _figures in folded]
    session.execute(
        delete(FigureRow).where(FigureRow.dossier_id.in_(ids)),
        execution_options={"synchronize_session": False},
    )
    if rows := [row for dossier, figures in folded for row in _rows(dossier, figures)]:
        session.connection().execute(insert(FigureRow.__table__), rows)  # type: ignore[arg-type]
    table = DossierRow.__table__
    same = (table.c.id == bindparam("of"), table.c.version == bindparam("seen"))
    known = update(table).where(*same).values(figures_unknown=False)  # type: ignore[arg-type]
    session.connection().execute(known, [{"of": one.id, "seen": one.version} for one, _figures in folded])


def _rows(dossier: Dossier, figures: Sequence[Figure]) -> list[dict[str, object]]:
    if not figures:  # pages of a stack that wait: they are counted nowhere
        return []
    untils = [*(figure.since for figure in figures[1:]), None]
    told = {
        "dossier_id": dossier.id,
        "unit": dossier.unit,
        "procedure": dossier.procedure,
        "clerk": dossier.owner,
    }
    return [{**asdict(one), **told, "until": until} for one, until in zip(figures, untils, strict=True)]
