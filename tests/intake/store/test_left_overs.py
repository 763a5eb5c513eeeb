# SPDX-License-Identifier: Apache-2.0
"""Half-written files of killed processes are cleared away, those of running ones are not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from intake.store.objects import ObjectFolder
from templates.system import is_running


def ended_process() -> int:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def test_only_left_overs_of_ended_processes_are_removed(tmp_path: Path) -> None:
    folder = ObjectFolder(tmp_path / "objects")
    paper = tmp_path / "paper"
    paper.write_bytes(b"scan")
    kept = folder.keep(paper)
    names = (f"{os.getpid()}-x", f"{ended_process()}-y", "z")
    mine, gone, old = (folder.root / f".part-{name}" for name in names)
    for part in (mine, gone, old):
        part.touch()
    folder.clear_left_overs()
    assert mine.exists() and not gone.exists() and not old.exists()
    assert folder.has(kept.sha256)


def test_a_process_runs_until_it_has_ended() -> None:
    assert is_running(os.getpid())
    assert not is_running(ended_process())
