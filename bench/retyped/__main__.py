# SPDX-License-Identifier: Apache-2.0
"""Retype forms in layouts nobody tuned on, read them, and say what was wrong, by form and by cause.

    python -m bench.retyped OUT [--pages 60] [--from 0] [--split open|kept] [--reread] [--mistakes]

Layout number N is always the same form in the same print; what is typed in changes with ``--seed``. Faults
are looked for on ``open`` layouts; ``kept`` ones decide and nobody looks at their pages (``--mistakes`` is
refused for them). OUT keeps pages and readings: the same command goes on where it was stopped, ``--reread``
costs the reading alone.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.accuracy.cases import Case, load_cases
from bench.accuracy.reading import read_missing
from bench.retyped.card_specs import CARD, card_spec
from bench.retyped.cards import card_copy
from bench.retyped.layout import KEPT, OPEN, layout
from bench.retyped.pages import RetypedPage, page_of
from bench.retyped.setting import PageFullError
from bench.retyped.strangers import OTHER, names, stranger
from bench.retyped.tables import STRANGER, causes_of, tables_of
from bench.scanning.files import write_scan
from bench.scanning.scan import random_damage, scan
from bench.score import SURE
from templates.system import cores

_DPI = (200, 200, 240, 300, 300)
_CROSSED = 0.25


def make(number: int, seed: int, out: Path) -> Path | None:
    """The scan of a layout filled in, and its truth beside it; None where the form fits on no single page."""
    form = layout(number)
    rng = random.Random(f"retyped/{number}/{seed}")
    try:
        page = page_of(form, rng)
    except PageFullError:
        return None
    return _written(page, f"{number:05d}-{form.paper.kind}", form.paper.kind, form.made(), rng, out)


def make_stranger(number: int, split: str, out: Path) -> Path:
    """A page of another authority, and that there is nothing on it for the desk."""
    rng = random.Random(f"stranger/{split}/{number}")
    name = names()[number % len(names())]
    made = {
        "layout": number,
        "split": split,
        "form": name,
        "fill": STRANGER,
        "condition": name,
        "origin": name,
    }
    return _written(stranger(name, rng), f"stranger-{number:03d}-{name}", OTHER, made, rng, out)


def make_card(number: int, split: str, out: Path) -> Path:
    """A copy of an identity card."""
    rng = random.Random(f"card/{split}/{number}")
    spec = card_spec(number, rng)
    page = card_copy(spec, rng)
    return _written(page, f"card-{number:03d}-{spec.print}", CARD, spec.made(number, split), rng, out)


def _written(
    page: RetypedPage, stem: str, kind: str, made: dict[str, Any], rng: random.Random, out: Path
) -> Path:
    record = out / f"{stem}.json"
    if record.exists():
        return record
    out.mkdir(parents=True, exist_ok=True)
    damage, dpi = random_damage(rng), rng.choice(_DPI)
    image = scan(page.draw(dpi, rng, rng.random() < _CROSSED), damage, rng)
    name = write_scan(out, stem, [image], damage, dpi, rng)
    truth = {"page": 1, "kind": kind, "rotation": -damage.turn % 360, "fields": page.fields}
    entry = {"file": name, "made": made, "dpi": dpi, "pages": [truth]}
    record.write_text(json.dumps(entry, ensure_ascii=False), "utf-8")
    return record


def run(
    out: Path, numbers: Sequence[int], cards: int, strangers: int, split: str, seed: int, jobs: int
) -> list[Case]:
    """Make and read what is missing; every page with what was read of it."""
    records = [record for number in numbers if (record := make(number, seed, out / "pages"))]
    records += [make_card(number, split, out / "pages") for number in range(cards)]
    records += [make_stranger(number, split, out / "pages") for number in range(strangers)]
    files = [out / "pages" / json.loads(record.read_text("utf-8"))["file"] for record in records]
    read_missing(files, out / "read", jobs, lambda: None)
    return load_cases(records, out / "read")


def _show_mistakes(cases: list[Case], console: Console) -> None:
    for mistake, name in sorted(causes_of(cases), key=lambda one: -(one[0].confidence or 0.0)):
        sure = "SURE" if (mistake.confidence or 0.0) >= SURE else ""
        console.print(
            f"{name} {sure} {mistake.confidence} {mistake.file} {mistake.key}", highlight=False, markup=False
        )
        console.print(f"    true {mistake.truth!r}\n    read {mistake.read!r}", highlight=False, markup=False)


def main() -> int:
    """Read the command line, run, show."""
    parser = argparse.ArgumentParser(
        prog="bench.retyped", description="How well layouts are read that nobody tuned on"
    )
    parser.add_argument("out", type=Path, help="folder for pages and readings")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--from", type=int, default=0, dest="first", help="first layout of the split")
    parser.add_argument("--split", choices=(OPEN, KEPT), default=OPEN)
    parser.add_argument("--cards", type=int, default=0, help="copies of identity cards besides")
    parser.add_argument("--strangers", type=int, default=0, help="pages of other authorities besides")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--reread", action="store_true", help="read all pages anew")
    parser.add_argument("--mistakes", action="store_true", help="list every mistake (open layouts only)")
    args = parser.parse_args()
    if args.mistakes and args.split == KEPT:
        parser.error("what is kept aside is not looked at: find faults on --split open")
    if args.reread:
        shutil.rmtree(args.out / "read", ignore_errors=True)
    console = Console(width=None if sys.stdout.isatty() else 160)
    numbers = [2 * n + (args.split == KEPT) for n in range(args.first, args.first + args.pages)]
    cases = run(args.out, numbers, args.cards, args.strangers, args.split, args.seed, args.jobs)
    for table in tables_of(cases):
        console.print(table.rich())
    if args.mistakes:
        _show_mistakes(cases, console)
    return 0


if __name__ == "__main__":
    sys.exit(main())
