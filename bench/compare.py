# SPDX-License-Identifier: Apache-2.0
"""Measure sohoa beside OCRmyPDF and plain Tesseract: the same pages, the same cores, one run.

    python -m bench.compare [--folder DIR …] [--generate N] [--blanks DIR] [--seed S] [--cores N]
                            [--peers none|tesseract|ocrmypdf …] [--before PROGRAM]
                            [--json FILE] [--mistakes FILE]

``--before`` names the ``sohoa`` program of another version, which reads the same pages next to this one.
Without a source, pages are generated. A folder of scans carries its truth (see :mod:`bench.truth`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.blanks.fill import fill_many
from bench.pages import make_pages
from bench.peers.labels import Sheet, blank_sheets, known_sheets
from bench.peers.readers import (
    PeerFailedError,
    Result,
    read_with_ocrmypdf,
    read_with_sohoa,
    read_with_tesseract,
)
from bench.score import Score, score_pages
from bench.truth import PageId, TruePage, load_truth, paired

BIRTH_FORMS = ["birth-registration", "birth-registration-2015"]
_PEERS = ("tesseract", "ocrmypdf")
Truth = dict[PageId, TruePage]


def gather(args: argparse.Namespace, work: Path) -> Truth:
    """The pages to read with their truth: folders given, pages generated, blanks filled."""
    folders = [folder.resolve() for folder in args.folder]
    count = args.generate if args.generate is not None else 0 if args.folder or args.blanks else 12
    if args.blanks:
        forms = args.forms or BIRTH_FORMS
        folders.append(
            fill_many(args.blanks, work / "filled", args.generate or 12, args.seed, forms, args.ink).parent
        )
    elif count:
        folders.append(make_pages(work / "pages", count, args.seed).parent)
    truth: Truth = {}
    for folder in folders:
        truth |= {(str(folder / name), page): true for (name, page), true in load_truth(folder).items()}
    if not truth:
        raise SystemExit("no page with a truth was found")
    return truth


def score_of(result: Result, truth: Truth) -> Score:
    """Score one program's reading of all pages."""
    return score_pages(paired(truth, result.pages))


def row_of(result: Result, score: Score, pages: int) -> dict[str, Any]:
    """One line of the comparison."""
    return {
        "reader": result.name,
        "pages": pages,
        "wall_s": round(result.cost.wall_s, 2),
        "seconds_per_page": round(result.cost.wall_s / pages, 3),
        "cpu_seconds_per_page": round(result.cost.cpu_s / pages, 3),
        "peak_mb": round(result.cost.peak_mb, 1),
        **score.as_json(),
    }


def compare(
    truth: Truth,
    work: Path,
    cores: int,
    peers: list[str],
    sheets: tuple[Sheet, ...],
    before: Path | None = None,
) -> list[dict[str, Any]]:
    """Run the programs one after the other over the same files; one row each."""
    files = sorted({Path(name) for name, _ in truth})
    runs: list[Callable[[], Result]] = [lambda: read_with_sohoa(files, work, cores)]
    if before is not None:
        runs.append(lambda: read_with_sohoa(files, work, cores, before))
    if "tesseract" in peers:
        runs.append(lambda: read_with_tesseract(files, work, cores, sheets))
    if "ocrmypdf" in peers:
        runs.append(lambda: read_with_ocrmypdf(files, work, cores, sheets))
    rows = []
    for one in runs:
        result = one()
        score = score_of(result, truth)
        rows.append({**row_of(result, score, len(truth)), "mistakes": [asdict(m) for m in score.mistakes]})
    return rows


_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("s/page", "seconds_per_page", "{:.2f}"),
    ("CPU s/page", "cpu_seconds_per_page", "{:.2f}"),
    ("peak MB", "peak_mb", "{:.0f}"),
    ("kind", "kind_accuracy", "{:.1%}"),
    ("exact", "exact", "{:.1%}"),
    ("char. error", "character_error", "{:.1%}"),
    ("missing", "missing", "{:.1%}"),
    ("wrong", "wrong", "{:.1%}"),
    ("invented/page", "invented_per_page", "{:.2f}"),
    ("wrong at ≥ 0.9", "sure_wrong", "{:.1%}"),
)


def table_of(rows: list[dict[str, Any]], cores: int) -> Table:
    """The comparison for people."""
    typed = rows[0]["counts"]["typed"] if rows else 0
    pages = rows[0]["pages"] if rows else 0
    table = Table(title=f"{pages} pages, {typed} typed values, {cores} cores")
    for place, title in enumerate(headings()):
        table.add_column(title, justify="right" if place else "left")
    for row in rows:
        table.add_row(*cells_of(row))
    return table


def headings() -> tuple[str, ...]:
    """The headings of the comparison."""
    return ("reader", *(title for title, _, _ in _COLUMNS))


def cells_of(row: dict[str, Any]) -> tuple[str, ...]:
    """One line of the comparison for people."""
    cells = (shape.format(row[key]) if row[key] is not None else "–" for _, key, shape in _COLUMNS)
    return (row["reader"], *cells)


def limit_cores(wanted: int | None) -> int:
    """Keep this process and all it starts on ``wanted`` cores; returns how many there are."""
    mine = sorted(os.sched_getaffinity(0))
    chosen = mine[: wanted or len(mine)]
    os.sched_setaffinity(0, chosen)
    return len(chosen)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure sohoa beside OCRmyPDF and Tesseract")
    parser.add_argument("--folder", type=Path, action="append", default=[], help="scans with their truth")
    parser.add_argument("--generate", type=int, metavar="N", help="pages to make (default 12 if no folder)")
    parser.add_argument("--blanks", type=Path, help="folder of official blanks to be filled instead")
    parser.add_argument("--forms", nargs="*", default=[], help="which blanks (default: the birth forms)")
    parser.add_argument("--ink", type=Path, help="fill the blanks with pen lines of this folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cores", type=int)
    parser.add_argument("--peers", nargs="*", default=list(_PEERS), choices=("none", *_PEERS))
    parser.add_argument("--before", type=Path, metavar="PROGRAM", help="another version's sohoa")
    parser.add_argument("--json", type=Path, help="write the rows here ('-': standard output)")
    parser.add_argument("--mistakes", type=Path, help="write every wrong value here")
    return parser.parse_args()


def main() -> int:
    """Gather, read, score, show."""
    args = arguments()
    cores = limit_cores(args.cores)
    with tempfile.TemporaryDirectory(prefix="sohoa-bench-") as place:
        work = Path(place)
        truth = gather(args, work)
        sheets = known_sheets() + (blank_sheets(args.blanks) if args.blanks else ())
        try:
            rows = compare(truth, work, cores, args.peers, sheets, args.before)
        except (PeerFailedError, FileNotFoundError) as error:
            print(f"{error}", file=sys.stderr)
            return 3
    mistakes = {row["reader"]: row.pop("mistakes") for row in rows}
    report = {
        "cores": cores,
        "machine": platform.machine(),
        "python": platform.python_version(),
        "rows": rows,
    }
    if args.mistakes:
        args.mistakes.write_text(json.dumps(mistakes, ensure_ascii=False, indent=1), "utf-8")
    _show(args.json, report, rows, cores)
    return 0


def _show(target: Path | None, report: dict[str, Any], rows: list[dict[str, Any]], cores: int) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=1)
    if str(target) == "-":
        print(text)
        return
    if target:
        target.write_text(text, "utf-8")
    Console(width=None if sys.stdout.isatty() else 130).print(table_of(rows, cores))


if __name__ == "__main__":
    sys.exit(main())
