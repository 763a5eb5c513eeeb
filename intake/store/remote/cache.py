# SPDX-License-Identifier: Apache-2.0
"""The folder of this computer through which files of a store elsewhere are read, up to a limit.

A file lies there under its hash like in ``ObjectFolder``; its time of change says when it was last opened.
Whoever opens one gets a hard link of its own: what is evicted meanwhile stays readable to the end, a file
that is open anywhere is told by its number of links, and no process has to know of the others. Each one that
adds a file evicts the oldest that nobody has open until the limit holds again, so at any moment it is passed
by what is open and what just came at most.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from uuid import uuid4

from intake.store.objects import digest
from templates.system import is_running, move_into_place, open_private

_OWN = ".open-"


@dataclass(frozen=True, slots=True)
class _Lying:
    path: Path
    used: int
    size: int
    open: bool


@dataclass(frozen=True, slots=True)
class ObjectCache:
    """Copies of kept files in ``root``; of those that nobody has open at most ``limit_bytes``."""

    root: Path
    limit_bytes: int

    @contextmanager
    def own_name(self) -> Iterator[Path]:
        """A name for the file of one opening alone, gone in the end; nothing lies there yet."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._new_name()
        try:
            yield path
        finally:
            # On Windows a program that still reads it keeps it; ``clear_left_overs`` takes it away then.
            with suppress(PermissionError):
                path.unlink(missing_ok=True)

    def give(self, sha256: str, own: Path) -> bool:
        """Have ``own`` be the file of this hash, checked; False where there is no sound copy of it."""
        cached = self._path(sha256)
        with suppress(OSError):  # not there, or a bad sector: it is fetched again
            _link(cached, own)
            os.utime(own)
            if digest(own).sha256 == sha256:
                return True
        _remove(cached)
        own.unlink(missing_ok=True)
        return False

    def add(self, own: Path, sha256: str) -> None:
        """Keep what ``own`` holds for whoever opens it next. No more than a convenience: where it can't be
        kept, it is fetched again.
        """
        cached, part = self._path(sha256), self._new_name()
        with suppress(OSError):
            cached.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _link(own, part)
            move_into_place(part, cached)
        _remove(part)  # there still where another process has put in the very same file
        self._evict(self.limit_bytes)

    def clear(self) -> bool:
        """Remove all that nobody has open; whether that was anything."""
        return self._evict(0)

    def clear_left_overs(self) -> None:
        """Remove what processes that were killed had open."""
        for own in self.root.glob(f"{_OWN}*"):
            owner = own.name.removeprefix(_OWN).partition("-")[0]
            if not (owner.isdigit() and is_running(int(owner))):
                own.unlink(missing_ok=True)

    def _new_name(self) -> Path:
        return self.root / f"{_OWN}{os.getpid()}-{uuid4().hex}"

    def _path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:]

    def _evict(self, limit: int) -> bool:
        lying = sorted(self._lying(), key=lambda one: one.used)
        left, evicted = sum(one.size for one in lying), False
        for one in lying:
            if left <= limit:
                break
            if not one.open and _remove(one.path):
                left, evicted = left - one.size, True
        return evicted

    def _lying(self) -> Iterator[_Lying]:
        for path in self.root.glob("??/*"):
            with suppress(FileNotFoundError):  # another process evicts it at this moment
                told = path.stat()
                yield _Lying(path, told.st_mtime_ns, told.st_size, told.st_nlink > 1)


def new_file(own: Path) -> None:
    """Make ``own`` an empty file that its owner alone may read."""
    os.close(open_private(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))


def _link(source: Path, target: Path) -> None:
    """``target``, which is not there yet, as one more name of ``source``; a copy where the disk knows no such
    thing.
    """
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        new_file(target)
        copyfile(source, target)


def _remove(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # open on Windows, or not ours
        return False
    return True
