# SPDX-License-Identifier: Apache-2.0
"""Stores that begin empty: migrated once in a process and copied; to migrate takes a tenth of a second, on a
server a whole one.

What begins empty is the same whether it was migrated or copied: an older one is always migrated itself.
"""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Engine, StaticPool, create_engine, inspect

from bench.postgres.server import programs
from intake.store import database
from intake.store.progress import Advance, nobody_told
from intake.store.store import Store
from tests.support.stores.moved_home import moved_home

_FOLDER_MODE = 0o700


def store_in(home: Path, clock: Callable[[], datetime]) -> Store:
    """The store in ``home``, an empty one where there is none yet."""
    if not home.exists():
        moved_home(Path(_made().name), home)
        home.chmod(_FOLDER_MODE)
    return Store.open(home, clock)


@cache
def _made() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory()
    Store.open(Path(folder.name), lambda: datetime(2026, 1, 1, tzinfo=UTC)).close()
    return folder


@contextmanager
def copied_tables() -> Iterator[None]:
    """A database without tables gets a copy of those that this program's migrations once made."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "_migrate_sqlite", _sqlite_copied())
        patched.setattr(database, "migrate", _server_copied())
        yield


def _sqlite_copied() -> Callable[[Engine, Advance], None]:
    by_migrating = database._migrate_sqlite

    @cache
    def made(_migrations: Path, _newest: str) -> sqlite3.Connection:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        by_migrating(engine, nobody_told)
        kept: Any = engine.raw_connection().driver_connection
        return kept  # type: ignore[no-any-return]

    def migrate(engine: Engine, advance: Advance) -> None:
        with engine.connect() as connection:
            file: Any = connection.connection.driver_connection
            if not file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                made(database.MIGRATIONS, database.newest_revision()).backup(file)
                return
        by_migrating(engine, advance)

    return migrate


def _server_copied() -> Callable[..., None]:
    by_migrating = database.migrate
    made: dict[tuple[Path, str], str] = {}

    def migrate(engine: Engine, advance: Advance = nobody_told) -> None:
        if engine.dialect.name != "postgresql" or _has_tables(engine):
            return by_migrating(engine, advance)
        newest = (database.MIGRATIONS, database.newest_revision())
        if newest in made:
            with engine.begin() as connection:
                server: Any = connection.connection.driver_connection
                server.execute(made[newest])
            return None
        by_migrating(engine, advance)
        if dumped := _dumped(engine):
            made[newest] = dumped
        return None

    return migrate


def _has_tables(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(inspect(connection).get_table_names())


def _dumped(engine: Engine) -> str:
    """What makes the tables and their rows in any other database; "" where a password is wanted."""
    where = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    found = programs()
    assert found is not None
    command = [found / "pg_dump", "--no-owner", "--no-privileges", "--inserts", "--dbname", where]
    done = subprocess.run([*command, "--no-password"], check=False, capture_output=True, text=True, cwd="/")
    if done.returncode:
        return ""
    # The connection goes on with its own settings.
    foreign = ("SET ", "SELECT pg_catalog.set_config(", "\\", "--")
    return "\n".join(line for line in done.stdout.splitlines() if not line.startswith(foreign))
