# SPDX-License-Identifier: Apache-2.0
"""Files that the disk must hold: a part of a line is no line."""

from __future__ import annotations

import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.store.synced import add_synced


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` bytes, as on a disk that is nearly full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_is_added_stands_behind_what_was_there(tmp_path: Path) -> None:
    for line in (b"one\n", b"two\n"):
        add_synced(tmp_path / "list", line)
    assert (tmp_path / "list").read_bytes() == b"one\ntwo\n"
    assert stat.S_IMODE((tmp_path / "list").stat().st_mode) == 0o600


def test_a_line_of_which_only_a_part_fits_is_an_error_and_not_taken_for_written(tmp_path: Path) -> None:
    add_synced(tmp_path / "list", b"one\n")
    with room_for(6), pytest.raises(OSError):
        add_synced(tmp_path / "list", b"a whole line\n")
