"""A dossier that a person holds back: nothing completes it by itself until a person has reviewed it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from intake.dossier.journal import HELD, What
from intake.dossier.states import State
from intake.services.reopening import refuse_closed
from intake.store.store import Store

_READ_ALREADY = frozenset(
    {State.READ, State.REVIEWED, State.COMPLETE, State.INCOMPLETE, State.PACKAGED, State.QUEUED}
)


def hold(store: Store, session: Session, dossier_id: str, *, who: str, reason: str = "") -> bool:
    """Hold the dossier back; True where it waited to be sent.

    Raises ``ClosedDossierError``, ``OnItsWayError`` where it is too late for that.
    """
    refuse_closed(store, session, dossier_id)
    state = store.get(session, dossier_id).state
    if state in _READ_ALREADY:
        store.advance(session, dossier_id, State.READ, who=who)
    store.note(session, dossier_id, What.NOTED, who=who, data={"code": HELD, "reason": reason})
    return state is State.QUEUED
