# SPDX-License-Identifier: Apache-2.0
"""A page of a dossier as a person is shown it: which file, how it is turned, how large it is then."""

from __future__ import annotations

from dataclasses import dataclass

from intake.capture.pages import CaptureLimits
from intake.reading.page_picture import PictureTask
from intake.store.dossier.arranging import told_of
from intake.store.store import Store
from intake.store.transaction import Transaction
from ocr.result import Box

Shares = tuple[float, float, float, float]
"""A zone of a page as shares (0…1) of its sides: left, top, width, height."""


@dataclass(frozen=True, slots=True)
class Upright:
    """How a stored page stands upright: turned clockwise by ``turn`` degrees, ``width`` and ``height`` in
    pixels of the page as stored (0 where it was not read).
    """

    turn: int = 0
    width: int = 0
    height: int = 0

    def zone(self, box: Box) -> Shares | None:
        """Where ``box`` lies on the upright page; None where the page was not read."""
        if not self.width or not self.height:
            return None
        x, y, w, h = box.x / self.width, box.y / self.height, box.w / self.width, box.h / self.height
        return {90: (1 - y - h, x, h, w), 180: (1 - x - w, 1 - y - h, w, h), 270: (y, 1 - x - w, h, w)}.get(
            self.turn, (x, y, w, h)
        )


def upright(store: Store, session: Transaction, document: int, page: int) -> Upright:
    """How a page of a document stands upright, by what was read on it, else by what a person says."""
    reading = store.reading_on(session, document, page)
    if reading is None:
        return Upright(told_of(session, document, page).turn or 0)
    return Upright(reading.rotation, reading.width, reading.height)


def picture_of(
    store: Store, dossier: str, document: int, page: int, width: int, capture: CaptureLimits
) -> PictureTask | None:
    """What is to be made to show a page of the dossier that a person means; None where it has no such page.

    Raises as ``Store.find`` does.
    """
    with store.read() as session:
        found = store.find(session, dossier).id
        paper = next((each for each in store.documents(session, found) if each.id == document), None)
        if paper is None or not paper.sha256 or not 1 <= page <= paper.page_count:
            return None
        turn = upright(store, session, document, page).turn
    return PictureTask(store.objects, paper.sha256, paper.name, page, turn, width, capture)
