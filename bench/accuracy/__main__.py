# SPDX-License-Identifier: Apache-2.0
"""Make, read and score a few hundred pages of every kind, filling and condition.

    python -m bench.accuracy OUT [--pages 300] [--seed 1] [--jobs N] [--reread] [--remake]
                             [--blanks FOLDER [--ink FOLDER]] [--sample N] [--form id-card]

OUT keeps the pages and what was read, so that the same command goes on where it was stopped and, with
``--reread`` after a change of the reader, costs the reading alone. Tables go to the screen, figures and
mistakes to ``OUT/figures.json`` and ``OUT/mistakes.json``, the tables as Markdown to ``OUT/tables.md``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from rich.console import Console

from bench.accuracy.plan import sets_for
from bench.accuracy.run import run, write_results
from bench.blanks.drawn import LAYOUT_NAMES
from templates.system import cores


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.accuracy", description="How well sohoa reads, page by page")
    parser.add_argument("out", type=Path, help="folder for pages, readings and results")
    parser.add_argument("--pages", type=int, default=300, help="pages set anew (default 300)")
    parser.add_argument("--blanks", type=Path, help="official blanks to be filled, as a further set")
    parser.add_argument("--ink", type=Path, help="pen lines to be written on the blanks, as a further set")
    parser.add_argument("--form", choices=LAYOUT_NAMES, help="only pages of this layout, such as id-card")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--remake", action="store_true", help="make the pages anew, too")
    parser.add_argument("--reread", action="store_true", help="read all pages anew")
    parser.add_argument("--sample", type=int, metavar="N", help="only the first N pages of each set")
    return parser.parse_args()


def main() -> int:
    """Clear what is to be made anew, run, show."""
    args = arguments()
    for folder, again in (("pages", args.remake), ("read", args.remake or args.reread)):
        if again:
            shutil.rmtree(args.out / folder, ignore_errors=True)
    tables = write_results(
        run(
            sets_for(args.pages, args.blanks, args.ink, args.form or ""),
            args.seed,
            args.out,
            args.jobs,
            args.sample,
        ),
        args.out,
    )
    console = Console(width=None if sys.stdout.isatty() else 130)
    for table in tables:
        console.print(table.rich())
    return 0


if __name__ == "__main__":
    sys.exit(main())
