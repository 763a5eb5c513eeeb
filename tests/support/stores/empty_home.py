# SPDX-License-Identifier: Apache-2.0
"""Stores that begin empty: migrated once in a process and copied; to migrate takes a tenth of a second.

What begins empty is the same whether it was migrated or copied: an older one is always migrated itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Engine, StaticPool, create_engine

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
    """An SQLite file without tables gets a copy of those that this program's migrations once made."""
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

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "_migrate_sqlite", migrate)
        yield
