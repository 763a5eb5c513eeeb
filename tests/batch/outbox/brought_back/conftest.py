# SPDX-License-Identifier: Apache-2.0
"""A home with a packaged dossier, and a gateway."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from batch.outbox.push import Pushed
from intake.settings.file import default_state_dir
from tests.support.desks.packing_desk import (
    Clock,
    new_store,
    packaged_dossier,
)
from tests.support.stores.brought_back import NOW, push_all
from tests.support.stores.moved_home import moved_home


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2, cap=True):
        yield


@pytest.fixture(scope="session")
def packed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one packaged dossier, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("packed")
    store = new_store(folder / "home", Clock(NOW))
    packaged_dossier(store, folder / "scans")
    store.close()
    return folder / "home"


@pytest.fixture
def home(tmp_path: Path, packed_home: Path) -> Path:
    return moved_home(packed_home, tmp_path / "home")


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "gateway") as running:
        yield running


@pytest.fixture
def whole_home_back(home: Path, gateway: RunningSandbox, packed_home: Path) -> Pushed:
    """The dossier was sent, then all of the home put back from a copy made before, and all that the account
    knew; what was sent.
    """
    (sent,) = push_all(home, gateway)
    shutil.rmtree(home)
    shutil.rmtree(default_state_dir())
    moved_home(packed_home, home)
    return sent
