# SPDX-License-Identifier: Apache-2.0
"""A page is scanned once more: the new scan stands in its place, the old one stays kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from intake.dossier.pages.arrangement import Page
from intake.dossier.stored import LaidPage
from intake.reading.counting_apart import counting_apart
from intake.reading.page_work import HowToRead
from intake.services.papers.choosing import laid_pages_of
from intake.services.papers.rearranging import Instruction, Rearranged, Rearranging, rearranged
from intake.services.receive.arrival import Arrival, look_at
from intake.services.receive.ingest import lay_in
from intake.store.dossier.arranging import laid_pages
from intake.store.store import Store
from templates.errors import UsageError
from templates.language.messages import _

RESCANNED = "replaced"


def replace_page(
    store: Store, dossier: str, page: Page, scan: Path, word: Instruction, how: HowToRead
) -> Rearranged:
    """Put a new scan, all its pages, in the place of one page of the dossier.

    ``how`` it is opened. Raises as ``rearranged`` does, and ``UsageError`` for a scan that can't be opened or
    is in the dossier already.
    """
    if not scan.is_file():
        raise UsageError(_("There is no file {path}.").format(path=scan), _("Check the name and the folder."))
    with counting_apart(how) as count:
        arrival = look_at(store, scan, "", how.capture, count)
    if arrival.info.refusal_code:
        raise UsageError(
            _("The new scan was not taken in: {reason}").format(reason=arrival.info.refusal_reason),
            _("Scan the page once more; the old one is still in the dossier."),
        )

    def work(mine: Rearranging) -> None:
        (old,) = laid_pages_of(mine.session, mine.dossier_id, [page])
        order = [sheet.page for sheet in laid_pages(mine.session, mine.dossier_id)]
        new = _laid_in(mine, arrival)
        at = order.index(page)
        still_there = any(sheet.page == page for sheet in laid_pages(mine.session, mine.dossier_id))
        if still_there:  # not so, where a file that was refused was settled by the new one's name
            mine.out([old], RESCANNED, by=new[0].paper.id)
        mine.order([*order[:at], *(sheet.page for sheet in new), *order[at + 1 :]])
        if said := _said_of(old):
            mine.tell(new, **said)
        if old.said.begins is not None:
            mine.tell(new[:1], begins=old.said.begins)

    return rearranged(store, dossier, word, work)


def _laid_in(mine: Rearranging, arrival: Arrival) -> list[LaidPage]:
    """The pages of the new scan, in the dossier."""
    store, session = mine.store, mine.session
    dossier = store.get(session, mine.dossier_id)
    taken = lay_in(store, session, dossier, [arrival], who=mine.word.who, created=False)
    if not taken.added:
        raise UsageError(
            _("This very scan is in the dossier already: {file}").format(file=arrival.info.name),
            _("Scan the page once more, or take the old one out: sohoa papers remove"),
        )
    return [sheet for sheet in laid_pages(session, mine.dossier_id) if sheet.paper.id in taken.added]


def _said_of(old: LaidPage) -> dict[str, Any]:
    """Which paper it is goes over to the new scan; which way up does not."""
    return {"kind": old.said.told.kind} if old.said.told.kind else {}
