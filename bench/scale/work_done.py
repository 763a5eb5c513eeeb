# SPDX-License-Identifier: Apache-2.0
"""What an act has its database do, counted: statements, and rows that a server reads for them. Unlike seconds
these are the same however busy the computer is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, event

_READ = """
SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_xact_user_tables
"""
"""Of one transaction, where the one before was flushed: until then the server adds them up."""
_FLUSH = "SELECT pg_stat_force_next_flush()"


@dataclass(slots=True)
class Work:
    """``rows`` are those of tables, one by one or found by an index; 0 for SQLite, which does not say."""

    statements: int = 0
    rows: int = 0

    def statement(self, _connection: Any, _cursor: Any, statement: str, *_told: Any) -> None:
        if statement not in (_READ, _FLUSH):
            self.statements += 1

    def end(self, connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            self.rows += int(connection.exec_driver_sql(_READ).scalar_one())
            connection.exec_driver_sql(_FLUSH)


@contextmanager
def work_counted() -> Iterator[Work]:
    """Count while the block lasts. What was done before counts with the first block: leave that one out."""
    work = Work()
    heard: dict[str, Any] = {"commit": work.end, "rollback": work.end}
    heard["before_cursor_execute"] = work.statement
    for name, told in heard.items():
        event.listen(Engine, name, told)
    try:
        yield work
    finally:
        for name, told in heard.items():
            event.remove(Engine, name, told)
