# SPDX-License-Identifier: Apache-2.0
"""A real disk that is small, full or write-protected: a tmpfs, where this account may mount one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_BLOCK = b"x" * 4096


@dataclass(frozen=True)
class SmallDisk:
    """A disk mounted at ``root``."""

    root: Path

    @property
    def _ballast(self) -> Path:
        return self.root / "ballast"

    def fill(self, left_kb: int = 0) -> None:
        """Leave room for so many KiB (in blocks of 4)."""
        with self._ballast.open("wb", buffering=0) as stream:
            try:
                while stream.write(_BLOCK) == len(_BLOCK):
                    pass
            except OSError:
                pass
        os.truncate(self._ballast, self._ballast.stat().st_size - left_kb * 1024)

    def make_room(self) -> None:
        self._ballast.unlink()

    def protect(self, *, on: bool) -> None:
        """Put its write protection on, or take it off."""
        subprocess.run(["mount", "-o", f"remount,{'ro' if on else 'rw'}", self.root], check=True)


@contextmanager
def small_disk(root: Path, size_kb: int) -> Iterator[SmallDisk]:
    """A disk of so many KiB at ``root``; the test is skipped where none may be mounted."""
    root.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k,mode=755", "tmpfs", root]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this account may not mount a disk")
    try:
        yield SmallDisk(root)
    finally:
        subprocess.run(["umount", "-l", root], check=True)
