# SPDX-License-Identifier: Apache-2.0
"""Many dossiers out of few: every row of a dossier copied, in SQL, under a new id and another day.

The copies are as real as their originals: the same texts, page readings and journal. What must be unique is
made so, people get other invented names, moments move together. Tables and columns are asked of the database,
so that a new column or table of the store is copied like the others. Files are left to the caller.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

_ROOT = "dossier"
# What a night did says nothing of a copy.
_LEFT_OUT = frozenset({"run_dossier"})
_ANEW = {
    ("dossier", "place"): "iif(t.place = '', t.place, t.place || '-' || c.number)",
    ("folder_content", "content"): "marked(t.content, c.number)",
    ("dossier", "official_number"): "renumbered(t.official_number, c.number)",
    ("dossier", "register_number"): "c.number",
    ("dossier", "requester"): "named(t.requester, c.number)",
    ("document", "sha256"): "iif(c.same_files, t.sha256, marked(t.sha256, c.number))",
    ("event", "client_id"): "t.client_id || '-' || c.number",
    ("form_value", "value"): "iif(t.key LIKE '%.full_name', named(t.value, c.number), t.value)",
    ("package", "folder"): "replace(t.folder, c.original, c.id)",
    ("package", "content_key"): "marked(t.content_key, c.number)",
}
_COPY = "CREATE TEMP TABLE copy (number INTEGER PRIMARY KEY, original, id, back, same_files)"
# The copies' ids are minted with the numbers from 1 on.
_GIVEN = """
INSERT INTO main.number_series (unit, kind, year, last)
SELECT '', 'dossier', 0, count(*) FROM main.dossier
UNION ALL SELECT unit, 'register', register_year, max(register_number) FROM main.dossier GROUP BY 1, 3
UNION ALL SELECT unit, kind, year, max(number) FROM main.slip GROUP BY 1, 2, 3
"""
# Nothing is to be taken back: a store that was not finished is made anew.
_PRAGMAS = (
    "journal_mode = OFF",
    "synchronous = OFF",
    "foreign_keys = OFF",
    "cache_size = -400000",
    "temp_store = MEMORY",
)


@dataclass(frozen=True, slots=True)
class Copy:
    """One dossier to be: copied from ``original`` as ``id``, received ``back_s`` seconds before it.

    Its papers are other files, unless it has the ``same_files``.
    """

    original: str
    id: str
    back_s: int
    same_files: bool = False


def multiply(source: Path, target: Path, copies: Iterable[Copy], names: Sequence[str]) -> None:
    """Copy dossiers of the database ``source`` into ``target``, an empty database of the same schema.

    ``names`` take the place of the people's.
    """
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        _add_functions(connection, names)
        connection.execute("ATTACH DATABASE ? AS source", (str(source),))
        connection.execute(_COPY)
        rows = ((each.original, each.id, f"{-each.back_s} seconds", each.same_files) for each in copies)
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO copy VALUES (NULL, ?, ?, ?, ?)", rows)
        with _without_indexes(connection):
            for table in _tables(connection):
                connection.execute(_copying(connection, table))
        connection.execute(_GIVEN)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")


def _add_functions(connection: sqlite3.Connection, names: Sequence[str]) -> None:
    functions: dict[str, Callable[[str | None, int], str | None]] = {
        "marked": _marked,
        "renumbered": _renumbered,
        "named": lambda name, number: names[(number * 31 + len(name)) % len(names)] if name else name,
    }
    for name, function in functions.items():
        connection.create_function(name, 2, function, deterministic=True)


def _marked(text: str | None, number: int) -> str | None:
    return hashlib.sha256(f"{text}:{number}".encode()).hexdigest() if text else text


def _renumbered(official: str | None, number: int) -> str | None:
    return f"{official.rpartition('-')[0]}-{number:06d}" if official else official


@contextmanager
def _without_indexes(connection: sqlite3.Connection) -> Iterator[None]:
    """Sorting rows into an index once is cheaper than keeping it sorted."""
    query = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    made = connection.execute(query).fetchall()
    for name, _sql in made:
        connection.execute(f'DROP INDEX main."{name}"')
    yield
    for _name, sql in made:
        connection.execute(sql)


def _tables(connection: sqlite3.Connection) -> Iterator[str]:
    """The tables whose rows belong to a dossier, one way or another."""
    rows = connection.execute("SELECT name FROM source.sqlite_schema WHERE type = 'table'").fetchall()
    for (name,) in rows:
        if name not in _LEFT_OUT and (name == _ROOT or _way(connection, name)):
            yield name


def _parents(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Column → the table it points to; the column that leads straight to the dossier first."""
    keys = connection.execute(f"PRAGMA source.foreign_key_list({table})").fetchall()
    found = {key[3]: key[2] for key in keys}
    return dict(sorted(found.items(), key=lambda item: item[1] != _ROOT))


def _way(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """From the table up to the dossier: each table with its column that points on; empty without a way."""
    way: list[tuple[str, str]] = []
    while table != _ROOT:
        parents = _parents(connection, table)
        if not parents:
            return []
        column, parent = next(iter(parents.items()))
        way.append((table, column))
        table = parent
    return way


def _copying(connection: sqlite3.Connection, table: str) -> str:
    """Every copy, in its order, with the rows of its original: rows come in the order of their keys."""
    columns = connection.execute(f"PRAGMA source.table_info({table})").fetchall()
    parents = _parents(connection, table)
    told = [_value(connection, table, name, kind, parents) for _, name, kind, *_rest in columns]
    way = _way(connection, table) or [(_ROOT, "id")]
    joined, owner = [], "c.original"
    for place, (name, column) in reversed(list(enumerate(way))):
        alias = "t" if place == 0 else f"t{place}"
        joined.append(f"CROSS JOIN source.{name} {alias} ON {alias}.{column} = {owner}")
        owner = f"{alias}.id"
    return f"INSERT INTO main.{table} SELECT {', '.join(told)} FROM copy c {' '.join(joined)}"


def _value(connection: sqlite3.Connection, table: str, name: str, kind: str, parents: dict[str, str]) -> str:
    """A column of a copy, as SQL over the original's row ``t`` and the copy's ``c``."""
    if (table, name) in _ANEW:
        return _ANEW[table, name]
    if parents.get(name) == _ROOT or (table, name) == (_ROOT, "id"):
        return "c.id"
    if name == "id" or name in parents:
        return f"t.{name} + c.number * {_stride(connection, parents.get(name, table))}"
    if (table, name) == ("slip", "number"):  # unique within its kind and year
        return f"t.number + c.number * {_stride(connection, table)}"
    if kind == "DATETIME":
        return f"strftime('%Y-%m-%d %H:%M:%f', t.{name}, c.back) || '000'"
    return f"t.{name}"


def _stride(connection: sqlite3.Connection, table: str) -> int:
    """So far apart that no two copies share an id."""
    (largest,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM source.{table}").fetchone()
    return int(largest)
