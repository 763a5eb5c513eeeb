# SPDX-License-Identifier: Apache-2.0
"""Which files a copy has: a line of JSON each, in the order of their paths, cut into pieces as they come.

The cuts hang on the paths alone, so that a night's new files leave most pieces of the list as they were, and
the same pieces are not written again. Read and written as a stream: a province has a million files.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

PIECE_BYTES = 1 << 21
"""The longest piece: what of a large database has not changed is not written again, a piece at a time."""
_LINES_A_PIECE = 2048


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A file of a copy: its path below the home with ``/``, its size, when it was changed (ns since 1970, as
    the disk says), its SHA-256, and those of its pieces (() where it is a piece itself, or empty).
    """

    path: str
    size: int
    changed: int
    sha256: str
    pieces: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """By which entries are sorted."""
        return tuple(self.path.split("/"))

    @property
    def cut(self) -> Iterator[tuple[str, int]]:
        """SHA-256 and size of each piece."""
        hashes = self.pieces or ((self.sha256,) if self.size else ())
        for number, sha256 in enumerate(hashes):
            yield sha256, min(PIECE_BYTES, self.size - number * PIECE_BYTES)


def write_listing(entries: Iterable[CopiedFile], put: Callable[[bytes], str]) -> list[str]:
    """Write the list by ``put``, which keeps a piece and says its SHA-256; returns these in their order."""
    hashes: list[str] = []
    lines: list[bytes] = []
    for entry in entries:
        lines.append(_line(entry))
        if zlib.crc32(entry.path.encode()) % _LINES_A_PIECE == 0:
            hashes.append(put(b"".join(lines)))
            lines.clear()
    if lines:
        hashes.append(put(b"".join(lines)))
    return hashes


def read_listing(hashes: Sequence[str], get: Callable[[str], bytes]) -> Iterator[CopiedFile]:
    """The entries of a list whose pieces ``get`` reads."""
    for sha256 in hashes:
        for line in get(sha256).splitlines():
            path, size, changed, whole, *pieces = json.loads(line)
            yield CopiedFile(path, size, changed, whole, tuple(pieces))


def _line(entry: CopiedFile) -> bytes:
    told = [entry.path, entry.size, entry.changed, entry.sha256, *entry.pieces]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
