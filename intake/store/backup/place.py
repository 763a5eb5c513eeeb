# SPDX-License-Identifier: Apache-2.0
"""Where copies lie: bytes under names, in a folder or anywhere fsspec opens.

A name is a path with ``/`` of lower-case letters, digits, ``-`` and ``.`` only, so that any disk takes it
(FAT knows no case, no links and no rights). Under its name there is the whole of what was written, or
nothing: in a folder by renaming, elsewhere by one upload.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from intake.settings.log import log_exception
from intake.store.backup.errors import BackupUseError, PlaceError
from intake.store.synced import sync_files, write_synced, write_unsynced
from templates.system import move_into_place, sync_folder

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_LOGIN = re.compile(r"//[^/@]*@")
MOST_UNSETTLED = 1000
"""So many files are written before the disk is waited for."""
_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)


class CopyPlace(Protocol):
    """Bytes under names. Every method raises ``PlaceError`` where the place fails."""

    told: str
    """As it is named to people: without a password."""

    def ready(self, *, make: bool) -> None:
        """Be there; with ``make`` the last folder of its path is made if only that is missing."""

    def read(self, name: str) -> bytes | None:
        """The bytes of a name, None where there are none."""

    lasts_once_settled: bool
    """Whether what ``write`` was told to do lazily may be lost or half there after a power cut before
    ``settle``.
    """

    def write(self, name: str, data: bytes, *, lazily: bool = False) -> None:
        """Put bytes under a name, in place of any that were there; lasting, if not ``lazily``."""

    def settle(self) -> None:
        """Have all that was written lazily last."""

    def remove(self, name: str) -> None:
        """Take a name away; one that is not there is no fault."""

    def names(self, folder: str) -> Iterator[tuple[str, int]]:
        """The names below a folder in no order, each with its size in bytes."""


def open_place(url: str, home: Path | None = None) -> CopyPlace:
    """The place that a path or URL names; raises ``BackupUseError`` where there can be none, or where it
    lies inside ``home``.
    """
    if not _SCHEME.match(url) or url.lower().startswith(("file://", "local://")):
        root = Path(_SCHEME.sub("", url)).expanduser().absolute()
        if home is not None and root.resolve().is_relative_to(home.resolve()):
            raise BackupUseError.in_home(str(root))
        return FolderPlace(root)
    return _far_place(url)


def _far_place(url: str) -> CopyPlace:
    from fsspec.core import url_to_fs

    told = _LOGIN.sub("//", url)
    try:
        files, root = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise BackupUseError.unknown_kind(told) from error
    return FarPlace(files, root.rstrip("/"), told)


class FolderPlace:
    """A folder of this computer, a USB disk or a mounted share."""

    lasts_once_settled = True

    def __init__(self, root: Path) -> None:
        self.root = root
        self.told = str(root)
        self._unsettled: list[str] = []

    def ready(self, *, make: bool) -> None:
        with self._telling():
            if self.root.is_dir():
                return
            # Further folders are not made: a disk that is not plugged in would be one on this computer.
            if not make or not self.root.parent.is_dir():
                raise PlaceError.not_there(self.told)
            self.root.mkdir(mode=0o700)

    def read(self, name: str) -> bytes | None:
        with self._telling():
            try:
                return (self.root / name).read_bytes()
            except FileNotFoundError:
                return None

    def write(self, name: str, data: bytes, *, lazily: bool = False) -> None:
        path = self.root / name
        part = path.with_name(f"{path.name}.part")
        with self._telling():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                (write_unsynced if lazily else write_synced)(part, data)
                move_into_place(part, path)
            except OSError:
                part.unlink(missing_ok=True)
                raise
            if not lazily:
                _sync_names(path.parent)
                return
        self._unsettled.append(name)
        if len(self._unsettled) >= MOST_UNSETTLED:
            self.settle()

    def settle(self) -> None:
        paths = [self.root / name for name in self._unsettled]
        with self._telling():
            sync_files(paths)
            for folder in {path.parent for path in paths}:
                _sync_names(folder)
            _sync_names(self.root)
        self._unsettled.clear()

    def remove(self, name: str) -> None:
        with self._telling():
            (self.root / name).unlink(missing_ok=True)

    def names(self, folder: str) -> Iterator[tuple[str, int]]:
        with self._telling():
            yield from self._below(self.root / folder, folder)

    def _below(self, path: Path, name: str) -> Iterator[tuple[str, int]]:
        try:
            found = list(os.scandir(path))
        except FileNotFoundError:
            return
        for entry in found:
            below = f"{name}/{entry.name}"
            if entry.is_dir():
                yield from self._below(Path(entry.path), below)
            elif not entry.name.endswith(".part"):
                yield below, entry.stat().st_size

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise PlaceError.full(self.told) from error
            if error.errno in _READ_ONLY:
                raise PlaceError.closed(self.told) from error
            raise PlaceError.silent(self.told) from error


def _sync_names(folder: Path) -> None:
    try:
        sync_folder(folder)
    except OSError as error:  # some disks (FAT under some systems) can't; the file itself is synced
        if error.errno not in (errno.EINVAL, errno.EBADF, errno.ENOTSUP):
            raise


class FarPlace:
    """Whatever fsspec opens: S3, SFTP, a share. A single upload is whole there or not at all (S3), or is told
    by its size (the others).
    """

    def __init__(self, files: Any, root: str, told: str) -> None:
        self._files = files
        self._root = root
        self.told = told

    def ready(self, *, make: bool) -> None:
        with self._telling():
            if make:
                self._files.makedirs(self._root, exist_ok=True)

    def read(self, name: str) -> bytes | None:
        with self._telling():
            try:
                data: bytes = self._files.cat_file(f"{self._root}/{name}")
            except FileNotFoundError:
                return None
            return data

    lasts_once_settled = False

    def write(self, name: str, data: bytes, *, lazily: bool = False) -> None:  # noqa: ARG002 (an upload lasts)
        path = f"{self._root}/{name}"
        with self._telling():
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(path, data)

    def settle(self) -> None:
        """An upload that was answered lasts."""

    def remove(self, name: str) -> None:
        with self._telling():
            path = f"{self._root}/{name}"
            if self._files.exists(path):
                self._files.rm_file(path)

    def names(self, folder: str) -> Iterator[tuple[str, int]]:
        with self._telling():
            # What this process listed before may be older than what it wrote since.
            self._files.invalidate_cache()
            try:
                found = self._files.find(f"{self._root}/{folder}", detail=True)
            except FileNotFoundError:
                return
            start = len(f"{self._root}/")
            for path, told in found.items():
                yield path[start:] if path.startswith(self._root) else path, int(told["size"])

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except PermissionError as error:
            raise PlaceError.closed(self.told) from error
        except Exception as error:
            # Each kind of place has its library with errors of its own, of which no list could be kept.
            log_exception("backup-place", error)
            raise PlaceError.silent(self.told) from error
