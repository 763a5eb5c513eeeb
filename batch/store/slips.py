# SPDX-License-Identifier: Apache-2.0
"""Slips as they were issued, and whom they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from batch.store.tables.slip_model import SlipRow
from intake.store.transaction import Transaction

_NAMED = ("requester", "address", "phone", "email")


@dataclass(frozen=True, slots=True)
class NewSlip:
    """A slip to be kept; what each value says stands with the table (``SlipRow``)."""

    dossier_id: str
    kind: str
    unit: str
    year: int
    number: int
    sign: str
    edition: str
    content: Mapping[str, Any]
    wish: str
    issued_at: datetime
    issued_by: str


@dataclass(frozen=True, slots=True)
class SlipRecord(NewSlip):
    """A slip that was issued; ``id`` is its number in the database."""

    id: int


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asked, and where they are reached; what is empty is taken from the dossier."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


def slip(session: Transaction, slip_id: int) -> SlipRecord:
    """The slip of this number in the database."""
    return _record(session.get_one(SlipRow, slip_id))


def slips_of(session: Transaction, dossier_id: str) -> list[SlipRecord]:
    """Every slip that was issued for a dossier, in order."""
    query = select(SlipRow).where(SlipRow.dossier_id == dossier_id).order_by(SlipRow.id)
    return [_record(row) for row in session.scalars(query)]


def add_slip(session: Transaction, new: NewSlip) -> SlipRecord:
    """Keep a slip for good."""
    row = SlipRow(**asdict(new))
    session.add(row)
    session.flush()
    return _record(row)


def newest_visitors(session: Transaction, dossiers: Sequence[str]) -> dict[str, Visitor]:
    """Whom the newest slip names, of each of some hundred dossiers that have one."""
    of_each = select(func.max(SlipRow.id)).where(SlipRow.dossier_id.in_(dossiers))
    newest = of_each.group_by(SlipRow.dossier_id)
    told = [SlipRow.content[("places", place)].as_string() for place in _NAMED]
    rows = session.execute(select(SlipRow.dossier_id, *told).where(SlipRow.id.in_(newest)))
    return {dossier: Visitor(*(text or "" for text in texts)) for dossier, *texts in rows}


def _record(row: SlipRow) -> SlipRecord:
    return SlipRecord(
        id=row.id,
        dossier_id=row.dossier_id,
        kind=row.kind,
        unit=row.unit,
        year=row.year,
        number=row.number,
        sign=row.sign,
        edition=row.edition,
        content=dict(row.content),
        wish=row.wish,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
    )
