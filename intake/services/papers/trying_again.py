# SPDX-License-Identifier: Apache-2.0
"""Pages that could not be read: which, and why; and a person has them tried once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.dossier.journal import TRIED_AGAIN, What
from intake.dossier.pages.arrangement import Page
from intake.reading.worker_process import why_failed
from intake.services.papers.choosing import laid_pages_of
from intake.services.papers.rearranging import Instruction, Rearranged, Rearranging, by_file, rearranged
from intake.store.dossier.arranging import laid_pages
from intake.store.queue.failed_pages import failed_pages, forget_failures
from intake.store.queue.pages_to_read import try_pages_again
from intake.store.store import Store
from templates.errors import UsageError
from templates.language.messages import _

MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class StoppedPage:
    """A page of a dossier that could not be read: its ``number`` in the dossier, its place in its ``file``,
    the ``code`` and the sentence of why, and whether reading it again may help: a file that can't be opened
    has to be replaced.
    """

    dossier: str
    number: int
    page: Page
    file: str
    code: str
    why: str
    may_help: bool


def stopped_pages(store: Store, dossier: str = "") -> list[StoppedPage]:
    """Those of the dossier with that whole id, or of all that are open: a hundred at most."""
    with store.read() as session:
        failed = failed_pages(session, MOST_TOLD, dossier)
        numbers = {
            (each, sheet.page): number
            for each in dict.fromkeys(one.dossier for one in failed)
            for number, sheet in enumerate(laid_pages(session, each), start=1)
        }
    return [
        StoppedPage(
            one.dossier, numbers[place], place[1], one.file, one.reason, why_failed(one.reason), one.opens
        )
        for one in failed
        if (place := (one.dossier, (one.document, one.number))) in numbers
    ]


def read_again(store: Store, dossier: str, pages: Sequence[Page], word: Instruction) -> Rearranged:
    """Have these pages tried as if they were new, also those on which the reader was stopped too often.

    Raises as ``rearranged`` does, and ``UsageError`` where none of them failed.
    """

    def work(mine: Rearranging) -> None:
        if not pages:
            raise UsageError(
                _("No page of dossier {id} failed.").format(id=mine.dossier_id),
                _("What can't be opened has to be scanned anew: replace it."),
            )
        sheets = laid_pages_of(mine.session, mine.dossier_id, pages)
        count = 0
        for paper, numbers in by_file(sheets):
            count += forget_failures(mine.session, paper.id, numbers)
            try_pages_again(mine.session, paper.id, numbers)
        if not count:
            raise UsageError(
                _("None of these pages failed."),
                _("What can't be opened has to be scanned anew: replace it."),
            )
        told = {"code": TRIED_AGAIN, "pages": [list(sheet.page) for sheet in sheets]}
        mine.note(What.NOTED, told)

    return rearranged(store, dossier, word, work)
