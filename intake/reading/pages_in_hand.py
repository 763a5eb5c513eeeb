# SPDX-License-Identifier: Apache-2.0
"""Which pages a program is reading, so that no other reads them too, and when one is given up."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

from intake.reading.page_work import DossierPage
from intake.reading.worker_process import Failure, FailureCode
from intake.store.queue import pages_to_read
from intake.store.queue.heartbeat import Heartbeat
from intake.store.queue.lease_owner import new_owner
from intake.store.queue.leases import moment
from intake.store.queue.pages_to_read import QUEUE, TakenPage
from intake.store.store import Store
from intake.store.transaction import Transaction

MOST_TRIES = 2
"""So often one reader is stopped on a page before it leaves it alone: each try may cost minutes."""

MOST_LEFT = 3
"""So often a program may end with a page in hand before the page is taken for the cause. After the first time
it is read last and alone, so that a power cut hardly meets it again.
"""

STOPPED = frozenset({FailureCode.TIMEOUT, FailureCode.CRASH, FailureCode.MEMORY})
"""What a page did to the reader, and may do again."""


@dataclass(slots=True)
class PagesInHand:
    """The pages that are being read here; leaving the block lets others have what was not read.

    With each page that is taken or done the leases of the others are renewed, for one page may take longer.
    """

    store: Store
    reader: str
    owner: str = field(default_factory=new_owner)
    _taken: dict[tuple[int, int], TakenPage] = field(default_factory=dict)
    _heart: Heartbeat = field(init=False)

    def __post_init__(self) -> None:
        self._heart = Heartbeat(QUEUE, self.owner)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._taken:
            self.store.write(lambda session: QUEUE.let_go(session, self.owner))

    def take(self, page: DossierPage) -> bool:
        """Take a page; False where another program has it in hand or has read it meanwhile."""

        def take(session: Transaction) -> TakenPage | None:
            now = moment(session, self.store.clock)
            self._heart.beat(session, now)
            return pages_to_read.take(
                session, page.document_id, page.page, self.reader, self.owner, now, str(page.told)
            )

        taken = self.store.write(take)
        if taken is not None:
            self._taken[page.document_id, page.page] = taken
        return taken is not None

    def left_behind(self, dossier_id: str) -> set[tuple[int, int]]:
        """The pages (document, number) of a dossier that a program had in hand when it ended."""
        with self.store.read() as session:
            now = moment(session, self.store.clock)
            return pages_to_read.left_behind(session, dossier_id, now)

    def ends_programs(self, page: DossierPage) -> bool:
        """Whether so many programs ended with this page, which is in hand, that it is not read once more."""
        return self._taken[page.document_id, page.page].left_behind >= MOST_LEFT

    def give_back(
        self, page: DossierPage, failure: Failure | None, keep: Callable[[Transaction], None]
    ) -> bool:
        """Done with a page: ``keep`` what came of it, in the same transaction; False, and nothing kept, where
        another took it over.
        """
        taken = self._taken[page.document_id, page.page]

        def give_back(session: Transaction) -> bool:
            now = moment(session, self.store.clock)
            self._heart.beat(session, now)
            if mine := self._ended(session, taken, failure, now):
                keep(session)
            return mine

        mine = self.store.write(give_back)
        del self._taken[page.document_id, page.page]
        return mine

    def _ended(self, session: Transaction, taken: TakenPage, failure: Failure | None, now: datetime) -> bool:
        lease = taken.lease
        if failure is None or failure.code not in STOPPED:
            return QUEUE.drop(session, lease)
        if lease.attempt >= MOST_TRIES or taken.left_behind >= MOST_LEFT:
            return QUEUE.give_up(session, lease, failure.code)
        return QUEUE.later(session, lease, now, failure.code, chance=random.Random()) is not None
