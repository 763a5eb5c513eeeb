# SPDX-License-Identifier: Apache-2.0
"""The journal in the store: written, and asked for many dossiers at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, select

from intake.dossier.journal import DOUBLE_OF, HELD, Event, What, ended_as, hold_of
from intake.dossier.states import State
from intake.dossier.stored import Dossier
from intake.store.dossier.journal_chain import link
from intake.store.dossier.records import EVENT
from intake.store.dossier.versions import touch
from intake.store.tables.model import DossierRow, EventRow
from intake.store.tables.row_told import row_told
from intake.store.transaction import Transaction

CHANGE = "change"
"""The key of ``Session.info`` under which a writing transaction has its name."""


def record(
    session: Transaction,
    dossier_id: str,
    what: What,
    *,
    at: datetime,
    who: str,
    data: Mapping[str, Any] | None = None,
    client_id: str | None = None,
) -> bool:
    """Add one event; False (and nothing written) where one with this ``client_id`` is there already."""
    if client_id is not None and known(session, client_id):
        return False
    row = EventRow(
        client_id=client_id or uuid4().hex,
        dossier_id=dossier_id,
        at=at,
        who=who,
        what=what.value,
        data=dict(data or {}),
        change=session.info.get(CHANGE),
        version=touch(session, dossier_id),
    )
    dossier = session.get_one(DossierRow, dossier_id)
    row.hash = dossier.journal_head = link(dossier.journal_head, row)
    dossier.journal_length += 1
    session.add(row)
    session.flush()
    return True


def change_of(session: Transaction) -> str:
    """The name that the events of this writing transaction bear together."""
    return str(session.info[CHANGE])


def known(session: Transaction, client_id: str) -> bool:
    """Whether the journal already holds the event that the client calls ``client_id``."""
    return session.scalar(select(EventRow.id).where(EventRow.client_id == client_id)) is not None


def written_to(session: Transaction, client_id: str) -> str | None:
    """The dossier in whose journal the event stands that the client calls ``client_id``."""
    return session.scalar(select(EventRow.dossier_id).where(EventRow.client_id == client_id))


def of_kind(*kinds: What) -> ColumnElement[bool]:
    """That an event is one of these kinds, for a query that names its dossiers."""
    return row_told(EventRow.what).in_([kind.value for kind in kinds])


def holds(session: Transaction, dossiers: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Which of some hundred dossiers are held back: ``by`` whom and for what ``reason`` ("" where none was
    given), or by the program (``why``, "" where a person did it; ``others``: the dossiers it is held for).
    """
    noted = select(EventRow.dossier_id).where(
        EventRow.dossier_id.in_(dossiers), of_kind(What.NOTED), EventRow.data["code"].as_string() == HELD
    )
    telling = of_kind(What.NOTED, What.STATE, What.HOLD_RELEASED, What.UNDONE)
    events = _by_dossier(session, EventRow.dossier_id.in_(noted), telling)
    held = {dossier: hold_of(theirs) for dossier, theirs in events.items()}
    return {
        dossier: {
            "by": event.who,
            **{name: str(event.data.get(name, "")) for name in ("why", "reason")},
            **({"others": ", ".join(event.data["dossiers"])} if "dossiers" in event.data else {}),
        }
        for dossier, event in held.items()
        if event is not None
    }


def events_of(session: Transaction, dossier_id: str) -> list[Event]:
    """The events of a dossier in the order they were written."""
    return _by_dossier(session, EventRow.dossier_id == dossier_id)[dossier_id]


def events_of_many(
    session: Transaction, dossiers: Collection[str], *kinds: What
) -> Mapping[str, Sequence[Event]]:
    """By dossier (of some hundred) the events of these kinds, in their order; nothing of one without any."""
    return _by_dossier(session, EventRow.dossier_id.in_(dossiers), of_kind(*kinds))


def endings(session: Transaction, dossiers: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """By dossier (of some hundred, all in ``State.REJECTED``) how it ended (``as``: an ``EndedAs``) and, of a
    double, the one that goes on (``of``).
    """
    moves = events_of_many(session, dossiers, What.STATE) if dossiers else {}
    last = {one: events[-1].data for one, events in moves.items()}
    return {one: {"as": ended_as(data), "of": str(data.get(DOUBLE_OF, ""))} for one, data in last.items()}


def ended_of(session: Transaction, dossier: Dossier) -> Mapping[str, str] | None:
    """``endings`` of one dossier; None where it did not end without a result."""
    return endings(session, [dossier.id])[dossier.id] if dossier.state is State.REJECTED else None


def happened(session: Transaction, dossier_id: str, what: What) -> bool:
    """Whether a dossier's journal has an event of that kind."""
    return bool(events_of_many(session, [dossier_id], what))


def ever_happened(session: Transaction, what: What) -> bool:
    """Whether an event of this kind ever happened to any dossier."""
    return session.scalar(select(EventRow.id).where(EventRow.what == what.value).limit(1)) is not None


def born_as(session: Transaction, dossier_id: str) -> str | None:
    """The hash of the dossier's first event, which no other store has; None where there is no dossier."""
    known = session.scalar(select(DossierRow.id).where(DossierRow.id == dossier_id))
    first = select(EventRow.hash).where(EventRow.dossier_id == known).order_by(EventRow.id).limit(1)
    return None if known is None else session.scalar(first)


def _by_dossier(session: Transaction, *wanted: ColumnElement[bool]) -> defaultdict[str, list[Event]]:
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for row in session.execute(select(*EVENT).where(*wanted).order_by(EventRow.id)):
        event = Event(*row)
        found[event.dossier_id].append(event)
    return found
