# SPDX-License-Identifier: Apache-2.0
"""A dossier that is held back: nothing completes it by itself until a person has reviewed it."""

from __future__ import annotations

from collections.abc import Sequence

from intake.dossier.entered import entered
from intake.dossier.journal import HELD, What
from intake.dossier.state_words import held_told
from intake.dossier.states import State
from intake.services.changing.reopening import refuse_closed
from intake.store.dossier.journal import holds
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.outside_text import Longest

_READ_ALREADY = frozenset(
    {State.READ, State.REVIEWED, State.COMPLETE, State.INCOMPLETE, State.PACKAGED, State.QUEUED}
)


def hold(store: Store, session: Transaction, dossier_id: str, *, who: str, reason: str = "") -> bool:
    """Hold the dossier back; True where it waited to be sent.

    Raises ``UsageError`` for a reason that is too long, ``ClosedDossierError``, ``OnItsWayError`` where it is
    too late.
    """
    reason = entered(reason, Longest.NOTE)
    refuse_closed(store, session, dossier_id)
    state = store.get(session, dossier_id).state
    if state in _READ_ALREADY:
        store.advance(session, dossier_id, State.READ, who=who)
    store.note(session, dossier_id, What.NOTED, who=who, data={"code": HELD, "reason": reason})
    return state is State.QUEUED


def hold_for_papers(
    store: Store,
    session: Transaction,
    dossier_id: str,
    why: str,
    *,
    who: str,
    papers: Sequence[int] = (),
    others: Sequence[str] = (),
) -> None:
    """Hold back a dossier of which ``papers`` were replaced, are gone or lie in ``others`` too (``why``); the
    caller leads it back to be read.
    """
    told = {"code": HELD, "reason": "", "why": why, "papers": list(papers)}
    if others:
        told["dossiers"] = list(others)
    store.note(session, dossier_id, What.NOTED, who=who, data=told)


def why_held(session: Transaction, dossier_id: str) -> str:
    """That the dossier is held back, by whom, why and until when; "" where it isn't."""
    held = holds(session, [dossier_id]).get(dossier_id)
    return held_told(dossier_id, held) if held else ""
