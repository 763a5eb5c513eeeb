# SPDX-License-Identifier: Apache-2.0
"""The bench of workers runs each way of reading over the same pages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_each_way_of_reading_is_timed(tmp_path: Path) -> None:
    target = tmp_path / "figures.json"
    command = ["-m", "bench.workers", "--pages", "2", "--rounds", "1", "--json", str(target)]
    done = subprocess.run([sys.executable, *command], cwd=Path(__file__).parents[2], timeout=280, check=False)
    assert done.returncode == 0
    told = json.loads(target.read_text("utf-8"))
    for what in ("seconds_per_page", "serial_seconds_per_page", "reading_seconds_per_page"):
        figures = told[what]
        assert list(figures) == ["one worker", "2 workers", "2 on Dask"]
        assert all(taken > 0 for taken in figures.values())
