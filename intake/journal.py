"""The journal: every change of a dossier as one row that is never altered, and the dossier folded from them.

The dossier's own row is only a summary of its journal; ``fold`` must give the same (a test holds the two
together).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.model import Event
from intake.states import State


class What(StrEnum):
    """The kinds of events; ``data`` of each as noted."""

    CREATED = "created"  # procedure, folder, requester, owner
    STATE = "state"  # from, to, and what the caller adds
    PAPER_ADDED = "paper-added"  # sha256, name
    PAPER_REFUSED = "paper-refused"  # sha256, name, code
    VALUE_CORRECTED = "value-corrected"  # key, value, replaced, replaced_source
    VALUE_CONFIRMED = "value-confirmed"  # key, value
    ANSWERED = "answered"  # question, answer, replaced
    NUMBER_ISSUED = "number-issued"  # number: the official mã hồ sơ
    CHECKED = "checked"  # complete, codes of findings
    PACKAGED = "package-made"  # number, folder
    SLIP_ISSUED = "slip-issued"  # kind, sign, number, year
    CLOCK_STOPPED = "clock-stopped"  # slip: the row of the slip that asks for a supplement
    CLOCK_STARTED = "clock-started"  # why: papers, person
    DUE_MOVED = "due-moved"  # to (ISO day), slip
    MAIL_AGREED = "mail-agreed"  # address, how: in which way the citizen agreed
    MAIL_WITHDRAWN = "mail-withdrawn"  # address
    MAIL_SENT = "mail-sent"  # slip, address
    NOTED = "noted"  # code, and what belongs to it


@dataclass(frozen=True)
class Folded:
    """A dossier as its journal tells it."""

    procedure: str = ""
    state: State | None = None
    official_number: str | None = None
    papers: frozenset[str] = frozenset()
    corrections: Mapping[str, str] = field(default_factory=dict)


def record(
    session: Session,
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
    row = Event(
        client_id=client_id or uuid4().hex,
        dossier_id=dossier_id,
        at=at,
        who=who,
        what=what.value,
        data=dict(data or {}),
    )
    session.add(row)
    session.flush()
    return True


def known(session: Session, client_id: str) -> bool:
    """Whether the journal already holds the event that the client calls ``client_id``."""
    return session.scalar(select(Event.id).where(Event.client_id == client_id)) is not None


def fold(events: Iterable[Event]) -> Folded:
    """The dossier that these events, in their order, lead to."""
    folded = Folded()
    for event in events:
        folded = _after(folded, event)
    return folded


def _after(so_far: Folded, event: Event) -> Folded:
    changed = dict(vars(so_far))
    match event.what:
        case What.CREATED:
            changed.update(procedure=event.data["procedure"], state=State.RECEIVED)
        case What.STATE:
            changed.update(state=State(event.data["to"]))
        case What.NUMBER_ISSUED:
            changed.update(official_number=event.data["number"])
        case What.PAPER_ADDED:
            changed.update(papers=so_far.papers | {event.data["sha256"]})
        case What.VALUE_CORRECTED | What.VALUE_CONFIRMED:
            changed.update(corrections={**so_far.corrections, event.data["key"]: event.data["value"]})
    return Folded(**changed)
