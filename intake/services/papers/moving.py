# SPDX-License-Identifier: Apache-2.0
"""Pages leave a dossier: for another one, whose they are, or because they are nobody's (blank, foreign)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from intake.dossier.journal import UNSORTED, What
from intake.dossier.pages.arrangement import Page
from intake.dossier.stored import GONE, LaidPage, StoredFile
from intake.services.changing.pages_back import read_waiting
from intake.services.deadline.events import start
from intake.services.papers.choosing import laid_pages_of
from intake.services.papers.listing import taken_out
from intake.services.papers.rearranging import (
    THE_OTHER,
    Instruction,
    Rearranged,
    Rearranging,
    by_file,
    checked,
    file_told,
    judged_of,
    rearranged,
)
from intake.store.dossier.arranging import laid_pages
from intake.store.dossier.pages import copy_pages
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.folding import without_marks
from templates.language.messages import _

REMOVED, MOVED, COPIED, BACK = "removed", "moved", "copied", "back"
NEW = "new"
_NEW = (NEW, "moi")
"""What a person says, also with marks and capitals, where the pages are to become a dossier of their own."""


def remove_pages(store: Store, dossier: str, pages: Sequence[Page], word: Instruction) -> Rearranged:
    """Take pages out of the dossier. They stay kept, in the store and in the journal, and go nowhere; raises
    as ``rearranged`` does.
    """

    def work(mine: Rearranging) -> None:
        mine.out(laid_pages_of(mine.session, mine.dossier_id, pages), REMOVED)

    return rearranged(store, dossier, word, work)


def move_pages(
    store: Store,
    dossier: str,
    pages: Sequence[Page],
    to: str,
    word: Instruction,
    *,
    copy: bool = False,
    procedure: str = "",
    ends: bool = False,
) -> Rearranged:
    """Give pages to the dossier ``to`` (``NEW``: one that is made for them, of this ``procedure`` or else of
    the same), with what was read on them and said of them. ``copy``: they stay in this one too, as a card
    that both need. ``ends``: these are all its pages, and it is that dossier once more.
    Raises as ``rearranged`` does.
    """

    def work(mine: Rearranging) -> Rearranging:
        if ends:
            _refuse_empty(mine)
        taken = laid_pages_of(mine.session, mine.dossier_id, pages)
        other = _other(mine, to, procedure)
        for paper, numbers in by_file(taken):
            of_file = [sheet for sheet in taken if sheet.paper.id == paper.id]
            bring(mine, other, paper, of_file, numbers, COPIED if copy else MOVED)
        if copy:
            mine.note(What.NOTED, {"code": "paper-shared", "dossiers": [other.dossier_id]})
        else:
            mine.out(taken, MOVED, dossier=other.dossier_id)
        start(store, mine.session, other.dossier_id, who=word.who, why="papers")
        mine.goes_on = other.dossier_id if ends else ""
        return other

    return rearranged(store, dossier, word, work)


def move_each(
    store: Store, dossier: str, wanted: Mapping[str, Sequence[Page]], word: Instruction
) -> list[Rearranged]:
    """As ``move_pages``, to several dossiers in one change: by each its pages. What became of it for each."""
    word = replace(checked(word), client_id=None)  # whom it is asked twice for finds the pages gone already

    def change(session: Transaction) -> list[Rearranging]:
        mine = Rearranging(store, session, store.find(session, dossier).id, word)
        mine.begin(word.seen)
        others = [_hand_over(mine, pages, to) for to, pages in wanted.items()]
        for one in (mine, *others):
            one.finish()
        return [mine, *others]

    done = store.write(change)
    if word.how is not None:
        read_waiting(store, [one.dossier_id for one in done], word.how)
    mine, *others = [judged_of(store, one) for one in done]
    return [replace(mine, other=other) for other in others]


def _hand_over(mine: Rearranging, pages: Sequence[Page], to: str) -> Rearranging:
    taken = laid_pages_of(mine.session, mine.dossier_id, pages)
    other = _other(mine, to, "")
    for paper, numbers in by_file(taken):
        of_file = [sheet for sheet in taken if sheet.paper.id == paper.id]
        bring(mine, other, paper, of_file, numbers, MOVED)
    mine.out(taken, MOVED, dossier=other.dossier_id)
    start(mine.store, mine.session, other.dossier_id, who=mine.word.who, why="papers")
    return other


def bring_back(store: Store, dossier: str, pages: Sequence[Page], word: Instruction) -> Rearranged:
    """Bring pages back that were removed, or replaced, however long ago; raises as ``rearranged`` does, and
    ``UsageError`` where a page was not, or is another dossier's now.
    """

    def work(mine: Rearranging) -> None:
        outs = list(taken_out(store.journal(mine.session, mine.dossier_id)))
        files = {paper.id: paper for paper in store.every_document(mine.session, mine.dossier_id)}
        wanted = set(pages)
        for out in outs:
            its = [number for number in out["pages"] if (out["document"], number) in wanted]
            wanted -= {(out["document"], number) for number in its}
            if its and out["why"] == MOVED:
                raise UsageError(
                    _("The pages are in dossier {id} now.").format(id=out["dossier"]),
                    _("Move them back from there: sohoa papers move {id} …").format(id=out["dossier"]),
                )
            if its:
                told = {**file_told(files[out["document"]]), "code": out["code"], "pages": its}
                mine.note(
                    What.PAGES_IN,
                    {**told, "why": BACK, "dossier": "", "reason": mine.word.reason, "new": False},
                )
        if wanted or not pages:
            raise UsageError(
                _("These pages were not taken out of dossier {id}.").format(id=mine.dossier_id),
                _("See its pages with: sohoa papers list {id}").format(id=mine.dossier_id),
            )

    return rearranged(store, dossier, word, work)


def _refuse_empty(mine: Rearranging) -> None:
    if not laid_pages(mine.session, mine.dossier_id):
        raise UsageError(
            _("Dossier {id} has no pages.").format(id=mine.dossier_id),
            _("See its history with: sohoa show {id}").format(id=mine.dossier_id),
        )


def _other(mine: Rearranging, to: str, procedure: str) -> Rearranging:
    store, session, word = mine.store, mine.session, mine.word
    if without_marks(to) in _NEW:
        procedure = procedure or store.get(session, mine.dossier_id).procedure
        found = store.create_dossier(session, procedure=procedure, who=word.who)
    else:
        found = store.find(session, to)
    if found.id == mine.dossier_id:
        raise UsageError(
            _("The pages are in dossier {id} already.").format(id=found.id),
            _("Name the other dossier, or “new” to make one for them."),
        )
    if store.journal(session, found.id)[0].data.get(UNSORTED):
        raise UsageError(
            _("Dossier {id} only holds pages that wait to be sorted; no request is decided in it.").format(
                id=found.id
            ),
            _("Sort its pages instead: sohoa papers sort {id}").format(id=found.id),
        )
    if found.unit != store.get(session, mine.dossier_id).unit:
        raise UsageError(
            _("Dossier {id} is another office's.").format(id=found.id),
            _("Pages stay in the office that took them in."),
        )
    other = Rearranging(store, session, found.id, word, mark=THE_OTHER)
    other.begin(None)
    return other


def bring(
    mine: Rearranging,
    other: Rearranging,
    paper: StoredFile,
    sheets: Sequence[LaidPage],
    numbers: Sequence[int],
    why: str,
) -> int:
    """Make pages of a file the other dossier's too, with what is known of them; the file's id there."""
    store, session = mine.store, mine.session
    there, new = store.share_document(session, paper, other.dossier_id)
    taken_up = there.refusal_code in GONE
    if taken_up:
        store.put_back_document(session, there.id, paper.refusal_code)
    told: dict[str, Any] = {**file_told(paper), "document": there.id, "pages": list(numbers), "why": why}
    told |= {"dossier": mine.dossier_id, "reason": mine.word.reason, "new": new or taken_up}
    if taken_up:
        told["before"] = there.refusal_code
    other.note(What.PAGES_IN, told)
    copy_pages(session, paper.id, there.id, numbers)
    for sheet in sheets:
        said = _said(sheet)
        if said:
            other.note(
                What.PAGES_TOLD,
                {"document": there.id, "name": there.name, "pages": [sheet.number], **said},
            )
    return there.id


def _said(sheet: LaidPage) -> dict[str, Any]:
    """What persons said of a page, which goes along with it."""
    said: dict[str, Any] = {}
    if sheet.said.told.kind:
        said["kind"] = sheet.said.told.kind
    if sheet.said.told.turn is not None:
        said["turn"] = sheet.said.told.turn
    if sheet.said.begins is not None:
        said["begins"] = sheet.said.begins
    return said
