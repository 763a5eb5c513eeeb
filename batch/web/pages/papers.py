# SPDX-License-Identifier: Apache-2.0
"""The pages of a dossier as small pictures, paper by paper: moved, removed, turned, sorted, cut.

A change is answered with the page as it is then and a sentence on it. It bears an id that the page gave it,
so that one sent twice (a reload) is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from uuid import uuid4

from starlette.responses import Response

from batch.web.pages.by_name import kind_meant, kinds, procedure_meant, procedures
from batch.web.uploads import MOST_MB
from batch.web.ways import Changes, PageVisit, Shows
from intake.dossier.deadline.local_time import local_day
from intake.dossier.pages import words
from intake.dossier.pages.arrangement import Page
from intake.dossier.state_words import event_word
from intake.services.changing.undo import undo
from intake.services.papers.listing import pages_numbered, papers_listed
from intake.services.papers.moving import bring_back, move_pages, remove_pages
from intake.services.papers.rearranging import Instruction, Rearranged
from intake.services.papers.sorting import (
    join_to_before,
    order_pages,
    set_kind,
    split_before,
    turn_pages,
)
from intake.services.papers.trying_again import read_again
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _


def papers(visit: PageVisit) -> Response:
    return drawn(visit)


def rearrange(visit: PageVisit) -> Response:
    """One change of pages, named by the button that was pressed."""
    does = _DOES.get(visit.said("do"))
    if does is None:
        raise UsageError(_("Nothing to do was named."), _("Load the page again, then do it once more."))
    return drawn(visit, does(visit))


def _move(visit: PageVisit) -> list[str]:
    to, copy = visit.said("to").strip(), bool(visit.said("copy"))
    if not to:
        raise UsageError(_("No other dossier was named."), _("Write its id, or “new” to make one for them."))
    pages = chosen(visit)
    done = move_pages(
        *dossier_of(visit),
        pages,
        to,
        asked(visit),
        copy=copy,
        procedure=procedure_meant(visit.said("procedure"), _today(visit)),
    )
    assert done.other is not None
    return said_of(visit, done, words.moved_told(len(pages), done.id, done.other.id, copy=copy))


def _remove(visit: PageVisit) -> list[str]:
    pages = chosen(visit)
    done = remove_pages(*dossier_of(visit), pages, asked(visit))
    return said_of(visit, done, words.removed_told(len(pages), done.id))


def _back(visit: PageVisit) -> list[str]:
    pages = _named(visit)
    done = bring_back(*dossier_of(visit), pages, asked(visit))
    return said_of(visit, done, words.back_told(len(pages), done.id))


def _kind(visit: PageVisit) -> list[str]:
    pages, kind = chosen(visit), kind_meant(visit.said("kind").strip())
    done = set_kind(*dossier_of(visit), pages, kind, asked(visit))
    return said_of(visit, done, words.kind_told(len(pages), load_catalogue().paper_name(kind)))


def _turned(by: int) -> Callable[[PageVisit], list[str]]:
    def turn(visit: PageVisit) -> list[str]:
        pages = chosen(visit)
        done = turn_pages(*dossier_of(visit), pages, by, asked(visit))
        return said_of(visit, done, words.turned_told(len(pages), by))

    return turn


def _split(visit: PageVisit) -> list[str]:
    (page,) = chosen(visit, 1)
    number = numbers(visit)[page]
    return said_of(visit, split_before(*dossier_of(visit), page, asked(visit)), words.split_told(number))


def _join(visit: PageVisit) -> list[str]:
    (page,) = chosen(visit, 1)
    number = numbers(visit)[page]
    return said_of(visit, join_to_before(*dossier_of(visit), page, asked(visit)), words.joined_told(number))


def _order(visit: PageVisit) -> list[str]:
    """To before the page that a script names, or behind the last one."""
    before = visit.said("before")
    return _laid(visit, _page(before) if before else None)


def _by_one(step: int) -> Callable[[PageVisit], list[str]]:
    """One place earlier (-1) or later (1)."""

    def lay(visit: PageVisit) -> list[str]:
        moved, there = set(chosen(visit)), list(numbers(visit))
        first, last = min(map(there.index, moved)), max(map(there.index, moved))
        others = [page for page in there if page not in moved]
        at = sum(page not in moved for page in there[:first]) - 1 if step < 0 else None
        if at is None:
            at = sum(page not in moved for page in there[: last + 1]) + 1
        at = max(0, at)
        return _laid(visit, others[at] if at < len(others) else None)

    return lay


def _laid(visit: PageVisit, before: Page | None) -> list[str]:
    pages = chosen(visit)
    order_pages(*dossier_of(visit), pages, before, asked(visit))
    return [words.ordered_told(len(pages))]


def _again(visit: PageVisit) -> list[str]:
    pages = chosen(visit)
    done = read_again(*dossier_of(visit), pages, asked(visit))
    visit.desk.reading.ask(done.id)
    return said_of(visit, done, words.again_told(len(pages), done.id))


def _undo(visit: PageVisit) -> list[str]:
    store, dossier = dossier_of(visit)
    desk = visit.desk
    done = undo(store, dossier, who=desk.who, commune=desk.commune, seen=_seen(visit), keep_papers=True)
    for other in done.others:
        desk.reading.ask_where_unread(other)
    what = dict.fromkeys(event_word(event.what) for event in done.change.events)
    told = [_("Taken back: {what}.").format(what=", ".join(what))]
    told += [_("Taken back in dossier {id} too.").format(id=other) for other in done.others]
    return told + (left_queue() if done.check["left_queue"] else [])


_DOES: Mapping[str, Callable[[PageVisit], list[str]]] = {
    "move": _move,
    "remove": _remove,
    "back": _back,
    "kind": _kind,
    "turn-right": _turned(90),
    "turn-left": _turned(270),
    "turn-over": _turned(180),
    "split": _split,
    "join": _join,
    "order": _order,
    "again": _again,
    "earlier": _by_one(-1),
    "later": _by_one(1),
    "undo": _undo,
}


def drawn(visit: PageVisit, told: list[str] | None = None) -> Response:
    """The page as it is now, with what was done; what is unread of the dossier is read meanwhile."""
    catalogue = load_catalogue()
    listed = papers_listed(visit.desk.store, visit.word("dossier"), catalogue)
    return visit.page(
        "papers.html",
        listed=listed,
        reading=visit.desk.reading.going_on(listed["id"]),
        told=told or [],
        kinds=sorted(kinds()),
        procedures=sorted(procedures(_today(visit))),
        change=uuid4().hex,
        catalogue=catalogue,
        words=words,
        most_mb=MOST_MB,
    )


def _today(visit: PageVisit) -> date:
    return local_day(visit.desk.store.clock())


def dossier_of(visit: PageVisit) -> tuple[Store, str]:
    """The store, and the dossier that the address names."""
    return visit.desk.store, visit.word("dossier")


def _seen(visit: PageVisit) -> int | None:
    return visit.seen if visit.said("seen") else None


def asked(visit: PageVisit) -> Instruction:
    """Who asks for the change, and what they saw."""
    desk, change = visit.desk, visit.said("change")
    client_id = f"web-{change}" if change else None
    return Instruction(desk.who, desk.commune, visit.said("because"), _seen(visit), client_id=client_id)


def chosen(visit: PageVisit, count: int = 0) -> list[Page]:
    """The pages that were chosen, in the dossier's order; ``count`` of them, where that is said."""
    named = _named(visit)
    pages = [page for page in numbers(visit) if page in named] or named
    if not pages:
        raise UsageError(_("No page is chosen."), _("Choose one with the space bar or a click."))
    if count and len(pages) != count:
        raise UsageError(_("One page is meant here."), _("Name a single one."))
    return pages


