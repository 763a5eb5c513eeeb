# SPDX-License-Identifier: Apache-2.0
"""Pages of a stack that wait: what is proposed for each, and one word of a person for all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from intake.dossier.journal import PAGES_UNSORTED, PILE_CUT, WITHDRAWN_BECAUSE, Event, What, hold_of
from intake.dossier.pages.arrangement import Page
from intake.dossier.states import State
from intake.services.papers.listing import pages_numbered
from intake.services.papers.moving import move_pages
from intake.services.papers.rearranging import Instruction, Rearranged
from intake.store.dossier.arranging import laid_pages
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.messages import _

_SORTED = "pages-sorted"


def proposals_of(store: Store, dossier: str) -> list[dict[str, Any]]:
    """The papers of a stack that still lie in the dossier that a person means, with their ``numbers`` there:
    ``kind``, ``why``, ``certainty`` (0…1) and ``to``, the dossier that is proposed ("" for none).
    """
    numbers = pages_numbered(store, dossier)
    with store.read() as session:
        events = store.journal(session, store.find(session, dossier).id)
    found = []
    for told in (one for event in events for one in _papers(event)):
        there = [page for page in _pages(told) if page in numbers]
        if there and "to" in told:
            found.append({**told, "numbers": [numbers[page] for page in there]})
    return found


def sort_proposed(
    store: Store, dossier: str, word: Instruction, only: Collection[Page] = ()
) -> list[Rearranged]:
    """Move every paper (``only``: those of these pages) to the dossier that is proposed for it; raises as
    ``move_pages`` does, ``UsageError`` where nothing is proposed.
    """
    with store.read() as session:
        found = store.find(session, dossier).id
    wanted: dict[str, list[Page]] = {}
    for told in proposals_of(store, found):
        pages = [page for page in _pages(told) if not only or page in only]
        if told["to"] and pages:
            wanted.setdefault(told["to"], []).extend(pages)
    if not wanted:
        raise UsageError(
            _("Nothing is proposed for the pages of dossier {id}.").format(id=found),
            _("Say whose they are: sohoa papers move {id} PAGES --to DOSSIER").format(id=found),
        )
    done = [move_pages(store, found, pages, to, word) for to, pages in wanted.items()]
    store.write(lambda session: end_if_sorted(store, session, found, who=word.who))
    return done


def end_if_sorted(store: Store, session: Transaction, dossier_id: str, *, who: str) -> bool:
    """End the dossier of pages that wait once none is left in it; whether it was."""
    held = hold_of(store.journal(session, dossier_id))
    if held is None or held.data.get("why") != PAGES_UNSORTED or laid_pages(session, dossier_id):
        return False
    state = store.get(session, dossier_id).state
    if state is State.REJECTED:
        return False
    store.advance(session, dossier_id, State.REJECTED, who=who, data={WITHDRAWN_BECAUSE: _SORTED})
    return True


def _papers(event: Event) -> Sequence[dict[str, Any]]:
    is_cut = event.what == What.NOTED and event.data.get("code") == PILE_CUT
    return event.data["papers"] if is_cut else ()


def _pages(told: dict[str, Any]) -> list[Page]:
    return [(told["document"], number) for number in told["pages"]]
