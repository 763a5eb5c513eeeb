# SPDX-License-Identifier: Apache-2.0
"""Measure how stacks of several dossiers are cut.

    python -m bench.piles OUT [--stacks 2] [--dossiers 10] [--seed 1] [--jobs 2] [--mistakes]

``OUT`` keeps stacks and what was read on them: after a change of the cutting the command costs seconds.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench.piles.reading import pages_read
from bench.piles.score import Score
from bench.piles.stack import WAYS, stack_of
from bench.scanning.files import write_pdf
from bench.scanning.scan import Damage
from intake.check.piles.cutting import cut
from templates.catalogue.loading import load_catalogue

_DPI = 200
DAY = date(2026, 11, 20)


def stacks(out: Path, count: int, dossiers: int, seed: int) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each stack with its truth, drawn where it is missing; ways in turn."""
    out.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        way = WAYS[number % len(WAYS)]
        path = out / f"stack-{seed}-{dossiers}-{number}.pdf"
        truth = path.with_suffix(".truth")
        if not truth.exists():
            stack = stack_of(f"piles/{seed}/{number}", dossiers, way)
            write_pdf(path, list(stack.pages), Damage(mode="gray", jpeg_quality=55), _DPI)
            told = {"way": way, "whose": stack.whose, "kinds": stack.kinds}
            truth.write_text(json.dumps(told), "utf-8")
        yield path, json.loads(truth.read_text("utf-8"))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how stacks of several dossiers are cut")
    parser.add_argument("out", type=Path)
    parser.add_argument("--stacks", type=int, default=2)
    parser.add_argument("--dossiers", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--mistakes", action="store_true")
    args = parser.parse_args()
    found = list(stacks(args.out, args.stacks, args.dossiers, args.seed))
    score = Score()
    for path, truth in found:
        read = pages_read(path, len(truth["whose"]), args.jobs, lambda: None)
        score.add(path.stem, cut(read, load_catalogue(), DAY), truth["whose"], truth["kinds"])
    for name, figure in score.rows():
        print(f"{name:42} {figure}")
    if args.mistakes:
        print(*score.mistakes, sep="\n")


if __name__ == "__main__":
    main()
