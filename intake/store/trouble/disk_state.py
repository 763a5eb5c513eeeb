# SPDX-License-Identifier: Apache-2.0
"""What is the matter with a store's disk, where a system or a database only says that something failed.

A full disk and a broken cable, a write-protected disk and a missing right are told alike by those.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from intake.errors import ForbiddenStoreError, StorageFullError
from templates.language.messages import _
from templates.system import is_read_only

LEAST_BYTES = 1 << 15
"""The smallest file that SQLite needs beside a database."""


def is_full(place: Path) -> bool:
    """Whether the disk of ``place`` has no room left for anything."""
    try:
        return shutil.disk_usage(place).free < LEAST_BYTES
    except OSError:
        return False


def full() -> StorageFullError:
    """That the last change found no room."""
    return StorageFullError(
        _("The disk is full; the last change was not saved."),
        _("Free some space, then run the same command again: it goes on where it stopped."),
    )


def unwritable(place: Path) -> ForbiddenStoreError:
    """Why ``place`` can be read and not written: its disk, or the account's rights."""
    told = ForbiddenStoreError.on_protected_disk if is_read_only(place) else ForbiddenStoreError.read_only
    return told(place)
