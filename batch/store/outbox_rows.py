# SPDX-License-Identifier: Apache-2.0
"""The outbox's rows: found, made and changed; what is done with one is decided in ``batch.outbox``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Select, Text, and_, cast, exists, func, or_, select, update

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
    """One dossier on its way out by a door; what each value says stands with the table (``OutboxRow``)."""

    id: int
    dossier_id: str
    door: str
    leads: bool
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
    remote_state: str = ""
    supplement_by: date | None = None


QUEUE = Leases(OutboxRow)

FOLLOWING = (State.PUSHED, State.ACCEPTED, State.RESULT_ATTACHED)
"""Where a dossier stands that may leave by further doors: it has arrived by the one that leads."""


class OutboxChange(TypedDict, total=False):
    """Values of a row to be written; those not named stay."""

    package_id: int
    door: str
    state: str
    progress: dict[str, Any]
    number: str
    messages: list[Any]
    trouble: str
    remote_status: str
    remote_state: str
    remote_note: str
    supplement_by: date | None
    settled_at: datetime | None
    remote_at: datetime | None
    sent_at: datetime | None


NOTHING_SAID: OutboxChange = {
    "remote_status": "",
    "remote_state": "",
    "remote_note": "",
    "supplement_by": None,
    "settled_at": None,
}
"""Of a row that goes out anew."""


def of_dossier(session: Transaction, dossier_id: str) -> OutboxEntry | None:
    """The dossier's leading row, if it was ever packaged."""
    row = session.scalar(_leading(dossier_id))
    return None if row is None else _entry(row)


def ways_of(session: Transaction, dossier_id: str) -> list[OutboxEntry]:
    """All rows of the dossier, the leading one first."""
    rows = select(OutboxRow).where(OutboxRow.dossier_id == dossier_id)
    return [_entry(row) for row in session.scalars(rows.order_by(OutboxRow.leads.desc(), OutboxRow.id))]


def by_door(session: Transaction, dossier_id: str, door: str) -> OutboxEntry | None:
    """The dossier's row at a door, the leading one for ""."""
    found = (one for one in ways_of(session, dossier_id) if one.door == door or (one.leads and not door))
    return next(found, None)


def by_id(session: Transaction, row_id: int) -> OutboxEntry:
    """The row of that id, which is there."""
    return _entry(session.get_one(OutboxRow, row_id))


def due(session: Transaction, now: datetime, *, early: bool) -> list[str]:
    """The dossiers whose turn has come (``early``: all that wait), in the order of their turns."""
    mine = and_(ours(session, OutboxRow.dossier_id), or_(OutboxRow.leads, _may_follow()))
    rows = select(OutboxRow.dossier_id).where(QUEUE.due(session, now, early=early), mine)
    found = session.scalars(rows.order_by(OutboxRow.next_at, OutboxRow.id))
    return list(dict.fromkeys(found))


def _may_follow() -> ColumnElement[bool]:
    return exists().where(DossierRow.id == OutboxRow.dossier_id, DossierRow.state.in_(FOLLOWING))


def take(
    session: Transaction,
    entry: OutboxEntry,
    owner: str,
    now: datetime,
    *,
    early: bool,
    besides: Sequence[str],
) -> tuple[Lease, OutboxEntry] | None:
    """Lease a row, and what it holds then; ``early`` and ``besides`` as ``Leases.due`` has them.

    None where another has it or it is not its turn.
    """
    only = OutboxRow.id == entry.id
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


def ended_here(
    session: Transaction, states: Sequence[str], among: Sequence[str] | None = None
) -> list[OutboxEntry]:
    """The rows of dossiers whose result is here and of which the gateway last said one of ``states``, by our
    names; ``among`` as of ``in_states``.
    """
    query = (
        select(OutboxRow)
        .join(DossierRow, OutboxRow.dossier_id == DossierRow.id)
        .where(OutboxRow.remote_state.in_(states), row_told(DossierRow.state) == State.RESULT_ATTACHED)
        .order_by(OutboxRow.sent_at, OutboxRow.id)
    )
    rows = session.scalars(query if among is None else query.where(DossierRow.id.in_(among)))
    return [_entry(row) for row in rows]


def refused_by_gateway(session: Transaction, dossier_id: str) -> bool:
    """Whether the gateway refused the dossier and nobody dealt with that yet."""
    row = session.scalar(_leading(dossier_id).where(OutboxRow.settled_at.is_(None)))
    refused = row is not None and row.state == Sending.SENT.value and bool(row.remote_status)
    return refused and session.get_one(DossierRow, dossier_id).state is State.REJECTED


def settle(session: Transaction, dossier_id: str, now: datetime) -> bool:
    """A person dealt with what the gateway refused; False where nothing waits for that."""
    waiting = (OutboxRow.dossier_id == dossier_id, OutboxRow.leads, OutboxRow.settled_at.is_(None))
    row = session.scalar(select(OutboxRow).where(*waiting))
    if row is not None:
        _change(session, row, {"settled_at": now})
    return row is not None


