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
from intake.store.queue.leases import Lease, moment
from intake.store.queue.pages_to_read import QUEUE
from intake.store.store import Store
from intake.store.transaction import Transaction

MOST_TRIES = 2
"""So often one reader is stopped on a page before it leaves it alone: each try may cost minutes."""

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
    _leases: dict[tuple[int, int], Lease] = field(default_factory=dict)
    _heart: Heartbeat = field(init=False)

    def __post_init__(self) -> None:
        self._heart = Heartbeat(QUEUE, self.owner)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._leases:
            self.store.write(lambda session: QUEUE.let_go(session, self.owner))

    def take(self, page: DossierPage) -> bool:
        """Take a page; False where another program has it in hand or has read it meanwhile."""

        def take(session: Transaction) -> Lease | None:
            now = moment(session, self.store.clock)
            self._heart.beat(session, now)
            return pages_to_read.take(session, page.document_id, page.page, self.reader, self.owner, now)

        lease = self.store.write(take)
        if lease is not None:
            self._leases[page.document_id, page.page] = lease
        return lease is not None

    def give_back(
        self, page: DossierPage, failure: Failure | None, keep: Callable[[Transaction], None]
    ) -> bool:
        """Done with a page: ``keep`` what came of it, in the same transaction; False, and nothing kept, where
        another took it over.
        """
        lease = self._leases[page.document_id, page.page]

        def give_back(session: Transaction) -> bool:
            now = moment(session, self.store.clock)
            self._heart.beat(session, now)
            if mine := self._ended(session, lease, failure, now):
                keep(session)
            return mine

        mine = self.store.write(give_back)
        del self._leases[page.document_id, page.page]
        return mine

    def _ended(self, session: Transaction, lease: Lease, failure: Failure | None, now: datetime) -> bool:
        if failure is None or failure.code not in STOPPED:
            return QUEUE.drop(session, lease)
        if lease.attempt >= MOST_TRIES:
            return QUEUE.give_up(session, lease, failure.code)
        return QUEUE.later(session, lease, now, failure.code, chance=random.Random()) is not None
