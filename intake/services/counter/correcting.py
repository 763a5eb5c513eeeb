# SPDX-License-Identifier: Apache-2.0
"""Who asks, said anew: what was typed at the counter was wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from intake.dossier.requester import Requester
from intake.services.changing.meanwhile import refuse_if_somebody_changed
from intake.services.changing.reopening import reopen
from intake.services.counter.reception import keep_requester, requester_of
from intake.services.judging import judged
from intake.store.dossier.versions import version_of
from intake.store.store import Store
from intake.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AsksNow:
    """Who asks in the dossier ``id`` at its ``version``."""

    id: str
    version: int
    requester: Requester


def who_asks(store: Store, dossier: str) -> AsksNow:
    """Who asks in the dossier that a person means; raises as ``Store.find`` does."""
    with store.read() as session:
        found = store.find(session, dossier).id
        return AsksNow(found, version_of(session, found), requester_of(store, session, found))


def correct_requester(
    store: Store, dossier: str, requester: Requester, *, who: str, commune: str, seen: int | None = None
) -> dict[str, Any] | None:
    """Record who asks anew and judge the dossier again: what the check found; None where it was so already.

    ``seen`` is the version that the person saw. The paper that was given out still has the old name.
    Raises ``ClosedDossierError``, ``OnItsWayError``, ``ChangedMeanwhileError``.
    """

    def keep(session: Transaction) -> str | None:
        found = store.find(session, dossier).id
        refuse_if_somebody_changed(session, found, seen)
        if not keep_requester(store, session, found, requester, who=who):
            return None
        reopen(store, session, found, who=who)
        return found

    kept = store.write(keep)
    return judged(store, kept, commune=commune) if kept else None
