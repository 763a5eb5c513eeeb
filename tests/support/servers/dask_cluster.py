# SPDX-License-Identifier: Apache-2.0
"""A real Dask cluster on loopback: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.programs.waiting import wait_until

ROOT = Path(__file__).parents[3]
START_S = 120.0


class Cluster:
    """The scheduler's ``address``, and how workers come and go."""

    def __init__(self, folder: Path, page: str) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        told = folder / "scheduler.json"
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)]
        options += ["--dashboard-address", page]
        self.scheduler = self._start("-m", "dask", "scheduler", *options)
        # It opens the file before it writes it.
        there = wait_until(lambda: told.exists() and told.stat().st_size > 0, START_S)
        assert there, "the scheduler did not come up"
        self.address: str = json.loads(told.read_text("utf-8"))["address"]

    def work(self, workers: int = 1) -> subprocess.Popen[bytes]:
        """Start a worker as a province's computer does, with a home of its own."""
        home = self.folder / f"home-{len(self.processes)}"
        return self._start(
            "-m", "sohoa", "--home", str(home), "cluster", "work", self.address, "--workers", str(workers)
        )

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"log-{len(self.processes)}").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env=os.environ
                | {"HOME": str(self.folder), "PYTHONPATH": str(ROOT)},  # for what tests have read
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process at once, with all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def cluster_in(folder: Path, page: str = "127.0.0.1:0") -> Iterator[Cluster]:
    """A cluster without workers, for as long as the block lasts; what it prints lies in ``folder``, what its
    scheduler shows of itself is at ``page``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder, page)
    try:
        yield cluster
    finally:
        for process in reversed(cluster.processes):
            kill(process)
