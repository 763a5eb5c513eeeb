# SPDX-License-Identifier: Apache-2.0
"""The outbox's rows: found, made and changed; what is done with one is decided in ``batch.outbox``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Text, cast, select

from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.store.dossier.offices import ours
from intake.store.queue.leases import Lease, Leases, anew
from intake.store.tables.model import DossierRow
from intake.store.tables.outbox_model import OutboxRow
from intake.store.tables.row_told import row_told
from intake.store.transaction import EVERY_UNIT, Transaction


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One dossier on its way to the gateway; what each value says stands with the table (``OutboxRow``)."""

    id: int
    dossier_id: str
    package_id: int
    state: str
    attempts: int
    next_at: datetime
    lease_owner: str
    lease_until: datetime | None
    progress: Mapping[str, Any]
    messages: Sequence[Mapping[str, Any]]
    trouble: str
    remote_status: str
    remote_note: str
    remote_at: datetime | None
    queued_at: datetime
    sent_at: datetime | None


QUEUE = Leases(OutboxRow)


class OutboxChange(TypedDict, total=False):
    """Values of a row to be written; those not named stay."""

    package_id: int
    state: str
    progress: dict[str, Any]
    number: str
    messages: list[Any]
    trouble: str
    remote_status: str
    remote_note: str
    remote_at: datetime | None
    sent_at: datetime | None


def of_dossier(session: Transaction, dossier_id: str) -> OutboxEntry | None:
    """The dossier's row, if it was ever packaged."""
    row = session.scalar(select(OutboxRow).where(OutboxRow.dossier_id == dossier_id))
    return None if row is None else _entry(row)


def due(session: Transaction, now: datetime, *, early: bool) -> list[str]:
    """The dossiers whose turn has come (``early``: all that wait), in the order of their turns."""
    mine = ours(session, OutboxRow.dossier_id)
    rows = select(OutboxRow.dossier_id).where(QUEUE.due(session, now, early=early), mine)
    return list(session.scalars(rows.order_by(OutboxRow.next_at, OutboxRow.id)))


def take(
    session: Transaction, dossier_id: str, owner: str, now: datetime, *, early: bool, besides: Sequence[str]
) -> tuple[Lease, OutboxEntry] | None:
    """Lease the dossier's row, and what it holds then; ``early`` and ``besides`` as ``Leases.due`` has them.

    None where another has it or it is not its turn.
    """
    only = OutboxRow.dossier_id == dossier_id
    taken = QUEUE.take(session, owner, now, only=only, early=early, besides=besides)
    return next(((one, _entry(session.get_one(OutboxRow, one.row_id))) for one in taken), None)


def in_states(
    session: Transaction, states: Sequence[State], sending: Sequence[str], among: Sequence[str] | None
) -> list[OutboxEntry]:
    """The rows that stand in one of ``sending`` and whose dossiers in one of ``states``, as they were sent.

    ``among`` names some hundred dossiers that alone are asked for.
    """
    query = (
        select(OutboxRow)
        .join(DossierRow, OutboxRow.dossier_id == DossierRow.id)
        .where(DossierRow.state.in_(states), row_told(OutboxRow.state).in_(sending))
        .order_by(OutboxRow.sent_at, OutboxRow.id)
    )
    rows = session.scalars(query if among is None else query.where(DossierRow.id.in_(among)))
    return [_entry(row) for row in rows]


def put_anew(session: Transaction, dossier_id: str, now: datetime, values: OutboxChange) -> None:
    """Let the dossier's row wait anew, or make its first, queued ``now``."""
    row = session.scalar(select(OutboxRow).where(OutboxRow.dossier_id == dossier_id).with_for_update())
    if row is None:
        row = OutboxRow(dossier_id=dossier_id, queued_at=now)
        session.add(row)
    _change(session, row, {**anew(now), **values})


def change(session: Transaction, row_id: int, values: OutboxChange) -> None:
    """Change a row, whoever has it."""
    _change(session, session.get_one(OutboxRow, row_id), values)


def holder_of_number(session: Transaction, number: str, besides: str) -> str | None:
    """Another dossier than ``besides`` that has this mã hồ sơ."""
    theirs = select(DossierRow.id).where(DossierRow.official_number == number, DossierRow.id != besides)
    return session.scalar(theirs.limit(1).execution_options(**EVERY_UNIT))


def on_its_way_under(session: Transaction, number: str, besides: str) -> str | None:
    """Another dossier than ``besides`` that is being sent under this mã hồ sơ."""
    theirs = select(OutboxRow.dossier_id).where(
        row_told(OutboxRow.state) != Sending.SENT.value,
        OutboxRow.dossier_id != besides,
        OutboxRow.number == number,
    )
    return session.scalar(theirs.limit(1))


def other_with_upload(session: Transaction, sha256: str, besides: str) -> str | None:
    """Another dossier than ``besides`` that took a file of this hash to the gateway. Reads every row."""
    theirs = select(OutboxRow.dossier_id).where(
        OutboxRow.dossier_id != besides, cast(OutboxRow.progress, Text).contains(sha256)
    )
    return session.scalar(theirs.limit(1))


def is_remembered(session: Transaction, dossier_id: str, number: str) -> bool:
    """Whether there is a dossier of this id, or one that has this mã hồ sơ."""
    known = (DossierRow.id == dossier_id) | (DossierRow.official_number == number)
    return session.scalar(select(DossierRow.id).where(known).limit(1)) is not None


def how_far(progress: Mapping[str, Any]) -> OutboxChange:
    """The values of a row whose sending has come so far."""
    return {"progress": dict(progress), "number": str(progress.get("number", ""))}


def _change(session: Transaction, row: OutboxRow, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def _entry(row: OutboxRow) -> OutboxEntry:
    return OutboxEntry(
        id=row.id,
        dossier_id=row.dossier_id,
        package_id=row.package_id,
        state=row.state,
        attempts=row.attempts,
        next_at=row.next_at,
        lease_owner=row.lease_owner,
        lease_until=row.lease_until,
        progress=dict(row.progress),
        messages=list(row.messages),
        trouble=row.trouble,
        remote_status=row.remote_status,
        remote_note=row.remote_note,
        remote_at=row.remote_at,
        queued_at=row.queued_at,
        sent_at=row.sent_at,
    )
