# SPDX-License-Identifier: Apache-2.0
"""All tables of ``docs/reading.md`` in one command, written between the marks of that page.

    python -m bench.reading_tables OUT [--only accuracy profile compare endurance]
                                   [--blanks FOLDER [--ink FOLDER]] [--peers tesseract ocrmypdf]

OUT keeps pages and readings as in ``bench.accuracy``: made pages are used again, what was read is read anew
unless ``--keep`` is given.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.accuracy.plan import sets_for
from bench.accuracy.run import run, write_results
from bench.compare import cells_of, compare, gather, headings
from bench.endurance import endure
from bench.endurance import table_of as endurance_table
from bench.peers.labels import blank_sheets, known_sheets
from bench.profile import profile, sample_pages
from bench.profile import table_of as profile_table
from bench.tables import Table, placed
from templates.system import cores

PAGE = Path(__file__).parents[1] / "docs" / "reading.md"


def accuracy_part(args: argparse.Namespace) -> str:
    """Every table of the accuracy run."""
    if not args.keep:
        shutil.rmtree(args.out / "read", ignore_errors=True)
    sets = sets_for(args.pages, args.blanks, args.ink)
    cases = run(sets, args.seed, args.out, args.jobs)
    seconds = sum(case.seconds for case in cases) / max(1, len(cases))
    head = (
        f"{len(cases)} pages: {sets.retyped} set anew, {sets.blank} official blanks filled by machine, "
        f"{sets.ink} written on with real pen; seed {args.seed}. "
        f"{seconds:.2f} s on the wall a page and worker, {args.jobs} workers at once."
    )
    return "\n\n".join([head, *(table.markdown() for table in write_results(cases, args.out))])


def profile_part(args: argparse.Namespace) -> str:
    """Time by stage."""
    return profile_table(profile(sample_pages(args.profile_pages, args.seed, args.out / "pages"))).markdown()


def compare_part(args: argparse.Namespace) -> str:
    """The peers on the same pages and cores."""
    wanted = argparse.Namespace(
        folder=[], generate=args.compare_pages, blanks=args.blanks, forms=[], ink=None, seed=args.seed
    )
    with tempfile.TemporaryDirectory(prefix="sohoa-tables-") as place:
        truth = gather(wanted, Path(place))
        sheets = known_sheets() + (blank_sheets(args.blanks) if args.blanks else ())
        rows = compare(truth, Path(place), args.jobs, args.peers, sheets)
    title = f"{rows[0]['pages']} pages, {rows[0]['counts']['typed']} typed values, {args.jobs} cores"
    return Table(title, headings(), [cells_of(row) for row in rows]).markdown()


def endurance_part(args: argparse.Namespace) -> str:
    """Memory of one worker."""
    return endurance_table(
        endure(sample_pages(args.different, args.seed, args.out / "pages"), args.endurance_pages)
    ).markdown()


PARTS: dict[str, Callable[[argparse.Namespace], str]] = {
    "accuracy": accuracy_part,
    "profile": profile_part,
    "compare": compare_part,
    "endurance": endurance_part,
}


def stamped(text: str) -> str:
    """``text`` under the day and the kind of machine it was measured on."""
    now = datetime.now(UTC).strftime("%d/%m/%Y")
    machine = f"{platform.machine()}, {cores()} cores"
    return f"_Measured on {now}, {machine}, Python {platform.python_version()}._\n\n{text}"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="bench.reading_tables", description="Measure what docs/reading.md says"
    )
    parser.add_argument("out", type=Path, help="folder for pages and readings, kept")
    parser.add_argument("--only", nargs="*", default=list(PARTS), choices=list(PARTS))
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--blanks", type=Path)
    parser.add_argument("--ink", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--keep", action="store_true", help="use what was read before")
    parser.add_argument("--peers", nargs="*", default=["tesseract", "ocrmypdf"])
    parser.add_argument("--compare-pages", type=int, default=16)
    parser.add_argument("--profile-pages", type=int, default=40)
    parser.add_argument("--endurance-pages", type=int, default=500)
    parser.add_argument("--different", type=int, default=60, help="different pages of the long run")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page to write")
    return parser.parse_args()


def main() -> int:
    """Measure part by part; each is written as soon as it is there."""
    args = arguments()
    for part in args.only:
        print(f"{part} …", file=sys.stderr)
        text = stamped(PARTS[part](args))
        args.page.write_text(placed(args.page.read_text("utf-8"), part, text), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
