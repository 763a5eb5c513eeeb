# SPDX-License-Identifier: Apache-2.0
"""An afternoon, and a store with one packaged dossier, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from batch.outbox.push import due_dossiers
from intake.store.store import Store
from tests.support.desks.packing_desk import RECEIVED, Clock, new_store
from tests.support.desks.signing_desk import one_page_dossier


@pytest.fixture
def clock() -> Clock:
    return Clock(RECEIVED + timedelta(hours=3))


@pytest.fixture(scope="session")
def packaged_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packaged")
    store = new_store(folder / "home", Clock(RECEIVED + timedelta(hours=3)))
    one_page_dossier(store, folder / "scans")
    store.close()
    return folder / "home"


@pytest.fixture
def store(tmp_path: Path, clock: Clock, packaged_home: Path) -> Iterator[Store]:
    shutil.copytree(packaged_home, tmp_path / "home")
    store = new_store(tmp_path / "home", clock)
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store) -> str:
    (packed,) = due_dossiers(store)
    return packed
