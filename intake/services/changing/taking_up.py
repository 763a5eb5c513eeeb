# SPDX-License-Identifier: Apache-2.0
"""A dossier that the gateway returned, and in which a person finds nothing to change, goes on as it is."""

from __future__ import annotations

from typing import Any

from intake.dossier.entered import entered
from intake.dossier.states import State
from intake.services.changing.meanwhile import refuse_if_changed
from intake.services.changing.reopening import refuse_closed
from intake.services.judging import judged
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest


def take_up_again(
    store: Store, dossier: str, *, who: str, reason: str, commune: str, seen: int | None = None
) -> dict[str, Any]:
    """Judge anew a dossier that the gateway returned and in which there is nothing to change, so that it may
    be packaged and sent once more: ``intake.services.judging``. ``reason`` says what was looked at.

    Raises ``UsageError`` where it was not returned or no reason is given, ``ClosedDossierError``, and
    ``ChangedMeanwhileError`` where another did something since the version that they ``seen``.
    """

    def up(session: Transaction) -> str:
        found = store.find(session, dossier).id
        refuse_closed(store, session, found)
        refuse_if_changed(session, found, seen)
        if store.get(session, found).state is not State.RETURNED:
            raise UsageError(_("The gateway did not return dossier {id}.").format(id=found))
        why = entered(reason, Longest.NOTE).strip()
        if not why:
            raise UsageError(_("Say what was looked at, so that the dossier may go on."))
        store.advance(session, found, State.READ, who=who, data={"reason": why})
        return found

    return judged(store, store.write(up), commune=commune)
