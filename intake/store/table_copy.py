# SPDX-License-Identifier: Apache-2.0
"""Every row of one database into the empty tables of another, of whichever kind, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, MetaData, Table, select

PART = 500
"""So many rows are in memory at once."""
_OWN = "alembic_version"


def copy_tables(source: Connection, target: Connection) -> None:
    """Copy in the order in which rows name each other; both have the tables of the same revision."""
    into, out_of = MetaData(), MetaData()
    into.reflect(target)
    out_of.reflect(source, only=list(into.tables))
    for table in into.sorted_tables:
        if table.name != _OWN:
            rows = _rows(source, out_of.tables[table.name])
            while part := list(islice(rows, PART)):
                target.execute(table.insert(), part)


def _rows(source: Connection, table: Table) -> Iterator[dict[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=PART)
    for row in source.execute(query).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    """A moment as both kinds take it: in UTC, without a zone where the column has none."""
    return (
        value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
    )
