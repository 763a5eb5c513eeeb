# SPDX-License-Identifier: Apache-2.0
"""Pages that were sent to the desk are read behind its back: who sent them is answered once they are kept.

They are read as the night does it, in a worker process with limits and each stored as soon as it is read.
What a desk that is ended or killed leaves unread the next one reads that shows the dossier, or the night.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Condition, Thread

from batch.web.faults import WebFault, answer_to
from intake.dossier.states import State
from intake.reading.page_work import how_to_read
from intake.reading.read_pages import read_pages
from intake.services.judging import judged
from intake.settings.settings import Settings
from intake.store.dossier.pages import pages_left
from intake.store.store import Store
from templates.language.messages import current_language, speaking

ONE_PAGE_AT_A_TIME = 1
"""The other cores are the clerk's, who goes on working meanwhile."""


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far the reading of a dossier is: whether it goes on, so many pages ``left``, and why it stopped."""

    goes_on: bool
    left: int
    fault: WebFault | None = None


class DeskReading:
    """Reads dossiers one after the other, in a thread that lasts as long as there are any."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._changed = Condition()
        self._waiting: OrderedDict[str, str] = OrderedDict()  # the language in which each was asked for
        self._now = ""
        self._runs = self._ends = False
        self._faults: dict[str, WebFault] = {}

    def ask(self, dossier_id: str) -> None:
        """Have what is unread of the dossier read, and the dossier judged anew then."""
        with self._changed:
            if self._ends:
                return
            self._faults.pop(dossier_id, None)
            self._waiting.setdefault(dossier_id, current_language())
            if not self._runs:
                self._runs = True
                Thread(target=self._run, name="reading", daemon=True).start()

    def ask_where_unread(self, dossier_id: str) -> None:
        """The same for a dossier that waits to be read."""
        with self._store.read() as session:
            waits = self._store.get(session, dossier_id).state is State.CAPTURED
            left = waits and pages_left(session, dossier_id)
        if left:
            self.ask(dossier_id)

    def going_on(self, dossier_id: str) -> HowFar:
        """How far it is with a dossier that is shown; what is unread of it is read meanwhile."""
        self.ask_where_unread(dossier_id)
        return self.of(dossier_id)

    def of(self, dossier_id: str) -> HowFar:
        """How far it is with the dossier."""
        with self._store.read() as session:
            left = pages_left(session, dossier_id)
        with self._changed:
            goes_on = dossier_id == self._now or dossier_id in self._waiting
            return HowFar(goes_on, left, self._faults.get(dossier_id))

    def settle(self) -> None:
        """Return once nothing is left to read."""
        with self._changed:
            self._changed.wait_for(lambda: not self._runs)

    def close(self) -> None:
        """End with the page that is read just now."""
        with self._changed:
            self._ends = True
            self._waiting.clear()
        self.settle()

    def _run(self) -> None:
        while self._begun():
            with speaking(self._language):
                try:
                    self._read(self._now)
                except Exception as error:  # told on the page; the other dossiers are read all the same
                    self._faults[self._now] = answer_to(error)

    def _begun(self) -> bool:
        """The next dossier is the one that is read now; False where there is none."""
        with self._changed:
            self._now, self._language = self._waiting.popitem(last=False) if self._waiting else ("", "")
            self._runs = bool(self._now)
            self._changed.notify_all()
            return self._runs

    def _read(self, dossier_id: str) -> None:
        how = replace(how_to_read(self._settings), workers=ONE_PAGE_AT_A_TIME)
        with closing(read_pages(self._store, [dossier_id], how)) as outcomes:
            for _outcome in outcomes:
                if self._ends:
                    return
        judged(self._store, dossier_id, commune=self._settings.unit.commune)
