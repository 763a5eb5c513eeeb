# SPDX-License-Identifier: Apache-2.0
"""A store as the program of an earlier revision had it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, insert, inspect, select

from intake.store import database
from intake.store.store_database import database_of
from tests.support.stores.server_store import server_of

FIRST = "r0006"
"""The revision of ``stores/3d21ba6.sql``: what the program of that commit made of three folders of invented
births; one dossier was packaged, of one a slip was printed and mailed.
"""
_DUMP = Path(__file__).with_name("3d21ba6.sql")


@contextmanager
def at_revision(home: Path, revision: str, url: str = "") -> Iterator[Connection]:
    """The database in ``home`` (or at ``url``), made at that revision where there is none, else taken back or
    up to it.
    """
    home.mkdir(exist_ok=True)
    engine = database_of(home, server_of(url)).connect()
    try:
        with engine.connect() as connection:
            if not url:
                # A table is rebuilt by dropping the old one, which foreign keys would forbid.
                connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            with connection.begin():
                go_to(connection, revision)
                yield connection
    finally:
        engine.dispose()


def go_to(connection: Connection, revision: str) -> None:
    """Bring the tables to that revision, whether they are older or newer."""
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    config.attributes["connection"] = connection
    known = inspect(connection).has_table("alembic_version")
    now = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if known else ""
    (command.downgrade if (now or "") > revision else command.upgrade)(config, revision)


def put_first_store(home: Path, url: str = "") -> None:
    """The store of ``FIRST`` in ``home``; on a server the same rows."""
    home.mkdir()
    file = home / "sohoa.db" if not url else home.parent / "first.db"
    with closing(sqlite3.connect(file)) as made:
        made.executescript(_DUMP.read_text(encoding="utf-8"))
    if url:
        engine = database.connect(file)
        with at_revision(home, FIRST, url) as target:
            _copy(engine, target)
        engine.dispose()


def _copy(source: Engine, target: Connection) -> None:
    tables = MetaData()
    tables.reflect(source)
    there = MetaData()
    there.reflect(target)
    with source.connect() as connection:
        for table in tables.sorted_tables:
            rows = [_zoned(dict(row)) for row in connection.execute(select(table)).mappings()]
            if rows and table.name != "alembic_version":
                target.execute(insert(there.tables[table.name]), rows)
            if "id" in table.c and table.name != "dossier":
                target.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"
                    f" coalesce((SELECT max(id) FROM {table.name}), 1))"
                )


def _zoned(row: dict[str, Any]) -> dict[str, Any]:
    moments = {name: value for name, value in row.items() if isinstance(value, datetime)}
    return row | {name: value.replace(tzinfo=UTC) for name, value in moments.items()}
