# SPDX-License-Identifier: Apache-2.0
"""Where a store's rows lie: what is asked of a database when a store is opened, checked, lost or found."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from intake.errors import DamagedStoreError, LostStoreError, MovedStoreError, NewerStoreError, StoreError
from intake.settings.database_server import DatabaseServer
from intake.store.home_database import HomeDatabase
from intake.store.life.life import Life
from intake.store.progress import Advance, nobody_told


class StoreDatabase(Protocol):
    """One database of a store, for the desk whose ``home`` this is. As a text it is its name for a person."""

    @property
    def home(self) -> Path: ...

    @property
    def shared(self) -> bool:
        """Whether desks with other homes have their rows in it too."""

    def seen(self) -> tuple[str | None, Life | None]:
        """The revision of its tables (None where there are none) and its present life (None before the
        tables knew of lives). Nothing is made or changed.
        """

    def connect(self) -> Engine:
        """An engine to read and write with."""

    def connect_to_read(self) -> Engine:
        """An engine that nothing can be written through."""

    def own_name(self, engine: Engine) -> str:
        """What tells it from every copy of it; "" where nothing does."""

    def doubt(self) -> None:
        """Have every desk refuse it until a person says how to go on: changes that were made are missing."""

    def writer(self, engine: Engine) -> Engine:
        """The same engine for transactions that write, each as if it were the only one."""

    def migrate(self, engine: Engine, advance: Advance = nobody_told) -> None:
        """Make its tables, or bring them up to date; for one process at a time. ``advance`` is told of each
        revision.
        """

    def alone(self) -> AbstractContextManager[None]:
        """Be the only process, on any computer, that makes or migrates its tables."""

    def wait_for_writers(self, engine: Engine) -> None:
        """Wait until every transaction has ended that began before now; later ones see what is there."""

    def is_large(self) -> bool:
        """Whether a check of the whole takes longer than a moment."""

    def whole(self, tables: Sequence[str] = ()) -> bool:
        """Whether it passes its own check, or that of ``tables`` alone."""

    def put_aside(self, now: datetime) -> Path | None:
        """Make room for a new one; where the file of the old one lies now."""

    def told(self, cause: BaseException | None) -> StoreError | None:
        """What an error of its driver means; None where that is not known."""

    def lost_race(self, cause: BaseException | None) -> bool:
        """Whether another transaction went first, so that the same work may pass when it is done again."""

    def taken_name(self, cause: BaseException | None) -> str:
        """The constraint by which another transaction had the same name, number or key first; "" for none."""

    def lost_connection(self, cause: BaseException | None) -> bool:
        """Whether the connection to it ended."""

    def damaged(self) -> DamagedStoreError: ...
    def newer(self) -> NewerStoreError: ...
    def lost(self) -> LostStoreError: ...
    def older(self) -> LostStoreError: ...
    def copied(self) -> LostStoreError: ...
    def foreign(self) -> LostStoreError: ...
    def unmarked(self, life: Life) -> LostStoreError | None:
        """Why a database that the home has no mark of may not be used; None where it may."""

    def moved(self) -> MovedStoreError: ...


def database_of(home: Path, server: DatabaseServer | None) -> StoreDatabase:
    """That of the store in ``home``: on ``server``, else in the home itself."""
    if server is None:
        return HomeDatabase(home)
    from intake.store.server_database import ServerDatabase  # of no use to most desks

    return ServerDatabase(home, server)
