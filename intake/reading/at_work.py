# SPDX-License-Identifier: Apache-2.0
"""Which page each worker has in hand and since when, for whoever shows it meanwhile from another thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from threading import Lock

from intake.reading.page_work import DossierPage
from templates.language.messages import _


class AtWork:
    """Is told of each page that a worker (from 0) gets, and of None once it has nothing more to do."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._hands: dict[int, tuple[DossierPage, float]] = {}

    def __call__(self, worker: int, page: DossierPage | None) -> None:
        with self._lock:
            if page is None:
                self._hands.pop(worker, None)
            else:
                self._hands[worker] = (page, self._clock())

    def told(self) -> Sequence[str]:
        """A line for each worker that is at a page. Files are not named: their names may be people's."""
        with self._lock:
            hands, now = sorted(self._hands.items()), self._clock()
        return [
            _("worker {number}: {dossier}, page {page}, {seconds} s").format(
                number=worker + 1, dossier=page.dossier_id, page=page.page, seconds=round(now - since)
            )
            for worker, (page, since) in hands
        ]
