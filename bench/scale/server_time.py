# SPDX-License-Identifier: Apache-2.0
"""How long a program waits for its database server: each statement, and each transaction's end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg


@dataclass(slots=True)
class Waited:
    """Seconds on the clock, the way there and back included."""

    seconds: float = 0.0
    _began: float = 0.0

    def begin(self, *_told: Any) -> None:
        self._began = time.perf_counter()

    def end(self, *_told: Any) -> None:
        self.seconds += time.perf_counter() - self._began


@contextmanager
def waiting_timed() -> Iterator[Waited]:
    """Count while the block lasts."""
    waited = Waited()
    plain = PGDialect_psycopg.do_commit

    def do_commit(dialect: PGDialect_psycopg, connection: Any) -> None:
        waited.begin()
        plain(dialect, connection)  # type: ignore[no-untyped-call]
        waited.end()

    heard = {"before_cursor_execute": waited.begin, "after_cursor_execute": waited.end}
    for name, told in heard.items():
        event.listen(Engine, name, told)
    PGDialect_psycopg.do_commit = do_commit  # type: ignore[assignment, method-assign]
    try:
        yield waited
    finally:
        PGDialect_psycopg.do_commit = plain  # type: ignore[method-assign]
        for name, told in heard.items():
            event.remove(Engine, name, told)
