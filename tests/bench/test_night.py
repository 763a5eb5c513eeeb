# SPDX-License-Identifier: Apache-2.0
"""The figures of a night: processes told apart, growth and what two workers can gain."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bench.night import processes
from bench.night.__main__ import Night, rows_of
from bench.night.processes import COORDINATOR, OTHER, WORKER, Seen, Watched, watched
from bench.profile import PAGE_WORDS, REST, Profile

pytestmark = [
    pytest.mark.of_sqlite,  # no store is opened
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked at in /proc"),
]


def night(workers: int, held: list[float], wall_s: float) -> Night:
    seen = {
        1: Seen(COORDINATOR, 10.0, 150.0, [150.0]),
        2: Seen(WORKER, 90.0, 400.0, held),
        3: Seen(OTHER, 7.0, 60.0, [60.0]),
    }
    told = {"dossiers": [{"state": "packaged"}, {"state": "read"}]}
    return Night(workers, Watched(0, wall_s, 12.0, seen), told)


def test_growth_is_that_of_a_warm_worker() -> None:
    grows = [300.0] * 30 + [300.0 + step for step in range(70)]
    assert night(1, grows, 60).slope(100) == pytest.approx(100.0)
    assert night(1, [float(step) for step in range(30)] + [300.0] * 70, 60).slope(100) == pytest.approx(0.0)
    assert night(1, [1.0, 90.0], 60).slope(100) == 0.0


def test_rows_say_what_each_process_took_and_what_workers_gain() -> None:
    spent = Profile(10, {PAGE_WORDS: 3.0, REST: 7.0}, 10.0, 1.0)
    rows = dict(rows_of([night(1, [400.0], 60), night(2, [400.0], 40)], 50, spent))
    assert rows["1 worker(s): complete and packaged"] == "1 of 2"
    assert rows["1 worker(s): processor seconds a page"] == "2.00"
    assert rows["1 worker(s): coordinator, most memory"] == "150 MB"
    assert rows["1 → 2 workers, clock"] == "1.50 ×"
    assert rows["1 → 2 workers, by what is serial"] == "1.82 ×"  # 100 / (10 + 90 / 2)
    assert rows["recognition, share of reading a page"] == "30 %"


def test_a_program_is_watched_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_LOOK_EVERY_S", 0.01)
    program = "import subprocess; subprocess.run(['sleep', '0.3']); raise SystemExit(3)"
    found = watched([sys.executable, "-I", "-S", "-c", program], os.environ, tmp_path / "log")
    assert found.status == 3 and found.peak_mb(COORDINATOR) > 1
    assert len(found.of(OTHER)) == 1 and not found.of(WORKER)
