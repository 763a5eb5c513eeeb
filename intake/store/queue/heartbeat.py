# SPDX-License-Identifier: Apache-2.0
"""Leases that stand for longer than one: what an owner has in hand is renewed while it works on any of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from intake.store.queue.lease_owner import LEASE
from intake.store.queue.leases import Leases
from intake.store.transaction import Transaction

_PAUSE = LEASE / 3


@dataclass(slots=True)
class Heartbeat:
    """That of ``owner`` on ``queue``."""

    queue: Leases[Any]
    owner: str
    _last: datetime | None = None

    def beat(self, session: Transaction, now: datetime) -> None:
        """Renew all that is in hand, if that was not done of late."""
        if self._last is not None and timedelta(0) <= now - self._last < _PAUSE:
            return
        self.queue.renew_all(session, self.owner, now)
        self._last = now  # one that does not come to be saved is made up for: three fit into a lease
