# SPDX-License-Identifier: Apache-2.0
"""The mark beside the database: which store lives in this home, how far it came, which numbers it gave out.

A database can't know that it was lost, emptied or brought back from an older copy; this small file does. Its
two slots are written in turn, in place, each with its checksum: a process killed, or a power cut, in the
middle of one leaves the other.

Numbers of offices stand in a file of their own (``intake.store.life.reserved``), and are read with it.

What only has to outlive the process (how many changes there were) is left to the system to write out; what
must outlive a power cut as well (a number before anybody sees it) is synced. To sync rarely, numbers are
reserved by the block.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from intake.errors import LostStoreError
from intake.store.life.reserved import OF_OFFICE, keep_reserved, reserved
from intake.store.objects import telling_of_full_disk
from intake.store.synced import write_synced
from templates.system import lock, move_into_place, open_private, sync_folder

FILE_NAME = "sohoa.mark"
SLOT_BYTES = 4096
_CHECKSUM_BYTES = 9
BLOCK = 16
"""How many numbers of a series are reserved at once: so many may be left out after a loss."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What the mark says: the store's identity, its changes so far, the highest number reserved by series,
    whether its database was found damaged, when it was last found whole ("" if it never was asked), the name
    of this home among the desks of the store, and whether numbers were reserved that these were not told of
    (``witness``).
    """

    store: str
    changes: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict)
    damaged: bool = False
    found_whole: str = ""
    desk: str = field(default_factory=lambda: uuid4().hex, compare=False)
    untold: bool = True


class Mark:
    """The mark in the file ``path``. Safe for several processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Marked | None:
        """What it says; None where there is no mark. ``LostStoreError`` where neither slot is whole."""
        try:
            whole = _whole_slots(self.path.read_bytes())
        except FileNotFoundError:
            return None
        if not whole:
            raise LostStoreError.mark_damaged(self.path)
        marked = max(whole, key=_serial)[1]
        return replace(marked, numbers={**marked.numbers, **reserved(self.path.parent)})

    def make(self, marked: Marked) -> None:
        """Write a mark anew, whole and synced, in place of any that was there."""
        if of_offices := _of_offices(marked.numbers):
            keep_reserved(self.path.parent, of_offices)
        part = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        with telling_of_full_disk():
            write_synced(part, _slot(1, marked) + bytes(SLOT_BYTES))
            move_into_place(part, self.path)
            sync_folder(self.path.parent)

    def passed(self, changes: int) -> None:
        """The database has come as far as this."""
        self._change(lambda old: replace(old, changes=changes) if changes > old.changes else old)

    def reserve(self, series: str, number: int) -> bool:
        """Have the disk hold that the numbers of ``series`` up to this one may be given out; False where it
        did already.
        """

        def and_more(old: Marked) -> Marked:
            if number <= old.numbers.get(series, 0):
                return old
            return replace(old, numbers={**old.numbers, series: number + BLOCK - 1}, untold=True)

        return self._change(and_more, synced=True)

    def note_told(self, numbers: Mapping[str, int]) -> None:
        """The other desks know that these numbers are reserved."""
        self._change(lambda old: replace(old, untold=old.numbers != numbers))

    def note_damage(self) -> None:
        """Have the disk hold that the database was found damaged."""
        self._change(lambda old: replace(old, damaged=True), synced=True)

    def note_whole(self, at: datetime) -> None:
        """The database was found whole."""
        self._change(lambda old: replace(old, found_whole=at.isoformat()))

    def found_whole_since(self, since: datetime, now: datetime) -> bool:
        """Whether the database was found whole between the two moments; what a clock ahead wrote is not
        believed.
        """
        marked = self.read()
        found = marked.found_whole if marked else ""
        return bool(found) and since <= datetime.fromisoformat(found) <= now

    def _change(self, change: Callable[[Marked], Marked], *, synced: bool = False) -> bool:
        with self._locked() as handle:
            whole = _whole_slots(os.read(handle, 2 * SLOT_BYTES))
            if not whole:
                raise LostStoreError.mark_damaged(self.path)
            serial, slot = max(whole, key=_serial)
            old = replace(slot, numbers={**slot.numbers, **reserved(self.path.parent)})
            new = change(old)
            if new != old:
                os.lseek(handle, (serial % 2) * SLOT_BYTES, os.SEEK_SET)
                os.write(handle, _slot(serial + 1, new))
                if synced:
                    os.fsync(handle)
            if _of_offices(new.numbers) != _of_offices(old.numbers):
                keep_reserved(self.path.parent, _of_offices(new.numbers))
            return new != old

    @contextmanager
    def _locked(self) -> Iterator[int]:
        handle = open_private(self.path, os.O_RDWR)
        try:
            lock(handle)
            yield handle
        finally:
            os.close(handle)


def _of_offices(numbers: Mapping[str, int]) -> dict[str, int]:
    return {series: number for series, number in numbers.items() if OF_OFFICE in series}


def _slot(serial: int, marked: Marked) -> bytes:
    told = {
        "serial": serial,
        "store": marked.store,
        "changes": marked.changes,
        "numbers": {name: number for name, number in marked.numbers.items() if OF_OFFICE not in name},
        "damaged": marked.damaged,
        "found_whole": marked.found_whole,
        "desk": marked.desk,
        "untold": marked.untold,
    }
    text = json.dumps(told, separators=(",", ":")).encode()
    return _checksum(text) + text.ljust(SLOT_BYTES - _CHECKSUM_BYTES)


def _checksum(text: bytes) -> bytes:
    return f"{zlib.crc32(text):08x} ".encode()


def _serial(slot: tuple[int, Marked]) -> int:
    return slot[0]


def _whole_slots(data: bytes) -> list[tuple[int, Marked]]:
    """The slots whose checksum is right, with their serial numbers."""
    slots = (data[start : start + SLOT_BYTES].rstrip(b" \0") for start in (0, SLOT_BYTES))
    cut = ((slot[:_CHECKSUM_BYTES], slot[_CHECKSUM_BYTES:]) for slot in slots)
    return [_of(text) for checksum, text in cut if checksum == _checksum(text)]


def _of(text: bytes) -> tuple[int, Marked]:
    told = json.loads(text)
    serial = told.pop("serial")
    # A mark of an earlier version says less; such desks have nothing but their store to be told by.
    return serial, Marked(**{"desk": told["store"], **told})
