# SPDX-License-Identifier: Apache-2.0
"""An afternoon, an empty store, a gateway in memory and one waiting dossier or two, as the outbox's tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bench.storm.dossiers import RECEIVED, queued_dossier
from intake.store.store import Store
from tests.support.desks.packing_desk import Clock, new_store
from tests.support.servers.scripted_gateway import ScriptedGateway


@pytest.fixture
def clock() -> Clock:
    return Clock(RECEIVED + timedelta(hours=3))


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = new_store(tmp_path / "home", clock)
    yield store
    store.close()


@pytest.fixture
def gateway() -> ScriptedGateway:
    return ScriptedGateway()


@pytest.fixture
def dossier(store: Store) -> str:
    return queued_dossier(store)


@pytest.fixture
def two(store: Store) -> tuple[str, str]:
    return queued_dossier(store, 1), queued_dossier(store, 2)
