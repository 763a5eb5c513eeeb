# SPDX-License-Identifier: Apache-2.0
"""Making a copy of a home while the desk works.

The database first, in one moment; then the files. A file that came later is there for nothing; one that the
database of that moment names and that is another by now (a package made anew) has the whole looked through
again with a newer database. What the last copy has is not read again: papers never change, and of other files
size and time tell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from intake.errors import DamagedObjectError
from intake.settings.log import log_exception
from intake.settings.whereabouts import copied_from
from intake.store.backup.copies import Copies, Head, about_of
from intake.store.backup.database_copy import DatabaseCopy, database_copy, sound_store
from intake.store.backup.errors import BackupUseError, DamagedBackupError, PlaceError
from intake.store.backup.home_files import FileTold, HomeFile, Parts, home_files, named_files
from intake.store.backup.last_copy import LastCopy, last_copy, remember
from intake.store.backup.listing import PIECE_BYTES, CopiedFile, write_listing
from intake.store.backup.one_writer import only_writer
from intake.store.backup.place import CopyPlace, open_place
from intake.store.backup.prune import prune
from intake.store.backup.sealing import AskKey
from intake.store.objects import ObjectStore, SharedObjects
from intake.store.progress import Progress
from intake.store.store_database import StoreDatabase
from templates.language.messages import _
from templates.version import VERSION

ROUNDS = 3
"""So often the files are gone through where packages are made anew meanwhile."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BackupWish:
    """How copies are made: where ``to``, how many stay (0: all), locked or not and by which key, whether a
    place that lost its copies is begun anew, and the settings file to copy along.
    """

    to: str
    keep: int = 0
    locked: bool = False
    key: AskKey = lambda: None
    anew: bool = False
    settings: Path | None = None


@dataclass(frozen=True, slots=True)
class TouchedFile:
    """A file that the database names and that is not as it should be; ``kept`` if the copy has it whole
    from before.
    """

    dossier: str
    path: str
    kept: bool


@dataclass(frozen=True, slots=True)
class BackupDone:
    """A finished copy: files and bytes it holds, how many of these bytes no earlier one had, whether the last
    one had been cut off,
    files missing or altered in the home, older copies removed (None: nothing is removed while a copy there
    is damaged).
    """

    place: str
    snapshot: str
    files: int
    size: int
    written: int
    resumed: bool
    touched: tuple[TouchedFile, ...]
    removed: int | None


def make_backup(
    database: StoreDatabase,
    objects: ObjectStore,
    wish: BackupWish,
    *,
    now: Callable[[], datetime],
    progress: Progress,
) -> BackupDone:
    """Copy a store: its ``database``, what lies in its home, and its ``objects`` where they lie elsewhere.

    Raises:
        BackupUseError: no store, a copy of one, or a place that can't be meant.
        PlaceError, BackupBusyError, BackupKeyError, DamagedBackupError: see there.
        DamagedStoreError, LostStoreError: the store itself is not sound; earlier copies stay as they are.
    """
    home = database.home
    place = open_place(wish.to, home)
    store = sound_store(database)
    _refuse_emptied(home, wish, place)
    _refuse_copied(database, place)
    place.ready(make=True)
    with only_writer(place, now()) as resumed:
        copies = Copies.open_to_write(place, store, wish.key, locked=wish.locked, cut_off=resumed)
        head, new, touched = _in_rounds(database, objects.shared, copies, wish, now, progress)
        copies.add(head)
        removed = prune(copies, wish.keep) if wish.keep else 0
    remember(home, LastCopy(place=place.told, snapshot=head.name, at=head.made_at))
    size = head.size + head.database.size
    return BackupDone(place.told, head.name, head.files + 1, size, new, resumed, tuple(touched), removed)


def _refuse_emptied(home: Path, wish: BackupWish, place: CopyPlace) -> None:
    """A disk that is not plugged in leaves an empty folder: copies there would be on this computer."""
    last = last_copy(home)
    if last is None or last.place != place.told or wish.anew:
        return
    try:
        place.ready(make=False)
    except PlaceError as error:
        raise PlaceError.emptied(place.told) from error
    if about_of(place) is None:
        raise PlaceError.emptied(place.told)


def _refuse_copied(database: StoreDatabase, place: CopyPlace) -> None:
    """A home that is only looked at would push out the copies of the store that it is a copy of."""
    if not database.shared and copied_from(database.home) is not None and about_of(place) is not None:
        raise BackupUseError.from_copy(database.home, place.told)


def _in_rounds(
    database: StoreDatabase,
    shared: SharedObjects | None,
    copies: Copies,
    wish: BackupWish,
    now: Callable[[], datetime],
    progress: Progress,
) -> tuple[Head, int, list[TouchedFile]]:
    name = copies.next_name(now())
    newest = _newest_whole(copies)
    head: Head | None = None
    new, touched = 0, None
    for _number in range(ROUNDS):
        before = touched
        with (
            database_copy(database) as copied,
            progress(_("Copying"), newest.files if newest else None, unit=_("files")) as advance,
        ):
            one = _Round(copies, copied, shared, wish.settings, advance)
            head = one.head(database.home, name, newest, now())
        new, touched = one.new, one.touched
        # What is the same in two rounds does not come from the desk's work.
        if not any(each.path.startswith("packages/") for each in touched) or touched == before:
            break
        newest = head
    assert head is not None and touched is not None
    return head, new, touched


