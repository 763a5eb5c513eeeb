# SPDX-License-Identifier: Apache-2.0
"""Which dossiers a run has in hand, when several share a store."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from intake.store.queue import nights
from intake.store.queue.heartbeat import Heartbeat
from intake.store.queue.lease_owner import new_owner
from intake.store.queue.leases import Lease, moment
from intake.store.queue.nights import QUEUE
from intake.store.store import Store
from intake.store.transaction import Transaction


@dataclass(slots=True)
class InHand:
    """The dossiers of one run; leaving the block lets others have them.

    A run may sit on a dossier for hours, so with all that it does, the leases of all its dossiers are renewed
    from time to time. One that it lost nonetheless it learns of when it asks for the dossier again.
    """

    store: Store
    owner: str = field(default_factory=new_owner)
    elsewhere: dict[str, None] = field(default_factory=dict)
    """Those that it asked for last in vain: another run has them."""
    left: dict[str, str] = field(default_factory=dict)
    """Those left alone, be it since earlier nights or for the rest of this run, and at which step."""
    _leases: dict[str, Lease] = field(default_factory=dict)
    _heart: Heartbeat = field(init=False)

    def __post_init__(self) -> None:
        self._heart = Heartbeat(QUEUE, self.owner)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.store.write(lambda session: QUEUE.drop_all(session, self.owner))

    def take(self, dossier_id: str) -> bool:
        """Take the dossier, or make sure of it; False where another run has it, or it is left alone."""
        if dossier_id in self.left:
            return False
        had = self._leases.pop(dossier_id, None)

        def take(session: Transaction) -> tuple[Lease | None, str | None]:
            now = moment(session, self.store.clock)
            self._heart.beat(session, now)
            if had is not None and QUEUE.renew(session, had, now):
                return had, None
            taken = nights.take(session, dossier_id, self.owner, now)
            return taken, None if taken else nights.left_alone(session, [dossier_id]).get(dossier_id)

        lease, trouble = self.store.write(take)
        if trouble is not None:
            self.left[dossier_id] = trouble
            return False
        if lease is None:
            self.elsewhere[dossier_id] = None
            return False
        self._leases[dossier_id] = lease
        self.elsewhere.pop(dossier_id, None)
        return True

    def failed(self, session: Transaction, dossier_id: str, trouble: str, seen: int) -> None:
        """A step failed on a dossier in hand (see ``nights.failed``)."""
        lease = self._leases.get(dossier_id)
        if lease is not None:
            now = moment(session, self.store.clock)
            nights.failed(session, lease, dossier_id, now, trouble, seen)

    def leave(self, dossier_id: str, trouble: str) -> None:
        """Take it no more in this run."""
        self._leases.pop(dossier_id, None)
        self.left[dossier_id] = trouble

    def beat(self, session: Transaction) -> None:
        """Renew what is in hand, if that was not done of late."""
        self._heart.beat(session, moment(session, self.store.clock))
