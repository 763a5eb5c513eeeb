# SPDX-License-Identifier: Apache-2.0
"""Opening the database: SQLite in WAL, foreign keys on, writers in BEGIN IMMEDIATE, migrations brought up to
date.

SQLite's Python driver begins transactions on its own and too late for two writers; after SQLAlchemy's
documented recipe it is told not to, and the BEGIN is ours. Reading sessions begin plainly, so a reader never
waits.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from intake.store.progress import Advance, nobody_told
from intake.store.trouble.disk_state import LEAST_BYTES, is_full
from templates.system import lock, open_private

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 30_000


def connect(database: Path) -> Engine:
    """An engine on the SQLite file ``database``, made (mode 0600) where there is none."""
    os.close(open_private(database, os.O_CREAT | os.O_RDWR))
    # Parameters are what stands on people's papers; an error message must not carry them into a log.
    engine = create_engine(f"sqlite:///{database}", json_serializer=to_json, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def connect_to_read(database: Path) -> Engine:
    """An engine on a file that is there, which nothing can be written through."""
    engine = create_engine(
        "sqlite://", creator=lambda: open_to_read(database), poolclass=QueuePool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    return engine


def open_to_read(database: Path) -> sqlite3.Connection:
    """SQLite's own connection to a file that is there; nothing is written through it, nor made beside it.

    Raises ``sqlite3.Error``.
    """
    where = database.absolute().as_uri()
    log, memory = (database.with_name(f"{database.name}-{end}") for end in ("wal", "shm"))
    # Where no file may be made beside it, or there is no room for one, SQLite opens a database in WAL mode
    # only if told that nobody writes; with a log of changes beside it that would show an older state, so then
    # it is refused.
    no_room = is_full(database.parent) and _size(memory) < LEAST_BYTES
    settled = (no_room or not os.access(database.parent, os.W_OK)) and not _size(log)
    opened = sqlite3.connect(
        f"{where}?{'immutable=1' if settled else 'mode=ro'}", uri=True, check_same_thread=False
    )
    opened.isolation_level = None
    opened.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    return opened


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def whole(database: Path, tables: Sequence[str] = ()) -> bool:
    """SQLite's own check of the file, or only of ``tables`` and their indexes.

    The whole of it is read: about a second for a gigabyte. Raises ``sqlite3.Error``.
    """
    with closing(open_to_read(database)) as opened:
        checks = [f"PRAGMA quick_check({table})" for table in tables] or ["PRAGMA quick_check(1)"]
        return all(opened.execute(check).fetchone()[0] == "ok" for check in checks)


def to_json(value: Any) -> str:
    """Plain values as both databases keep them: short, and with letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def newest_revision() -> str:
    """The revision that this program's migrations end at.

    Taken from the file names (``r0001_….py``), which sort in the order of the chain: to ask Alembic would
    cost every command a third of a second.
    """
    return max(path.stem for path in (MIGRATIONS / "versions").glob("r[0-9]*.py")).split("_", 1)[0]


def revisions_after(revision: str) -> int:
    """How many revisions this program has after that one."""
    names = (path.stem.split("_", 1)[0] for path in (MIGRATIONS / "versions").glob("r[0-9]*.py"))
    return sum(name > revision for name in names)


def migrate(engine: Engine, advance: Advance = nobody_told) -> None:
    """Make the tables, or bring them up to date; for one process at a time (``StoreDatabase.alone``).
    ``advance`` is told of each revision.
    """
    if engine.dialect.name == "sqlite":
        _switch_to_wal(engine)
        _migrate_sqlite(engine, advance)
    else:
        with engine.begin() as connection:
            _upgrade(connection, advance)


@contextmanager
def alone(lock_file: Path) -> Iterator[None]:
    """Be the only process at work on the database's file (``lock_file`` is kept for that)."""
    handle = open_private(lock_file, os.O_CREAT | os.O_RDWR)
    try:
        lock(handle)
        yield
    finally:
        os.close(handle)


def _switch_to_wal(engine: Engine) -> None:
    """WAL is a lasting property of the file and can't be set inside a transaction."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _migrate_sqlite(engine: Engine, advance: Advance) -> None:
    # A batch migration rebuilds a table by dropping the old one, which foreign keys would forbid.
    with engine.execution_options(immediate=True).connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            _upgrade(connection, advance)
        raw.execute("PRAGMA foreign_keys = ON")


def _upgrade(connection: Connection, advance: Advance) -> None:
    """All missing revisions in one transaction: a process killed here leaves the database as it was."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes.update(connection=connection, advance=advance)
    command.upgrade(config, "head")