def _newest_whole(copies: Copies) -> Head | None:
    """The newest copy whose list can be read; what a damaged one had is read again from the home."""
    for name in copies.names():
        try:
            head = copies.head(name)
            for _entry in copies.entries(head):
                pass
        except DamagedBackupError as error:
            log_exception("damaged-copy", error, snapshot=name)
        else:
            return head
    return None


class _Round:
    """The files of a home gone through once, beside the database of one moment and the files of the last
    copy.
    """

    def __init__(
        self,
        copies: Copies,
        copied: DatabaseCopy,
        shared: SharedObjects | None,
        settings: Path | None,
        advance: Callable[[int], None],
    ) -> None:
        self.copies = copies
        self.copied = copied
        self.shared = shared
        self.settings = settings
        self.advance = advance
        self.touched: list[TouchedFile] = []
        self.files = self.size = self.new = 0

    def head(self, home: Path, name: str, newest: Head | None, made_at: datetime) -> Head:
        """Keep the pieces of all files; returns what the copy is to say."""
        base = _kept(self.copies, self.copied.path)
        rows = CopiedFile("sohoa.db", base.size, 0, base.sha256, base.pieces)
        self.new = self.copies.new_bytes(rows)
        listing = write_listing(self._entries(home, newest), self.copies.put)
        return Head(
            name=name,
            store=self.copies.store,
            made_at=made_at,
            program=VERSION,
            revision=self.copied.revision,
            database=rows,
            listing=tuple(listing),
            files=self.files,
            size=self.size,
        )

    def _entries(self, home: Path, newest: Head | None) -> Iterator[CopiedFile]:
        earlier = ((entry.parts, entry) for entry in (self.copies.entries(newest) if newest else ()))
        with closing(self.copied.open()) as opened:
            streams = (earlier, home_files(home, self.settings), named_files(opened))
            for parts, same in groupby(merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
                told = [what for _parts, what in same]
                earlier_one = _of(CopiedFile, told)
                entry = self._entry(parts, earlier_one, _of(HomeFile, told), _of(FileTold, told))
                if entry is not None:
                    self.files, self.size = self.files + 1, self.size + entry.size
                    self.new += 0 if entry is earlier_one else self.copies.new_bytes(entry)
                    yield entry
                self.advance(1)

    def _entry(
        self, parts: Parts, earlier: CopiedFile | None, found: HomeFile | None, named: FileTold | None
    ) -> CopiedFile | None:
        """What the copy has of one path: as it lies in the home, or as the last copy has it where the home
        has lost it.
        """
        wanted = named.sha256 if named else _hash_in(parts)
        known = earlier is not None and earlier.sha256 == wanted and self.copies.has_all(earlier)
        if self.shared is not None and found is None and named is not None:
            entry = earlier if known else self._from_elsewhere(self.shared, parts, named)
        else:
            entry = self._as_it_lies(parts, earlier, found) if found else None
        if wanted is None or (entry is not None and entry.sha256 == wanted):
            return entry
        kept = earlier if known else None
        if named is not None:
            self.touched.append(TouchedFile(named.dossier, "/".join(parts), kept is not None))
        return kept or (None if parts[0] == "objects" else entry)

    def _from_elsewhere(self, shared: SharedObjects, parts: Parts, named: FileTold) -> CopiedFile | None:
        """A file that is kept elsewhere under its hash; raises ``ObjectStoreError`` where none can be had."""
        try:
            with shared.opened(named.sha256) as path:
                kept = _kept(self.copies, path)
        except DamagedObjectError as error:
            log_exception("not-copied", error)
            return None
        return CopiedFile("/".join(parts), kept.size, 0, kept.sha256, kept.pieces)

    def _as_it_lies(self, parts: Parts, earlier: CopiedFile | None, found: HomeFile) -> CopiedFile | None:
        same = earlier is not None and (earlier.size, earlier.changed) == (found.size, found.changed)
        if earlier is not None and same and self.copies.has_all(earlier):
            return earlier
        try:
            kept = _kept(self.copies, found.path)
        except OSError as error:  # gone meanwhile, or a bad sector: the others are copied all the same
            log_exception("not-copied", error)
            return None
        return CopiedFile("/".join(parts), kept.size, found.changed, kept.sha256, kept.pieces)


@dataclass(frozen=True, slots=True)
class _Kept:
    size: int
    sha256: str
    pieces: tuple[str, ...]


def _kept(copies: Copies, path: Path) -> _Kept:
    """Cut a file into pieces and keep these."""
    whole, size, pieces = hashlib.sha256(), 0, []
    with path.open("rb") as stream:
        while piece := stream.read(PIECE_BYTES):
            whole.update(piece)
            size += len(piece)
            pieces.append(copies.put(piece))
    return _Kept(size, whole.hexdigest(), tuple(pieces) if len(pieces) > 1 else ())


def _of(kind: type[T], told: Iterable[object]) -> T | None:
    return next((one for one in told if isinstance(one, kind)), None)


def _hash_in(parts: Parts) -> str | None:
    """The hash that a kept paper is named by."""
    return "".join(parts[1:]) if parts[0] == "objects" else None
