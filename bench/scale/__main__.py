# SPDX-License-Identifier: Apache-2.0
"""What the commands cost on stores of 1,000, 10,000 and 100,000 dossiers.

    python -m bench.scale OUT [--sizes 1000 10000] [--commands report book] [--times 2]
                          [--json FILE] [--before FILE]

OUT keeps the stores (92 KB a dossier, so 9 GB for 100,000), so that they are made once. ``--json`` keeps the
figures; ``--before`` shows those of another run, say of an older version, beside them. An older version has
its own stores: give it another OUT.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.scale.commands import COMMANDS, Command, Target, cost_of
from bench.scale.stores import store_of
from bench.tables import Table

SIZES = (1_000, 10_000, 100_000)
Figures = dict[str, dict[str, dict[str, Any]]]
"""Command → size → seconds of processor time, MB at the peak, KB printed, exit status."""


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.scale", description="What commands cost on large stores")
    parser.add_argument("out", type=Path, help="folder for the stores")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument(
        "--commands", nargs="+", metavar="WORD", help="only those that begin with one of these"
    )
    parser.add_argument("--times", type=int, default=2, help="runs of each; the least counts (default 2)")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--before", type=Path, help="figures of another run, to stand beside these")
    return parser.parse_args()


def chosen(words: list[str] | None) -> list[Command]:
    """The commands whose name begins with one of ``words``; all without."""
    return [each for each in COMMANDS if not words or each.name.startswith(tuple(words))]


def measure(out: Path, sizes: list[int], words: list[str] | None, times: int) -> Figures:
    """Every command on every store."""
    found: Figures = {command.name: {} for command in chosen(words)}
    for size in sizes:
        target = Target(store_of(size, out).resolve(), size, out.resolve())
        for command in chosen(words):
            if words or command.most is None or size <= command.most:
                cost = cost_of(command, target, times)
                found[command.name][str(size)] = {
                    "cpu_s": round(cost.measured.cpu_s, 2),
                    "peak_mb": round(cost.measured.peak_mb),
                    "printed_kb": round(cost.printed / 1000),
                    "status": cost.measured.status,
                }
                print(size, command.name, found[command.name][str(size)], file=sys.stderr, flush=True)
    return found


def table_of(found: Figures, before: Figures) -> Table:
    """Seconds and MB, a column a size; an arrow leads from the figures before."""
    sizes = sorted({size for by_size in found.values() for size in by_size}, key=int)
    headings = ("command", *(f"{int(size):,} dossiers" for size in sizes))
    rows = [
        (name, *(_cell(by_size.get(size), before.get(name, {}).get(size)) for size in sizes))
        for name, by_size in found.items()
    ]
    return Table("Seconds of processor time, start-up included; MB at the peak", headings, rows)


def _cell(now: dict[str, Any] | None, before: dict[str, Any] | None) -> str:
    told = [f"{each['cpu_s']:.1f} s, {each['peak_mb']} MB" for each in (before, now) if each]
    return " → ".join(told) or "–"


def main() -> int:
    """Measure, show, write."""
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    found = measure(args.out, args.sizes, args.commands, args.times)
    if args.json:
        args.json.write_text(json.dumps(found, indent=1), "utf-8")
    before = json.loads(args.before.read_text("utf-8")) if args.before else {}
    table = table_of(found, before)
    Console(width=None if sys.stdout.isatty() else 100).print(table.rich())
    print(table.markdown())
    return 0


if __name__ == "__main__":
    sys.exit(main())
