# SPDX-License-Identifier: Apache-2.0
"""Whether another program is done with a file: it has not changed for a while, opens, ends as its kind ends,
and no lock lies beside it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from templates.system import is_link

_TAIL_BYTES = 4096
_ENDS = {b"%PDF-": b"%%EOF", b"\xff\xd8\xff": b"\xff\xd9", b"\x89PNG": b"IEND"}
"""How a file of a kind begins and what stands near its end; others are whole when they rest."""
_STUB_TIMES = 8
"""A file without its end is waited for so many times as long: copiers add pages for minutes. One that stays
so is damaged; the run tells of that, and it is not waited for."""
_UNFINISHED = frozenset({".part", ".tmp", ".crdownload"})

Marks = Mapping[str, tuple[int, int]]
"""By path inside an entry the size and the time of change (ns) of each of its files."""


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """How an entry of a folder looked, and since when (seconds of a steady clock) it has looked so."""

    marks: Marks
    since: float


def marks_of(entry: Path, files: Sequence[Path]) -> Marks:
    """How the files of an entry look; raises OSError where one is gone meanwhile."""
    found = {}
    for file in files:
        told = file.stat()
        found[file.relative_to(entry.parent).as_posix()] = (told.st_size, told.st_mtime_ns)
    return found


def rests_long(seen: SeenEntry, now: float, settle_s: float) -> bool:
    """Whether nobody can be at work on it any more; ``now`` as ``seen.since``."""
    return now - seen.since >= settle_s * _STUB_TIMES


def unfinished_in(entry: Path) -> list[Path]:
    """Files in a folder whose names say that they are still written; a file has none."""
    inside = [Path(folder, name) for folder, _folders, names in os.walk(entry) for name in names]
    return sorted(file for file in inside if file.suffix.lower() in _UNFINISHED and not is_link(file))


def is_whole(files: Sequence[Path], seen: SeenEntry, now: float, settle_s: float) -> bool:
    """Whether all files have rested long enough; ``now`` as ``seen.since``."""
    if not files or now - seen.since < settle_s or any(_is_locked(file) for file in files):
        return False
    try:
        ended = all(has_its_end(file) for file in files)
    except OSError:  # somebody holds it, or it went away
        return False
    return ended or rests_long(seen, now, settle_s)


def has_end_of_kind(file: Path) -> bool:
    """Whether a file is of a kind that has an end, and has it; raises OSError."""
    begin, tail = _begin_and_tail(file)
    return any(begin.startswith(start) and end in tail for start, end in _ENDS.items())


def has_its_end(file: Path) -> bool:
    """Whether a file ends as its kind ends, now; raises OSError where it can't be looked into."""
    if not file.is_file():  # a pipe, a device: opening it may never end
        return False
    begin, tail = _begin_and_tail(file)
    return bool(tail) and all(end in tail for start, end in _ENDS.items() if begin.startswith(start))


def _begin_and_tail(file: Path) -> tuple[bytes, bytes]:
    with file.open("rb") as opened:
        begin = opened.read(8)
        opened.seek(max(0, opened.seek(0, 2) - _TAIL_BYTES))
        return begin, opened.read()


def _is_locked(file: Path) -> bool:
    """Whether a program that has it open says so as office programs do."""
    beside = (f".~lock.{file.name}#", f"~${file.name}", f"{file.name}.lock", f"{file.name}.lck")
    return any((file.parent / name).exists() for name in beside)
