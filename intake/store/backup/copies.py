# SPDX-License-Identifier: Apache-2.0
"""The copies of one store in one place.

::

    sohoa-backup.json     which store's copies lie here, and what a key is known by
    snapshots/NAME.json   one copy: its database, and the pieces of the list of its files
    pieces/ab/abcd…       pieces of files by their hash, each once, whichever copies need it
    writing.json          who is writing just now; left behind by one that was cut off

A copy's name begins with its number, not with its day: a clock that ran ahead would put every later copy
behind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from intake.settings.log import log_exception
from intake.store.backup.errors import BackupKeyError, BackupUseError, DamagedBackupError
from intake.store.backup.listing import CopiedFile, read_listing
from intake.store.backup.place import CopyPlace
from intake.store.backup.sealing import AskKey, KeySeal, Seal, seal_for

FORMAT = 1
ABOUT, SNAPSHOTS, PIECES = "sohoa-backup.json", "snapshots", "pieces"
_END = ".json"


class _Told(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class About(_Told):
    """``sohoa-backup.json``: the store's identity, and by what its key is known ("" without a lock)."""

    format: int
    store: str
    check: str = ""


class Head(_Told):
    """``snapshots/NAME.json``: one copy. ``revision`` is that of the database's tables; ``files`` and
    ``size`` count the files of the list, the database aside.
    """

    format: int = FORMAT
    name: str
    store: str
    made_at: datetime
    program: str
    revision: str
    database: CopiedFile
    listing: tuple[str, ...]
    files: int
    size: int


