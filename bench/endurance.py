# SPDX-License-Identifier: Apache-2.0
"""One worker reads hundreds of pages; does its memory grow?

    python -m bench.endurance [--pages 500] [--different 60] [--seed 1] [--folder PAGES] [--json FILE]

The pages are those of an accuracy run, read again and again in the same order. The worker weighs itself after
each page (resident memory, Linux); Tesseract's own processes come and go and are not counted.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track

from bench.profile import sample_pages
from bench.tables import Table
from intake.reading.page_work import PageTask, limits_of, read_task
from intake.reading.workers import Workers
from intake.settings.settings import Settings

EACH = 10
_WARM = 0.2
"""So much of a run fills caches and lets the allocator find its level; the slope is taken after it."""

GROWTH_MB_PER_100_PAGES = 1.0


@dataclass(frozen=True, slots=True)
class Weight:
    """Resident memory in MB after a page, and the ``peak`` so far."""

    now: float
    peak: float


def read_and_weigh(task: PageTask) -> Weight:
    """A worker's task: read a page, then say how heavy the process is."""
    read_task(task)
    status = Path("/proc/self/status").read_text("utf-8")
    sizes = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if line.startswith("Vm")}
    return Weight(int(sizes["VmRSS"]) / 1024, int(sizes["VmHWM"]) / 1024)


@dataclass(frozen=True, slots=True)
class Endurance:
    """Each tenth weight, the slope of resident memory in MB per 100 pages once warm, and the extremes."""

    pages: int
    different: int
    samples: tuple[float, ...]
    slope: float
    peak: float
    seconds: float

    @property
    def grows(self) -> bool:
        """A falling slope is the allocator giving back what the first pages took."""
        return self.slope > GROWTH_MB_PER_100_PAGES

    def as_json(self) -> dict[str, Any]:
        return {
            "pages": self.pages,
            "different_pages": self.different,
            "rss_mb_each_tenth_page": [round(sample, 1) for sample in self.samples],
            "slope_mb_per_100_pages": round(self.slope, 3),
            "grows": self.grows,
            "peak_mb": round(self.peak, 1),
            "seconds_per_page": round(self.seconds / self.pages, 3),
        }


def endure(files: Sequence[Path], pages: int) -> Endurance:
    """Read ``pages`` pages, the first page of each of ``files`` over and over, in one worker."""
    tasks = (PageTask(str(file), 1) for file in islice(cycle(files), pages))
    workers = Workers(read_and_weigh, 1, limits_of(Settings()))
    weights, seconds = [], 0.0
    for outcome in track(workers.run(tasks), "Reading", pages, console=Console(stderr=True), transient=True):
        if outcome.value is None:
            raise RuntimeError(f"a page failed: {outcome.failure.reason if outcome.failure else ''}")
        weights.append(outcome.value)
        seconds += outcome.seconds
    return Endurance(
        pages,
        len(files),
        tuple(weight.now for weight in weights[EACH - 1 :: EACH]),
        slope_of([weight.now for weight in weights], len(files)),
        max(weight.peak for weight in weights),
        seconds,
    )


def slope_of(sizes: Sequence[float], round_of: int) -> float:
    """MB per 100 pages of the line through whole rounds over the files once warm; 0 for too few of them.

    Memory swings with the size of the page just read; over whole rounds of the same pages that levels out.
    """
    warm = max(round_of, int(_WARM * len(sizes)))
    rounds = (len(sizes) - warm) // round_of
    if rounds < 2:
        return 0.0
    late = sizes[len(sizes) - rounds * round_of :]
    means = [float(np.mean(late[n * round_of : (n + 1) * round_of])) for n in range(rounds)]
    return float(np.polyfit(np.arange(rounds) * round_of, means, 1)[0]) * 100


def table_of(found: Endurance) -> Table:
    """The run in a few lines."""
    samples = found.samples or (0.0,)
    fifth = max(1, len(samples) // 5)
    verdict = "grows" if found.grows else "does not grow"
    rows = [
        ("pages read by one worker", f"{found.pages} ({found.different} different)"),
        ("resident memory, first tenth sample", f"{samples[0]:.0f} MB"),
        ("mean of the first fifth", f"{np.mean(samples[:fifth]):.0f} MB"),
        ("mean of the last fifth", f"{np.mean(samples[-fifth:]):.0f} MB"),
        ("largest", f"{found.peak:.0f} MB"),
        ("slope once warm", f"{found.slope:+.2f} MB per 100 pages ({verdict})"),
        ("time", f"{found.seconds / found.pages:.2f} s a page"),
    ]
    return Table("Memory of a worker over a long run", ("", "measured"), rows)


def main() -> int:
    """Make pages, let one worker read them, show; status 1 if its memory grows."""
    parser = argparse.ArgumentParser(prog="bench.endurance", description="Does a worker's memory grow?")
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--different", type=int, default=60, help="how many different pages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="pages made by bench.accuracy (OUT/pages)")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sohoa-endurance-") as place:
        files = sample_pages(args.different, args.seed, args.folder or Path(place))
        found = endure(files, args.pages)
    if args.json:
        args.json.write_text(json.dumps(found.as_json(), ensure_ascii=False, indent=1), "utf-8")
    Console(width=None if sys.stdout.isatty() else 100).print(table_of(found).rich())
    return 1 if found.grows else 0


if __name__ == "__main__":
    sys.exit(main())
