"""Who works on which dossier, when two runs share a store.

A claim is a POSIX record lock on one byte of a lock file, its place given by the dossier's id. The system
gives it back when the process ends, however it ends, so a killed run leaves no claim behind and nothing
has to expire. These locks belong to the process: one ``DossierClaims`` a process, and never held by
threads against each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path
from types import TracebackType
from typing import Self

_OFFSET_BYTES = 7  # a lock's place is a signed 64-bit number


class DossierClaims:
    """The claims of this process on dossiers; leaving the block gives all of them back."""

    def __init__(self, lock_file: Path) -> None:
        lock_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._handle = os.open(lock_file, os.O_CREAT | os.O_RDWR, 0o600)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        os.close(self._handle)

    def claim(self, dossier_id: str) -> bool:
        """Take the dossier for this process; False where another process has it."""
        try:
            fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _place(dossier_id))
        except (BlockingIOError, PermissionError):
            return False
        return True


def _place(dossier_id: str) -> int:
    return int.from_bytes(hashlib.sha256(dossier_id.encode()).digest()[:_OFFSET_BYTES], "big")
