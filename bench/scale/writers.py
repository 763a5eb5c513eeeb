# SPDX-License-Identifier: Apache-2.0
"""Writing many rows at once into the empty tables of either database.

Rows are as SQLite has them: moments and JSON as text, truth as 0 and 1. PostgreSQL's COPY takes these too.
Indexes are made when the rows are there: to sort once is cheaper than to keep sorted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from psycopg import sql

_Rows = Sequence[Sequence[Any]]


class Writer(Protocol):
    """Writes into one database."""

    def put(self, table: str, columns: Sequence[str], rows: _Rows) -> None:
        """Add rows."""

    def execute(self, statement: str) -> None:
        """One statement, in words that both databases know."""


class FileWriter:
    """Into an SQLite file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, table: str, columns: Sequence[str], rows: _Rows) -> None:
        places = ", ".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)

    def execute(self, statement: str) -> None:
        self._connection.execute(statement)


class ServerWriter:
    """Into a database of PostgreSQL."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def put(self, table: str, columns: Sequence[str], rows: _Rows) -> None:
        told = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with self._connection.cursor() as cursor, cursor.copy(told) as copying:
            for row in rows:
                copying.write_row(row)

    def execute(self, statement: str) -> None:
        self._connection.execute(statement.encode())


# Nothing is to be taken back: a store that was not finished is made anew.
_PRAGMAS = (
    "journal_mode = OFF",
    "synchronous = OFF",
    "foreign_keys = OFF",
    "cache_size = -400000",
    "temp_store = MEMORY",
)


@contextmanager
def writing_file(database: Path) -> Iterator[Writer]:
    """A writer into the store's SQLite file ``database``, in one transaction."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        with _without_indexes(connection):
            yield FileWriter(connection)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")


@contextmanager
def _without_indexes(connection: sqlite3.Connection) -> Iterator[None]:
    query = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    made = connection.execute(query).fetchall()
    for name, _sql in made:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _name, told in made:
        connection.execute(told)


_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
_NUMBERED = """
SELECT table_name FROM information_schema.columns
WHERE table_schema = 'public' AND column_name = 'id' AND column_default LIKE 'nextval%'
"""


@contextmanager
def writing_server(address: str) -> Iterator[Writer]:
    """A writer into the database that ``address`` (of libpq) names, in one transaction; afterwards the server
    learns how many rows there are.
    """
    with psycopg.connect(address, options="-c timezone=UTC") as connection:
        made = connection.execute(_INDEXES).fetchall()
        for name, _told in made:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        yield ServerWriter(connection)
        for _name, told in made:
            connection.execute(told)
        for (table,) in connection.execute(_NUMBERED).fetchall():
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id) + 1, false) FROM {table}"
            )
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
