# SPDX-License-Identifier: Apache-2.0
"""Pages of a stack that wait: what is proposed for each, and one word of a person for all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from intake.dossier.journal import PILE_CUT, Event, What
from intake.dossier.pages.arrangement import Page
from intake.dossier.states import CLOSED
from intake.services.papers.listing import pages_numbered
from intake.services.papers.moving import move_each
from intake.services.papers.rearranging import Instruction, Rearranged
from intake.store.store import Store
from templates.errors import UsageError
from templates.language.messages import _


def proposals_of(store: Store, dossier: str) -> list[dict[str, Any]]:
    """The papers of a stack that still lie in the dossier that a person means, with their ``numbers`` there:
    ``kind``, ``why``, ``certainty`` (0…1) and ``to``, the dossier that is proposed ("" for none, and where
    that one takes no papers any more).
    """
    numbers = pages_numbered(store, dossier)
    with store.read() as session:
        events = store.journal(session, store.find(session, dossier).id)
    found = []
    papers = [told for event in events for told in _papers(event) if "to" in told]
    with store.read() as session:
        targets = {told["to"] for told in papers if told["to"]}
        gone = {to for to in targets if store.get(session, to).state in CLOSED}
    for told in papers:
        there = [page for page in _pages(told) if page in numbers]
        if there:
            to = "" if told["to"] in gone else told["to"]
            pages = [number for _document, number in there]
            found.append({**told, "pages": pages, "to": to, "numbers": [numbers[page] for page in there]})
    return found


def sort_proposed(
    store: Store, dossier: str, word: Instruction, only: Collection[Page] = ()
) -> list[Rearranged]:
    """Move every paper (``only``: those of these pages) to the dossier that is proposed for it, all in one
    change; raises as ``move_pages`` does, ``UsageError`` where nothing is proposed.
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
    return move_each(store, found, wanted, word)


def _papers(event: Event) -> Sequence[dict[str, Any]]:
    is_cut = event.what == What.NOTED and event.data.get("code") == PILE_CUT
    return event.data["papers"] if is_cut else ()


def _pages(told: dict[str, Any]) -> list[Page]:
    return [(told["document"], number) for number in told["pages"]]
