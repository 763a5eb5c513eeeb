# SPDX-License-Identifier: Apache-2.0
"""Copies of the store as the settings and a person want them: the place, the key, what goes along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from intake.settings.file import settings_path
from intake.settings.secrets import backup_key, keep_backup_key
from intake.settings.settings import BackupSettings, Settings
from intake.store.backup.copies import Copies
from intake.store.backup.errors import BackupKeyError, BackupUseError
from intake.store.backup.last_copy import LastCopy, last_copy
from intake.store.backup.make import BackupWish
from intake.store.backup.place import open_place
from intake.store.backup.printed_key import new_key, printed, read_key
from templates.errors import SohoaError

OVERDUE = timedelta(days=3)
"""Over a weekend nobody works, and nothing new is lost."""


def wish_for(
    settings: Settings,
    config: Path | None,
    to: str | None = None,
    *,
    keep: int | None = None,
    locked: bool = False,
    anew: bool = False,
) -> BackupWish:
    """How a copy is to be made: what a person said, else what the settings say. ``config`` is the settings
    file that was named, if one was.

    Raises ``BackupUseError`` where neither names a place, ``BackupKeyError`` for a key that is none.
    """
    place = to or settings.backup.to
    if not place:
        raise BackupUseError.no_place()
    return BackupWish(
        to=place,
        keep=settings.backup.keep if keep is None else keep,
        locked=locked or settings.backup.encrypt,
        key=partial(_key, settings.backup),
        anew=anew,
        settings=settings_path(config),
    )


def scheduled(settings: Settings, config: Path | None) -> BackupWish | SohoaError | None:
    """The copy after each night: None where the settings name no place, or what is wrong with them."""
    if not settings.backup.to:
        return None
    try:
        return wish_for(settings, config)
    except SohoaError as error:
        return error


@dataclass(frozen=True, slots=True)
class CopyAge:
    """The last good copy, if there was one, how many whole days ago it was made, and whether that is long."""

    last: LastCopy | None
    days: int
    overdue: bool


def copy_age(home: Path, now: datetime) -> CopyAge:
    """How old the last good copy of a store is; one made in the future (a wrong clock) counts as overdue."""
    last = last_copy(home)
    if last is None:
        return CopyAge(None, 0, overdue=True)
    age = now - last.at
    return CopyAge(last, max(0, age.days), overdue=age > OVERDUE or age < -timedelta(days=1))


def copies_in(settings: Settings, place: str | None) -> Copies:
    """The copies in ``place``, else where the settings say, opened for reading; raises as ``Copies.open``."""
    place = place or settings.backup.to
    if not place:
        raise BackupUseError.no_place()
    return Copies.open(open_place(place), partial(_key, settings.backup))


def shown_key(backup: BackupSettings) -> tuple[str, bool]:
    """The key to print, made and kept where there is none; and whether this computer keeps it."""
    found = backup_key(backup)
    if found is not None:
        return printed(read_key(found.get_secret_value())), True
    made = printed(new_key())
    return made, keep_backup_key(made)


def enter_key(typed: str) -> None:
    """Keep a key that a person typed; raises ``BackupKeyError`` where it has an error, or can't be kept."""
    if not keep_backup_key(printed(read_key(typed))):
        raise BackupKeyError.not_kept()


def _key(backup: BackupSettings) -> bytes | None:
    found = backup_key(backup)
    return None if found is None else read_key(found.get_secret_value())
