# SPDX-License-Identifier: Apache-2.0
"""A measured run: its time, its status, the memory of its largest process and not that of the caller."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.measure import run

_BIG = "x = bytearray({mb} * 2**20)\nfor i in range(0, len(x), 4096): x[i] = 1\n"


def test_status_and_output_come_back(tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    with out.open("wb") as stream:
        measured = run([sys.executable, "-c", "import sys; print('a'); sys.exit('b')"], stream, log)
    assert measured.status == 1 and measured.wall_s > 0
    assert (out.read_text(), log.read_text()) == ("a\n", "b\n")


def test_the_peak_is_that_of_the_largest_process_below() -> None:
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_BIG.format(mb=150)!r}])"
    assert 150 < run([sys.executable, "-c", child]).peak_mb < 220


def test_memory_of_the_caller_does_not_count() -> None:
    mine = bytearray(200 * 2**20)
    mine[::4096] = b"x" * len(mine[::4096])
    assert run([sys.executable, "-c", "pass"]).peak_mb < 60


def test_a_missing_program_is_told_apart_from_a_failing_one() -> None:
    with pytest.raises(FileNotFoundError):
        run(["/nonexistent/program"])
