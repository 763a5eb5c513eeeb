# SPDX-License-Identifier: Apache-2.0
"""How a database goes about each query that a store asks of it, in words that are the same for both.

An empty PostgreSQL reads its tables whole because that is the quickest; the tests' plans are made with
``enable_seqscan`` off, so that a whole reading is only planned where no index leads to the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

LARGE = (
    *("dossier", "event", "page", "outbox", "form_value", "document", "finding", "package", "component"),
    *("search_term", "matter_key"),
)
"""The tables that grow with the dossiers."""


@dataclass(frozen=True, slots=True)
class Step:
    """One look into a table: by which ``index`` ("" for none), and whether all of it is gone through."""

    table: str
    index: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A query and the looks into tables that it takes."""

    query: str
    steps: list[Step] = field(default_factory=list)


@contextmanager
def planned() -> Iterator[list[Plan]]:
    """The plan of each query of whatever store, as long as the block lasts."""
    plans: list[Plan] = []

    def explain(
        connection: Connection, _cursor: object, statement: str, values: Any, _context: object, many: bool
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            look = _on_sqlite if connection.dialect.name == "sqlite" else _on_server
            plans.append(Plan(statement, list(look(connection, statement, values[0] if many else values))))

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield plans
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


def gone_through(plans: list[Plan], tables: tuple[str, ...] = LARGE) -> list[tuple[str, str]]:
    """Each of ``tables`` that a query goes through from end to end, and that query."""
    return [
        (step.table, plan.query)
        for plan in plans
        for step in plan.steps
        if step.whole and step.table in tables
    ]


def _on_sqlite(connection: Connection, statement: str, values: object) -> Iterator[Step]:
    aliases = _aliases(statement)
    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):  # type: ignore[arg-type]
        how, *words = str(row[3]).split()
        if how in ("SCAN", "SEARCH") and words[0] not in ("CONSTANT", "SUBQUERY"):
            index = words[words.index("INDEX") + 1] if "INDEX" in words else ""
            yield Step(aliases.get(words[0], words[0]), index, how == "SCAN")


def _aliases(statement: str) -> dict[str, str]:
    """What tables are called in a statement."""
    words = statement.replace(",", " ").split()
    return {words[place + 1]: words[place - 1] for place, word in enumerate(words[:-1]) if word == "AS"}


def _on_server(connection: Connection, statement: str, values: object) -> Iterator[Step]:
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    ((told,),) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values)  # type: ignore[arg-type]
    yield from _steps(told[0]["Plan"], "")


def _steps(node: dict[str, Any], table: str) -> Iterator[Step]:
    """A bitmap's index is named below the table whose rows it finds."""
    table = node.get("Relation Name", table)
    kind, index = node["Node Type"], node.get("Index Name", "")
    if kind in ("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan"):
        yield Step(table, index, "Index Cond" not in node)
    for below in node.get("Plans", ()):
        yield from _steps(below, table)
