# SPDX-License-Identifier: Apache-2.0
"""A stack of several dossiers becomes these dossiers: what is sure is made, what is not waits for a person.

The dossier as which the stack came in keeps the papers of its first form. Pages of which nobody knows surely
whose they are go into a dossier of their own, held back, with what is proposed (``unsorted``). All of it is
one change that undo takes back; a stack that a person put together again is not cut once more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from intake.check.piles.cutting import PileCut, Placed, cut
from intake.check.piles.ties import Tie, TieReason
from intake.check.whose.people import NAME, NUMBER, Somebody
from intake.dossier.deadline.local_time import local_day
from intake.dossier.id_numbers import id_numbers
from intake.dossier.journal import (
    COVER_LED,
    OF_PAGES,
    PAGES_UNSORTED,
    PILE_CUT,
    Event,
    What,
    fold,
    undone,
)
from intake.dossier.pages.arrangement import Page
from intake.dossier.states import State
from intake.dossier.stored import Dossier, LaidPage
from intake.services.changing.holding import hold_for_papers
from intake.services.facts_of import pages_of
from intake.services.papers.moving import MOVED, bring
from intake.services.papers.rearranging import THE_OTHER, Instruction, Rearranging, by_file
from intake.store.dossier.arranging import laid_pages
from intake.store.dossier.pages import pages_left
from intake.store.store import Store
from intake.store.transaction import Transaction
from ocr.text.folding import same_text
from templates.catalogue.loading import Catalogue
from templates.language.messages import _

_BY_A_PERSON = frozenset({What.REQUESTER, What.COVER_PRINTED, What.PAPERS_SHOWN})
"""Somebody said whose the dossier is: what nothing contradicts stays in it."""


@dataclass(frozen=True, slots=True)
class Parted:
    """A stack that was cut: the ``dossier`` it came in as, the ``others`` made of it, and the one with the
    pages that wait (``unsorted``, "" for none), so many (``waiting``).
    """

    dossier: str
    others: tuple[str, ...]
    unsorted: str
    waiting: int

    @property
    def made(self) -> tuple[str, ...]:
        return (*self.others, *filter(None, [self.unsorted]))


@dataclass
class _Apart:
    """One heap on its way into a dossier of its own."""

    sheets: list[LaidPage] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)


def part_pile(
    store: Store, dossier_id: str, catalogue: Catalogue, *, who: str, meant: bool = False
) -> Parted | None:
    """Cut the dossier into those whose forms lie in it; None, and nothing done, where it is of one, not all
    of it is read, it was read and judged before, or a person had a hand in it. ``meant``: a person laid the
    papers to it, so what nothing ties to another stays; and so does all of it unless one form's papers
    alone name who stands at the counter: another's would be taken for theirs.
    """

    def work(session: Transaction) -> Parted | None:
        dossier = store.get(session, dossier_id)
        events = store.journal(session, dossier_id)
        if dossier.state is not State.CAPTURED or pages_left(session, dossier_id) or _touched(events):
            return None
        pages = pages_of(store, session, dossier_id)
        found = cut(pages, catalogue, local_day(dossier.received_at))
        if not found.several:
            return None
        stays = meant or _is_somebodys(events)
        first = _theirs(found, fold(events).requester) if stays else 0
        if first is None:
            return None
        stack = Rearranging(store, session, dossier_id, Instruction(who))
        return _made(stack, dossier, found.led_by(first), catalogue, meant=stays)

    return store.write(work)


def _touched(events: Sequence[Event]) -> bool:
    """Whether a person decided anything of it, or changed its pages (also back after a cut)."""
    folded, gone = fold(events), undone(events)
    cuts = {event.change for event in events if event.data.get("code") == PILE_CUT}
    pages = [event for event in events if event.what in OF_PAGES]
    by_person = any(event.change not in cuts or event.id in gone for event in pages)
    return bool(by_person or folded.corrections or folded.official_number)


def _is_somebodys(events: Sequence[Event]) -> bool:
    """A sheet that names only a procedure does not say whose the papers under it are."""
    led = (event for event in events if event.data.get("code") == COVER_LED)
    by_sheet = any(not event.data.get("procedure") for event in led)
    return by_sheet or any(event.what in _BY_A_PERSON for event in events)


def _theirs(found: PileCut, requester: Mapping[str, str]) -> int | None:
    """The one heap in which who stands at the counter is named; None where none is, or several are."""
    number = set(id_numbers(requester.get("personal_id", "")))
    name = requester.get("name", "")
    people = [[one for placed in heap for one in placed.paper.people] for heap in found.heaps]
    by_number = [n for n, those in enumerate(people) if any(number & _numbers(one) for one in those)]
    by_name = [n for n, those in enumerate(people) if any(_is_named(one, name) for one in those)]
    return next((hits[0] for hits in (by_number, by_name) if len(hits) == 1), None)


def _numbers(one: Somebody) -> set[str]:
    return set(id_numbers(one.text(NUMBER)))


def _is_named(one: Somebody, name: str) -> bool:
    return bool(name) and same_text(one.text(NAME), name)


def _made(
    stack: Rearranging, dossier: Dossier, found: PileCut, catalogue: Catalogue, *, meant: bool
) -> Parted | None:
    laid = {sheet.page: sheet for sheet in laid_pages(stack.session, stack.dossier_id)}
    made = {0: stack.dossier_id}
    own = _told(found.heaps[0])
    for number, heap in enumerate(found.heaps[1:], start=1):
        apart = _apart(heap, laid)
        made[number] = _own_dossier(stack, dossier, apart, heap[0].paper.kind, number + 1, catalogue)
    stays = [one for one in found.doubtful if meant and one.tie.heap in (0, None)]
    stays = [one for one in stays if not found.follows_a_doubtful_form(one)]
    waits = [placed for placed in found.doubtful if placed not in stays]
    unread = [] if meant else _unplaced(found, laid)
    others = tuple(made[number] for number in range(1, len(found.heaps)))
    unsorted = _unsorted(stack, dossier, waits, unread, laid, made) if waits or unread else ""
    told = {"stack": stack.dossier_id, "dossiers": list(others), "unsorted": unsorted}
    stack.note(What.NOTED, {"code": PILE_CUT, **told, "papers": [*own, *_told(stays)]})
    stack.finish()
    return Parted(stack.dossier_id, others, unsorted, sum(len(p.paper.pages) for p in waits) + len(unread))


def _apart(heap: Sequence[Placed], laid: Mapping[Page, LaidPage]) -> _Apart:
    pages = [page for placed in heap for page in placed.paper.pages]
    return _Apart([laid[page] for page in pages if page in laid], _told(heap))


def _unplaced(found: PileCut, laid: Mapping[Page, LaidPage]) -> list[LaidPage]:
    """Pages that could not be read: whose they are nobody knows."""
    placed = {p for heap in (*found.heaps, found.doubtful) for one in heap for p in one.paper.pages}
    return [sheet for page, sheet in laid.items() if page not in placed]


def _own_dossier(
    stack: Rearranging, of: Dossier, apart: _Apart, kind: str, number: int, catalogue: Catalogue
) -> str:
    """A dossier for one heap; its papers tell its procedure unless the stack's has such a form."""
    edition = catalogue.procedure(of.procedure, local_day(of.received_at))
    is_open = any(e.data.get("open") for e in stack.store.journal(stack.session, of.id)[:1])
    made = stack.store.create_dossier(
        stack.session,
        procedure=of.procedure,
        who=stack.word.who,
        folder=f"{of.folder} · {number}" if of.folder else "",
        received_at=of.received_at,
        procedure_open=is_open or kind not in edition.forms,
    )
    _hand_over(stack, made.id, apart)
    return made.id


