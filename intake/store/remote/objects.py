# SPDX-License-Identifier: Apache-2.0
"""Kept files in a store elsewhere, by their SHA-256: ``<place>/objects/ab/cdef…``.

What is kept is uploaded and then asked for again, by the store's own SHA-256 where it has one, else by
reading it back; so a row names it only once it lies there whole. What is read comes by the cache, checked.
Names (of slips: ``named``) are small files that hold a hash.
"""

from __future__ import annotations

import base64
import errno
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar
from uuid import uuid4

from fsspec import AbstractFileSystem

from intake.errors import DamagedObjectError, ObjectStoreError, StorageFullError
from intake.store.objects import CHUNK_BYTES, Papers, SharedObjects, StoredObject, copy_synced, digest
from intake.store.remote.cache import ObjectCache, new_file
from intake.store.remote.place import S3, ObjectPlace, filesystem
from intake.store.remote.trouble import patiently, telling_of_objects
from templates.language.messages import _

_T = TypeVar("_T")

AT_ONCE_BYTES = 100 * 2**20
"""s3fs uploads smaller files in one piece; only of those S3 tells the SHA-256 of the whole."""
_WHOLE_OR_NOT = frozenset((S3, "gs", "gcs", "az", "abfs", "memory"))
"""Schemes under which a file is never seen before all of it is there."""
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class RemoteObjects:
    """The files kept at ``place``, read through ``cache``. Safe for many processes and computers."""

    place: ObjectPlace
    cache: ObjectCache

    def __str__(self) -> str:
        return str(self.place)

    @property
    def shared(self) -> SharedObjects:
        return self

    def keep(self, source: Path) -> StoredObject:
        """Upload ``source`` and check what arrived; the hash is that of the bytes sent, even if the file
        changes meanwhile.

        Raises ``ObjectStoreError`` and ``StorageFullError`` (no room here for the copy that is sent), with
        nothing half-done that a later try would not mend, and the ``OSError`` of a source that can't be read.
        """
        with source.open("rb") as stream:
            return self.keep_stream(stream)

    def keep_stream(self, stream: IO[bytes]) -> StoredObject:
        """Like ``keep``, from an open stream that can be read again from its beginning."""
        with self.cache.own_name() as own:
            kept = self._with_room(lambda: _copied(stream, own))
            if self.send(own, kept):
                self.cache.add(own, kept.sha256)
        return kept

    def send(self, source: Path, kept: StoredObject) -> bool:
        """Upload a file of known hash from where it lies, and check what arrived; False where it was there.

        Raises ``ObjectStoreError``.
        """
        with telling_of_objects(self.place):
            return self._put(source, kept)

    @contextmanager
    def opened(self, sha256: str, name: str = "") -> Iterator[Path]:
        """A checked copy on this computer, for as long as the context is open.

        Raises:
            DamagedObjectError: the store has it no more, or altered.
            ObjectStoreError: it is not here, and the store can't be asked.
            StorageFullError: there is no room for it here.
        """
        with self.cache.own_name() as own:
            if not self.cache.give(sha256, own):
                self._fetch(sha256, own, name)
                self.cache.add(own, sha256)
            yield own

    def holds(self, kept: StoredObject) -> bool:
        """Whether the store has the file with its bytes. Raises ``ObjectStoreError``."""
        with telling_of_objects(self.place):
            return self._is_there(kept)

    def named(self, name: str) -> str | None:
        """The hash of what was kept under ``name``; None for nothing. Raises ``ObjectStoreError``."""
        reached, root = filesystem(self.place)
        with telling_of_objects(self.place):
            try:
                return str(patiently(lambda: reached.cat_file(f"{root}/{name}.sha256")).decode("ascii"))
            except (FileNotFoundError, UnicodeDecodeError):
                return None

    def name(self, name: str, kept: StoredObject) -> None:
        """Have ``name`` stand for a file that is kept. Raises ``ObjectStoreError``."""
        self.note(f"{name}.sha256", kept.sha256)

    def note(self, name: str, text: str, *, patient: bool = True) -> None:
        """Keep a small text under ``name``, whole or not at all; ``patient``: again where the store asks to
        slow down or does not answer. Raises ``ObjectStoreError``.
        """
        with telling_of_objects(self.place):
            if patient:
                patiently(lambda: self._write(name, text.encode()))
            else:
                self._write(name, text.encode())

    def notes(self, folder: str) -> Iterator[str]:
        """The small texts kept below ``folder``, in the order of their names. Raises ``ObjectStoreError``."""
        reached, root = filesystem(self.place)
        with telling_of_objects(self.place):
            for path in sorted(reached.find(f"{root}/{folder}")):
                yield str(reached.cat_file(path).decode())

    def is_used(self) -> bool:
        """Whether any file is kept there. Raises ``ObjectStoreError``."""
        reached, root = filesystem(self.place)
        with telling_of_objects(self.place):
            try:
                return bool(reached.ls(f"{root}/objects", detail=False))
            except FileNotFoundError:
                return False

    def clear_left_overs(self) -> None:
        """Remove what killed processes of this computer had open."""
        self.cache.clear_left_overs()

    def by_address(self) -> Papers:
        """The same for other computers: without any secret, which they have themselves."""
        from intake.store.remote.by_address import PapersAt

        return PapersAt(self.place.url)

    def require(self) -> None:
        """Ask the store for anything at all, once. Raises ``ObjectStoreError``."""
        reached, root = filesystem(self.place)
        with telling_of_objects(self.place):
            if self.place.scheme == S3:
                bucket, _key, _version = reached.split_path(root)
                reached.call_s3("list_objects_v2", Bucket=bucket, MaxKeys=1)
            elif not reached.exists(root):
                raise FileNotFoundError(root)

    def _key(self, sha256: str) -> str:
        return f"{filesystem(self.place)[1]}/objects/{sha256[:2]}/{sha256[2:]}"

    def _write(self, name: str, data: bytes) -> None:
        reached, root = filesystem(self.place)
        if self.place.scheme in _WHOLE_OR_NOT:
            reached.pipe_file(f"{root}/{name}", data)
            return
        part = f"{root}/.part-{uuid4().hex}"
        reached.pipe_file(part, data)
        reached.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
        reached.mv(part, f"{root}/{name}")

    def _put(self, source: Path, kept: StoredObject) -> bool:
        if self._is_there(kept):
            return False
        patiently(lambda: self._upload(source, self._key(kept.sha256), kept.size))
        if not self._is_there(kept):
            raise ObjectStoreError.altered(self.place)
        return True

    def _upload(self, source: Path, key: str, size: int) -> None:
        reached, root = filesystem(self.place)
        if self.place.scheme in _WHOLE_OR_NOT:
            whole = self.place.scheme == S3 and size < AT_ONCE_BYTES
            reached.put_file(str(source), key, **({"ChecksumAlgorithm": "SHA256"} if whole else {}))
            return
        # Beside the folders, none of which is made yet: where no disk is connected, nothing stands in for it.
        part = f"{root}/.part-{uuid4().hex}"
        try:
            reached.put_file(str(source), part)
            reached.makedirs(key.rpartition("/")[0], exist_ok=True)
            reached.mv(part, key)
        finally:
            if reached.exists(part):
                reached.rm_file(part)

    def _is_there(self, kept: StoredObject) -> bool:
        reached, _root = filesystem(self.place)
        key = self._key(kept.sha256)
        try:
            size, sha256 = patiently(lambda: _told_of(reached, key, s3=self.place.scheme == S3))
            if size != kept.size:
                return False
            return (sha256 or patiently(lambda: _read_through(reached, key))) == kept.sha256
        except FileNotFoundError:
            return False

    def _fetch(self, sha256: str, own: Path, name: str) -> None:
        reached, _root = filesystem(self.place)
        called = name or sha256[:12]
        with telling_of_objects(self.place):
            try:
                new_file(own)
                self._with_room(lambda: patiently(lambda: reached.get_file(self._key(sha256), str(own))))
            except FileNotFoundError as error:
                if _says_no_bucket(error):
                    raise
                raise DamagedObjectError.in_store(called, self.place) from error
        if digest(own).sha256 != sha256:
            raise DamagedObjectError.in_store(called, self.place)

    def _with_room(self, write: Callable[[], _T]) -> _T:
        """``write``; where the disk is full, once more after the cache has given up what it can."""
        try:
            return write()
        except OSError as error:
            if error.errno not in _FULL:
                raise
        try:
            self.cache.clear()
            return write()
        except OSError as error:
            if error.errno not in _FULL:
                raise
            raise StorageFullError(
                _("The disk of {folder} is full; there is no room for a paper's copy.").format(
                    folder=self.cache.root
                ),
                _("Free some space, then run the same command again: it goes on where it stopped."),
            ) from error


