# SPDX-License-Identifier: Apache-2.0
"""The chain of a register: each event bears a hash of itself and of the one before it.

An event's hash is SHA-256 over the hash before it ("" for the first), a line feed, and the event as JSON:
``[register, place, certification_id, what, data]`` with sorted keys, no blanks, ASCII only. A register is an
office's of one kind and year, named as the series of its numbers, so its writers wait for each other anyway.
What was entered before an office had its code stays in the chain of then; that it is the office's since is an
event of the office's chain. No key is in it: who may write to the database and knows this can make a chain
anew (docs/backup.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from intake.store.life.life import certification_series
from intake.store.tables.certification_model import (
    CertificationChainRow,
    CertificationChangeRow,
    CertificationEventRow,
    CertificationRow,
)
from intake.store.transaction import Transaction

ENTERED, CHANGED, CLAIMED = "entered", "changed", "claimed"
COLUMNS = tuple(name for name in CertificationRow.__table__.columns.keys() if name != "id")  # noqa: SIM118
SAID = ("at", "who", "void", "told", "reason")
"""What of a change is told."""


def link(before: str, event: Any) -> str:
    """The hash of an event that follows one of the hash ``before``."""
    told = (event.register, event.place, event.certification_id, event.what, event.data)
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return sha256(f"{before}\n{text}".encode("ascii")).hexdigest()


def register_of(row: Any) -> str:
    """In which register a line stands."""
    return certification_series(row.year, row.unit, row.book)


def columns_of(row: Any, names: tuple[str, ...] = COLUMNS) -> dict[str, Any]:
    """The columns of a row as JSON tells them, moments in UTC with six digits of a second."""
    return {name: _plain(getattr(row, name)) for name in names}


def tell_entered(session: Transaction, row: CertificationRow) -> None:
    """Write down that a line was entered."""
    _append(session, row, ENTERED, columns_of(row))


def tell_changed(session: Transaction, row: CertificationRow, change: CertificationChangeRow) -> None:
    """Write a later word on a line down."""
    _append(session, row, CHANGED, columns_of(change, SAID))


def tell_claimed(session: Transaction, row: CertificationRow) -> None:
    """Write down that a line from before its office had a code is that office's, under this number."""
    _append(session, row, CLAIMED, {"unit": row.unit, "number": row.number})


def _append(session: Transaction, row: CertificationRow, what: str, data: Mapping[str, Any]) -> None:
    register = register_of(row)
    chain = session.get(CertificationChainRow, register)
    if chain is None:
        chain = CertificationChainRow(register=register, head="", length=0)
        session.add(chain)
    event = CertificationEventRow(
        register=register,
        place=chain.length + 1,
        certification_id=row.id,
        what=what,
        data=json.loads(json.dumps(data)),
    )
    event.hash = link(chain.head, event)
    chain.head, chain.length = event.hash, event.place
    session.add(event)
    session.flush()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return dict(value) if isinstance(value, Mapping) else value
