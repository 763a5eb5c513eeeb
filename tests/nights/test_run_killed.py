# SPDX-License-Identifier: Apache-2.0
"""A run killed at any point and started again ends as one that nothing disturbed, and sends nothing twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from tests.support.desks.night_desk import names_are_single, packages_are_whole, picture
from tests.support.dossiers.fake_dossiers import FORM, dossier

pytestmark = pytest.mark.long

SCRIPT = Path(__file__).parents[1] / "support" / "programs" / "killed_night.py"
KILLS_IN_CI = 1


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "gateway") as running:
        yield running


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    dossier(folder / "an", 1)
    dossier(folder / "binh", 2, (FORM,))
    return folder


class Nights:
    """Runs over one folder, each a process of its own."""

    def __init__(self, folder: Path, url: str, trace: Path) -> None:
        self.folder, self.url, self.trace = folder, url, trace

    def run(self, home: Path, kill_at: int = 0) -> int:
        """One run; returns how many points it passed, or -SIGKILL."""
        arguments = [str(home), str(self.folder), self.url, str(kill_at), str(self.trace)]
        env = {**os.environ, "PYTHONPATH": f"{SCRIPT.parent}{os.pathsep}{SCRIPT.parents[3]}"}
        done = subprocess.run([sys.executable, str(SCRIPT), *arguments], env=env, check=False, timeout=900)
        if done.returncode == 0:
            return int(self.trace.read_text())
        assert done.returncode == -signal.SIGKILL
        return done.returncode


@pytest.fixture
def nights(scans: Path, gateway: RunningSandbox, tmp_path: Path) -> Nights:
    return Nights(scans, gateway.url, tmp_path / "trace")


def nothing_came_twice(gateway: RunningSandbox) -> bool:
    counters = gateway.sandbox.store.counters()
    return counters["duplicate_dossiers"] == 0 and counters["duplicate_files"] == 0


def check(home: Path, undisturbed: dict[str, object]) -> None:
    assert picture(home) == undisturbed
    assert names_are_single(home) and packages_are_whole(home)


def test_a_run_killed_again_and_again_ends_like_one_that_was_not(
    nights: Nights, gateway: RunningSandbox, tmp_path: Path
) -> None:
    points = nights.run(tmp_path / "calm")
    undisturbed = picture(tmp_path / "calm")
    sent = gateway.sandbox.store.counters()["dossiers"]
    home = tmp_path / "killed"
    chance = random.Random(points)
    for _kill in range(KILLS_IN_CI):
        nights.run(home, chance.randrange(points // 5, points))
    nights.run(home)
    check(home, undisturbed)
    assert gateway.sandbox.store.counters()["dossiers"] == 2 * sent and nothing_came_twice(gateway)


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_a_run_may_be_killed_at_every_single_point(
    nights: Nights, gateway: RunningSandbox, tmp_path: Path
) -> None:
    points = nights.run(tmp_path / "calm")
    undisturbed = picture(tmp_path / "calm")
    for point in range(1, points + 1):
        home = tmp_path / f"killed-{point}"
        nights.run(home, point)
        nights.run(home)
        check(home, undisturbed)
        assert nothing_came_twice(gateway), point
        shutil.rmtree(home)
