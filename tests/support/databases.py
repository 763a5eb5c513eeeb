# SPDX-License-Identifier: Apache-2.0
"""The databases that a test's store may lie in; fixtures for every test (``tests/conftest.py``).

``store_url`` gives a test both in turn: "" for SQLite in the home, and an empty database of a real
PostgreSQL, which counts as long.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import intake.store.store
from intake.settings.database_server import DatabaseServer
from intake.store.life import bring_back
from intake.store.store import Store
from intake.store.store_database import StoreDatabase, database_of
from tests.support.postgres_server import PostgresServer, programs, running_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL that runs while the tests do."""
    found = programs()
    if found is None:
        told = "there is no PostgreSQL here: install Debian's package postgresql, or let ./run test do it"
        # Whoever checks a change for others must not pass it by for want of a server.
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    with running_server(found) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The URL of an empty database, as it stands in the settings."""
    with postgres.database() as name:
        yield postgres.url(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def store_url(request: pytest.FixtureRequest) -> str:
    """``[store] url`` for both databases: "" for SQLite in the home, else an empty one of PostgreSQL."""
    if request.param == "sqlite":
        return ""
    url: str = request.getfixturevalue("postgres_url")
    return url


def only_for_sqlite(item: pytest.Item) -> bool:
    """Whether a test is not to run on PostgreSQL, and would."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    return params.get("each_database") == "postgresql" and item.get_closest_marker("of_sqlite") is not None


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database that holds an empty store: to copy it takes a tenth of what making one does."""
    with postgres.database() as name:
        home = tmp_path_factory.mktemp("template")
        Store.open(home, server=DatabaseServer(postgres.url(name))).close()
        yield name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def each_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever store this process opens without being told a server lies in its home, and then, in a second
    run of the test, in a database of PostgreSQL that belongs to that home alone.
    """
    if request.param == "sqlite":
        yield
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    template: str = request.getfixturevalue("postgres_template")
    with ExitStack() as made:
        names: dict[Path, str] = {}

        def on_server(home: Path, told: DatabaseServer | None) -> StoreDatabase:
            if told is not None:
                return database_of(home, told)
            if home.resolve() not in names:
                for of_sqlite in home.glob("sohoa.*"):  # an empty store that was copied into the home
                    of_sqlite.unlink()
                names[home.resolve()] = made.enter_context(server.database(template))
            return database_of(home, DatabaseServer(server.url(names[home.resolve()])))

        monkeypatch.setattr(intake.store.store, "database_of", on_server)
        monkeypatch.setattr(bring_back, "database_of", on_server)
        yield
