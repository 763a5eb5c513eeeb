# SPDX-License-Identifier: Apache-2.0
"""How long commands take to start: processor time beside a bare Python, and beside another version.

    python -m bench.start HOME [--before PROGRAM HOME] [--runs 15]

``HOME`` is a store with dossiers in it; the newest is shown, checked and edited. ``--before`` names the
``sohoa`` program of another version and a store of its own, a copy. All take turns, so that a busy machine
slows them alike; the median counts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.measure import run

_BARE = "import typer, rich"
_SETTABLE = "child.sex"


def commands(program: Path, home: Path) -> dict[str, list[str]]:
    """What is measured, by name; the dossier is the newest of the store in ``home``."""
    start = [str(program), "--home", str(home)]
    listed = subprocess.run([*start, "list", "--json"], capture_output=True, encoding="utf-8", check=True)
    dossier = str(json.loads(listed.stdout)["dossiers"][0]["id"])
    return {
        "--help": [*start, "--help"],
        "--version": [*start, "--version"],
        "list": [*start, "list"],
        "show": [*start, "show", dossier],
        "check": [*start, "check", dossier],
        "edit": [*start, "edit", dossier, f"{_SETTABLE}=Nam"],
    }


def medians(sides: Sequence[dict[str, list[str]]], runs: int) -> list[dict[str, float]]:
    """Milliseconds of processor time by command, for each of ``sides``, which take turns."""
    taken: list[dict[str, list[float]]] = [{name: [] for name in side} for side in sides]
    for _run in range(runs):
        for side, found in zip(sides, taken, strict=True):
            for name, command in side.items():
                found[name].append(run(command).cpu_s * 1000)
    return [{name: statistics.median(times) for name, times in found.items()} for found in taken]


def _table(now: dict[str, float], bare: float, before: dict[str, float] | None) -> Table:
    table = Table("command", "ms", "× import typer, rich", "before, ms", "× before")
    for name, time in now.items():
        old = before[name] if before else None
        more = [f"{old:.0f}", f"{time / old:.2f}"] if old else ["", ""]
        table.add_row(name, f"{time:.0f}", f"{time / bare:.2f}", *more)
    return table


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--before", type=Path, nargs=2, metavar=("PROGRAM", "HOME"))
    parser.add_argument("--runs", type=int, default=15)
    asked = parser.parse_args()
    bare = {"bare": [sys.executable, "-c", _BARE]}
    sides = [bare, commands(Path(sys.executable).with_name("sohoa"), asked.home)]
    if asked.before:
        sides.append(commands(*asked.before))
    reference, now, *before = medians(sides, asked.runs)
    Console().print(f"python -c '{_BARE}': {reference['bare']:.0f} ms")
    Console().print(_table(now, reference["bare"], before[0] if before else None))


if __name__ == "__main__":
    main()
