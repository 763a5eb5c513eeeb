# SPDX-License-Identifier: Apache-2.0
"""A person says what pages are: which kind of paper, which way up, where a paper begins, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from intake.dossier.pages.arrangement import Page
from intake.dossier.stored import LaidPage
from intake.services.papers.choosing import laid_pages_of
from intake.services.papers.rearranging import Instruction, Rearranged, Rearranging, rearranged
from intake.store.dossier.arranging import laid_pages
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _

TURNS = (90, 180, 270)


def set_kind(store: Store, dossier: str, pages: Sequence[Page], kind: str, word: Instruction) -> Rearranged:
    """These pages are of this kind of paper (a key of the catalogue), and are read as such; raises as
    ``rearranged`` does, and ``UnknownNameError``.
    """
    load_catalogue().document_type(kind)

    def work(mine: Rearranging) -> None:
        mine.tell(_readable(laid_pages_of(mine.session, mine.dossier_id, pages)), kind=kind)

    return rearranged(store, dossier, word, work)


def turn_pages(store: Store, dossier: str, pages: Sequence[Page], by: int, word: Instruction) -> Rearranged:
    """Turn pages clockwise by 90, 180 or 270 degrees against how they are shown now, and have them read so;
    raises as ``rearranged`` does.
    """
    if by not in TURNS:
        raise UsageError(_("A page is turned by 90, 180 or 270 degrees."), _("180 is upside down."))

    def work(mine: Rearranging) -> None:
        read = mine.store.readings_by_page(mine.session, mine.dossier_id)
        for sheet in _readable(laid_pages_of(mine.session, mine.dossier_id, pages)):
            reading = read.get(sheet.page)
            now = reading.rotation if reading else sheet.said.told.turn or 0
            mine.tell([sheet], turn=(now + by) % 360)

    return rearranged(store, dossier, word, work)


def split_before(store: Store, dossier: str, page: Page, word: Instruction) -> Rearranged:
    """A paper of its own begins with this page; raises as ``rearranged`` does."""

    def work(mine: Rearranging) -> None:
        mine.tell(_readable(laid_pages_of(mine.session, mine.dossier_id, [page])), begins=True)

    return rearranged(store, dossier, word, work)


def join_to_before(store: Store, dossier: str, page: Page, word: Instruction) -> Rearranged:
    """This page goes on with the paper before it, so it is of that paper's kind; raises as ``rearranged``
    does.
    """

    def work(mine: Rearranging) -> None:
        there = laid_pages(mine.session, mine.dossier_id)
        (sheet,) = _readable(laid_pages_of(mine.session, mine.dossier_id, [page]))
        at = [one.page for one in there].index(page)
        if at == 0:
            raise UsageError(
                _("No paper stands before this page."), _("Put the pages in order first: sohoa papers order")
            )
        read = mine.store.readings_by_page(mine.session, mine.dossier_id)
        before, own = read.get(there[at - 1].page), read.get(page)
        if before and (own is None or not own.blank) and (own is None or own.kind != before.kind):
            mine.tell([sheet], begins=False, kind=before.kind)
        else:
            mine.tell([sheet], begins=False)

    return rearranged(store, dossier, word, work)


def order_pages(
    store: Store, dossier: str, pages: Sequence[Page], before: Page | None, word: Instruction
) -> Rearranged:
    """Lay pages, in this order, before another one of the dossier, or behind the last one (None); raises as
    ``rearranged`` does.
    """

    def work(mine: Rearranging) -> None:
        laid_pages_of(mine.session, mine.dossier_id, pages if before is None else [*pages, before])
        if before in pages:
            raise UsageError(_("A page can't be laid before itself."), _("Name another page."))
        others = [
            sheet.page for sheet in laid_pages(mine.session, mine.dossier_id) if sheet.page not in pages
        ]
        at = len(others) if before is None else others.index(before)
        mine.order([*others[:at], *dict.fromkeys(pages), *others[at:]])

    return rearranged(store, dossier, word, work)


def _readable(pages: Sequence[LaidPage]) -> Sequence[LaidPage]:
    """These pages; raises ``UsageError`` where one is of a file that could not be opened."""
    refused = next((sheet for sheet in pages if sheet.paper.refused), None)
    if refused is not None:
        raise UsageError(
            _("The file {file} could not be opened, so nothing can be said of its pages.").format(
                file=refused.paper.name
            ),
            _("Replace it with a new scan, move it or remove it."),
        )
    return pages
