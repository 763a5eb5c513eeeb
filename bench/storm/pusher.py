# SPDX-License-Identifier: Apache-2.0
"""One process that pushes and asks once, as a scheduled ``sohoa push`` and ``sohoa status`` would."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import stamina

from batch.outbox.push import Pusher, due_dossiers
from batch.outbox.tracking import open_dossiers, refresh_all
from bench.storm.doors import DOORS
from bench.storm.dossiers import WHO
from intake.settings.clock import utc_now
from intake.store.store import Store


@dataclass(frozen=True, slots=True)
class Round:
    """Which store, which gateway (``door`` of ``DOORS``, served in a folder), by how much the clock is ahead
    (pauses of hours pass in no time), and whether it also asks what became of those sent.
    """

    home: Path
    url: str
    ahead: timedelta
    seed: int
    timeout_s: float
    asks: bool = True
    door: str = "ministry"
    gateway: Path = Path()

    def now(self) -> datetime:
        return utc_now() + self.ahead


def push_and_ask(one: Round) -> None:
    """Send what is due, then ask what became of what was sent."""
    # Repeated at once, not after a pause: nobody waits here.
    stamina.set_testing(True, attempts=3, cap=True)
    store = Store.open(one.home, one.now)
    connector = DOORS[one.door].connect(one.url, one.gateway, one.timeout_s)
    list(Pusher(store, connector, WHO, random.Random(one.seed)).push_all(due_dossiers(store)))
    if one.asks:
        list(refresh_all(store, connector, open_dossiers(store), who=WHO))
    connector.close()
    store.close()
