# SPDX-License-Identifier: Apache-2.0
"""What the gateway answered to a dossier that came back from it, and what a person does next."""

from __future__ import annotations

from batch.store.outbox_rows import of_dossier
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.errors import ClosedDossierError
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _


def why_closed(store: Store, session: Transaction, dossier_id: str) -> tuple[str, str]:
    """Who refused a rejected dossier for good and why, and what is left to do."""
    closed = ClosedDossierError.of(dossier_id, State.REJECTED)
    for event in reversed(store.journal(session, dossier_id)):
        if event.what != What.STATE or event.data.get("to") != State.REJECTED:
            continue
        if "connector" not in event.data:  # the office refused it itself
            break
        reason = str(event.data.get("note", "")) or _("no reason given")
        told = _("The gateway refused dossier {dossier} for good: {reason}")
        return told.format(dossier=dossier_id, reason=reason), closed.advice
    return closed.sentence, closed.advice


def why_returned(session: Transaction, dossier_id: str, state: State) -> tuple[str, str]:
    """Why the gateway returned a dossier that stands in ``state`` now, and what is left to do.

    Reasons that name a field stand in the outbox's messages, and are told by whoever shows those.
    """
    row = of_dossier(session, dossier_id)
    if row is None or row.messages:
        sentence = _("The gateway returned it.")
    else:
        reason = row.remote_note or _("no reason given")
        sentence = _("The gateway returned it: {reason}").format(reason=reason)
    if state is State.RETURNED:
        todo = _(
            "Correct it with sohoa edit or sohoa add; then: sohoa check {dossier}, sohoa package {dossier}"
        )
    else:
        todo = _("It was changed since. What is left: sohoa check {dossier}, sohoa package {dossier}")
    return sentence, todo.format(dossier=dossier_id)
