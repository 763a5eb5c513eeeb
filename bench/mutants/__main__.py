# SPDX-License-Identifier: Apache-2.0
"""Change the code in small ways and see whether a test notices.

    python -m bench.mutants [--modules ocr/recognise/rover.py …] [--sample 600 | --all] [--seed 1] [--jobs N]
                            [--keep FOLDER] [--json FILE]

Works on a copy of the checkout. Without ``--modules`` all of ``modules.yaml`` are meant, and of their changes
a sample is tried, of each module its share. Each verdict is in ``--json`` as soon as it is known, and a run
that was stopped goes on from there. A group of modules that mutmut gives up on is told with its reason and
stops no other. Ends with 1 when fewer than 92 % were noticed, with 2 when some were not tried.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bench.mutants.plan import Group, chosen_groups, load_groups
from bench.mutants.sample import drawn
from bench.mutants.verdicts import Verdict, keep_verdicts, kept_verdicts, known_survivors, table
from bench.mutants.workshop import MutmutError, Workshop
from templates.system import cores

WANTED = 0.92


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.mutants", description="Do the tests notice a changed line?")
    parser.add_argument("--modules", nargs="+", help="modules of modules.yaml (default: all)")
    parser.add_argument("--sample", type=int, default=600, metavar="N", help="changes to try (default 600)")
    parser.add_argument("--all", action="store_true", help="try every change")
    parser.add_argument("--seed", type=int, default=1, help="which sample")
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--keep", type=Path, help="folder for the copies, kept (default: a temporary one)")
    parser.add_argument("--json", type=Path, help="keep every verdict here, and go on from it")
    return parser.parse_args()


def main() -> int:
    """Copy, mutate, sample, try, tell."""
    args = arguments()
    groups = chosen_groups(load_groups(), args.modules)
    verdicts: list[Verdict] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        run(groups, args.keep or Path(scratch), args, verdicts, failed)
    console = Console(width=None if sys.stdout.isatty() else 130)
    console.print(table(verdicts).rich())
    for verdict in verdicts:
        if verdict.survived:
            console.print(f"\n{verdict.name}\n{verdict.diff}", markup=False, highlight=False)
    for reason in failed:
        console.print(f"\nnot tried: {reason}", markup=False, highlight=False)
    counted = [v for v in verdicts if not v.known]
    if failed:
        return 2
    return 0 if sum(not v.survived for v in counted) >= WANTED * len(counted) else 1


def run(
    groups: list[Group], folder: Path, args: argparse.Namespace, verdicts: list[Verdict], failed: list[str]
) -> None:
    """Collect in ``verdicts`` what became of the changes drawn from ``groups``, in ``failed`` why some were
    not tried. All are named first, so that each module has its share."""
    shops = [Workshop.set_up(group, folder / group.name, args.jobs) for group in groups]
    names = [name for shop in shops for name in shop.names()]
    wanted = frozenset(names if args.all else drawn(names, args.sample, args.seed))
    known = known_survivors()
    verdicts += [verdict for verdict in kept_verdicts(args.json) if verdict.name in wanted]
    tried = {verdict.name for verdict in verdicts}
    for shop in shops:
        try:
            for verdict in shop.verdicts(wanted - tried, known):
                verdicts.append(verdict)
                if args.json:
                    keep_verdicts(args.json, verdicts)
        except MutmutError as error:
            failed.append(str(error))
            print(f"not tried: {error}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
