# SPDX-License-Identifier: Apache-2.0
"""Dossiers in which something is left to be done before they count: lists to be worked off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, func, select, true, type_coerce

from batch.store.tables.figure_model import FigureRow
from intake.dossier.deadline.local_time import local_day
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.store.dossier.journal import of_kind
from intake.store.tables.model import DossierRow, EventRow
from intake.store.transaction import UNIT, Transaction


class GapKind(StrEnum):
    """What is lacking."""

    RESULT = "lacks-result"  # has components, lacks the result
    SIGNATURE = "unsigned-result"  # the result bears no digital signature
    REVIEW = "unreviewed"  # read, and not reviewed since some days
    CHANNEL = "channel-unknown"  # nobody recorded how it was handed in


@dataclass(frozen=True, slots=True)
class GapLine:
    """A dossier in which something is lacking, and since which day, as far as that is known."""

    dossier: str
    official_number: str
    procedure: str
    clerk: str
    received_on: date
    state: str
    since: date | None

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def count_gaps(session: Transaction, kind: GapKind, read_before: datetime) -> int:
    """In how many dossiers it is lacking."""
    if kind is GapKind.REVIEW:
        return session.scalar(select(func.count(DossierRow.id)).where(*_unreviewed(read_before))) or 0
    query = select(func.count()).select_from(FigureRow).where(_now(session), _lacking(kind))
    return session.scalar(query) or 0


def gap_lines(
    session: Transaction, kind: GapKind, read_before: datetime, most: int | None = None
) -> Sequence[GapLine]:
    """These, the longest waiting first; ``read_before``: read and left since then or longer."""
    told = (
        DossierRow.id,
        func.coalesce(DossierRow.official_number, ""),
        DossierRow.procedure,
        DossierRow.owner,
    )
    state = type_coerce(DossierRow.state, String)
    if kind is GapKind.REVIEW:
        query = select(*told, DossierRow.received_at, state, _moved()).where(*_unreviewed(read_before))
        rows: Any = session.execute(query.order_by(DossierRow.received_at, DossierRow.id).limit(most))
        return [GapLine(a, b, c, d, local_day(at), e, local_day(since)) for a, b, c, d, at, e, since in rows]
    waiting = (
        select(*told, FigureRow.received_on, state, FigureRow.since)
        .join(DossierRow, DossierRow.id == FigureRow.dossier_id)
        .where(_now(session), _lacking(kind))
        .order_by(FigureRow.received_on, DossierRow.id)
        .limit(most)
    )
    found: Any = session.execute(waiting)
    return [GapLine(a, b, c, d, on, e, local_day(since)) for a, b, c, d, on, e, since in found]


def _lacking(kind: GapKind) -> ColumnElement[bool]:
    row = FigureRow
    match kind:
        case GapKind.RESULT:
            ended_without = ("refused", "withdrawn", "stopped", "double")
            return row.components.is_(True) & row.result.is_(False) & row.ended.not_in(ended_without)
        case GapKind.SIGNATURE:
            return row.result.is_(True) & row.signed.is_(False)
        case _:
            return (row.channel == "") & (row.ended != "double")


def _now(session: Transaction) -> ColumnElement[bool]:
    unit = session.info.get(UNIT)
    return FigureRow.until.is_(None) & (true() if unit is None else FigureRow.unit == unit)


def _unreviewed(read_before: datetime) -> tuple[ColumnElement[bool], ...]:
    return DossierRow.state == State.READ, _moved() <= read_before


def _moved() -> Any:
    """When the dossier came into its present state."""
    moved = (EventRow.dossier_id == DossierRow.id, of_kind(What.STATE))
    return select(func.max(EventRow.at)).where(*moved).correlate(DossierRow).scalar_subquery()
