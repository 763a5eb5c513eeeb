# SPDX-License-Identifier: Apache-2.0
"""The pages of a dossier as small pictures, paper by paper: moved, removed, turned, sorted, cut, replaced.

A change is answered with the page as it is then and a sentence on it. It bears an id that the page gave it,
so that one sent twice (a reload) is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from starlette.responses import Response

from batch.web.uploads import kept_files
from batch.web.ways import Changes, PageVisit, Shows
from intake.dossier.deadline.local_time import local_day
from intake.dossier.pages import words
from intake.dossier.pages.arrangement import Page
from intake.reading.page_work import HowToRead, how_to_read
from intake.services.changing.undo import undo
from intake.services.dossier_list import procedure_name
from intake.services.papers.listing import pages_numbered, papers_listed
from intake.services.papers.moving import bring_back, move_pages, remove_pages
from intake.services.papers.rearranging import Instruction, Rearranged
from intake.services.papers.rescanning import replace_page
from intake.services.papers.sorting import (
    join_to_before,
    order_pages,
    set_kind,
    split_before,
    turn_pages,
)
from intake.services.receive.adding import add_papers
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.folding import without_marks
from templates.language.messages import _, ngettext

MOST_MB = 500
"""So much may be sent from the browser in one go: three hundred pages in colour."""


def papers(visit: PageVisit) -> Response:
    return _shown(visit)


def rearrange(visit: PageVisit) -> Response:
    """One change of pages, named by the button that was pressed."""
    does = _DOES.get(visit.said("do"))
    if does is None:
        raise UsageError(_("Nothing to do was named."), _("Load the page again, then do it once more."))
    return _shown(visit, does(visit))


def replace(visit: PageVisit) -> Response:
    """A new scan in the place of the page that was chosen."""
    (page,) = _chosen(visit, 1)
    with kept_files(visit, "scan") as files:
        if len(files) != 1:
            raise UsageError(_("No new scan was chosen."), _("Choose a file, then press the button again."))
        number = _numbers(visit)[page]
        done = replace_page(*_of(visit), page, files[0], _asked(visit), _how(visit))
        return _shown(visit, _told(done, words.replaced_told(files[0].name, number)))


def add(visit: PageVisit) -> Response:
    """Files from the browser, taken in as those of ``sohoa add``."""
    store, dossier = _of(visit)
    with kept_files(visit, "files") as files:
        if not files:
            raise UsageError(_("No file was chosen."), _("Choose a file, then press the button again."))
        done = add_papers(store, dossier, files, _how(visit), who=visit.desk.who, commune=visit.desk.commune)
    return _shown(visit, _told_added(done.taken))


def _told_added(taken: Mapping[str, Any]) -> list[str]:
    count = sum(paper["pages"] for paper in taken["added"])
    told = [ngettext("{count} page added.", "{count} pages added.", count).format(count=count)]
    told += [f"{paper['file']}: {paper['reason']}" for paper in taken["refused"]]
    told += [_("{file} was there already.").format(file=name) for name in taken["already_there"]]
    if taken["after_sending"]:
        told.append(_("The dossier was sent before; what was sent does not change."))
    return told + (_left_queue() if taken["left_queue"] else [])


def _move(visit: PageVisit) -> list[str]:
    to, copy = visit.said("to").strip(), bool(visit.said("copy"))
    if not to:
        raise UsageError(_("No other dossier was named."), _("Write its id, or “new” to make one for them."))
    pages = _chosen(visit)
    done = move_pages(*_of(visit), pages, to, _asked(visit), copy=copy, procedure=_procedure(visit))
    assert done.other is not None
    return _told(done, words.moved_told(len(pages), done.id, done.other.id, copy=copy))


def _procedure(visit: PageVisit) -> str:
    """The code of the procedure that a new dossier is to be of, "" for the same."""
    typed = without_marks(visit.said("procedure").strip())
    found = {without_marks(name): code for name, code in _procedures(visit).items()}
    if typed and typed not in found:
        raise UsageError(_("No procedure is called that."), _("Choose one of the list, or leave it empty."))
    return found[typed] if typed else ""


def _procedures(visit: PageVisit) -> Mapping[str, str]:
    """The codes of the procedures in force, by name."""
    catalogue, today = load_catalogue(), local_day(visit.desk.store.clock())
    in_force = (code for code, one in catalogue.procedures.items() if one.edition(today))
    return {procedure_name(code, catalogue): code for code in in_force}


def _remove(visit: PageVisit) -> list[str]:
    pages = _chosen(visit)
    done = remove_pages(*_of(visit), pages, _asked(visit))
    return _told(done, words.removed_told(len(pages), done.id))


def _back(visit: PageVisit) -> list[str]:
    pages = _named(visit)
    done = bring_back(*_of(visit), pages, _asked(visit))
    return _told(done, words.back_told(len(pages), done.id))


def _kind(visit: PageVisit) -> list[str]:
    pages, kind = _chosen(visit), visit.said("kind")
    done = set_kind(*_of(visit), pages, kind, _asked(visit))
    return _told(done, words.kind_told(len(pages), load_catalogue().paper_name(kind)))


def _turned(by: int) -> Callable[[PageVisit], list[str]]:
    def turn(visit: PageVisit) -> list[str]:
        pages = _chosen(visit)
        done = turn_pages(*_of(visit), pages, by, _asked(visit))
        return _told(done, words.turned_told(len(pages), by))

    return turn


def _split(visit: PageVisit) -> list[str]:
    (page,) = _chosen(visit, 1)
    number = _numbers(visit)[page]
    return _told(split_before(*_of(visit), page, _asked(visit)), words.split_told(number))


def _join(visit: PageVisit) -> list[str]:
    (page,) = _chosen(visit, 1)
    number = _numbers(visit)[page]
    return _told(join_to_before(*_of(visit), page, _asked(visit)), words.joined_told(number))


def _order(visit: PageVisit) -> list[str]:
    """To before the page that a script names, or behind the last one."""
    before = visit.said("before")
    return _laid(visit, _page(before) if before else None)


def _by_one(step: int) -> Callable[[PageVisit], list[str]]:
    """One place earlier (-1) or later (1)."""

    def lay(visit: PageVisit) -> list[str]:
        chosen, there = set(_chosen(visit)), list(_numbers(visit))
        first, last = min(map(there.index, chosen)), max(map(there.index, chosen))
        others = [page for page in there if page not in chosen]
        at = sum(page not in chosen for page in there[:first]) - 1 if step < 0 else None
        if at is None:
            at = sum(page not in chosen for page in there[: last + 1]) + 1
        at = max(0, at)
        return _laid(visit, others[at] if at < len(others) else None)

    return lay


def _laid(visit: PageVisit, before: Page | None) -> list[str]:
    pages = _chosen(visit)
    order_pages(*_of(visit), pages, before, _asked(visit))
    return [words.ordered_told(len(pages))]


def _undo(visit: PageVisit) -> list[str]:
    store, dossier = _of(visit)
    desk = visit.desk
    done = undo(store, dossier, who=desk.who, commune=desk.commune, seen=_seen(visit), how=_how(visit))
    told = [_("The last change was taken back.")]
    told += [_("Taken back in dossier {id} too.").format(id=other) for other in done.others]
    return told + (_left_queue() if done.check["left_queue"] else [])


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
    "earlier": _by_one(-1),
    "later": _by_one(1),
    "undo": _undo,
}


def _shown(visit: PageVisit, told: list[str] | None = None) -> Response:
    catalogue = load_catalogue()
    listed = papers_listed(visit.desk.store, visit.word("dossier"), catalogue)
    kinds = sorted(
        ((kind, catalogue.paper_name(kind)) for kind in catalogue.document_types), key=lambda one: one[1]
    )
    return visit.page(
        "papers.html",
        listed=listed,
        told=told or [],
        kinds=kinds,
        procedures=sorted(_procedures(visit)),
        change=uuid4().hex,
        catalogue=catalogue,
        words=words,
        most_mb=MOST_MB,
    )


def _of(visit: PageVisit) -> tuple[Any, str]:
    return visit.desk.store, visit.word("dossier")


def _how(visit: PageVisit) -> HowToRead:
    return how_to_read(visit.desk.settings)


def _seen(visit: PageVisit) -> int | None:
    return visit.seen if visit.said("seen") else None


def _asked(visit: PageVisit) -> Instruction:
    """Who asks for the change, and what they saw."""
    desk, change = visit.desk, visit.said("change")
    return Instruction(
        desk.who,
        desk.commune,
        visit.said("because"),
        _seen(visit),
        client_id=f"web-{change}" if change else None,
        how=_how(visit),
    )


def _chosen(visit: PageVisit, count: int = 0) -> list[Page]:
    """The pages that were chosen, in the dossier's order; ``count`` of them, where that is said."""
    named = _named(visit)
    pages = [page for page in _numbers(visit) if page in named] or named
    if not pages:
        raise UsageError(_("No page is chosen."), _("Choose one with the space bar or a click."))
    if count and len(pages) != count:
        raise UsageError(_("One page is meant here."), _("Name a single one."))
    return pages


def _named(visit: PageVisit) -> list[Page]:
    return [_page(value) for value in visit.form.getlist("page") if isinstance(value, str)]


def _numbers(visit: PageVisit) -> dict[Page, int]:
    return pages_numbered(*_of(visit))


def _page(value: str) -> Page:
    document, _dash, number = value.partition("-")
    if not (document.isdecimal() and number.isdecimal() and len(value) < 30):
        raise UsageError(_("No page is chosen."), _("Load the page again, then do it once more."))
    return int(document), int(number)


def _told(done: Rearranged, sentence: str) -> list[str]:
    catalogue = load_catalogue()
    told = [sentence, *(words.decided_told(catalogue.field_name(key)) for key in done.decided)]
    left = any(one.check["left_queue"] for one in (done, done.other) if one)
    return told + (_left_queue() if left else [])


def _left_queue() -> list[str]:
    return [_("It waited to be sent and is taken out of the queue: its package no longer counts.")]


WAYS = (
    Shows("/dossier/{dossier}/papers", papers),
    Changes("/dossier/{dossier}/papers", rearrange),
    Changes("/dossier/{dossier}/papers/scan", replace, MOST_MB),
    Changes("/dossier/{dossier}/papers/files", add, MOST_MB),
)
