# SPDX-License-Identifier: Apache-2.0
"""A dossier filled and checked anew: what every change that a person makes ends with, as plain values."""

from __future__ import annotations

from typing import Any

from intake.dossier.state_words import CHECK
from intake.services.changing.holding import why_held
from intake.services.fill_and_check import check, fill
from intake.store.dossier.pages import pages_left
from intake.store.queue.nights import try_again
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue


def judged(store: Store, dossier_id: str, *, commune: str) -> dict[str, Any]:
    """Fill the form in anew, check it, move the dossier on; what came out.

    ``commune`` is the office's own, as the settings name it.
    """
    catalogue = load_catalogue()
    fill(store, dossier_id, catalogue)
    result = check(store, dossier_id, catalogue, now=store.clock(), commune=commune)
    with store.read() as session:
        dossier = store.get(session, dossier_id)
        return {
            "id": dossier_id,
            "version": dossier.version,
            "state": dossier.state.value,
            "to_review": store.waiting_for_review(session, dossier_id),
            "pages_not_read": pages_left(session, dossier_id),
            "held": bool(why := why_held(session, dossier_id)),
            "why_held": why,
            **result.to_dict(),
        }


def check_dossier(store: Store, dossier: str, *, commune: str) -> dict[str, Any]:
    """``judged`` of the dossier that a person means, which runs then take up again; raises as ``Store.find``
    does.
    """
    with store.read() as session:
        found = store.find(session, dossier).id
    told = judged(store, found, commune=commune)
    store.write(lambda session: try_again(session, found, CHECK))
    return told
