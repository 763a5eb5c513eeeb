# SPDX-License-Identifier: Apache-2.0
"""Lists that a one-stop system exported: taken in, taken back, and which of them count at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, literal, or_, select, true, update

from batch.store.tables.one_stop_model import OneStopLineRow, OneStopListRow
from intake.store.transaction import UNIT, Transaction

_PART = 1000


@dataclass(frozen=True, slots=True)
class OneStopLine:
    """A dossier of a list; what each value says stands with the table (``OneStopLineRow``)."""

    number: str
    procedure: str
    received_on: date
    due_on: date | None = None
    ended: str = ""
    ended_on: date | None = None
    channel: str = ""
    payment: str = ""


@dataclass(frozen=True, slots=True)
class OneStopList:
    """A list that was taken in; what each value says stands with the table (``OneStopListRow``)."""

    id: int
    unit: str
    since: date
    until: date
    file: str
    sha256: str
    dossiers: int
    left_out: int
    who: str
    added_at: datetime
    ended_at: datetime | None
    ended_by: str
    replaced_by: int | None

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def lists(session: Transaction) -> Sequence[OneStopList]:
    """All that were ever taken in, the newest first."""
    return _lists(session, true())


def lists_at(
    session: Transaction, since: date, until: date, at: datetime | None = None
) -> Sequence[OneStopList]:
    """Those with days from ``since`` to ``until`` that count now, or counted just before ``at``, in order."""
    row = OneStopListRow
    counts = (
        row.ended_at.is_(None)
        if at is None
        else (row.added_at < at) & or_(row.ended_at.is_(None), row.ended_at >= at)
    )
    found = _lists(session, (row.since <= until) & (row.until >= since) & counts)
    return sorted(found, key=lambda one: (one.since, one.id))


def add_list(
    session: Transaction, told: dict[str, Any], lines: Sequence[OneStopLine], replaces: Sequence[int]
) -> int:
    """Take a list in (``told``: columns of its table) in the place of those it ``replaces``; its id."""
    row = OneStopListRow(**told, ended_at=None, ended_by="", replaced_by=None)
    session.add(row)
    session.flush()
    table = OneStopLineRow.__table__
    for at in range(0, len(lines), _PART):
        rows = [{**asdict(one), "list_id": row.id} for one in lines[at : at + _PART]]
        session.connection().execute(insert(table), rows)  # type: ignore[arg-type]
    ended = {"ended_at": told["added_at"], "ended_by": told["who"], "replaced_by": row.id}
    session.execute(update(OneStopListRow).where(OneStopListRow.id.in_(replaces)).values(**ended))
    return row.id


def take_list_back(session: Transaction, list_id: int, who: str, at: datetime) -> None:
    """Let a list count no longer; what it took the place of counts again."""
    row = OneStopListRow
    theirs = update(row).where(row.id == list_id, row.ended_at.is_(None))
    session.execute(theirs.values(ended_at=at, ended_by=who))
    former = select(row).where(row.replaced_by == list_id)
    for one in session.scalars(former).all():
        # Another row: when the former one counted, and when not, stays known for reports of past days.
        again = {name: getattr(one, name) for name in _COPIED}
        session.add(copy := OneStopListRow(**again, who=who, added_at=at, ended_by=""))
        session.flush()
        columns = [
            column for column in OneStopLineRow.__table__.columns if column.name not in ("id", "list_id")
        ]
        names = [column.name for column in columns]
        lines = select(literal(copy.id), *columns).where(OneStopLineRow.list_id == one.id)
        session.execute(insert(OneStopLineRow).from_select(["list_id", *names], lines))


_COPIED = ("unit", "since", "until", "file", "sha256", "dossiers", "left_out")


def _lists(session: Transaction, condition: ColumnElement[bool]) -> Sequence[OneStopList]:
    unit = session.info.get(UNIT)
    ours = true() if unit is None else OneStopListRow.unit == unit
    columns = [getattr(OneStopListRow, name) for name in OneStopList.__dataclass_fields__]
    query = select(*columns).where(ours, condition).order_by(OneStopListRow.id.desc())
    return [OneStopList(*row) for row in session.execute(query)]
