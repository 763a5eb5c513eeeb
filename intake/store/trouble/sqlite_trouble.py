# SPDX-License-Identifier: Apache-2.0
"""What SQLite complains of, by the names of its error codes, told in the operator's words."""

from __future__ import annotations

from pathlib import Path

from intake.errors import DamagedStoreError, ForbiddenStoreError, LostStoreError, StoreError
from intake.store.trouble.disk_state import full, is_full, unwritable
from templates.language.messages import _

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
# What it says of a damaged text or header under no code of its own.
_DAMAGED_WORDS = ("Could not decode to UTF-8", "unsupported file format")
_WRITE_VERSION, _WRITE_VERSIONS = 18, (1, 2)
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")
_READ_ONLY = ("SQLITE_READONLY",)
_CLOSED = ("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
_DISK = ("SQLITE_IOERR",)


def lost_race(cause: BaseException | None) -> bool:
    """Whether SQLite let another go first, so that the same work may pass later."""
    return _name(cause).startswith(_LOCKED)


def told_of_sqlite(cause: BaseException | None, database: Path) -> StoreError | None:
    """The error that says what ``cause`` means for the file ``database``; None for any other."""
    name, home = _name(cause), database.parent
    if name.startswith((*_DISK, *_CLOSED)) and database.is_dir():
        return LostStoreError.no_file(database)
    if name.startswith(_DAMAGED) or any(words in str(cause) for words in _DAMAGED_WORDS):
        return DamagedStoreError.at(home)
    # On a full disk SQLite can't even make the files that it keeps beside the database.
    if name.startswith("SQLITE_FULL") or (name.startswith((*_DISK, *_CLOSED)) and is_full(home)):
        return full()
    if name.startswith(_LOCKED):
        return StoreError(
            _("Another program keeps the store locked."), _("Wait for it to finish, then try again.")
        )
    if name.startswith(_READ_ONLY):
        return DamagedStoreError.at(home) if _is_of_no_known_format(database) else unwritable(home)
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


def _is_of_no_known_format(database: Path) -> bool:
    """Whether SQLite only reads the file since its header names a write version (byte 18) that no SQLite has.

    https://www.sqlite.org/fileformat2.html#file_format_version_numbers
    """
    try:
        with database.open("rb") as opened:
            header = opened.read(_WRITE_VERSION + 1)
    except OSError:
        return False
    return len(header) > _WRITE_VERSION and header[_WRITE_VERSION] not in _WRITE_VERSIONS


def _name(cause: BaseException | None) -> str:
    return str(getattr(cause, "sqlite_errorname", None))
