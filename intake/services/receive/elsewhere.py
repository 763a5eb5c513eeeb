# SPDX-License-Identifier: Apache-2.0
"""A dossier whose form or most papers lie in an earlier dossier too: perhaps it is the same request.

Only once its pages are read is it known which paper is a form; so this is asked in the transaction that makes
the dossier *read*, before anything can complete it. What was shared when a paper came stands in the journal:
of two dossiers the later one is held, also where both came in one night. Cards alone say nothing (twins,
a couple), nor does one shared copy; and what a person added, they meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from intake.dossier.journal import FOLDER_REFILLED, PAPERS_ELSEWHERE, What
from intake.dossier.states import State
from intake.dossier.stored import StoredFile
from intake.services.changing.holding import hold_for_papers
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue

_TOLD = (FOLDER_REFILLED, PAPERS_ELSEWHERE)
_IDENTITY = frozenset({"identity"})


def hold_if_elsewhere(store: Store, session: Transaction, dossier_id: str, *, who: str) -> None:
    """Hold the dossier back where a person has to say whether it is another request; for the same papers only
    once.
    """
    papers = [paper for paper in store.documents(session, dossier_id) if not paper.refused]
    shared = _shared(store, session, dossier_id, papers)
    if not shared:
        return
    roles = _roles(store, session, dossier_id)
    others = sorted(other for other, ids in shared.items() if _same_request(ids, papers, roles))
    if others:
        told = sorted(set().union(*(shared[other] for other in others)))
        hold_for_papers(store, session, dossier_id, PAPERS_ELSEWHERE, who=who, papers=told, others=others)


def _same_request(shared: set[int], papers: list[StoredFile], roles: Mapping[int, set[str]]) -> bool:
    if any("form" in roles[number] for number in shared):
        return True
    telling = {paper.id for paper in papers if roles[paper.id] != _IDENTITY}
    common = telling & shared
    return len(shared) > 1 and bool(common) and 2 * len(common) >= len(telling)


def _shared(
    store: Store, session: Transaction, dossier_id: str, papers: list[StoredFile]
) -> Mapping[str, set[int]]:
    """By other dossier the papers (ids) from the folder that it had first, and has still; none of a dossier
    that was refused, nor of papers for which this one was held back before.
    """
    notes = [event.data for event in store.journal(session, dossier_id) if event.what == What.NOTED]
    told = {number for note in notes if note.get("why") in _TOLD for number in note["papers"]}
    before = {
        note["document"]: note["dossiers"]
        for note in notes
        if note.get("code") == "paper-shared" and "document" in note
    }
    shared: defaultdict[str, set[int]] = defaultdict(set)
    for paper in papers:
        if paper.id not in before or paper.id in told or not paper.place or not paper.sha256:
            continue
        for other in store.other_dossiers_with(session, dossier_id, paper.sha256):
            if other in before[paper.id] and store.get(session, other).state is not State.REJECTED:
                shared[other].add(paper.id)
    return shared


def _roles(store: Store, session: Transaction, dossier_id: str) -> Mapping[int, set[str]]:
    """What each paper (id) is by its pages: the roles of their kinds, "" for one that is not known."""
    kinds = load_catalogue().document_types
    roles: defaultdict[int, set[str]] = defaultdict(set)
    for paper, reading in store.page_readings(session, dossier_id):
        roles[paper.id].add(kinds[reading.kind].role if reading.kind in kinds else "")
    return roles
