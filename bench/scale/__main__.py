# SPDX-License-Identifier: Apache-2.0
"""What large stores cost, on SQLite and on PostgreSQL: one dossier at each size, commands over all, the disk.

    python -m bench.scale OUT [--database sqlite|postgresql] [--url URL] [--sizes 1000 10000]
                          [--parts acts commands disk] [--commands report book] [--times 9]
                          [--json FILE] [--before FILE]

OUT keeps the stores on SQLite and all papers, so that they are made once (100,000 dossiers: 11 GB). Without
``--url`` a PostgreSQL is started that ends with the bench; with it the databases ``sohoa_bench_N`` of that
server are made and kept. ``--json`` keeps the figures; ``--before`` shows those of another run beside them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.scale import one_dossier
from bench.scale.commands import COMMANDS, Command, Target, cost_of
from bench.scale.disk import room_taken
from bench.scale.place import POSTGRESQL, SQLITE, Place, server_for
from bench.scale.stores import make_store
from bench.scale.tables import START, acts_table, commands_table, disk_table, work_table

SIZES = (1_000, 10_000, 100_000)
PARTS = ("acts", "commands", "disk")
Figures = dict[str, Any]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.scale", description="What large stores cost")
    parser.add_argument("out", type=Path, help="folder for the stores")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    parser.add_argument(
        "--url", default="", help="a PostgreSQL to make databases on (postgresql+psycopg://…)"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--commands", nargs="+", metavar="WORD", help="those that begin so")
    parser.add_argument("--times", type=int, default=9, help="turns of each (default 9)")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--before", type=Path, help="figures of another run, to stand beside these")
    return parser.parse_args()


def chosen(words: Sequence[str] | None) -> list[Command]:
    """The commands whose name begins with one of ``words``; all without."""
    return [each for each in COMMANDS if not words or each.name.startswith(tuple(words))]


@contextmanager
def stores(out: Path, database: str, url: str, sizes: Sequence[int]) -> Iterator[Mapping[int, Place]]:
    """A store of each size, and an empty one (0), made where they are not there yet."""
    on_server = database == POSTGRESQL or bool(url)
    folder = out / (POSTGRESQL if on_server else SQLITE)
    with server_for(url) if on_server else nullcontext() as named:
        places = {
            size: Place(folder / f"{size}", named(f"sohoa_bench_{size}") if named else "")
            for size in (0, *sizes)
        }
        for size, place in places.items():
            done = place.home.with_suffix(".done")
            if not done.exists() or done.read_text("utf-8") != place.url:
                began = datetime.now(UTC)
                make_store(size, out, place)
                done.write_text(place.url, "utf-8")
                took = datetime.now(UTC) - began
                print(f"{size} dossiers made in {took.total_seconds():.0f} s", file=sys.stderr, flush=True)
        yield places


def measure_commands(
    places: Mapping[int, Place], out: Path, words: Sequence[str] | None, times: int
) -> Figures:
    """Every command on every store, and ``list`` on the empty one."""
    found: Figures = {command.name: {} for command in chosen(words)}
    start = cost_of(COMMANDS[0], Target(places[0], out), times)
    found[START] = {f"{size}": _figures(start) for size in places if size}
    for size, place in places.items():
        for command in chosen(words) if size else ():
            if words or command.most is None or size <= command.most:
                figures = _figures(cost_of(command, Target(place, out), times))
                found[command.name][str(size)] = figures
                print(size, command.name, figures, file=sys.stderr, flush=True)
    return found


def _figures(cost: Any) -> dict[str, Any]:
    return {
        "cpu_s": round(cost.measured.cpu_s, 3),
        "peak_mb": round(cost.measured.peak_mb),
        "printed_kb": round(cost.printed / 1000),
        "status": cost.measured.status,
    }


def measure(args: argparse.Namespace, places: Mapping[int, Place]) -> Figures:
    """The parts asked for."""
    found: Figures = {
        "command": " ".join(["python -m bench.scale", *sys.argv[1:]]),
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "database": POSTGRESQL if places[0].url else SQLITE,
    }
    full = {size: place for size, place in places.items() if size}
    if "disk" in args.parts:
        found["disk"] = {str(size): room_taken(place) for size, place in full.items()}
    if "commands" in args.parts:
        found["commands"] = measure_commands(places, args.out, args.commands, max(2, args.times // 3))
    if "acts" in args.parts:
        found["acts"] = one_dossier.measure(full, args.times)
    return found


def main() -> int:
    """Make, measure, show, write."""
    args = arguments()
    args.out = args.out.resolve()
    args.out.mkdir(parents=True, exist_ok=True)
    with stores(args.out, args.database, args.url, args.sizes) as places:
        found = measure(args, places)
    if args.json:
        args.json.write_text(json.dumps(found, indent=1, ensure_ascii=False), "utf-8")
    before = json.loads(args.before.read_text("utf-8")) if args.before else {}
    console = Console(width=None if sys.stdout.isatty() else 110)
    drawn = {
        "acts": lambda: acts_table(found["acts"], on_server=found["database"] == POSTGRESQL),
        "commands": lambda: commands_table(found["commands"], before.get("commands", {})),
        "work": lambda: work_table(found["acts"]),
        "disk": lambda: disk_table(found["disk"]),
    }
    asked = [one for part in args.parts for one in ((part, "work") if part == "acts" else (part,))]
    for part in asked:
        console.print(drawn[part]().rich())
        print(drawn[part]().markdown())
    return 0


if __name__ == "__main__":
    sys.exit(main())