def _named(visit: PageVisit) -> list[Page]:
    return [_page(value) for value in visit.form.getlist("page") if isinstance(value, str)]


def numbers(visit: PageVisit) -> dict[Page, int]:
    """The number of each page in the dossier."""
    return pages_numbered(*dossier_of(visit))


def _page(value: str) -> Page:
    document, _dash, number = value.partition("-")
    if not (document.isdecimal() and number.isdecimal() and len(value) < 30):
        raise UsageError(_("No page is chosen."), _("Load the page again, then do it once more."))
    return int(document), int(number)


def said_of(visit: PageVisit, done: Rearranged, sentence: str) -> list[str]:
    """What was done, and what came of it."""
    if done.other:
        visit.desk.reading.ask_where_unread(done.other.id)
    catalogue = load_catalogue()
    told = [sentence, *(words.decided_told(catalogue.field_name(key)) for key in done.decided)]
    left = any(one.check["left_queue"] for one in (done, done.other) if one)
    return told + (left_queue() if left else [])


def left_queue() -> list[str]:
    """That the dossier's package no longer counts."""
    return [_("It waited to be sent and is taken out of the queue: its package no longer counts.")]


WAYS = (
    Shows("/dossier/{dossier}/papers", papers),
    Changes("/dossier/{dossier}/papers", rearrange),
)
