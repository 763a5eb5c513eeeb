# SPDX-License-Identifier: Apache-2.0
"""One dossier sent to the sandbox gateway, and what both ends hold of it then."""

from __future__ import annotations

import random

from batch.gateway.sandbox.server import RunningSandbox
from batch.outbox import outbox
from batch.outbox.push import Pushed, Pusher
from batch.store.outbox_rows import OutboxEntry
from intake.dossier.states import State
from intake.store.store import Store
from tests.support.desks.packing_desk import WHO, connected


class Killed(BaseException):
    """Stands for the process being killed: nothing in the program catches it."""


def push(store: Store, gateway: RunningSandbox, dossier: str, **options: object) -> Pushed:
    with connected(gateway) as connector:
        return Pusher(store, connector, WHO, chance=random.Random(1), **options).push(dossier)  # type: ignore[arg-type]


def row_of(store: Store, dossier: str) -> OutboxEntry:
    with store.read() as session:
        row = outbox.of_dossier(session, dossier)
        assert row is not None
        return row


def state_of(store: Store, dossier: str) -> State:
    with store.read() as session:
        return store.get(session, dossier).state


def nothing_lost_or_twice(gateway: RunningSandbox, dossiers: int = 1) -> None:
    counters = gateway.sandbox.store.counters()
    assert counters["dossiers"] == dossiers
    assert counters["files"] == 3 * dossiers
    assert counters["duplicate_dossiers"] == 0
    assert counters["duplicate_files"] == 0
