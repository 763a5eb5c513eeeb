# SPDX-License-Identifier: Apache-2.0
"""Taking results of a dossier back: it stands again where it stood before them."""

from __future__ import annotations

from collections.abc import Sequence

from intake.dossier.journal import Event, What, undone
from intake.dossier.sending.results import ResultStanding
from intake.dossier.states import State
from intake.store.results import has_result, set_standing
from intake.store.store import Store
from intake.store.transaction import Transaction

_OF_RESULTS = (What.RESULT_ATTACHED, What.RESULT_DISMISSED)


_SETS = {
    What.RESULT_CAME: ResultStanding.WAITING,
    What.RESULT_ATTACHED: ResultStanding.ATTACHED,
    What.RESULT_DISMISSED: ResultStanding.TAKEN_BACK,
}
"""How a result stands by the last of these that holds; one of which none does was taken back."""


def is_of_result(events: Sequence[Event]) -> bool:
    """Whether a change is nothing but a word on results, which may go once the dossier was sent."""
    return bool(events) and all(event.what in _OF_RESULTS for event in events)


def take_results_back(
    store: Store, session: Transaction, dossier_id: str, events: Sequence[Event], *, who: str
) -> None:
    """Take back what these events attached or dismissed; the files stay kept. The journal says so already.
    What waited for a person's word waits again, unless an earlier word on it, that it is none, holds again.
    """
    told = store.journal(session, dossier_id)
    gone = undone(told)
    for result in dict.fromkeys(event.data["result"] for event in events):
        whats = [e.what for e in told if e.id not in gone and e.data.get("result") == result]
        said = next((what for what in reversed(whats) if what in _SETS), What.RESULT_DISMISSED)
        set_standing(session, result, _SETS[What(said)])
    if store.get(session, dossier_id).state is not State.RESULT_ATTACHED or has_result(session, dossier_id):
        return
    store.advance(session, dossier_id, _before(store.journal(session, dossier_id)), who=who)


def _before(events: Sequence[Event]) -> State:
    """Where the dossier stood when its result came."""
    ended = [
        event for event in events if event.what == What.STATE and event.data["to"] == State.RESULT_ATTACHED
    ]
    return State(ended[-1].data["from"])
