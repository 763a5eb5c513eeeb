# SPDX-License-Identifier: Apache-2.0
"""Results that a gateway hands back: fetched once each, then attached or left to a person like any other file
(``intake.services.results``).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from batch.gateway.contract import Connector, RemoteResult
from batch.gateway.errors import GatewayError
from batch.store.outbox_rows import by_door, change, how_far
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.errors.results import ResultError
from intake.reading.page_work import HowToRead
from intake.services.results.attaching import ENDED_BY_RESULT, HandedBack, take_handed_back
from intake.store.results import came_from
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.system.file_names import is_refused

UNFIT = "result-unfit"
"""The code of the journal's note that a file which a gateway handed back can be no result."""

_TRIES = 3
"""So often a file is fetched that can't be read: it may be whole another time. A paper that was handed in
stays that.
"""

_TAKEN_IN = (*ENDED_BY_RESULT, State.RESULT_ATTACHED)
_UNNAMED = "ket-qua"


@dataclass(frozen=True, slots=True)
class ResultTaker:
    """Takes what a gateway hands back; ``how`` its pages are read."""

    store: Store
    how: HowToRead
    who: str

    def take(self, connector: Connector, door: str, dossier_id: str, results: Iterable[RemoteResult]) -> None:
        """Take those that did not come yet.

        Raises GatewayError where one can't be had just now, ResultError where one is no file for a result;
        the others are taken all the same.
        """
        with self.store.read() as session:
            wanted = self.store.get(session, dossier_id).state in _TAKEN_IN
            known = came_from(session, dossier_id, door) if wanted else frozenset()
            unfit = _unfit(session, dossier_id, door)
        trouble: GatewayError | ResultError | None = None
        for result in results if wanted else ():
            if result.id not in known and unfit.get(result.id, 0) < _TRIES:
                try:
                    self._take(connector, HandedBack(door, result.id), dossier_id, result)
                except ResultError as error:
                    self._note_unfit(dossier_id, door, result, last=error.is_final)
                    trouble = trouble or error
                except GatewayError as error:
                    trouble = trouble or error
        if trouble is not None:
            raise trouble

    def _note_unfit(self, dossier_id: str, door: str, result: RemoteResult, *, last: bool) -> None:
        """Count that a file came which is none; once it is fetched no more, the history tells it."""

        def note(session: Transaction) -> None:
            entry = by_door(session, dossier_id, door)
            if entry is None:
                return
            times = _TRIES if last else entry.progress.get("unfit", {}).get(result.id, 0) + 1
            unfit = {**entry.progress.get("unfit", {}), result.id: times}
            change(session, entry.id, how_far({**entry.progress, "unfit": unfit}))
            if times >= _TRIES:
                told = {"code": UNFIT, "name": result.name or result.id, "door": entry.door}
                self.store.note(session, dossier_id, What.NOTED, who=self.who, data=told)

        self.store.write(note)

    def _take(self, connector: Connector, origin: HandedBack, dossier_id: str, result: RemoteResult) -> None:
        # The desk clears what a process that was killed left of this name (``batch.web.uploads``).
        home = self.store.home
        with tempfile.TemporaryDirectory(prefix=f".sent-{os.getpid()}-", dir=home) as folder:
            path = Path(folder) / _file_name(result.name)
            connector.fetch(result, path)
            take_handed_back(self.store, dossier_id, path, self.how, origin=origin, who=self.who)


def _unfit(session: Transaction, dossier_id: str, door: str) -> Mapping[str, int]:
    """By id at the door how often what came under it was no file for a result."""
    entry = by_door(session, dossier_id, door)
    return dict(entry.progress.get("unfit", {})) if entry is not None else {}


def _file_name(told: str) -> str:
    """What the gateway calls it, if a file may be called so."""
    name = told.replace("\\", "/").rpartition("/")[2].strip()
    return name if name and not is_refused(name) else _UNNAMED
