# SPDX-License-Identifier: Apache-2.0
"""Where a stack is cut: each form opens a dossier, the other papers join one by who is on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from intake.check.piles.papers import PilePaper, papers_in
from intake.check.piles.ties import Tie, TieReason, tie_of, two_people
from intake.form.autofill import PaperPage
from intake.form.cards import CARD
from templates.catalogue.loading import Catalogue


@dataclass(frozen=True)
class Placed:
    """A paper with what ties it to its heap."""

    paper: PilePaper
    tie: Tie


@dataclass(frozen=True)
class PileCut:
    """The ``heaps`` of a stack, each of one dossier, its form first; ``doubtful``: papers that may be of a
    heap (``Tie.heap``) or of none (None), for a person to say.
    """

    heaps: tuple[tuple[Placed, ...], ...] = ()
    doubtful: tuple[Placed, ...] = ()

    @property
    def several(self) -> bool:
        return len(self.heaps) > 1


@dataclass
class _Cutting:
    catalogue: Catalogue
    day: date
    heaps: list[list[Placed]] = field(default_factory=list)

    def open(self, paper: PilePaper) -> None:
        """A form's own heap, or that of an earlier form of the same matter."""
        for number, heap in enumerate(self.heaps):
            why = self._of_one_matter(heap[0].paper, paper)
            if why is not None:
                heap.append(Placed(paper, Tie(why, number)))
                return
        self.heaps.append([Placed(paper, Tie(TieReason.OPENS, len(self.heaps)))])

    def _of_one_matter(self, form: PilePaper, other: PilePaper) -> TieReason | None:
        if form.kind == other.kind:
            return TieReason.AGAIN if two_people(form, other, self.catalogue) is False else None
        tied = tie_of(other, [form], self.catalogue) in (TieReason.NUMBER, TieReason.NAME)
        return TieReason.BESIDE if tied and self._one_procedure(form.kind, other.kind) else None

    def _one_procedure(self, one: str, other: str) -> bool:
        editions = (p.edition(self.day) for p in self.catalogue.procedures.values() if not p.certification)
        return any(edition and {one, other} <= edition.kinds() for edition in editions)

    def tie(self, paper: PilePaper) -> Tie:
        """Whose the paper is by all that is known so far."""
        found = {
            n: tie_of(paper, [p.paper for p in heap], self.catalogue) for n, heap in enumerate(self.heaps)
        }
        for why in (TieReason.NUMBER, TieReason.NAME, TieReason.TEXT):
            tied = [number for number, one in found.items() if one is why]
            if len(tied) == 1:
                return Tie(why, tied[0])
            if tied:
                near = self._under(paper)
                return Tie(TieReason.SEVERAL, near if near in tied else tied[0])
        if paper.kind == CARD and not paper.people and (front := self._front_of(paper)) is not None:
            return Tie(TieReason.OTHER_SIDE, front)
        near = self._under(paper)
        alike = [number for number, one in found.items() if one is TieReason.ALIKE]
        if alike == [near]:
            return Tie(TieReason.ALIKE, near)
        if alike:
            return Tie(TieReason.SEVERAL, alike[0])
        if near is not None and found[near] is TieReason.NOBODY:
            return Tie(TieReason.SEQUENCE, near)
        return Tie(TieReason.OTHERS)

    def _under(self, paper: PilePaper) -> int | None:
        """The heap of the form that lies before the paper in the stack."""
        before = [
            (placed.paper.at, number)
            for number, heap in enumerate(self.heaps)
            for placed in heap
            if placed.paper.opens and placed.paper.at < paper.at
        ]
        return max(before)[1] if before else None

    def _front_of(self, side: PilePaper) -> int | None:
        """The heap of the card that lies directly before a side that tells of nobody."""
        for number, heap in enumerate(self.heaps):
            if any(p.paper.kind == CARD and p.paper.last + 1 == side.at for p in heap):
                return number
        return None


def cut(pages: Sequence[PaperPage], catalogue: Catalogue, day: date) -> PileCut:
    """How the pages of a stack, as they were read, fall apart; the first form's heap is the first."""
    papers = papers_in(pages, catalogue)
    work = _Cutting(catalogue, day)
    for paper in (one for one in papers if one.opens):
        work.open(paper)
    if not work.heaps:
        return PileCut()
    waiting = [one for one in papers if not one.opens]
    while True:
        sure = [(paper, tie) for paper in waiting for tie in [work.tie(paper)] if tie.sure]
        if not sure:
            break
        for paper, tie in sure:
            assert tie.heap is not None
            work.heaps[tie.heap].append(Placed(paper, tie))
        waiting = [one for one in waiting if not any(one is paper for paper, _tie in sure)]
    doubtful = tuple(Placed(paper, work.tie(paper)) for paper in waiting)
    heaps = (tuple(sorted(heap[1:], key=lambda placed: placed.paper.at)) for heap in work.heaps)
    whole = tuple((heap[0], *rest) for heap, rest in zip(work.heaps, heaps, strict=True))
    return PileCut(whole, doubtful)
