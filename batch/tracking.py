"""Asking the gateway what became of dossiers that were sent, and moving them on accordingly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from batch import outbox
from batch.gateway.connector import Connector, Outcome, RemoteStatus
from intake.model import Dossier
from intake.outbox_model import OutboxRow, Sending
from intake.states import State, may_follow
from intake.store import Store

_OPEN = (State.PUSHED, State.ACCEPTED)
_LEADS_TO = {
    Outcome.ACCEPTED: State.ACCEPTED,
    Outcome.RETURNED: State.RETURNED,
    Outcome.REJECTED: State.REJECTED,
}


def open_dossiers(store: Store) -> Sequence[str]:
    """The dossiers sent whose end is not known yet, oldest first."""
    with store.read() as session:
        query = (
            select(Dossier.id)
            .join(OutboxRow, OutboxRow.dossier_id == Dossier.id)
            .where(Dossier.state.in_(_OPEN), OutboxRow.state == Sending.SENT.value)
            .order_by(OutboxRow.sent_at)
        )
        return list(session.scalars(query))


def refresh(store: Store, connector: Connector, dossier_id: str, *, who: str) -> RemoteStatus | None:
    """Ask for one dossier and keep the answer; None where the gateway does not know it (any more)."""
    with store.read() as session:
        number = store.get(session, dossier_id).official_number
    found = connector.find(number) if number else None
    if found is not None:
        with store.write() as session:
            _keep(store, session, dossier_id, found, who=who)
    return found


def _keep(store: Store, session: Session, dossier_id: str, found: RemoteStatus, *, who: str) -> None:
    row = outbox.of_dossier(session, dossier_id)
    if row is None:
        return
    row.remote_status, row.remote_note, row.remote_at = found.code, found.note, store.clock()
    told = {"status": found.code, "connector": found.name}
    wanted = _LEADS_TO.get(found.outcome)
    if found.has_result and found.outcome is Outcome.ACCEPTED:
        _move(store, session, dossier_id, State.ACCEPTED, told, who)
        wanted = State.RESULT_ATTACHED
    if wanted is not None:
        _move(store, session, dossier_id, wanted, told, who)


def _move(
    store: Store, session: Session, dossier_id: str, wanted: State, told: dict[str, str], who: str
) -> None:
    # The gateway may be behind what we know (accepted again after the result): that moves nothing.
    if may_follow(store.get(session, dossier_id).state, wanted):
        store.advance(session, dossier_id, wanted, who=who, data=told)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one packaged dossier stands, here (``state``, ``sending``) and there (``remote_status``).

    ``messages`` are what refused it, as ``FieldMessage`` dicts. Moments are aware.
    """

    dossier: str
    number: str
    state: str
    sending: str
    attempts: int
    trouble: str
    messages: tuple[dict[str, Any], ...]
    next_at: datetime | None
    sent_at: datetime | None
    remote_status: str
    remote_note: str
    remote_at: datetime | None


def standings(store: Store, dossier_id: str | None = None) -> list[Standing]:
    """Every dossier that was ever queued, oldest first, or only ``dossier_id``."""
    with store.read() as session:
        query = select(OutboxRow, Dossier).join(Dossier, OutboxRow.dossier_id == Dossier.id)
        if dossier_id is not None:
            query = query.where(Dossier.id == dossier_id)
        rows = session.execute(query.order_by(OutboxRow.queued_at, OutboxRow.id)).all()
        return [_standing(row, dossier) for row, dossier in rows]


def _standing(row: OutboxRow, dossier: Dossier) -> Standing:
    return Standing(
        dossier=dossier.id,
        number=dossier.official_number or str(row.progress.get("number", "")),
        state=dossier.state.value,
        sending=row.state,
        attempts=row.attempts,
        trouble=row.trouble,
        messages=tuple(row.messages),
        next_at=row.next_at if row.state == Sending.RETRY else None,
        sent_at=row.sent_at,
        remote_status=row.remote_status,
        remote_note=row.remote_note,
        remote_at=row.remote_at,
    )
