# SPDX-License-Identifier: Apache-2.0
"""Where a stack is cut: each form opens a dossier, the other papers join one by who is on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from intake.check.piles.papers import PilePaper, papers_in
from intake.check.piles.ties import Tie, TieReason, of_one_person, tie_of, two_people
from intake.check.whose.people import Likeness
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
    heap (``Tie.heap``) or of none (None), for a person to say. A form of which no person was read, or that
    may be another's, is not believed to be of any.
    """

    heaps: tuple[tuple[Placed, ...], ...] = ()
    doubtful: tuple[Placed, ...] = ()

    @property
    def several(self) -> bool:
        return len(self.heaps) > 1 or any(one.paper.is_form for one in self.doubtful)

    def follows_a_doubtful_form(self, placed: Placed) -> bool:
        """Whether the form that a doubtful paper lies behind is doubtful itself: it may be that one's."""
        sure = {one.paper.at for heap in self.heaps for one in heap if one.paper.is_form}
        waiting = {one.paper.at for one in self.doubtful if one.paper.is_form}
        return max((at for at in sure | waiting if at <= placed.paper.at), default=0) in waiting

    def led_by(self, heap: int) -> PileCut:
        """The same with this heap as the first."""
        order = [heap, *(number for number in range(len(self.heaps)) if number != heap)]
        new = {old: at for at, old in enumerate(order)}

        def numbered(placed: Placed) -> Placed:
            tie = placed.tie
            return placed if tie.heap is None else Placed(placed.paper, Tie(tie.why, new[tie.heap]))

        heaps = tuple(tuple(map(numbered, self.heaps[old])) for old in order)
        return PileCut(heaps, tuple(map(numbered, self.doubtful)))


@dataclass
class _Cutting:
    catalogue: Catalogue
    day: date
    heaps: list[list[Placed]] = field(default_factory=list)
    doubtful: list[Placed] = field(default_factory=list)
    waiting: set[int] = field(default_factory=set)
    """Where forms lie of which nobody knows whose they are."""

    def open(self, paper: PilePaper) -> None:
        """A form's own heap, or that of an earlier form of the same matter; where nobody can say which of
        these it is, it waits.
        """
        doubt: Tie | None = None
        for number, heap in enumerate(self.heaps):
            form = heap[0].paper
            if form.kind != paper.kind:
                if self._one_procedure(form.kind, paper.kind) and of_one_person(form, paper, self.catalogue):
                    heap.append(Placed(paper, Tie(TieReason.BESIDE, number)))
                    return
                continue
            match two_people(form, paper, self.catalogue):
                case Likeness.SAME:
                    heap.append(Placed(paper, Tie(TieReason.AGAIN, number)))
                    return
                case Likeness.PERHAPS:
                    doubt = Tie(TieReason.PERHAPS, number)
                case Likeness.UNKNOWN:
                    doubt = doubt or Tie(TieReason.UNTOLD)
        if doubt is None:
            self.heaps.append([Placed(paper, Tie(TieReason.OPENS, len(self.heaps)))])
        else:
            self.doubtful.append(Placed(paper, doubt))
            self.waiting.add(paper.at)

    def _one_procedure(self, one: str, other: str) -> bool:
        editions = (p.edition(self.day) for p in self.catalogue.procedures.values() if not p.certification)
        return any(edition and {one, other} <= edition.kinds() for edition in editions)

    def tie(self, paper: PilePaper) -> Tie:
        """Whose the paper is by all that is known so far."""
        if paper.untold:
            return Tie(TieReason.UNTOLD)
        found = {
            n: tie_of(paper, [p.paper for p in heap], self.catalogue) for n, heap in enumerate(self.heaps)
        }
        if paper.continues:
            return self._further_sheet(paper, found)
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
        alike = [n for n, one in found.items() if one in (TieReason.ALIKE, TieReason.PERHAPS)]
        if alike == [near]:
            return Tie(found[alike[0]], near)
        if alike:
            return Tie(TieReason.SEVERAL, alike[0])
        if near is not None and found[near] is TieReason.NOBODY:
            return Tie(TieReason.SEQUENCE, near)
        return Tie(TieReason.OTHERS)

    def _further_sheet(self, paper: PilePaper, found: Mapping[int, TieReason]) -> Tie:
        """A sheet that bears the end of the form before it, unless it names somebody of another dossier."""
        near = self._under(paper)
        nothing = (TieReason.NOBODY, TieReason.OTHERS)
        if near is None or any(why not in nothing for number, why in found.items() if number != near):
            return Tie(TieReason.SEVERAL, near) if near is not None else Tie(TieReason.NOBODY)
        return Tie(TieReason.CONTINUES, near)

    def _under(self, paper: PilePaper) -> int | None:
        """The heap of the form that lies before the paper in the stack; None where that form waits itself."""
        before = [
            (placed.paper.at, number)
            for number, heap in enumerate(self.heaps)
            for placed in heap
            if placed.paper.is_form and placed.paper.at < paper.at
        ]
        if not before or any(max(before)[0] < at < paper.at for at in self.waiting):
            return None
        return max(before)[1]

    def _front_of(self, side: PilePaper) -> int | None:
        """The heap of the card that lies directly before a side that tells of nobody."""
        for number, heap in enumerate(self.heaps):
            if any(p.paper.kind == CARD and p.paper.last + 1 == side.at for p in heap):
                return number
        return None


def cut(pages: Sequence[PaperPage], catalogue: Catalogue, day: date) -> PileCut:
    """How the pages of a stack, as they were read, fall apart; the first form's heap is the first."""
    papers = papers_in(pages, catalogue)
    work = _Cutting(catalogue, day, waiting={one.at for one in papers if one.untold})
    for paper in (one for one in papers if one.opens):
        work.open(paper)
    untold = [one for one in papers if one.untold]
    if not work.heaps and len(untold) > 1:  # by pen, say: at least the others are not the first one's
        work.heaps.append([Placed(untold[0], Tie(TieReason.OPENS, 0))])
        work.waiting.discard(untold[0].at)
    if not work.heaps:
        return PileCut()
    waiting = [one for one in papers if not one.opens and one is not work.heaps[0][0].paper]
    while True:
        sure = [(paper, tie) for paper in waiting for tie in [work.tie(paper)] if tie.sure]
        if not sure:
            break
        for paper, tie in sure:
            assert tie.heap is not None
            work.heaps[tie.heap].append(Placed(paper, tie))
        waiting = [one for one in waiting if not any(one is paper for paper, _tie in sure)]
    doubtful = (*work.doubtful, *(Placed(paper, work.tie(paper)) for paper in waiting))
    heaps = (tuple(sorted(heap[1:], key=lambda placed: placed.paper.at)) for heap in work.heaps)
    whole = tuple((heap[0], *rest) for heap, rest in zip(work.heaps, heaps, strict=True))
    return PileCut(whole, doubtful)
