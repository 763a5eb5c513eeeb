# SPDX-License-Identifier: Apache-2.0
"""A person holds a dossier back, also out of the queue, and lets it go once what was wrong was looked at."""

from __future__ import annotations

from typing import Any

from intake.dossier.entered import entered
from intake.dossier.journal import PAGES_UNSORTED, What, hold_of
from intake.errors import NotHeldError
from intake.services.changing.holding import hold
from intake.services.changing.meanwhile import refuse_if_changed
from intake.services.changing.reopening import refuse_closed
from intake.services.judging import judged
from intake.services.reviewing.doubts import judged_now
from intake.services.reviewing.one_request import decide_with
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest


def hold_back(store: Store, dossier: str, *, who: str, reason: str, commune: str) -> dict[str, Any]:
    """Hold back the dossier that a person means and judge it anew: ``intake.services.judging``, with
    ``left_queue``.

    Raises ``ClosedDossierError``, ``OnItsWayError`` where it is too late for that.
    """

    def put(session: Transaction) -> tuple[str, bool]:
        found = store.find(session, dossier).id
        unqueued = hold(store, session, found, who=who, reason=reason.strip())
        return found, unqueued

    found, unqueued = store.write(put)
    return judged(store, found, commune=commune) | {"left_queue": unqueued}


def release(
    store: Store, dossier: str, *, who: str, reason: str, commune: str, seen: int | None = None
) -> dict[str, Any]:
    """Let the dossier that a person means go from what held it back last, and judge it anew
    (``intake.services.judging``); ``reason`` says what was looked at. What else holds it back still does.

    Raises ``NotHeldError``, ``UsageError`` where no reason is given, ``ClosedDossierError``, and
    ``ChangedMeanwhileError`` where another did something since the version that they ``seen``.
    """

    def let_go(session: Transaction) -> str:
        found = store.find(session, dossier).id
        refuse_closed(store, session, found)
        refuse_if_changed(session, found, seen)
        held = hold_of(store.journal(session, found))
        if held is None:
            raise NotHeldError.of(found)
        if held.data.get("why") == PAGES_UNSORTED:
            raise UsageError(
                _("Dossier {id} only holds pages until they are sorted; it can't go on itself.").format(
                    id=found
                ),
                _(
                    "Sort them: sohoa papers sort {id}. A dossier of their own: sohoa papers move {id} PAGES"
                    " --to new"
                ).format(id=found),
            )
        why = entered(reason, Longest.NOTE).strip()
        if not why:
            raise UsageError(
                _("Say what was looked at, so that the dossier may go on."),
                _("For instance: sohoa hold {dossier} --release --because “…”").format(dossier=found),
            )
        told = {"hold": held.id, "reason": why}
        result = judged_now(store, session, found, load_catalogue(), commune=commune)
        store.note(session, found, What.HOLD_RELEASED, who=who, data=told)
        decide_with(store, session, found, held, result, why=why, who=who)
        return found

    return judged(store, store.write(let_go), commune=commune)
