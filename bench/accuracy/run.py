# SPDX-License-Identifier: Apache-2.0
"""One accuracy run: plan, make, read, score, write; every part may be stopped and repeated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench.accuracy.cases import Case, load_cases, pairs_of, score_by, score_fields
from bench.accuracy.figures import (
    Share,
    numbers_and_dates,
    papers_on_shared_sheets,
    pen_figures,
    reliability,
    values_of,
)
from bench.accuracy.make import make_missing, truth_of
from bench.accuracy.plan import Sets, planned
from bench.accuracy.reading import read_missing
from bench.accuracy.tables import tables_of
from bench.score import Mistake, score_pages
from bench.tables import Table

GROUPS: dict[str, Callable[[Case], str]] = {
    "by_kind": lambda case: case.truths[0].kind or "notes",
    "by_fill": lambda case: str(case.made["fill"]),
    "by_condition": lambda case: str(case.made["condition"]),
    "by_origin": lambda case: str(case.made["origin"]),
}


def run(sets: Sets, seed: int, out: Path, jobs: int, sample: int | None = None) -> list[Case]:
    """Make and read what is missing in ``out``; every page of the plan with what was read of it."""
    pages = planned(sets, seed)
    if sample:
        pages = [page for page in pages if page.number < sample]
    with _progress("Making", len(pages)) as advance:
        make_missing(pages, sets, out / "pages", jobs, advance)
    records = [truth_of(page, out / "pages") for page in pages]
    files = [out / "pages" / json.loads(record.read_text("utf-8"))["file"] for record in records]
    with _progress("Reading", len(files)) as advance:
        read_missing(files, out / "read", jobs, advance)
    return load_cases(records, out / "read")


def write_results(cases: list[Case], out: Path) -> list[Table]:
    """Write figures, mistakes and tables below ``out``; returns the tables."""
    tables = tables_of(cases)
    _write(out / "figures.json", figures(cases))
    _write(out / "mistakes.json", mistakes(cases))
    (out / "tables.md").write_text("\n\n".join(table.markdown() for table in tables) + "\n", "utf-8")
    return tables


def figures(cases: list[Case]) -> dict[str, Any]:
    """All figures of a run, the fields complete."""
    pairs = pairs_of(cases)
    values = list(values_of(pairs))
    groups = {
        name: {key: s.as_json() for key, s in score_by(cases, by).items()} for name, by in GROUPS.items()
    }
    return {
        "pages": len(cases),
        "seconds_per_page": round(sum(case.seconds for case in cases) / max(1, len(cases)), 3),
        "all": score_pages(pairs).as_json(),
        **groups,
        "by_field": {key: score.as_json() for key, score in score_fields(pairs).items()},
        "reliability": [asdict(found) for found in reliability(values)],
        "numbers_and_dates": {
            name: {"exact": _share(exact), "exact_or_flagged": _share(safe)}
            for name, (exact, safe) in numbers_and_dates(values).items()
        },
        "pen": {name: _share(share) for name, share in pen_figures(values).items()},
        "two_papers": {name: _share(share) for name, share in papers_on_shared_sheets(cases).items()},
    }


def mistakes(cases: list[Case]) -> list[dict[str, Any]]:
    """Every wrong, missing or invented value with how its page was made."""
    made = {(case.file, case.page): case.made for case in cases}
    found: list[Mistake] = score_pages(pairs_of(cases)).mistakes
    return [
        {**asdict(mistake), **{key: made[mistake.file, mistake.page][key] for key in ("fill", "condition")}}
        for mistake in found
    ]


def _share(share: Share) -> dict[str, float | int | None]:
    return {"part": share.part, "whole": share.whole, "share": share.value}


def _write(target: Path, found: Any) -> None:
    target.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")


@contextmanager
def _progress(title: str, total: int) -> Iterator[Callable[[], None]]:
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda: bar.advance(task)