class Copies:
    """Copies that lie in ``place``. ``fresh`` are the pieces written now, ``unsure`` those of which only the
    size is known to be right.
    """

    def __init__(self, place: CopyPlace, about: About, seal: Seal) -> None:
        self.place = place
        self.store = about.store
        self.seal = seal
        self.fresh: set[str] = set()
        self.unsure: set[str] = set()

    @classmethod
    def open(cls, place: CopyPlace, key: AskKey) -> Self:
        """For reading. Raises ``DamagedBackupError`` (there are none), ``BackupKeyError``, ``PlaceError``."""
        place.ready(make=False)
        about = about_of(place)
        if about is None:
            raise DamagedBackupError.no_copies(place.told)
        return cls(place, about, seal_for(key, about.check))

    @classmethod
    def open_to_write(
        cls, place: CopyPlace, store: str, key: AskKey, *, locked: bool, cut_off: bool = False
    ) -> Self:
        """For another copy of ``store``; begun where there are none yet, ``locked`` by the key. ``cut_off``:
        the last one was, so that what it left may not be what it wrote.

        Raises ``BackupUseError`` where another store's lie there, or ones without the lock asked for.
        """
        about = about_of(place)
        if about is None:
            about = About(format=FORMAT, store=store, check=_new_check(key) if locked else "")
            place.write(ABOUT, about.model_dump_json().encode())
        if about.store != store:
            raise BackupUseError.other_store(place.told)
        if locked and not about.check:
            raise BackupUseError.not_locked(place.told)
        copies = cls(place, about, seal_for(key, about.check))
        if cut_off and place.lasts_once_settled:
            copies.unsure = copies.present.keys() - copies.named_by_whole_copies()
        return copies

    def names(self) -> list[str]:
        """The names of the copies, newest first."""
        found = [name for name, _size in self.place.names(SNAPSHOTS) if name.endswith(_END)]
        return sorted((name[len(SNAPSHOTS) + 1 : -len(_END)] for name in found), reverse=True)

    def next_name(self, now: datetime) -> str:
        """The name of a copy made ``now`` (UTC)."""
        newest = next(iter(self.names()), "0")
        return f"{int(newest.partition('-')[0]) + 1:06d}-{now:%Y%m%d-%H%M%S}"

    def head(self, name: str) -> Head:
        """One copy; raises ``DamagedBackupError`` where it is not what was written."""
        where = f"{SNAPSHOTS}/{name}{_END}"
        data = self.place.read(where)
        opened = None if data is None else self.seal.open(where, data)
        if opened is None:
            raise self._damaged(where)
        checksum, _line, text = opened.partition(b"\n")
        if checksum != _checksum(text):
            raise self._damaged(where)
        try:
            told = json.loads(text)
            if told["format"] > FORMAT:
                raise DamagedBackupError.newer(self.place.told)
            return Head.model_validate(told)
        except (ValueError, LookupError, TypeError, ValidationError) as error:
            raise self._damaged(where) from error

    def add(self, head: Head) -> None:
        """Put a copy under its name, once all its pieces are there and last."""
        self.place.settle()
        text = head.model_dump_json().encode()
        where = f"{SNAPSHOTS}/{head.name}{_END}"
        self.place.write(where, self.seal.lock(where, _checksum(text) + b"\n" + text))

    def remove(self, name: str) -> None:
        """Take a copy away; its pieces stay until they are swept."""
        self.place.remove(f"{SNAPSHOTS}/{name}{_END}")

    def entries(self, head: Head) -> Iterator[CopiedFile]:
        """The files of a copy in the order of their paths, the database aside."""
        return read_listing(head.listing, self.get)

    def get(self, sha256: str) -> bytes:
        """A piece, checked; raises ``DamagedBackupError`` where it is missing or altered."""
        where = self._where(sha256)
        data = self.place.read(where)
        opened = None if data is None else self.seal.open(where, data)
        if opened is None or hashlib.sha256(opened).hexdigest() != sha256:
            raise self._damaged(where)
        return opened

    def put(self, data: bytes) -> str:
        """Keep a piece, unless it is there; returns its SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.has(sha256, len(data)):
            where = self._where(sha256)
            self.place.write(where, self.seal.lock(where, data), lazily=True)
            self.present[where] = len(data) + self.seal.added
            self.fresh.add(where)
        return sha256

    @cached_property
    def present(self) -> dict[str, int]:
        """The pieces that lie there, by their names, with their sizes; kept up to date by ``put``."""
        return dict(self.place.names(PIECES))

    def has(self, sha256: str, size: int) -> bool:
        """Whether a piece lies there with the right size (one cut off in the middle has another); one of a
        copy that was cut off is read, because a power cut may leave a name without its bytes.
        """
        where = self._where(sha256)
        there = self.present.get(where) == size + self.seal.added
        if there and where in self.unsure:
            self.unsure.discard(where)
            there = self._reads_back(sha256)
            if not there:
                del self.present[where]
        return there

    def new_bytes(self, entry: CopiedFile) -> int:
        """How many bytes of a file no earlier copy had."""
        return sum(size for sha256, size in entry.cut if self._where(sha256) in self.fresh)

    def has_all(self, entry: CopiedFile) -> bool:
        """Whether all pieces of a file lie there."""
        return all(self.has(sha256, size) for sha256, size in entry.cut)

    def named_by_whole_copies(self) -> set[str]:
        """The names of all pieces that the copies need whose lists can be read."""
        named: set[str] = set()
        for name in self.names():
            try:
                named.update(self.named(self.head(name)))
            except DamagedBackupError as error:
                log_exception("damaged-copy", error, snapshot=name)
        return named

    def _reads_back(self, sha256: str) -> bool:
        try:
            self.get(sha256)
        except DamagedBackupError:
            return False
        return True

    def named(self, head: Head) -> Iterator[str]:
        """The names of all pieces that a copy needs; raises as ``get`` where its list can't be read."""
        yield from (self._where(sha256) for sha256 in head.listing)
        for entry in (head.database, *self.entries(head)):
            yield from (self._where(sha256) for sha256, _size in entry.cut)

    def _where(self, sha256: str) -> str:
        name = self.seal.name(sha256)
        return f"{PIECES}/{name[:2]}/{name}"

    def _damaged(self, name: str) -> DamagedBackupError:
        return DamagedBackupError.in_place(self.place.told, name)


def _new_check(key: AskKey) -> str:
    known = key()
    if known is None:
        raise BackupKeyError.none_yet()
    return KeySeal(known).check


def about_of(place: CopyPlace) -> About | None:
    """Whose copies lie in a place; None where none do.

    Raises ``DamagedBackupError`` where that can't be read, or a newer program wrote it.
    """
    data = place.read(ABOUT)
    if data is None:
        return None
    try:
        about = About.model_validate_json(data)
    except ValidationError as error:
        raise DamagedBackupError.in_place(place.told, ABOUT) from error
    if about.format > FORMAT:
        raise DamagedBackupError.newer(place.told)
    return about


def _checksum(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()
