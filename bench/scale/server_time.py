# SPDX-License-Identifier: Apache-2.0
"""How long a program waits for its database server, each statement and each transaction's end; and what
processor time the server's processes that serve it take meanwhile, where they run on this computer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg


@dataclass(slots=True)
class Waited:
    """Seconds on the clock, the way there and back included; ``server_cpu_s`` are those of the processor."""

    seconds: float = 0.0
    served: dict[int, float] = field(default_factory=dict)
    server_cpu_s: float = 0.0
    _began: float = 0.0

    def statement(self, _connection: Any, cursor: Any, *_told: Any) -> None:
        self.begin()
        number = getattr(getattr(cursor.connection, "info", None), "backend_pid", 0)
        if number and number not in self.served:  # before its first statement: nothing was done for it yet
            self.served[number] = cpu_s(number)

    def begin(self, *_told: Any) -> None:
        self._began = time.perf_counter()

    def end(self, *_told: Any) -> None:
        self.seconds += time.perf_counter() - self._began

    def count_server(self) -> None:
        self.server_cpu_s = sum(max(0.0, cpu_s(number) - began) for number, began in self.served.items())


def cpu_s(process: int) -> float:
    """Seconds of the processor that a process of this computer took, exact to the nanosecond; 0 for one of
    another.
    """
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text("ascii").split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


@contextmanager
def waiting_timed() -> Iterator[Waited]:
    """Count while the block lasts."""
    waited = Waited()
    plain = PGDialect_psycopg.do_commit

    def do_commit(dialect: PGDialect_psycopg, connection: Any) -> None:
        waited.begin()
        plain(dialect, connection)  # type: ignore[no-untyped-call]
        waited.end()

    heard = {"before_cursor_execute": waited.statement, "after_cursor_execute": waited.end}
    for name, told in heard.items():
        event.listen(Engine, name, told)
    PGDialect_psycopg.do_commit = do_commit  # type: ignore[assignment, method-assign]
    try:
        yield waited
        waited.count_server()
    finally:
        PGDialect_psycopg.do_commit = plain  # type: ignore[method-assign]
        for name, told in heard.items():
            event.remove(Engine, name, told)
