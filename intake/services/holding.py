"""A dossier that is held back: nothing completes it by itself until a person has reviewed it."""

from __future__ import annotations

from intake.dossier.journal import HELD, PAPERS_REPLACED, What, hold_of
from intake.dossier.states import State
from intake.services.reopening import refuse_closed
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _

_READ_ALREADY = frozenset(
    {State.READ, State.REVIEWED, State.COMPLETE, State.INCOMPLETE, State.PACKAGED, State.QUEUED}
)


def hold(store: Store, session: Transaction, dossier_id: str, *, who: str, reason: str = "") -> bool:
    """Hold the dossier back; True where it waited to be sent.

    Raises ``ClosedDossierError``, ``OnItsWayError`` where it is too late for that.
    """
    refuse_closed(store, session, dossier_id)
    state = store.get(session, dossier_id).state
    if state in _READ_ALREADY:
        store.advance(session, dossier_id, State.READ, who=who)
    store.note(session, dossier_id, What.NOTED, who=who, data={"code": HELD, "reason": reason})
    return state is State.QUEUED


def hold_for_replaced(store: Store, session: Transaction, dossier_id: str, *, who: str) -> None:
    """Hold back a dossier of which a paper was replaced; the caller leads it back to be read."""
    told = {"code": HELD, "reason": "", "why": PAPERS_REPLACED}
    store.note(session, dossier_id, What.NOTED, who=who, data=told)


def why_held(store: Store, session: Transaction, dossier_id: str) -> str:
    """What to look at before a held dossier goes on, a sentence; nothing where it isn't held."""
    event = hold_of(store.journal(session, dossier_id))
    if event is None:
        return ""
    if event.data.get("why") == PAPERS_REPLACED:
        return _(
            "A newer file replaced a paper; look whether it is this citizen's, and at the values entered."
        )
    if reason := event.data.get("reason"):
        return _("It is held back: {reason}").format(reason=reason)
    return _("It is held back.")
