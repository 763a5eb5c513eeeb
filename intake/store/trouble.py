# SPDX-License-Identifier: Apache-2.0
"""What the database complains of, told in the operator's words."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from intake.errors import DamagedStoreError, ForbiddenStoreError, StorageFullError, StoreError
from intake.store.tables.column_types import GarbledValueError
from templates.language.messages import _

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")
_READ_ONLY = ("SQLITE_READONLY",)
_CLOSED = ("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
_DISK = ("SQLITE_IOERR",)


@contextmanager
def telling_of_trouble(home: Path) -> Iterator[None]:
    """Turn an error of the database (or of SQLite itself) into one that says what it means.

    Raises:
        DamagedStoreError: the file is damaged or no database.
        StorageFullError: no room; the change was not saved.
        ForbiddenStoreError: the account may not read or write it.
        StoreError: it stays locked, or the disk fails.
    """
    try:
        yield
    except DatabaseError as error:
        told = _told(error.orig, home)
        if told is None:
            raise
        raise told from error
    except (GarbledValueError, UnicodeDecodeError) as error:  # the latter: what SQLite itself complains of
        raise DamagedStoreError.at(home) from error
    except sqlite3.DatabaseError as error:
        told = _told(error, home)
        if told is None:
            raise
        raise told from error


@contextmanager
def telling_of_closed_doors(home: Path) -> Iterator[None]:
    """Turn an error of the system about the store's folder into one that says what it means.

    Raises ``ForbiddenStoreError`` where rights are lacking, else ``StoreError``; a full disk stays itself.
    """
    try:
        yield
    except PermissionError as error:
        readable = os.access(home, os.R_OK | os.X_OK)
        told = ForbiddenStoreError.read_only if readable else ForbiddenStoreError.closed
        raise told(home) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StoreError(
            _("The store in {home} can't be opened.").format(home=home),
            _("Check that the folder is there, and that its disk or network is connected."),
        ) from error


def is_of_the_database(error: BaseException) -> bool:
    """Whether the database complains of what none of the errors above names."""
    return isinstance(error, DatabaseError)


def _told(cause: BaseException | None, home: Path) -> StoreError | None:
    name = str(getattr(cause, "sqlite_errorname", None))
    if name.startswith(_DAMAGED) or "Could not decode to UTF-8" in str(cause):
        return DamagedStoreError.at(home)
    if name.startswith("SQLITE_FULL"):
        return StorageFullError(
            _("The disk is full; the last change was not saved."),
            _("Free some space, then run the same command again: it goes on where it stopped."),
        )
    if name.startswith(_LOCKED):
        return StoreError(
            _("Another program keeps the store locked."), _("Wait for it to finish, then try again.")
        )
    if name.startswith(_READ_ONLY):
        return ForbiddenStoreError.read_only(home)
    if name.startswith(_CLOSED):
        return ForbiddenStoreError.closed(home)
    if name.startswith(_DISK):
        return StoreError(
            _("The disk of {home} does not answer as it should; the last change was not saved.").format(
                home=home
            ),
            _("Check the disk and its cable or network, then run the same command again."),
        )
    return None
