# SPDX-License-Identifier: Apache-2.0
"""A desk whose store is lost or put back from a copy, and what the gateway then has."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from batch.gateway.sandbox.server import RunningSandbox
from batch.outbox.perhaps_sent import NumberFound
from batch.outbox.push import Pushed, Pusher, due_dossiers
from batch.store import outbox_rows
from intake.dossier.states import State
from intake.errors import LostStoreError
from intake.store.life import bring_back
from intake.store.store import Store
from intake.store.transaction import Transaction
from tests.support.desks.packing_desk import (
    RECEIVED,
    WHO,
    Clock,
    connected,
    new_store,
)

NOW = RECEIVED + timedelta(hours=3)
ENDS = ("", "-wal", "-shm")


class Killed(BaseException):
    """Stands for the process being killed: nothing in the program catches it."""


def opened(home: Path) -> Store:
    return new_store(home, Clock(NOW))


def push_all(home: Path, gateway: RunningSandbox, after_step: Callable[[str], None] = str) -> list[Pushed]:
    store = opened(home)
    try:
        with connected(gateway) as connector:
            pusher = Pusher(store, connector, WHO, after_step=after_step)
            return list(pusher.push_all(due_dossiers(store, early=True), early=True))
    finally:
        store.close()


def yes(_found: NumberFound) -> bool:
    """The person compared the two."""
    return True


def lose(home: Path) -> None:
    for end in ENDS:
        (home / f"sohoa.db{end}").unlink(missing_ok=True)


def bring_back_database(source: Path, home: Path) -> None:
    """Put the database of an earlier copy of the home in the place of today's, and say so."""
    lose(home)
    for end in ENDS:
        if (source / f"sohoa.db{end}").exists():
            shutil.copyfile(source / f"sohoa.db{end}", home / f"sohoa.db{end}")
    with pytest.raises(LostStoreError):
        opened(home)
    bring_back.accept(home, who=WHO, now=NOW)


def states(home: Path) -> list[tuple[State, str | None]]:
    store = opened(home)
    with store.read() as session:
        found = [(dossier.state, dossier.official_number) for dossier in store.list(session)]
    store.close()
    return found


def nothing_twice(gateway: RunningSandbox, dossiers: int = 1, numbers: int = 1) -> None:
    counters = gateway.sandbox.store.counters()
    assert (counters["dossiers"], counters["numbers"]) == (dossiers, numbers)
    assert counters["duplicate_dossiers"] == counters["duplicate_files"] == 0


def entry_of(session: Transaction, dossier: str) -> outbox_rows.OutboxEntry:
    entry = outbox_rows.of_dossier(session, dossier)
    assert entry is not None
    return entry
