# SPDX-License-Identifier: Apache-2.0
"""Stores on the tests' PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from bench.postgres.server import PostgresServer, programs, running_server
from intake.settings.database_server import DatabaseServer
from intake.store.store import Store
from tests.support.desks.intake_desk import NOW, PROCEDURE


def server_of(url: str, password: str = "") -> DatabaseServer | None:
    """The server of a fixture's URL; None where that is "", for SQLite."""
    return DatabaseServer(url, SecretStr(password) if password else None) if url else None


@contextmanager
def opened(home: Path, url: str = "") -> Iterator[Store]:
    store = Store.open(home, lambda: NOW, server=server_of(url))
    try:
        yield store
    finally:
        store.close()


def created(home: Path, url: str = "", count: int = 1) -> list[str]:
    """That many new dossiers."""
    with opened(home, url) as store:
        return [
            store.write(lambda session: store.create_dossier(session, procedure=PROCEDURE, who="lan").id)
            for _number in range(count)
        ]


def listed(home: Path, url: str = "") -> list[str]:
    with opened(home, url) as store, store.read() as session:
        return sorted(dossier.id for dossier in store.list(session))


@contextmanager
def copied(postgres: PostgresServer, url: str) -> Iterator[str]:
    """The URL of a copy of a database as it is now."""
    with postgres.database(template=name_in(url)) as name:
        yield postgres.url(name)


@contextmanager
def server_that_may_crash() -> Iterator[PostgresServer]:
    """Nobody else is on it, and what it said is saved lasts."""
    found = programs()
    if found is None:
        pytest.skip("there is no PostgreSQL here")
    with running_server(found, ("fsync=off", "full_page_writes=off")) as server:
        yield server


def name_in(url: str) -> str:
    return url.split("?")[0].rpartition("/")[2]
