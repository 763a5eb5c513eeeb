# SPDX-License-Identifier: Apache-2.0
"""How many pages of a stack came into their dossier, and whether two families share one unmarked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.piles.stack import BLANK
from intake.check.piles.cutting import PileCut


@dataclass
class Score:
    """Counts over stacks; empty sheets count nowhere."""

    pages: int = 0
    right: int = 0
    proposed_right: int = 0
    proposed_wrong: int = 0
    waiting: int = 0
    dossiers: int = 0
    dossiers_whole: int = 0
    mixed: int = 0
    mistakes: list[str] = field(default_factory=list)

    def add(self, name: str, found: PileCut, whose: Sequence[int], kinds: Sequence[str]) -> None:
        true = {heap: self._owner(found, heap, whose) for heap in range(len(found.heaps))}
        taken: set[int] = set()
        for number, heap in enumerate(found.heaps):
            inside = [page - 1 for placed in heap for _doc, page in placed.paper.pages]
            families = {whose[page] for page in inside} - {BLANK}
            self.mixed += len(families) > 1
            first = true[number] not in taken
            taken.add(true[number])
            for placed in heap:
                for _doc, page in placed.paper.pages:
                    good = first and whose[page - 1] == true[number]
                    self._count(name, page, whose, kinds, "right" if good else "", placed.tie.why)
        for placed in found.doubtful:
            for _doc, page in placed.paper.pages:
                to = placed.tie.heap
                good = to is not None and true[to] == whose[page - 1]
                how = "waiting" if to is None else "proposed_right" if good else "proposed_wrong"
                self._count(name, page, whose, kinds, how, placed.tie.why)
        self.dossiers += len({one for one in whose if one != BLANK})
        self.dossiers_whole += sum(self._whole(found, heap, true[heap], whose) for heap in true)

    @staticmethod
    def _owner(found: PileCut, heap: int, whose: Sequence[int]) -> int:
        pages = [page for placed in found.heaps[heap] for _doc, page in placed.paper.pages]
        counted = Counter(whose[page - 1] for page in pages if whose[page - 1] != BLANK)
        return counted.most_common(1)[0][0] if counted else BLANK

    @staticmethod
    def _whole(found: PileCut, heap: int, owner: int, whose: Sequence[int]) -> bool:
        pages = {page for placed in found.heaps[heap] for _doc, page in placed.paper.pages}
        wanted = {n for n, one in enumerate(whose, start=1) if one == owner}
        return {page for page in pages if whose[page - 1] != BLANK} == wanted

    def _count(
        self, name: str, page: int, whose: Sequence[int], kinds: Sequence[str], how: str, why: str
    ) -> None:
        if whose[page - 1] == BLANK:
            return
        self.pages += 1
        if how:
            setattr(self, how, getattr(self, how) + 1)
        if how != "right":
            told = f"{name} page {page} of dossier {whose[page - 1]}, {kinds[page - 1]}"
            self.mistakes.append(f"{told}: {how or 'WRONG'} ({why})")

    def rows(self) -> Iterator[tuple[str, str]]:
        yield "pages with something on them", str(self.pages)
        yield "in the right dossier", f"{self.right} ({self.right / max(1, self.pages):.1%})"
        yield "proposed, rightly", str(self.proposed_right)
        yield "proposed, wrongly", str(self.proposed_wrong)
        yield "wait without a proposal", str(self.waiting)
        yield "dossiers whole", f"{self.dossiers_whole} of {self.dossiers}"
        yield "dossiers made with two families in them", str(self.mixed)
