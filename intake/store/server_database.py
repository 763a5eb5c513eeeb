# SPDX-License-Identifier: Apache-2.0
"""The database of many desks: one of a PostgreSQL server. A home keeps what is its own: log, mark, files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text

from intake.errors import (
    DamagedStoreError,
    LostStoreError,
    MovedStoreError,
    NewerStoreError,
    StoreError,
)
from intake.settings.database_server import DatabaseServer
from intake.store import database, postgres
from intake.store.life.life import Life
from intake.store.progress import Advance, nobody_told
from intake.store.trouble import postgres_trouble

_KNOWN = """
SELECT to_regclass('alembic_version') IS NOT NULL,
       to_regclass('store_life') IS NOT NULL AND to_regclass('store_change') IS NOT NULL
"""
# Read as JSON, for tables of an earlier version have no such column.
_LIFE = """
SELECT store_life.id, store, CASE WHEN is_called THEN last_value ELSE 0 END, why,
       to_jsonb(store_life) ->> 'began_in'
FROM store_life, store_change ORDER BY store_life.id DESC LIMIT 1
"""
_DOUBTED = "brought back"
"""Stands for the database of a life whose changes a desk misses: no database is called so."""


@dataclass(frozen=True, slots=True)
class ServerDatabase:
    """The database that ``server`` names, for the home of one of its desks; see ``StoreDatabase``."""

    home: Path
    server: DatabaseServer

    def __str__(self) -> str:
        return str(self.server)

    @property
    def shared(self) -> bool:
        return True

    def seen(self) -> tuple[str | None, Life | None]:
        with closing_engine(self.connect()) as engine, engine.connect() as opened:
            postgres.refuse_old(opened, self.server)
            revision_known, lives_known = opened.execute(text(_KNOWN)).one()
            if not revision_known:
                return None, None
            revision = opened.scalar(text("SELECT version_num FROM alembic_version"))
            row = opened.execute(text(_LIFE)).one_or_none() if lives_known else None
            if row is None:
                return revision, None
            number, store, changes, why, began_in = row
            here = began_in == postgres.name_of(opened) if began_in else None
            return revision, Life(number, store, changes, why, here)

    def connect(self) -> Engine:
        return postgres.connect(self.server)

    def connect_to_read(self) -> Engine:
        return postgres.connect(self.server, only_reading=True)

    def own_name(self, engine: Engine) -> str:
        with engine.connect() as opened:
            return postgres.name_of(opened)

    def doubt(self) -> None:
        """Whatever desk comes next is refused as well, though it may have seen nothing of what is missing."""
        with closing_engine(self.connect()) as engine, engine.begin() as opened:
            opened.execute(text("UPDATE store_life SET began_in = :doubted"), {"doubted": _DOUBTED})

    def writer(self, engine: Engine) -> Engine:
        return engine.execution_options(isolation_level=postgres.WRITING)

    def migrate(self, engine: Engine, advance: Advance = nobody_told) -> None:
        database.migrate(engine, advance)

    @contextmanager
    def alone(self) -> Iterator[None]:
        with closing_engine(self.connect()) as engine, postgres.alone(engine):
            yield

    def wait_for_writers(self, engine: Engine) -> None:
        postgres.wait_for_others(engine)

    def is_large(self) -> bool:
        return False

    def whole(self, tables: Sequence[str] = ()) -> bool:  # noqa: ARG002 (no table is checked apart)
        """A server looks after its files; what is asked is whether it answers for every table."""
        with closing_engine(self.connect()) as engine, engine.connect() as opened:
            return postgres.has_tables(opened)

    def put_aside(self, now: datetime) -> Path | None:  # noqa: ARG002
        """Asked for only where there are no tables."""
        return None

    def told(self, cause: BaseException | None) -> StoreError | None:
        return postgres_trouble.told_of_postgres(cause, self.server)

    def lost_race(self, cause: BaseException | None) -> bool:
        return postgres_trouble.lost_race(cause)

    def taken_name(self, cause: BaseException | None) -> str:
        return postgres_trouble.taken_name(cause)

    def lost_connection(self, cause: BaseException | None) -> bool:
        return postgres_trouble.lost_connection(cause)

    def damaged(self) -> DamagedStoreError:
        return DamagedStoreError.on(self.server)

    def newer(self) -> NewerStoreError:
        return NewerStoreError.at(self.server)

    def lost(self) -> LostStoreError:
        return LostStoreError.none_on(self.server, self.home)

    def older(self) -> LostStoreError:
        return LostStoreError.older_on(self.server)

    def copied(self) -> LostStoreError:
        return LostStoreError.copied_on(self.server)

    def foreign(self) -> LostStoreError:
        return LostStoreError.foreign_on(self.server, self.home)

    def unmarked(self, life: Life) -> LostStoreError | None:  # noqa: ARG002
        """One more desk joins a store that others use already."""
        return None

    def moved(self) -> MovedStoreError:
        return MovedStoreError.away(self.server)


@contextmanager
def closing_engine(engine: Engine) -> Iterator[Engine]:
    """An engine for a few statements, whose connections end with them."""
    try:
        yield engine
    finally:
        engine.dispose()
