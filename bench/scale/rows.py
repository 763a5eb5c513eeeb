# SPDX-License-Identifier: Apache-2.0
"""The rows of a few dossiers, read once out of a store to be copied many times.

Tables and columns are asked of the database, so that a new one of the store is copied like the others.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

ROOT = "dossier"
NUMBERED_PAPER = re.compile(r'"document(?:_id)?":(\d+)')
"""How JSON names a paper: by its row."""

# What a night did says nothing of a copy, what one is found by is made anew, and a line of a register has a
# number and a place in a chain that no other line has.
_REGISTERS = ("certification", "certification_change", "certification_event")
_LEFT_OUT = frozenset(("run_dossier", "search_term", "matter_key", *_REGISTERS))


@dataclass(frozen=True, slots=True)
class SeedRow:
    """A row as SQLite has it; ``telling`` are the places of its texts that name the dossier or its papers."""

    values: tuple[Any, ...]
    telling: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SeedTable:
    """A table whose rows belong to dossiers: ``keys`` leads from a column to the table whose row it names,
    ``rows`` from a dossier to its rows in their order.
    """

    name: str
    columns: tuple[str, ...]
    moments: frozenset[str]
    days: frozenset[str]
    keys: Mapping[str, str]
    rows: Mapping[str, Sequence[SeedRow]]


def read_tables(database: Path) -> list[SeedTable]:
    """All of them, each after those that its rows name."""
    with closing(sqlite3.connect(database)) as connection:
        keys = {name: _keys(connection, name) for name in _names(connection)}
        order = TopologicalSorter({name: {*named.values()} - {name} for name, named in keys.items()})
        told = _told(connection)
        return [
            _read(connection, name, keys, told)
            for name in order.static_order()
            if name not in _LEFT_OUT and (name == ROOT or _way(keys, name))
        ]


def _names(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]


def _keys(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Column → the table it points to; the column that leads straight to the dossier first."""
    found = {key[3]: key[2] for key in connection.execute(f"PRAGMA foreign_key_list({table})")}
    return dict(sorted(found.items(), key=lambda item: item[1] != ROOT))


_TOLD = """
SELECT dossier_id, sha256 FROM document WHERE sha256 IS NOT NULL
UNION ALL SELECT id, official_number FROM dossier WHERE official_number IS NOT NULL
"""


def _told(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The hashes of each dossier's papers, and its number at the gateway."""
    found: dict[str, list[str]] = {}
    for dossier, name in connection.execute(_TOLD):
        found.setdefault(dossier, []).append(name)
    return found


def _way(keys: Mapping[str, Mapping[str, str]], table: str) -> list[tuple[str, str]]:
    """From the table up to the dossier: each table with its column that points on; empty without a way."""
    way: list[tuple[str, str]] = []
    while table != ROOT:
        upward = (pair for pair in keys[table].items() if pair[1] != table)  # rows may name each other
        column, parent = next(upward, ("", ""))
        if not parent:
            return []
        way.append((table, column))
        table = parent
    return way


def _read(
    connection: sqlite3.Connection,
    table: str,
    keys: Mapping[str, Mapping[str, str]],
    others: Mapping[str, Sequence[str]],
) -> SeedTable:
    told = connection.execute(f"PRAGMA table_info({table})").fetchall()
    columns = tuple(name for _, name, *_rest in told)
    rows: dict[str, list[SeedRow]] = {}
    for dossier, *values in connection.execute(_query(keys, table, columns)):
        names = (dossier, *others.get(dossier, ()))
        rows.setdefault(dossier, []).append(SeedRow(tuple(values), tuple(_telling(values, names))))
    moments, days = (
        frozenset(name for _, name, kind, *_rest in told if kind == wanted) for wanted in ("DATETIME", "DATE")
    )
    return SeedTable(table, columns, moments, days, keys[table], rows)


def _query(keys: Mapping[str, Mapping[str, str]], table: str, columns: Sequence[str]) -> str:
    owner, joined = "t.id", []
    for place, (_name, column) in enumerate(way := _way(keys, table)):
        here = f"t{place}" if place else "t"
        owner = f"{here}.{column}"
        if place + 1 < len(way):
            joined.append(f"JOIN {way[place + 1][0]} t{place + 1} ON t{place + 1}.id = {owner}")
    named = ", ".join(f"t.{column}" for column in columns)
    return f"SELECT {owner}, {named} FROM {table} t {' '.join(joined)} ORDER BY t.rowid"


def _telling(values: Sequence[Any], names: Sequence[str]) -> Iterator[int]:
    for place, value in enumerate(values):
        if isinstance(value, str) and (
            any(name in value for name in names) or NUMBERED_PAPER.search(value) is not None
        ):
            yield place
