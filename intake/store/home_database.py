# SPDX-License-Identifier: Apache-2.0
"""The database of one desk: an SQLite file in its home."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from intake.errors import DamagedStoreError, LostStoreError, MovedStoreError, NewerStoreError, StoreError
from intake.store import database
from intake.store.life.life import Life
from intake.store.progress import Advance, nobody_told
from intake.store.trouble import sqlite_trouble

DATABASE = "sohoa.db"
LOCK = "sohoa.lock"
CHECKED_WHOLE_BYTES = 1_000_000_000
_FILES = ("", "-wal", "-shm")
"""What SQLite adds to the database's name for its files."""
_LIFE = "SELECT id, store, changes, why FROM store_life ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class HomeDatabase:
    """The SQLite file in ``home``; see ``StoreDatabase``."""

    home: Path

    @property
    def path(self) -> Path:
        """The file."""
        return self.home / DATABASE

    def __str__(self) -> str:
        return str(self.path)

    @property
    def shared(self) -> bool:
        return False

    def seen(self) -> tuple[str | None, Life | None]:
        if not self.path.exists() or self.path.stat().st_size == 0:
            return None, None
        with closing(database.open_to_read(self.path)) as opened:
            return _seen(opened)

    def connect(self) -> Engine:
        return database.connect(self.path)

    def connect_to_read(self) -> Engine:
        return database.connect_to_read(self.path)

    def own_name(self, engine: Engine) -> str:  # noqa: ARG002 (the mark beside it tells a copy)
        return ""

    def doubt(self) -> None:
        """No other desk has its rows here."""

    def writer(self, engine: Engine) -> Engine:
        return engine.execution_options(immediate=True)

    def migrate(self, engine: Engine, advance: Advance = nobody_told) -> None:
        database.migrate(engine, advance)

    def alone(self) -> AbstractContextManager[None]:
        return database.alone(self.home / LOCK)

    def wait_for_writers(self, engine: Engine) -> None:
        """One writer at a time: who has just written was alone."""

    def is_large(self) -> bool:
        return self.path.stat().st_size > CHECKED_WHOLE_BYTES

    def whole(self, tables: Sequence[str] = ()) -> bool:
        return database.whole(self.path, tables)

    def put_aside(self, now: datetime) -> Path | None:
        aside = self.home / f"{DATABASE}.{now:%Y%m%d-%H%M%S}"
        for end in _FILES:
            part = self.home / f"{DATABASE}{end}"
            if part.exists():
                part.replace(f"{aside}{end}")
        return aside if aside.exists() else None

    def told(self, cause: BaseException | None) -> StoreError | None:
        return sqlite_trouble.told_of_sqlite(cause, self.path)

    def lost_race(self, cause: BaseException | None) -> bool:
        return sqlite_trouble.lost_race(cause)

    def taken_name(self, cause: BaseException | None) -> str:  # noqa: ARG002 (one writer at a time)
        return ""

    def lost_connection(self, cause: BaseException | None) -> bool:  # noqa: ARG002 (a file has none)
        return False

    def damaged(self) -> DamagedStoreError:
        return DamagedStoreError.at(self.home)

    def newer(self) -> NewerStoreError:
        return NewerStoreError.at(self.home)

    def lost(self) -> LostStoreError:
        told = LostStoreError.empty if self.path.exists() else LostStoreError.missing
        return told(self.home)

    def older(self) -> LostStoreError:
        return LostStoreError.older(self.home)

    def copied(self) -> LostStoreError:
        return self.older()

    def foreign(self) -> LostStoreError:
        return LostStoreError.foreign(self.home)

    def unmarked(self, life: Life) -> LostStoreError | None:  # noqa: ARG002 (a server's may be joined)
        return LostStoreError.unmarked(self.home)

    def moved(self) -> MovedStoreError:
        return MovedStoreError.away(self.home)


def _seen(opened: sqlite3.Connection) -> tuple[str | None, Life | None]:
    names = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "alembic_version" not in names:
        return None, None
    ((revision,),) = opened.execute("SELECT version_num FROM alembic_version")
    if "store_life" not in names:
        return revision, None
    row = opened.execute(_LIFE).fetchone()
    return revision, Life(*row) if row else None
