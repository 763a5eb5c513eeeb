# SPDX-License-Identifier: Apache-2.0
"""Whatever people do with pages: each lies in one dossier or is named as taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from random import Random

import pytest

from intake.dossier.stored import WITHDRAWN
from intake.errors import UndoError
from intake.services.changing.undo import undo
from intake.services.papers.listing import papers_listed
from intake.services.papers.moving import move_pages, remove_pages
from intake.services.papers.rearranging import Instruction
from intake.services.papers.sorting import order_pages, split_before
from intake.services.verifying import verify_store
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.paged_dossiers import (
    BLANK,
    CARD,
    FORM,
    NOTICE,
    hashes_there,
    is_folded,
    new_dossier,
    page,
    pages_there,
    scanned,
)
from tests.support.programs.examples import some_of

STEPS = 14


class Desk:
    """Three dossiers with papers, and a person who does anything with their pages."""

    def __init__(self, store: Store, folder: Path, seed: int) -> None:
        self.store, self.random = store, Random(seed)
        self.dossiers = [new_dossier(store) for _each in range(3)]
        for number, dossier in enumerate(self.dossiers):
            kinds = self.random.sample([FORM, NOTICE, CARD, BLANK], 3)
            pages = [page(kind, _values(kind, number)) for kind in kinds]
            scanned(store, dossier, folder / f"{number}.tif", pages)
            scanned(store, dossier, folder / f"{number}-{number}.tif", [page(CARD)])
        self.all = Counter(page for dossier in self.dossiers for page in hashes_there(store, dossier))

    def lying(self) -> Sequence[Sequence[tuple[str, int]]]:
        return [hashes_there(self.store, dossier) for dossier in self.dossiers]

    def step(self) -> str:
        """Do something; the dossier it was done to, "" where nothing could be."""
        dossier = self.random.choice(self.dossiers)
        there = pages_there(self.store, dossier)
        what = self.random.choice(["move", "move", "remove", "order", "split", "undo"])
        if what == "undo":
            try:
                undo(self.store, dossier, who="minh", commune="")
            except UndoError:
                return ""
            return ""
        if not there:
            return ""
        some = self.random.sample(there, self.random.randint(1, len(there)))
        if what == "move":
            others = [other for other in self.dossiers if other != dossier]
            move_pages(self.store, dossier, some, self.random.choice(others), Instruction("lan"))
        elif what == "remove":
            remove_pages(self.store, dossier, some, Instruction("lan"))
        elif what == "order":
            order_pages(self.store, dossier, some, None, Instruction("lan"))
        else:
            split_before(self.store, dossier, some[0], Instruction("lan"))
        return dossier

    def taken_out(self) -> set[tuple[str, int]]:
        """The pages that some dossier names as taken out."""
        found = set()
        for dossier in self.dossiers:
            with self.store.read() as session:
                papers = self.store.every_document(session, dossier)
            hashes = {paper.id: paper.sha256 or "" for paper in papers}
            for paper in papers:
                if paper.refusal_code == WITHDRAWN:  # its adding was taken back
                    found |= {(paper.sha256 or "", n) for n in range(1, paper.page_count + 1)}
            for one in papers_listed(self.store, dossier, load_catalogue())["taken_out"]:
                found |= {(hashes[one["document"]], number) for number in one["pages"]}
        return found


def _unseen(*_told: object, **_more: object) -> AbstractContextManager[Callable[[int], None]]:
    return nullcontext(lambda _count: None)


def _values(kind: str, number: int) -> dict[str, str]:
    return {"child.full_name": f"TRẺ THỬ {number}"} if kind in (FORM, NOTICE) else {}


@pytest.mark.long
@pytest.mark.parametrize("seed", some_of(range(3), always=[0]))
def test_each_page_lies_in_one_dossier_or_is_named_as_taken_out(
    store: Store, tmp_path: Path, seed: int
) -> None:
    desk = Desk(store, tmp_path / "scans", seed)
    for _each in range(STEPS):
        before = desk.lying()
        done_to = desk.step()
        now = Counter(page for pages in desk.lying() for page in pages)
        assert max(now.values(), default=1) == 1
        assert set(desk.all) == set(now) | desk.taken_out()
        assert all(is_folded(store, dossier) for dossier in desk.dossiers)
        if done_to and desk.random.random() < 0.5:
            undo(store, done_to, who="lan", commune="")
            assert desk.lying() == before
    found = verify_store(store, quick=False, progress=_unseen)
    assert found.touched == []
