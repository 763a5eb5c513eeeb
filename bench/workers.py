# SPDX-License-Identifier: Apache-2.0
"""How reading scales: one worker, several, and as many on a Dask cluster, over the same pages in turns.

    python -m bench.workers [--pages 24] [--workers 2] [--rounds 3] [--seed 1] [--json FILE]

The pages are those of an accuracy run. Workers are started and have read a page before the clock runs; the
cluster's scheduler and workers are processes of this computer, so what they cost is in its figure. The median
of the rounds counts; 1.9 is what two cores are asked for, on a computer that does nothing else. Beside it
stands what holds whatever else runs: the processor time of the process that gives out the pages, which is
serial, and that of the processes that read, which rises where they stand in each other's way (memory, caches,
a core's pace) or work under other conditions.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bench.page_cpu import cpu_of_reading
from bench.profile import sample_pages
from bench.tables import Table
from intake.reading.cluster import ClusterWorkers
from intake.reading.page_work import PageTask, limits_of
from intake.reading.workers import Workers
from intake.settings.settings import Settings

Runner = Workers[PageTask, float] | ClusterWorkers[PageTask, float]


@contextmanager
def loopback_cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler and one Dask worker that reads ``workers`` pages at once; gives the scheduler's address."""
    told = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)]
    options += ["--dashboard-address", "127.0.0.1:0"]
    with ExitStack() as running:
        scheduler = _start(folder, "-m", "dask", "scheduler", *options)
        running.callback(os.killpg, scheduler.pid, 15)
        while not (told.exists() and told.stat().st_size):
            if scheduler.poll() is not None:
                raise SystemExit("the scheduler did not start")
            time.sleep(0.05)
        address: str = json.loads(told.read_text("utf-8"))["address"]
        worker = _start(folder, "-m", "sohoa", "cluster", "work", address, "--workers", str(workers))
        running.callback(os.killpg, worker.pid, 15)
        yield address


def _start(home: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[1])},  # for the bench
        start_new_session=True,
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds a page: on the clock, of the processor in the process that gives the pages out, which no
    further worker shares, and of the processor where it is read.
    """

    wall_s: float
    serial_s: float
    reading_s: float


def taken_by(runner: Runner, tasks: Sequence[PageTask]) -> Taken:
    """How long all pages take; SystemExit where one fails."""
    began, worked, reading_s = time.monotonic(), time.process_time(), 0.0
    for outcome in runner.run(tasks):
        if outcome.failure is not None:
            raise SystemExit(f"a page could not be read: {outcome.failure.reason}")
        reading_s += outcome.value or 0.0
    pages = len(tasks)
    return Taken(
        (time.monotonic() - began) / pages, (time.process_time() - worked) / pages, reading_s / pages
    )


def measure(tasks: Sequence[PageTask], workers: int, rounds: int) -> dict[str, Taken]:
    """Medians by what reads; the runners take turns."""
    limits = limits_of(Settings())
    with tempfile.TemporaryDirectory() as scratch, loopback_cluster(Path(scratch), workers) as address:
        one: Workers[PageTask, float] = Workers(cpu_of_reading, 1, limits, lasting=True)
        many: Workers[PageTask, float] = Workers(cpu_of_reading, workers, limits, lasting=True)
        runners: dict[str, Runner] = {
            "one worker": one,
            f"{workers} workers": many,
            f"{workers} on Dask": ClusterWorkers(cpu_of_reading, address, limits),
        }
        taken: dict[str, list[Taken]] = {name: [] for name in runners}
        for runner in runners.values():
            taken_by(runner, tasks[: 2 * workers])
        for _round in range(rounds):
            for name, runner in runners.items():
                taken[name].append(taken_by(runner, tasks))
        one.close()
        many.close()
    return {
        name: Taken(
            *(
                statistics.median(getattr(one, told) for one in times)
                for told in ("wall_s", "serial_s", "reading_s")
            )
        )
        for name, times in taken.items()
    }


def main() -> int:
    """Make pages, read them each way, show."""
    parser = argparse.ArgumentParser(prog="bench.workers", description="How reading scales")
    parser.add_argument("--pages", type=int, default=24)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        tasks = [PageTask(str(file), 1) for file in sample_pages(args.pages, args.seed, Path(place))]
        found = measure(tasks, args.workers, args.rounds)
    one = found["one worker"].wall_s
    rows = [
        (
            name,
            f"{taken.wall_s:.3f}",
            f"{one / taken.wall_s:.2f}",
            f"{taken.serial_s:.3f}",
            f"{taken.reading_s:.3f}",
        )
        for name, taken in found.items()
    ]
    Console(width=None if sys.stdout.isatty() else 130).print(
        Table(
            f"{len(tasks)} pages, {args.rounds} rounds",
            ("read by", "s/page", "× one worker", "serial, CPU s/page", "reading, CPU s/page"),
            rows,
        ).rich()
    )
    told = {"seconds_per_page": {name: taken.wall_s for name, taken in found.items()}}
    told |= {"serial_seconds_per_page": {name: taken.serial_s for name, taken in found.items()}}
    told |= {"reading_seconds_per_page": {name: taken.reading_s for name, taken in found.items()}}
    if args.json:
        args.json.write_text(json.dumps(told, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