def _copied(stream: IO[bytes], own: Path) -> StoredObject:
    stream.seek(0)
    new_file(own)
    with own.open("wb") as target:
        return copy_synced(stream, target)


def _told_of(reached: AbstractFileSystem, key: str, *, s3: bool) -> tuple[int, str]:
    """Size and SHA-256 as the store tells them; "" where it tells none."""
    if not s3:
        return int(reached.info(key)["size"]), ""
    bucket, name, _version = reached.split_path(key)
    head: dict[str, Any] = reached.call_s3("head_object", Bucket=bucket, Key=name, ChecksumMode="ENABLED")
    return int(head["ContentLength"]), _hexadecimal(str(head.get("ChecksumSHA256", "")))


def _hexadecimal(checksum: str) -> str:
    """S3's Base64 as we write hashes; "" for the sum over the sums of several parts (``…-3``)."""
    return "" if "-" in checksum else base64.b64decode(checksum).hex()


def _read_through(reached: AbstractFileSystem, key: str) -> str:
    hasher = hashlib.sha256()
    with reached.open(key, "rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            hasher.update(chunk)
    return hasher.hexdigest()


def _says_no_bucket(error: FileNotFoundError) -> bool:
    answer = getattr(error.__cause__, "response", None) or {}
    return bool(answer.get("Error", {}).get("Code") == "NoSuchBucket")
