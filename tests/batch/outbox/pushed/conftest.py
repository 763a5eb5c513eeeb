# SPDX-License-Identifier: Apache-2.0
"""A packaged dossier and a gateway at a port, which waits for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import stamina

from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from batch.outbox.push import due_dossiers
from intake.store.store import Store
from tests.support.desks.packing_desk import RECEIVED, Clock, new_store, packaged_dossier
from tests.support.stores.moved_home import moved_home


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture(scope="session")
def packed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one packaged dossier, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("packed")
    store = new_store(folder / "home", Clock(RECEIVED + timedelta(hours=3)))
    packaged_dossier(store, folder / "scans")
    store.close()
    return folder / "home"


@pytest.fixture
def store(tmp_path: Path, clock: Clock, packed_home: Path) -> Iterator[Store]:
    moved_home(packed_home, tmp_path / "home")
    store = new_store(tmp_path / "home", clock)
    yield store
    store.close()


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "gateway") as running:
        yield running


@pytest.fixture
def dossier(store: Store) -> str:
    (packed,) = due_dossiers(store)
    return packed
