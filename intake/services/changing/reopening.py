# SPDX-License-Identifier: Apache-2.0
"""A dossier that a person changes is judged anew, and packaged anew if it was, from wherever it stood."""

from __future__ import annotations

from intake.dossier.states import CLOSED, State
from intake.errors import ClosedDossierError
from intake.store.store import Store
from intake.store.transaction import Transaction

_SETTLED = frozenset({State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED, State.RETURNED})


def refuse_closed(store: Store, session: Transaction, dossier_id: str) -> None:
    """Raise ``ClosedDossierError`` where nothing in the dossier changes here any more."""
    state = store.get(session, dossier_id).state
    if state in CLOSED:
        raise ClosedDossierError.of(dossier_id, state)


def reopen(store: Store, session: Transaction, dossier_id: str, *, who: str) -> bool:
    """Lead a dossier whose values ``who`` changes back to where it is judged; True where it left the queue.

    Raises ``ClosedDossierError``, ``OnItsWayError``.
    """
    refuse_closed(store, session, dossier_id)
    state = store.get(session, dossier_id).state
    if state in _SETTLED:
        store.advance(session, dossier_id, State.READ, who=who)
    return state is State.QUEUED
