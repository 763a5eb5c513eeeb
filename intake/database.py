"""Opening the database: SQLite in WAL, foreign keys on, writers in BEGIN IMMEDIATE, migrations brought up to
date.

SQLite's Python driver begins transactions on its own and too late for two writers; after SQLAlchemy's
documented recipe it is told not to, and the BEGIN is ours. Reading sessions begin plainly, so a reader never
waits.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 30_000


def connect(database: Path) -> Engine:
    """An engine on the SQLite file ``database``, made (mode 0600) where there is none."""
    os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))
    # Parameters are what stands on people's papers; an error message must not carry them into a log.
    engine = create_engine(f"sqlite:///{database}", json_serializer=_to_json, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _to_json(value: Any) -> str:
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


def current_revision(engine: Engine) -> str | None:
    """The revision the database is at; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(engine: Engine, lock: Path) -> None:
    """Run the migrations that are missing, one process at a time (``lock`` is a file kept for that)."""
    if current_revision(engine) == newest_revision():
        return
    with _alone(lock):
        if current_revision(engine) != newest_revision():
            _switch_to_wal(engine)
            _migrate(engine)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
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


def _migrate(engine: Engine) -> None:
    """All missing revisions in one transaction: a process killed here leaves the database as it was."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    # A batch migration rebuilds a table by dropping the old one, which foreign keys would forbid.
    with engine.execution_options(immediate=True).connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        raw.execute("PRAGMA foreign_keys = ON")
