# SPDX-License-Identifier: Apache-2.0
"""An afternoon, an empty store, a gateway in memory that does as it is told, one waiting dossier or two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bench.storm.dossiers import RECEIVED, queued_dossier
from intake.dossier.states import State
from intake.store.store import Store
from tests.support.desks.packing_desk import Clock, new_store
from tests.support.desks.waiting_desk import WaitingDesk
from tests.support.servers.scripted_gateway import ScriptedGateway
from tests.support.stores.databases import goes_to_server
from tests.support.stores.moved_home import moved_home

ON_SERVER = ("test_doors", "test_outbox", "test_server_brought_back")
"""What always runs on PostgreSQL too; the others do with --slow."""
ALSO_ON_SERVER = (
    "test_a_package_whose_dossier_got_pages_since_is_not_sent_and_told_how_many",
    "test_an_error_nobody_thought_of_costs_one_dossier_one_try",
    "test_a_line_that_is_down_ends_the_round_and_the_next_begins_with_those_left_out",
    "test_a_status_that_fails_for_one_dossier_is_asked_for_all_others",
    "test_a_file_that_the_gateway_says_it_has_and_does_not_show_is_met_later",
    "test_a_gateway_that_loses_every_upload_is_met_again_later",
    "test_a_dossier_that_turns_up_under_a_lost_number_gets_no_second_one",
    "test_a_dossier_rejected_for_good_is_told_with_who_refused_it_and_why",
    "test_a_refusal_is_told_with_every_reason_and_kept_in_the_journal",
)
"""Single tests of the other files: what bad days once did to what waits."""


@pytest.fixture(autouse=True)
def on_each_database(each_database: None) -> None:
    """A store that is opened lies in SQLite, and in a second run on PostgreSQL."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--slow"):
        items[:] = [item for item in items if not _spared(item)]


def _spared(item: pytest.Item) -> bool:
    here = item.path.parent == Path(__file__).parent
    named = item.path.stem in ON_SERVER or getattr(item, "originalname", "") in ALSO_ON_SERVER
    return here and not named and goes_to_server(item)


@pytest.fixture
def clock() -> Clock:
    return _afternoon()


def _afternoon() -> Clock:
    return Clock(RECEIVED + timedelta(hours=3))


@pytest.fixture(scope="session")
def one_queued(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with a waiting dossier, made once, and its id."""
    home = tmp_path_factory.mktemp("queued") / "home"
    with closing(new_store(home, _afternoon())) as store:
        return home, queued_dossier(store)


@pytest.fixture(scope="session")
def two_queued(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, str]]:
    """A home with two waiting dossiers, made once, and their ids."""
    home = tmp_path_factory.mktemp("queued") / "home"
    with closing(new_store(home, _afternoon())) as store:
        return home, (queued_dossier(store, 1), queued_dossier(store, 2))


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    for made in ("one_queued", "two_queued"):
        if made in request.fixturenames:
            moved_home(request.getfixturevalue(made)[0], tmp_path / "home")
    store = new_store(tmp_path / "home", clock)
    yield store
    store.close()


@pytest.fixture
def gateway() -> ScriptedGateway:
    return ScriptedGateway()


@pytest.fixture
def dossier(store: Store, one_queued: tuple[Path, str]) -> str:  # noqa: ARG001 (in it the dossier lies)
    return one_queued[1]


@pytest.fixture
def two(store: Store, two_queued: tuple[Path, tuple[str, str]]) -> tuple[str, str]:  # noqa: ARG001
    return two_queued[1]


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
