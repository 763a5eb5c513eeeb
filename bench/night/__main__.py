# SPDX-License-Identifier: Apache-2.0
"""A night on one computer: dossiers of mixed kinds from the inbox to packages.

    python -m bench.night [--dossiers 300] [--seed 1] [--workers 1 2] [--no-peer] [--sample 30] [--json FILE]

300 dossiers have about 1,300 pages. ``sohoa run`` works through the same inbox once for each count of
workers, in a home of its own, with every process watched; then OCRmyPDF and a script that names files have
the same files. The office has no commune, as invented families live anywhere, and no person decides anything:
what is doubtful is not packaged. Processor seconds are counted, as a computer that does other things makes
clocks say little; where the time of a page goes is measured on ``--sample`` first pages of files. Memory over
more pages: ``--dossiers 1200`` has 5,000; the slope is that of the longest lived worker, once warm.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.night.beside import Beside, ocrmypdf_and_rename
from bench.night.evening import lay_inbox
from bench.night.processes import COORDINATOR, OTHER, WORKER, Watched, watched
from bench.profile import PAGE_WORDS, Profile, profile
from bench.tables import Table
from intake.capture.opening import probe
from templates.system import cores

RECOGNITION = (
    PAGE_WORDS,
    "line reader: the network alone",
    "second look at values: cut lines",
    "Tesseract, a process of its own",
    "identity card: QR, MRZ, print",
)
"""Stages of ``bench.profile`` in which letters are read."""
_WARM = 0.3


@dataclass(frozen=True, slots=True)
class Night:
    """One run of so many ``workers``; ``told`` is what it says of itself (``run --json``)."""

    workers: int
    seen: Watched
    told: dict[str, Any]

    @property
    def cpu_s(self) -> float:
        return sum(one.cpu_s for one in self.seen.processes.values() if one.role != OTHER)

    def slope(self, pages: int) -> float:
        """MB in 100 pages by which the longest lived worker grows once warm."""
        held = max((one.held_mb for one in self.seen.of(WORKER)), key=len, default=[])
        late = held[int(_WARM * len(held)) :]
        if len(late) < 10:
            return 0.0
        each = pages / self.workers / len(held)
        return float(np.polyfit(np.arange(len(late)) * each, late, 1)[0]) * 100


def night(inbox: Path, home: Path, workers: int) -> Night:
    """``sohoa run`` over the inbox in a new home; SystemExit where it breaks off."""
    home.mkdir(parents=True)
    out, log = home / "told.json", home / "log.txt"
    env = {key: value for key, value in os.environ.items() if not key.startswith("SOHOA_")}
    env |= {"HOME": str(home), "SOHOA_HOME": str(home / "store")}
    env |= {"PYTHONPATH": str(Path(__file__).parents[2]), "SOHOA_CONFIG": str(home / "config.toml")}
    (home / "config.toml").write_text("", "utf-8")
    words = f'exec "$@" > "{out}"'
    command = ["run", str(inbox), "--no-push", "--workers", str(workers), "--json", "--who", "bench"]
    seen = watched(["sh", "-c", words, "sh", sys.executable, "-m", "sohoa", *command], env, log)
    if not out.stat().st_size:
        raise SystemExit(f"the run broke off ({seen.status}):\n{log.read_text('utf-8')[-2000:]}")
    return Night(workers, seen, json.loads(out.read_text("utf-8")))


def rows_of(nights: Sequence[Night], pages: int, spent: Profile) -> list[tuple[str, str]]:
    """What was measured, by its name."""
    rows = [("pages", str(pages))]
    for one in nights:
        who, seen = f"{one.workers} worker(s): ", one.seen
        rows += [
            (who + "complete and packaged", _packaged(one)),
            (who + "pages a minute, clock", f"{60 * pages / seen.wall_s:.1f}"),
            (who + "processor seconds a page", f"{one.cpu_s / pages:.2f}"),
            (who + "– of the coordinator", f"{seen.cpu_of(COORDINATOR) / pages:.3f}"),
            (who + "– of workers and their programs", f"{seen.cpu_of(WORKER) / pages:.2f}"),
            (who + "coordinator, most memory", f"{seen.peak_mb(COORDINATOR):.0f} MB"),
            (who + "worker, most memory", f"{seen.peak_mb(WORKER):.0f} MB"),
            (who + "other programs, most memory", f"{seen.peak_mb(OTHER):.0f} MB"),
            (who + "growth of a worker once warm", f"{one.slope(pages):+.1f} MB in 100 pages"),
        ]
    if len(nights) > 1:
        few, many = nights[0], nights[-1]
        rows.append(
            (f"{few.workers} → {many.workers} workers, clock", f"{few.seen.wall_s / many.seen.wall_s:.2f} ×")
        )
        rows.append(
            (f"{few.workers} → {many.workers} workers, by what is serial", f"{_by_serial(many):.2f} ×")
        )
    read = sum(spent.own.get(stage, 0.0) for stage in RECOGNITION)
    rows.append(("recognition, share of reading a page", f"{100 * read / spent.total:.0f} %"))
    rows.append(("– the network alone, once over the page", f"{100 * spent.floor / spent.total:.0f} %"))
    worker_s = nights[0].seen.cpu_of(WORKER) / pages
    rows.append(("recognition, share of a worker's time", f"{100 * read / spent.pages / worker_s:.0f} %"))
    return rows


def rows_beside(one: Night, pages: int, peer: Beside) -> list[tuple[str, str]]:
    """The same pages by OCRmyPDF and a script that names files."""
    return [
        ("OCRmyPDF and rename: processor seconds a page", f"{peer.cpu_s / pages:.2f}"),
        ("OCRmyPDF and rename: files named, failed", f"{peer.named}, {peer.failed}"),
        ("OCRmyPDF: most memory of a process", f"{peer.peak_mb:.0f} MB"),
        ("sohoa from file to package, × OCRmyPDF a core", f"{peer.cpu_s / one.cpu_s:.2f} ×"),
    ]


def _packaged(one: Night) -> str:
    dossiers = one.told.get("dossiers", [])
    states = [dossier.get("state", "") for dossier in dossiers] if isinstance(dossiers, list) else []
    return f"{sum(state in ('packaged', 'queued') for state in states)} of {len(states)}"


def _by_serial(one: Night) -> float:
    """How much faster so many workers can be than one, given what one process does alone."""
    serial, shared = one.seen.cpu_of(COORDINATOR), one.seen.cpu_of(WORKER)
    return (serial + shared) / (serial + shared / one.workers)


def main() -> int:
    """Lay the inbox, run, compare, show."""
    parser = argparse.ArgumentParser(prog="bench.night", description="A night of dossiers on one computer")
    parser.add_argument("--dossiers", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, nargs="+", default=sorted({1, min(2, cores())}))
    parser.add_argument("--no-peer", action="store_true", help="leave OCRmyPDF out")
    parser.add_argument("--sample", type=int, default=30, help="pages on which stages are timed")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sohoa-night-") as scratch:
        place = Path(scratch)
        files = lay_inbox(place / "inbox", args.dossiers, args.seed)
        pages = sum(probe(file).pages for file in files)
        nights = [night(place / "inbox", place / f"home{count}", count) for count in args.workers]
        rows = rows_of(nights, pages, profile(files[:: max(1, len(files) // args.sample)]))
        # OCRmyPDF takes hours: what was measured stands there before, whatever becomes of it.
        print(Table(f"A night of {args.dossiers} dossiers", ("", "measured"), rows).markdown(), flush=True)
        if not args.no_peer:
            beside = rows_beside(nights[0], pages, ocrmypdf_and_rename(files, place / "peer", cores()))
            print(Table("Beside OCRmyPDF", ("", "measured"), beside).markdown())
            rows += beside
    if args.json:
        args.json.write_text(json.dumps(dict(rows), ensure_ascii=False, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
