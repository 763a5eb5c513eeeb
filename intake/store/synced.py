# SPDX-License-Identifier: Apache-2.0
"""Writing so that the disk holds it: what a crash of the computer must not take back."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from templates.system import open_private

_AT_ONCE = 8


@contextmanager
def synced_stream(path: Path) -> Iterator[IO[bytes]]:
    """A new file for its owner alone, to be written bit by bit; at the end the disk holds it."""
    handle = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    with os.fdopen(handle, "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def write_synced(path: Path, data: bytes) -> None:
    """Write a file for its owner alone and have the disk hold it."""
    with synced_stream(path) as stream:
        stream.write(data)


def write_unsynced(path: Path, data: bytes) -> None:
    """Write a file for its owner alone, which ``sync_files`` has the disk hold later, with many others."""
    with os.fdopen(open_private(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as stream:
        stream.write(data)


def sync_files(paths: Collection[Path]) -> None:
    """Have the disk hold many files: several at once are written together, a fifth of the time of one by one
    (ext4).
    """
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for _done in threads.map(_sync, paths):
            pass


def _sync(path: Path) -> None:
    handle = open_private(path, os.O_RDWR)  # Windows syncs no file that was opened to read
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def add_synced(path: Path, data: bytes) -> None:
    """Add to a file of its owner alone and have the disk hold it; raises OSError where not all went in."""
    handle = open_private(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    # A stream goes on where a disk that is nearly full took a part only; os.write would just tell how much.
    with os.fdopen(handle, "ab") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
