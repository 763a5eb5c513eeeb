# SPDX-License-Identifier: Apache-2.0
"""Where a store of the bench lies: its home, and the database of a server where it has one there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench.postgres.server import programs, running_server
from bench.scale.writers import Writer, writing_file, writing_server
from intake.settings.clock import utc_now
from intake.settings.database_server import DatabaseServer
from intake.store.home_database import DATABASE
from intake.store.store import Store

SQLITE, POSTGRESQL = "sqlite", "postgresql"

_AS_IN_AN_OFFICE = ("max_connections=40", "shared_buffers=256MB", "max_wal_size=4GB")
"""What is committed is synced, as where somebody would miss it."""


@dataclass(frozen=True, slots=True)
class Place:
    """The ``home`` of a store, and the ``url`` of its database on a server ("" for SQLite's in the home)."""

    home: Path
    url: str = ""

    @property
    def environment(self) -> Mapping[str, str]:
        """What a command needs to find it."""
        return {"SOHOA_HOME": str(self.home)} | ({"SOHOA_STORE__URL": self.url} if self.url else {})

    def open(self, clock: Callable[[], datetime] = utc_now) -> Store:
        """The store."""
        return Store.open(self.home, clock, server=DatabaseServer(self.url) if self.url else None)

    def writing(self) -> AbstractContextManager[Writer]:
        """Write many rows into its empty tables."""
        return writing_server(_address(self.url)) if self.url else writing_file(self.home / DATABASE)


def _address(url: str) -> str:
    """As libpq has it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@contextmanager
def server_for(url: str) -> Iterator[Callable[[str], str]]:
    """Gives the URL of a database of a name, made where it is not there: on the server of ``url``, else on
    one of our own that ends with the block.
    """
    if url:
        yield lambda name: _beside(url, name)
        return
    found = programs()
    if found is None:
        raise SystemExit("no PostgreSQL here: install Debian's package postgresql, or name a server: --url")
    with running_server(found, _AS_IN_AN_OFFICE) as server:
        yield lambda name: _beside(server.url("postgres"), name)


def _beside(url: str, name: str) -> str:
    """The URL of another database of the same server."""
    with psycopg.connect(_address(url), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlsplit(url)._replace(path=f"/{name}").geturl()
