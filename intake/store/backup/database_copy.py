# SPDX-License-Identifier: Apache-2.0
"""The database of one moment as an SQLite file of its own; nobody who writes waits for it.

Of SQLite its online backup, page for page; of a server every row, read in one transaction. So a copy is
brought back anywhere, whatever it was made of.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from intake.errors import StorageFullError
from intake.store import database
from intake.store.backup.errors import BackupUseError
from intake.store.home_database import DATABASE, HomeDatabase
from intake.store.life.opening import note_damage
from intake.store.life.soundness import look
from intake.store.store_database import StoreDatabase
from intake.store.table_copy import copy_tables
from intake.store.trouble.telling import telling_of_closed_doors, telling_of_trouble
from templates.language.messages import _

_FOLDER = ".backup"
_SPARE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class DatabaseCopy:
    """A whole copy at ``path``, with the revision of its tables."""

    path: Path
    revision: str

    def open(self) -> sqlite3.Connection:
        """To read from it."""
        return database.open_to_read(self.path)


def sound_store(source: StoreDatabase) -> str:
    """The identity of a store.

    Raises ``BackupUseError`` where there is none, and its fault where it is not sound: a copy of a damaged
    database would push out the good ones.
    """
    with telling_of_closed_doors(source.home), telling_of_trouble(source):
        found = look(source)
        fault = found.fault()
    if fault is not None:
        raise fault
    if found.marked is None or found.revision is None:
        raise BackupUseError.no_store(source.home)
    if found.revision != database.newest_revision():
        raise BackupUseError.not_upgraded(source.home)
    return found.marked.store


@contextmanager
def database_copy(source: StoreDatabase) -> Iterator[DatabaseCopy]:
    """A copy that is there as long as the block lasts.

    It lies in the home, or where that has no room or can't be written (a failing disk is copied while it can
    be read) in the system's folder for such files.

    Raises ``DamagedStoreError`` where the database is not whole, ``StorageFullError`` where there is no room
    for a second one.
    """
    # What a killed process left is in nobody's way: one copy is made at a time.
    shutil.rmtree(source.home / _FOLDER, ignore_errors=True)
    folder = _folder_for(source)
    target = HomeDatabase(folder)
    try:
        with telling_of_closed_doors(source.home), telling_of_trouble(source):
            folder.mkdir(mode=0o700, exist_ok=True)
            if isinstance(source, HomeDatabase):
                _copy_pages(source, target)
            else:
                _copy_rows(source, target)
            if not target.whole():
                note_damage(source.home)
                raise source.damaged()
        yield DatabaseCopy(target.path, database.newest_revision())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_pages(source: HomeDatabase, target: HomeDatabase) -> None:
    with closing(database.open_to_read(source.path)) as read, closing(sqlite3.connect(target.path)) as write:
        read.backup(write)


def _copy_rows(source: StoreDatabase, target: HomeDatabase) -> None:
    _revision, life = source.seen()
    read, write = source.connect_to_read(), target.connect()
    try:
        target.migrate(write)
        with read.connect() as rows, write.begin() as into:
            copy_tables(rows, into)
            # A server counts its changes beside the rows; read before them, it never says too much.
            counted = {"changes": life.changes if life else 0}
            into.execute(text("UPDATE store_life SET changes = :changes"), counted)
    finally:
        read.dispose()
        write.dispose()


def _folder_for(source: StoreDatabase) -> Path:
    """A folder with room for a second database, which may have to be made yet."""
    home = source.home
    size = sum(path.stat().st_size for path in home.glob(f"{DATABASE}*"))
    if os.access(home, os.W_OK) and _has_room(home, size):
        return home / _FOLDER
    if _has_room(Path(tempfile.gettempdir()), size):
        return Path(tempfile.mkdtemp(prefix="sohoa-backup-"))
    raise StorageFullError(
        _("The disk of the store has no room for a copy of its database, from which copies are made."),
        _("Free some space, then run the same command again: it goes on where it stopped."),
    )


def _has_room(folder: Path, size: int) -> bool:
    return shutil.disk_usage(folder).free >= size + _SPARE_BYTES
