# SPDX-License-Identifier: Apache-2.0
"""Who works on which dossier, when two runs share a store.

A claim is a lock on one byte of a lock file, its place given by the dossier's id. The system gives it back
when the process ends, however it ends, so a killed run leaves no claim behind and nothing has to expire.
These locks belong to the process: one ``DossierClaims`` a process, and never held by threads against each
other.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from templates.system import open_private, try_lock_byte

_OFFSET_BYTES = 7  # a lock's place is a signed 64-bit number


class DossierClaims:
    """The claims of this process on dossiers; leaving the block gives all of them back."""

    def __init__(self, lock_file: Path) -> None:
        lock_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._handle = open_private(lock_file, os.O_CREAT | os.O_RDWR)
        self._claimed: set[int] = set()  # Windows would refuse us what we hold

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        os.close(self._handle)

    def claim(self, dossier_id: str) -> bool:
        """Take the dossier for this process; False where another process has it."""
        place = _place(dossier_id)
        if place not in self._claimed and not try_lock_byte(self._handle, place):
            return False
        self._claimed.add(place)
        return True


def _place(dossier_id: str) -> int:
    return int.from_bytes(hashlib.sha256(dossier_id.encode()).digest()[:_OFFSET_BYTES], "big")
