# SPDX-License-Identifier: Apache-2.0
"""What SQLite complains of, by the names of its error codes, told in the operator's words."""

from __future__ import annotations

from pathlib import Path

from intake.errors import DamagedStoreError, ForbiddenStoreError, StoreError
from intake.store.trouble.disk_state import full, is_full, unwritable
from templates.language.messages import _

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")
_READ_ONLY = ("SQLITE_READONLY",)
_CLOSED = ("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
_DISK = ("SQLITE_IOERR",)


def lost_race(cause: BaseException | None) -> bool:
    """Whether SQLite let another go first, so that the same work may pass later."""
    return _name(cause).startswith(_LOCKED)


def told_of_sqlite(cause: BaseException | None, home: Path) -> StoreError | None:
    """The error that says what ``cause`` means for the store in ``home``; None for any other."""
    name = _name(cause)
    if name.startswith(_DAMAGED) or "Could not decode to UTF-8" in str(cause):
        return DamagedStoreError.at(home)
    # On a full disk SQLite can't even make the files that it keeps beside the database.
    if name.startswith("SQLITE_FULL") or (name.startswith((*_DISK, *_CLOSED)) and is_full(home)):
        return full()
    if name.startswith(_LOCKED):
        return StoreError(
            _("Another program keeps the store locked."), _("Wait for it to finish, then try again.")
        )
    if name.startswith(_READ_ONLY):
        return unwritable(home)
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


def _name(cause: BaseException | None) -> str:
    return str(getattr(cause, "sqlite_errorname", None))
