# SPDX-License-Identifier: Apache-2.0
"""Making the pages of a run: each a file and, beside it, what stands on it and how it came to be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from PIL import Image

from bench.accuracy.plan import BLANK, BOTH_SIDES, INK, TWO_PAPERS, PageSpec, Sets
from bench.blanks import drawn
from bench.blanks.drawn import LAYOUT_NAMES, DrawnPage, kind_of_layout
from bench.blanks.strokes import InkBox
from bench.conditions import Scanned, apply
from bench.scanning.files import write_scan
from bench.scanning.glass import side_by_side
from intake.reading.worker_process import Limits
from intake.reading.workers import Workers

_A5 = 0.707
"""A4 set as A5, the size in which small papers are printed."""

_SMALL_PRINT_DPI = 300
_LIMITS = Limits(timeout_s=300)

Progress = Callable[[], None]


class PageNotMadeError(RuntimeError):
    """The generator failed on a page."""


def make_missing(pages: Iterable[PageSpec], sets: Sets, out: Path, jobs: int, advance: Progress) -> None:
    """Make the pages that are not in ``out`` yet, on ``jobs`` processes."""
    out.mkdir(parents=True, exist_ok=True)
    missing = [page for page in pages if not truth_of(page, out).exists()]
    workers: Workers[PageSpec, str] = Workers(partial(make_page, sets=sets, out=out), jobs, _LIMITS)
    for outcome in workers.run(missing):
        if outcome.failure is not None:
            raise PageNotMadeError(f"{outcome.task.name}: {outcome.failure.detail or outcome.failure.code}")
        advance()


def truth_of(page: PageSpec, out: Path) -> Path:
    """Where the truth of a page is; it is written after the page itself."""
    return out / f"{page.name}.json"


def make_page(page: PageSpec, sets: Sets, out: Path) -> str:
    """Write the scan and the truth of one page; returns the scan's name."""
    rng = page.chance()
    if page.condition == TWO_PAPERS:
        scans, described = _two_papers(page, rng)
    elif page.condition == BOTH_SIDES:
        scans, described = _both_sides(page, rng)
    else:
        one = _drawn(page, sets, rng)
        scanned = apply(page.condition, one.draw, rng)
        scans, described = [scanned], [_described(one, scanned, 1)]
    first = scans[0]
    name = write_scan(out, page.name, [scan.image for scan in scans], first.damage, first.dpi, rng)
    record = {"file": name, "made": asdict(page), "dpi": first.dpi, "pages": described}
    target = truth_of(page, out)
    draft = target.with_suffix(".part")
    draft.write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
    draft.replace(target)
    return name


def _drawn(page: PageSpec, sets: Sets, rng: Random) -> DrawnPage:
    if page.origin in (BLANK, INK) and sets.blanks:
        ink = InkBox.load_unseen(sets.strokes) if page.origin == INK and sets.strokes else None
        return drawn.blank_page(sets.blanks / f"{page.form}.pdf", page.fill, rng, ink)
    return drawn.any_page(page.form, page.fill, rng)


def _described(page: DrawnPage, scanned: Scanned, number: int) -> dict[str, Any]:
    turn = -scanned.damage.turn % 360
    found = {"page": number, "kind": page.kind, "rotation": turn, "fields": page.fields}
    return found | ({"notes": True} if page.notes else {})


def _both_sides(page: PageSpec, rng: Random) -> tuple[list[Scanned], list[dict[str, Any]]]:
    """A form and the notes on its back; each shines through on the other."""
    front, back = drawn.paper_page(page.form, page.fill, rng), drawn.notes_page(rng)
    dpi = rng.choice((200, 240, 300))
    recto, verso = front.draw(dpi), back.draw(dpi)
    scans = [
        apply("bleed-through", lambda _dpi: recto, rng, verso, dpi),
        apply("bleed-through", lambda _dpi: verso, rng, recto, dpi),
    ]
    return scans, [_described(front, scans[0], 1), _described(back, scans[1], 2)]


def _two_papers(page: PageSpec, rng: Random) -> tuple[list[Scanned], list[dict[str, Any]]]:
    """Two papers of different kinds, printed as A5, beside each other on one A4 sheet."""
    mine = kind_of_layout(page.form)
    others = [form for form in LAYOUT_NAMES if kind_of_layout(form) not in (mine, "other")]
    papers = [drawn.any_page(form, page.fill, rng) for form in (page.form, rng.choice(others))]

    def both(dpi: int) -> Image.Image:
        left, right = (np.asarray(paper.draw(dpi), dtype=np.uint8) for paper in papers)
        return Image.fromarray(side_by_side(left, right, _A5, rng))

    scanned = apply("plain", both, rng, dpi=_SMALL_PRINT_DPI)
    return [scanned], [_described(paper, scanned, 1) for paper in papers]
