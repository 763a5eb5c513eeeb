# SPDX-License-Identifier: Apache-2.0
"""A dossier of which the last page went elsewhere ends, where it was made for its pages alone."""

from __future__ import annotations

from intake.dossier.journal import DOUBLE_OF, SORTED, UNSORTED, What
from intake.dossier.states import State
from intake.store.dossier.arranging import laid_pages
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _


def end_if_sorted(store: Store, session: Transaction, dossier_id: str, *, who: str) -> bool:
    """End a dossier in which pages of a stack waited once none is left in it; whether it was."""
    made = store.journal(session, dossier_id)[0]
    if not made.data.get(UNSORTED) or laid_pages(session, dossier_id):
        return False
    return store.advance(session, dossier_id, State.REJECTED, who=who, data={SORTED: True})


def end_if_emptied(
    store: Store, session: Transaction, dossier_id: str, change: str, goes_on: str, *, who: str
) -> None:
    """End a dossier that was made by a change that is taken back: its pages are in ``goes_on`` again, and it
    would be counted, and wait for papers, for ever.
    """
    made = store.journal(session, dossier_id)[0]
    if made.what != What.CREATED or made.change != change or laid_pages(session, dossier_id):
        return
    if not end_if_sorted(store, session, dossier_id, who=who):
        end_as(store, session, dossier_id, goes_on, who=who)


def end_as(store: Store, session: Transaction, dossier_id: str, goes_on: str, *, who: str) -> None:
    """End a dossier whose pages all went to the one that ``goes_on``, as the same request."""
    told = {DOUBLE_OF: goes_on, "reason": _("its papers are all there")}
    store.advance(session, dossier_id, State.REJECTED, who=who, data=told)
