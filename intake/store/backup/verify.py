# SPDX-License-Identifier: Apache-2.0
"""Are the copies in a place what was written: every piece read and compared with its hash, each once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from intake.store.backup.copies import Copies, Head
from intake.store.backup.errors import DamagedBackupError
from intake.store.backup.listing import CopiedFile
from intake.store.progress import Progress
from templates.language.messages import _

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class CopyFound:
    """One copy: when it was made, its files, how many of them are damaged, and the first of these by path
    (``sohoa.db`` is the database). ``readable`` is False where not even its list can be read.
    """

    snapshot: str
    made_at: datetime | None
    files: int
    damaged: int
    first: tuple[str, ...]
    readable: bool = True

    @property
    def whole(self) -> bool:
        return self.readable and not self.damaged


def verify_copies(copies: Copies, *, quick: bool, progress: Progress) -> list[CopyFound]:
    """Look through all copies, newest first. ``quick``: whether each piece is there with its size, not read.

    Raises ``PlaceError`` where the place fails.
    """
    judge = _Judge(copies, quick=quick)
    found = []
    for name in copies.names():
        try:
            head = copies.head(name)
            with progress(_("Checking"), head.files + 1, unit=_("files")) as advance:
                found.append(_found(copies, head, judge, advance))
        except DamagedBackupError:
            found.append(CopyFound(name, None, 0, 0, (), readable=False))
    return found


def _found(copies: Copies, head: Head, judge: _Judge, advance: Callable[[int], None]) -> CopyFound:
    damaged: list[str] = []
    count = 0
    for entry in chain([head.database], copies.entries(head)):
        if not judge.all_sound(entry):
            count += 1
            damaged += [entry.path] if len(damaged) < MOST_NAMED else []
        advance(1)
    return CopyFound(head.name, head.made_at, head.files + 1, count, tuple(damaged))


class _Judge:
    """What is known of each piece, so that one which many copies share is read once."""

    def __init__(self, copies: Copies, *, quick: bool) -> None:
        self._copies = copies
        self._quick = quick
        self._known: dict[bytes, bool] = {}

    def all_sound(self, entry: CopiedFile) -> bool:
        """Whether every piece of a file is."""
        return all(self.sound(sha256, size) for sha256, size in entry.cut)

    def sound(self, sha256: str, size: int) -> bool:
        key = bytes.fromhex(sha256)
        if key not in self._known:
            self._known[key] = self._copies.has(sha256, size) and (self._quick or self._reads(sha256))
        return self._known[key]

    def _reads(self, sha256: str) -> bool:
        try:
            self._copies.get(sha256)
        except DamagedBackupError:
            return False
        return True
