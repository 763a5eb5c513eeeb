# SPDX-License-Identifier: Apache-2.0
"""The databases that a test's store may lie in; fixtures for every test (``tests/conftest.py``).

``store_url`` gives a test both in turn: "" for SQLite in the home, and an empty database of a real
PostgreSQL, which counts as long.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

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
