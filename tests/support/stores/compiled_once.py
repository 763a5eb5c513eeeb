# SPDX-License-Identifier: Apache-2.0
"""SQL compiled once in a process, whichever store it is for: a third of the time of tests with their own.

SQLAlchemy keeps what it compiled with the engine, and a program has one; each test has several.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event

from intake.store import database, postgres

_STATEMENTS = 5_000


@contextmanager
def compiled_once() -> Iterator[None]:
    """Engines of one kind share what was compiled for the first of them that reached its database."""
    kept: dict[Any, tuple[Any, Any]] = {}

    def engine_like_the_first(*told: Any, **options: Any) -> Engine:
        engine = create_engine(*told, query_cache_size=_STATEMENTS, **options)
        kind = (engine.dialect.name, engine.dialect._json_serializer)  # type: ignore[attr-defined]
        if kind in kept:
            engine.dialect, engine._compiled_cache = kept[kind]
            return engine

        def keep(_connection: Connection) -> None:
            kept.setdefault(kind, (engine.dialect, engine._compiled_cache))

        event.listen(engine, "engine_connect", keep, once=True)
        return engine

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "create_engine", engine_like_the_first)
        patched.setattr(postgres, "create_engine", engine_like_the_first)
        yield