def put_anew(
    session: Transaction, dossier_id: str, now: datetime, values: OutboxChange, *, behind: str = ""
) -> None:
    """Let the dossier's leading row, or that of a door ``behind``, wait anew, or make it, queued ``now``."""
    at_door = select(OutboxRow).where(OutboxRow.dossier_id == dossier_id, OutboxRow.door == behind)
    row = session.scalar((at_door if behind else _leading(dossier_id)).with_for_update())
    if row is None:
        row = OutboxRow(dossier_id=dossier_id, door=behind, leads=not behind, queued_at=now)
        session.add(row)
    _change(session, row, {**anew(now), **values})


def change(session: Transaction, row_id: int, values: OutboxChange) -> None:
    """Change a row, whoever has it."""
    _change(session, session.get_one(OutboxRow, row_id), values)


def wait_anew(session: Transaction, row_id: int, now: datetime) -> None:
    """Let a row wait from ``now`` on because a person said so."""
    _change(session, session.get_one(OutboxRow, row_id), anew(now))


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A row that waits for its next try, and of which procedure its dossier is."""

    id: int
    dossier_id: str
    door: str
    procedure: str
    attempts: int
    next_at: datetime
    trouble: str


def failed_rows(session: Transaction, troubles: Collection[str]) -> list[FailedRow]:
    """Our office's rows that failed with one of ``troubles`` and wait for their next try; of further doors
    those whose dossiers may still follow.
    """
    rows = (
        select(OutboxRow, DossierRow.procedure)
        .join(DossierRow, OutboxRow.dossier_id == DossierRow.id)
        .where(OutboxRow.state == Sending.RETRY.value, OutboxRow.trouble.in_(troubles))
        .where(ours(session, OutboxRow.dossier_id))
        .where(or_(OutboxRow.leads, DossierRow.state.in_(FOLLOWING)))
        .order_by(OutboxRow.next_at)
    )
    return [
        FailedRow(row.id, row.dossier_id, row.door, procedure, row.attempts, row.next_at, row.trouble)
        for row, procedure in session.execute(rows)
    ]


def last_arrival(session: Transaction, door: str) -> datetime | None:
    """When a dossier last arrived by a door. Reads every row: asked only where many fail there."""
    return session.scalar(select(func.max(OutboxRow.sent_at)).where(OutboxRow.door == door))


def turn_now(session: Transaction, row_ids: Sequence[int], now: datetime) -> None:
    """Let rows be tried now that still wait after a failure."""
    waits = and_(OutboxRow.id.in_(list(row_ids)), OutboxRow.state == Sending.RETRY.value)
    session.execute(update(OutboxRow).where(waits).values(next_at=now))


def requeue(session: Transaction, trouble: str, now: datetime) -> None:
    """Let the leading rows of our office wait anew that were given up for a ``trouble``."""
    given_up = and_(OutboxRow.state == Sending.REFUSED.value, OutboxRow.trouble == trouble)
    mine = and_(OutboxRow.leads, ours(session, OutboxRow.dossier_id))
    session.execute(update(OutboxRow).where(given_up, mine).values(**anew(now)))


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


def other_with_upload(session: Transaction, sha256: str, besides: str, door: str) -> str | None:
    """Another dossier of the office than ``besides`` that took a file of this hash out by ``door`` (or,
    before there were doors, by the only one). Reads every row.
    """
    theirs = select(OutboxRow.dossier_id).where(
        OutboxRow.dossier_id != besides,
        ours(session, OutboxRow.dossier_id),
        OutboxRow.door.in_({door, ""}),
        cast(OutboxRow.progress, Text).contains(sha256),
    )
    return session.scalar(theirs.limit(1))


def last_number(session: Transaction, start: str, counts: Callable[[str], bool]) -> str:
    """The greatest mã hồ sơ that begins with ``start`` and ``counts``, of a dossier or one on its way; "" for
    none.
    """
    after = f"{start}\uffff"
    queries = (
        select(column).where(column > start, column < after).execution_options(**EVERY_UNIT)
        for column in (DossierRow.official_number, OutboxRow.number)
    )
    found = (number for query in queries for number in session.scalars(query))
    return max((number for number in found if number and counts(number)), default="")


def is_remembered(session: Transaction, dossier_id: str, number: str) -> bool:
    """Whether there is a dossier of this id, or one that has this mã hồ sơ."""
    known = (DossierRow.id == dossier_id) | (DossierRow.official_number == number)
    return session.scalar(select(DossierRow.id).where(known).limit(1)) is not None


def how_far(progress: Mapping[str, Any]) -> OutboxChange:
    """The values of a row whose sending has come so far."""
    return {"progress": dict(progress), "number": str(progress.get("number", ""))}


def _leading(dossier_id: str) -> Select[OutboxRow]:
    return select(OutboxRow).where(OutboxRow.dossier_id == dossier_id, OutboxRow.leads)


def _change(session: Transaction, row: OutboxRow, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def _entry(row: OutboxRow) -> OutboxEntry:
    return OutboxEntry(
        id=row.id,
        dossier_id=row.dossier_id,
        door=row.door,
        leads=row.leads,
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
        remote_state=row.remote_state,
        supplement_by=row.supplement_by,
    )