def _unsorted(
    stack: Rearranging,
    of: Dossier,
    waits: Sequence[Placed],
    unread: Sequence[LaidPage],
    laid: Mapping[Page, LaidPage],
    made: Mapping[int, str],
) -> str:
    """The dossier of the pages that wait, held back until they are sorted."""
    one = stack.store.create_dossier(
        stack.session,
        procedure=of.procedure,
        who=stack.word.who,
        folder=_("{folder} · not sorted").format(folder=of.folder),
        received_at=of.received_at,
        procedure_open=True,
        unsorted=True,
    )
    apart = _apart(waits, laid)
    apart.sheets += unread
    apart.told = [
        {**told, "to": made.get(placed.tie.heap, "") if placed.tie.heap is not None else ""}
        for placed, told in zip(waits, apart.told, strict=True)
    ]
    apart.told += [
        {"document": sheet.paper.id, "pages": [sheet.number], "kind": "", "why": TieReason.NOBODY.value}
        | {"certainty": Tie(TieReason.NOBODY).certainty, "to": ""}
        for sheet in unread
    ]
    _hand_over(stack, one.id, apart)
    hold_for_papers(stack.store, stack.session, one.id, PAGES_UNSORTED, who=stack.word.who)
    return one.id


def _hand_over(stack: Rearranging, to: str, apart: _Apart) -> None:
    other = Rearranging(stack.store, stack.session, to, stack.word, mark=THE_OTHER)
    rows: dict[int, int] = {}
    for paper, numbers in by_file(apart.sheets):
        of_file = [sheet for sheet in apart.sheets if sheet.paper.id == paper.id]
        rows[paper.id] = bring(stack, other, paper, of_file, numbers, MOVED)
    stack.out(apart.sheets, MOVED, dossier=to)
    order = [(rows[sheet.paper.id], sheet.number) for sheet in apart.sheets]
    if order != sorted(order):
        other.order(order)
    papers = [told | {"document": rows[told["document"]]} for told in apart.told]
    told = {"stack": stack.dossier_id, "dossiers": [], "unsorted": "", "papers": papers}
    other.note(What.NOTED, {"code": PILE_CUT, **told})
    other.finish()


def _told(heap: Collection[Placed]) -> list[dict[str, Any]]:
    """Each paper as the journal keeps it; one over several files once for each."""
    found = []
    for placed in heap:
        files: dict[int, list[int]] = {}
        for document, number in placed.paper.pages:
            files.setdefault(document, []).append(number)
        for document, numbers in files.items():
            told = {"document": document, "pages": numbers, "kind": placed.paper.kind}
            found.append(told | {"why": placed.tie.why.value, "certainty": placed.tie.certainty})
    return found
