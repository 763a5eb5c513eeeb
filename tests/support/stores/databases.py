# SPDX-License-Identifier: Apache-2.0
"""The databases that a test's store may lie in; fixtures for every test (``tests/conftest.py``).

``store_url`` gives a test both in turn: "" for SQLite in the home, and an empty database of a real
PostgreSQL, which counts as long.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

import intake.store.store
from batch.services.doctor import store_diagnoses
from bench.postgres.server import PostgresServer, programs, running_server
from intake.settings.clock import utc_now
from intake.settings.database_server import DatabaseServer
from intake.store.home_database import DATABASE
from intake.store.life import bring_back, moving
from intake.store.life.mark import FILE_NAME
from intake.store.store import Store
from intake.store.store_database import StoreDatabase, database_of
from tests.support.stores.on_server import ALWAYS_ON_SERVER


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
    return goes_to_server(item) and item.get_closest_marker("of_sqlite") is not None


def goes_to_server(item: pytest.Item) -> bool:
    """Whether this is a test's second run, on PostgreSQL."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    return bool(params.get("each_database") == "postgresql")


def spare_server(
    config: pytest.Config, items: list[pytest.Item], folder: Path, spared: Collection[str]
) -> None:
    """Leave the second runs of the ``spared`` files of a folder to --slow."""
    if not config.getoption("--slow"):
        items[:] = [
            item
            for item in items
            if not (goes_to_server(item) and item.path.stem in spared and folder in item.path.parents)
        ]


def spare_further_cases(items: list[pytest.Item]) -> None:
    """Leave to --slow the second runs that ``ALWAYS_ON_SERVER`` does not name, and those of a test's further
    cases: what the server does is alike in all.
    """
    seen: set[str] = set()
    left: list[pytest.Item] = []
    for item in items:
        name = item.nodeid.partition("[")[0]
        if _told_to_go(item) and not _always(name):
            continue
        if not goes_to_server(item) or name not in seen:
            left.append(item)
        if goes_to_server(item) and "slow" not in item.keywords:
            seen.add(name)
    items[:] = left


def _told_to_go(item: pytest.Item) -> bool:
    """Whether this is a run on PostgreSQL of a test that runs on both databases."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    return "postgresql" in (params.get("each_database"), params.get("store_url"))


def _always(name: str) -> bool:
    file, _colons, function = name.partition("::")
    return function in ALWAYS_ON_SERVER.get(file, (function,))


class StoreTemplates:
    """Databases to copy, which takes a tenth of making one: with the store's tables, empty or with the rows
    of a home that tests copy.
    """

    def __init__(self, server: PostgresServer, folder: Path, made: ExitStack) -> None:
        self._server, self._made = server, made
        self._empty = made.enter_context(server.database())
        url = server.url(self._empty)
        Store.open(folder, server=DatabaseServer(url)).close()
        server.execute("DELETE FROM store_life", database=self._empty)
        self._filled: dict[bytes, str] = {}

    def like(self, home: Path) -> str:
        """The name of one with what lies in the home's SQLite file, which is taken away."""
        name = self._empty
        if (home / DATABASE).exists() and _holds_dossiers(home / DATABASE):
            name = self._like(home)
        for part in home.glob(f"{DATABASE}*"):
            part.unlink()
        return name

    def _like(self, home: Path) -> str:
        mark = (home / FILE_NAME).read_bytes()
        if mark not in self._filled:
            self._filled[mark] = self._made.enter_context(self._server.database(self._empty))
            there = DatabaseServer(self._server.url(self._filled[mark]))
            moving.move(home, None, there, who="tests", clock=utc_now)
            self._server.execute("UPDATE store_life SET began_in = ''", database=self._filled[mark])
        return self._filled[mark]


def _holds_dossiers(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as opened:
        return bool(opened.execute("SELECT count(*) FROM dossier").fetchone()[0])


@pytest.fixture(scope="session")
def store_templates(
    postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StoreTemplates]:
    """What each test's databases are copies of."""
    with ExitStack() as made:
        yield StoreTemplates(postgres, tmp_path_factory.mktemp("template"), made)


Joining = Callable[[Path, Path], None]
"""Makes the second home that of another computer with the rows of the first one's store."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def each_database(request: pytest.FixtureRequest) -> Iterator[Joining]:
    """Whatever store this process opens without being told a server lies in its home, and then, in a second
    run of the test, in a database of PostgreSQL that belongs to that home alone, and to those that join it.
    """
    if request.param == "sqlite":
        yield _copied
        return
    # A patch of its own: a test may undo those that it made itself.
    with ExitStack() as made, pytest.MonkeyPatch.context() as patch:
        there: dict[Path, DatabaseServer] = {}

        def on_server(home: Path, told: DatabaseServer | None) -> StoreDatabase:
            if told is None and home.resolve() not in there:
                server: PostgresServer = request.getfixturevalue("postgres")
                templates: StoreTemplates = request.getfixturevalue("store_templates")
                name = made.enter_context(server.database(templates.like(home)))
                there[home.resolve()] = DatabaseServer(server.url(name))
            return database_of(home, told or there[home.resolve()])

        patch.setattr(intake.store.store, "database_of", on_server)
        patch.setattr(bring_back, "database_of", on_server)
        patch.setattr(store_diagnoses, "database_of", on_server)

        def joins(home: Path, other: Path) -> None:
            other.mkdir()
            there[other.resolve()] = there[home.resolve()]

        yield joins


def _copied(home: Path, other: Path) -> None:
    """Rows and mark alone; a database in a home has no other way to be that of two."""
    other.mkdir()
    for path in home.iterdir():
        if path.is_file():
            shutil.copyfile(path, other / path.name)
