# SPDX-License-Identifier: Apache-2.0
"""Kept files: the bytes of every paper, once, under their SHA-256, never altered.

They lie in a folder of the home (``ObjectFolder``), or in a store elsewhere (``intake.store.remote``) that a
province's computers share; whoever reads one asks an ``ObjectStore`` and gets a path to checked bytes.

A file is written under a temporary name, synced, and renamed into place, so that under its final name there
is always the whole of it. A file that no row names yet (the process died in between) is harmless: the next
run finds it there and goes on.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import IO, Protocol

from intake.errors import DamagedObjectError, StorageFullError
from templates.language.messages import _
from templates.system import is_running, move_into_place, sync_folder

CHUNK_BYTES = 1 << 20
_PART = ".part-"


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A kept file: its SHA-256 (64 hexadecimal digits) and its size in bytes."""

    sha256: str
    size: int


class Papers(Protocol):
    """Kept files as their readers know them. Goes to workers with their tasks, so it can be pickled."""

    def opened(self, sha256: str, name: str = "") -> AbstractContextManager[Path]:
        """A path to read the file of this hash at, checked; it stays while the context is open. ``name`` is
        what the paper is called where it is missed.

        Raises ``DamagedObjectError`` where it is gone or altered.
        """
        ...


class ObjectStore(Papers, Protocol):
    """Where kept files lie."""

    @property
    def shared(self) -> SharedObjects | None:
        """Itself where it lies elsewhere, for several computers: then it holds the files of packages and
        slips as well, which else (None) lie in folders of the home.
        """
        ...

    def keep(self, source: Path) -> StoredObject:
        """Copy ``source`` in; when this returns, the whole of it is there and was checked."""
        ...

    def holds(self, kept: StoredObject) -> bool:
        """Whether the file is there with its bytes, for all that can be told without altering anything."""
        ...

    def clear_left_overs(self) -> None:
        """Remove what processes that were killed left half-written."""
        ...


class SharedObjects(ObjectStore, Protocol):
    """Kept files that several computers share, some of them by a name as well. Each call may raise
    ``ObjectStoreError``.
    """

    def require(self) -> None:
        """Ask the store for anything at all."""
        ...

    def by_address(self) -> Papers:
        """The same for other computers: without any secret, which they have themselves."""
        ...

    def note(self, name: str, text: str, *, patient: bool = True) -> None:
        """Keep a small text under ``name``, whole or not at all; ``patient``: again where the store asks to
        slow down or does not answer.
        """
        ...

    def notes(self, folder: str) -> Iterator[str]:
        """The small texts kept below ``folder``, in the order of their names."""
        ...

    def is_used(self) -> bool:
        """Whether any file is kept there."""
        ...

    def named(self, name: str) -> str | None:
        """The hash of what was kept under ``name``; None for nothing."""
        ...

    def name(self, name: str, kept: StoredObject) -> None:
        """Have ``name`` stand for a file that is kept."""
        ...


class ObjectFolder:
    """The folder of kept files, laid out ``ab/cdef…`` by hash."""

    shared: SharedObjects | None = None

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where the file of this hash lies, or would lie."""
        return self.root / sha256[:2] / sha256[2:]

    def has(self, sha256: str) -> bool:
        """Whether the file of this hash is kept."""
        return self.path(sha256).is_file()

    @contextmanager
    def opened(self, sha256: str, name: str = "") -> Iterator[Path]:
        """The path of a kept file, ``checked``; nothing ever takes it away."""
        yield self.verify(sha256, name)

    def holds(self, kept: StoredObject) -> bool:
        """Whether the file lies there with its bytes: it is read through."""
        try:
            return digest(self.path(kept.sha256)).sha256 == kept.sha256
        except OSError:
            return False

    def keep(self, source: Path) -> StoredObject:
        """Copy ``source`` in; the hash is that of the bytes kept, even if the file changes meanwhile.

        Raises ``StorageFullError`` without leaving half a file, and the ``OSError`` of a source that can't be
        read (missing, forbidden).
        """
        with source.open("rb") as stream:
            return self.keep_stream(stream)

    def keep_stream(self, stream: IO[bytes]) -> StoredObject:
        """Like ``keep``, from an open stream."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with telling_of_full_disk(), _part_file(self.root) as part:
            with part.open("wb") as target:
                kept = copy_synced(stream, target)
            self._put_in_place(part, kept)
        return kept

    def clear_left_overs(self) -> None:
        """Remove what processes that were killed left half-written."""
        for part in self.root.glob(f"{_PART}*"):
            owner = part.name.removeprefix(_PART).partition("-")[0]
            if not (owner.isdigit() and is_running(int(owner))):
                part.unlink(missing_ok=True)

    def verify(self, sha256: str, name: str = "") -> Path:
        """The path of a kept file, ``checked``."""
        return checked(self.path(sha256), sha256, name)

    def _put_in_place(self, part: Path, kept: StoredObject) -> None:
        target = self.path(kept.sha256)
        if target.is_file() and digest(target) == kept:
            return
        target.parent.mkdir(mode=0o700, exist_ok=True)
        move_into_place(part, target)
        sync_folder(target.parent)


def checked(path: Path, sha256: str, name: str = "") -> Path:
    """``path`` after reading it through: what every opening of a kept file begins with. ``name`` is what the
    paper is called where it is missed.

    Raises ``DamagedObjectError`` where its hash is another, or it is gone or can't be read.
    """
    try:
        sound = path.is_file() and digest(path).sha256 == sha256
    except OSError:  # a bad sector costs this file, not all the others
        sound = False
    if not sound:
        raise DamagedObjectError(
            _("A kept paper is damaged: {name}.").format(name=name or sha256[:12]),
            _("Check the disk, then add the paper again from its scan."),
        )
    return path


LEAST_STUB_BYTES = 1 << 14
"""Shorter beginnings may be alike by chance: what a scanner writes before the first dot of the sheet."""


def begins_with(path: Path, sha256: str, size: int) -> bool:
    """Whether the first ``size`` bytes of a file have this hash; never with fewer than ``LEAST_STUB_BYTES``
    or where it can't be read.
    """
    if size < LEAST_STUB_BYTES:
        return False
    hasher, left = hashlib.sha256(), size
    try:
        with path.open("rb") as stream:
            while left and (chunk := stream.read(min(left, CHUNK_BYTES))):
                hasher.update(chunk)
                left -= len(chunk)
    except OSError:
        return False
    return not left and hasher.hexdigest() == sha256


def digest(path: Path) -> StoredObject:
    """Hash and size of a file, read in pieces."""
    hasher, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        for chunk in _chunks(stream):
            hasher.update(chunk)
            size += len(chunk)
    return StoredObject(hasher.hexdigest(), size)


def copy_synced(source: IO[bytes], target: IO[bytes]) -> StoredObject:
    """Copy a stream and have the disk hold the copy; the hash and size of what was written."""
    hasher, size = hashlib.sha256(), 0
    for chunk in _chunks(source):
        hasher.update(chunk)
        size += len(chunk)
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return StoredObject(hasher.hexdigest(), size)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


@contextmanager
def _part_file(folder: Path) -> Iterator[Path]:
    handle, name = mkstemp(dir=folder, prefix=f"{_PART}{os.getpid()}-")
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def telling_of_full_disk() -> Iterator[None]:
    """Turn the system's "no space left" (or quota) into an error with advice."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StorageFullError(
            _("The disk is full; the paper was not kept."),
            _("Free some space, then run the same command again: it goes on where it stopped."),
        ) from error
