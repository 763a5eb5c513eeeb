# SPDX-License-Identifier: Apache-2.0
"""An afternoon, an empty store, a gateway in memory that does as it is told, one waiting dossier or two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bench.storm.dossiers import RECEIVED, queued_dossier
from intake.dossier.states import State
from intake.store.store import Store
from tests.support.databases import goes_to_server
from tests.support.packing_desk import Clock, new_store
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.waiting_desk import WaitingDesk

ON_SERVER = ("test_doors", "test_outbox", "test_push", "test_server_brought_back")
"""What always runs on PostgreSQL too; the others do with --slow."""


@pytest.fixture(autouse=True)
def on_each_database(each_database: None) -> None:
    """A store that is opened lies in SQLite, and in a second run on PostgreSQL."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        items[:] = [item for item in items if not _spared(item)]


def _spared(item: pytest.Item) -> bool:
    here = item.path.parent == Path(__file__).parent
    return here and item.path.stem not in ON_SERVER and goes_to_server(item)


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


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[State, Path]:
    """A new, a complete, a queued and a sent dossier, each at a desk to be copied."""
    folders = {s: tmp_path_factory.mktemp("made") for s in (State.RECEIVED, State.COMPLETE, State.QUEUED)}
    WaitingDesk(folders[State.RECEIVED]).store.close()
    complete = WaitingDesk(folders[State.COMPLETE])
    complete.complete()
    complete.store.close()
    queued = WaitingDesk(folders[State.QUEUED], like=folders[State.COMPLETE])
    queued.package()
    queued.store.close()
    return folders


@pytest.fixture
def complete(tmp_path: Path, made: dict[State, Path]) -> Iterator[WaitingDesk]:
    desk = WaitingDesk(tmp_path, like=made[State.COMPLETE])
    yield desk
    desk.store.close()


@pytest.fixture
def queued(tmp_path: Path, made: dict[State, Path]) -> Iterator[WaitingDesk]:
    desk = WaitingDesk(tmp_path, like=made[State.QUEUED])
    yield desk
    desk.store.close()
