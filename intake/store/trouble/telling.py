# SPDX-License-Identifier: Apache-2.0
"""What the database complains of, told in the operator's words."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError, DBAPIError

from intake.errors import ForbiddenStoreError, StoreError
from intake.store.store_database import StoreDatabase
from intake.store.tables.column_types import GarbledValueError
from intake.store.trouble.disk_state import unwritable
from templates.language.messages import _


@contextmanager
def telling_of_trouble(place: StoreDatabase) -> Iterator[None]:
    """Turn an error of the database (or of its driver) into one that says what it means.

    Raises:
        DamagedStoreError: it is damaged, or no database of ours.
        StorageFullError: no room; the change was not saved.
        ForbiddenStoreError: the account may not read or write it.
        ServerError: its server does not answer, or lets nobody in.
        StoreError: it stays locked, or the disk fails.
    """
    try:
        yield
    except DBAPIError as error:
        told = place.told(error.orig)
        if told is None:
            raise
        raise told from error
    except (GarbledValueError, UnicodeDecodeError) as error:  # the latter: what SQLite itself complains of
        raise place.damaged() from error
    except sqlite3.DatabaseError as error:
        told = place.told(error)
        if told is None:
            raise
        raise told from error


@contextmanager
def telling_of_closed_doors(home: Path) -> Iterator[None]:
    """Turn an error of the system about the store's folder into one that says what it means.

    Raises ``ForbiddenStoreError`` where rights are lacking or the disk is write-protected, else
    ``StoreError``; a full disk stays itself.
    """
    try:
        yield
    except PermissionError as error:
        readable = os.access(home, os.R_OK | os.X_OK)
        raise (unwritable(home) if readable else ForbiddenStoreError.closed(home)) from error
    except OSError as error:
        if error.errno == errno.EROFS:
            raise ForbiddenStoreError.on_protected_disk(home) from error
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StoreError(
            _("The store in {home} can't be opened.").format(home=home),
            _("Check that the folder is there, and that its disk or network is connected."),
        ) from error


def is_of_the_database(error: BaseException) -> bool:
    """Whether the database complains of what none of the errors above names."""
    return isinstance(error, DatabaseError)
