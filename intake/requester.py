"""Who asks: what a citizen tells about themselves at the counter, kept in the journal."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from intake.journal import What, fold
from intake.store import Store


@dataclass(frozen=True, slots=True)
class Requester:
    """The person at the counter; "" for what was not told. ``personal_id`` has 12 digits (or 9)."""

    name: str = ""
    personal_id: str = ""
    phone: str = ""
    email: str = ""
    relation: str = ""


def keep_requester(
    store: Store, session: Session, dossier_id: str, requester: Requester, *, who: str
) -> bool:
    """Record who asks; False, and nothing written, where that is recorded already or nothing is known."""
    if requester in (Requester(), requester_of(store, session, dossier_id)):
        return False
    store.note(session, dossier_id, What.REQUESTER, who=who, data=asdict(requester))
    set_requester(store, session, dossier_id)
    return True


def requester_of(store: Store, session: Session, dossier_id: str) -> Requester:
    """Who asks, as far as it was told; else only the name the dossier was made with."""
    told = fold(store.journal(session, dossier_id)).requester
    return Requester(**told) if told else Requester(store.get(session, dossier_id).requester)


def set_requester(store: Store, session: Session, dossier_id: str) -> None:
    """Make the name in the dossier's row the one of the journal."""
    events = store.journal(session, dossier_id)
    made_with = next((event.data["requester"] for event in events if event.what == What.CREATED), "")
    told = fold(events).requester
    store.get(session, dossier_id).requester = told["name"] if told else made_with
    session.flush()
