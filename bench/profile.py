# SPDX-License-Identifier: Apache-2.0
"""Where the time of a page goes: each stage of the reader, and the recogniser alone as the floor.

    python -m bench.profile [--pages 40] [--seed 1] [--folder PAGES] [--json FILE]

One process, one core, no worker: the pages are those of an accuracy run (``--folder`` takes made ones).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
from rich.console import Console

from bench.accuracy.make import make_missing, truth_of
from bench.accuracy.plan import Sets, planned
from bench.stopwatch import Stage, Stopwatch
from bench.tables import Table
from intake.reading.page_work import PageTask, read_task
from templates.system import cores

PAGE_WORDS = "line reader: cut strips, make words"
FLOOR, REST = "line reader: the network alone", "all else"
STAGES = (
    Stage("open the file", "intake.capture.opening", "load_page"),
    Stage("even light, flatten a photograph", "ocr.layout.prepare", "lit_copy"),
    Stage("size of the letters, which way up", "ocr.layout.prepare", "prepared_copies"),
    Stage("turn, level", "ocr.pixels.orientation", "turned"),
    Stage("turn, level", "ocr.pixels.dewarp", "skew_angle"),
    Stage("turn, level", "ocr.pixels.dewarp", "levelled"),
    Stage("what shines through", "ocr.pixels.show_through", "without_show_through"),
    Stage("find leaders", "ocr.layout.leaders", "find_leaders"),
    Stage("take leaders off", "ocr.layout.leaders", "remove_leaders"),
    Stage("footnote marks, combs", "ocr.layout.footnote_marks", "footnote_marks"),
    Stage("footnote marks, combs", "ocr.layout.combs", "comb_rules"),
    Stage("even the ink", "ocr.pixels.image", "even_ink"),
    Stage("threshold the page", "ocr.pixels.image", "ink_mask"),
    Stage("find stretches of text", "ocr.lines.segmentation", "find_stretches"),
    Stage(PAGE_WORDS, "ocr.recognise.page_text", "words_of"),
    Stage(FLOOR, "ocr.recognise.line_model", "read_strips"),
    Stage("group words into lines", "ocr.lines.text_line", "text_lines"),
    Stage("kind of paper, align labels", "ocr.forms.classify", "kind_matches"),
    Stage("fields: normalise, vote, confidence", "ocr.page.extract", "readings"),
    Stage("second look at values: cut lines", "ocr.forms.second_pass", "look_again"),
    Stage("Tesseract, a process of its own", "ocr.recognise.tesseract", "words"),
    Stage("ticks and pen", "ocr.forms.checkboxes", "read_tick"),
    Stage("ticks and pen", "ocr.forms.handwriting", "unread_strokes"),
    Stage("identity card: QR, MRZ, print", "ocr.cards.page", "read_card_page"),
    Stage("words for the text layer", "ocr.page.reading", "page_words"),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """Seconds by stage (their own), seconds in all, and the floor: the network on the page's text, once."""

    pages: int
    own: dict[str, float]
    total: float
    floor: float

    def as_json(self) -> dict[str, Any]:
        return {
            "pages": self.pages,
            "seconds_per_page": round(self.total / self.pages, 4),
            "floor_per_page": round(self.floor / self.pages, 4),
            "stages": {label: round(own / self.pages, 4) for label, own in self.own.items()},
        }


def profile(files: Sequence[Path]) -> Profile:
    """Read the first page of each file, once to warm up and once on the clock."""
    _one_thread()
    read_task(PageTask(str(files[0]), 1))
    watch = Stopwatch()
    with watch.running(STAGES, "ocr", "intake"):
        for file in files:
            with watch.time(REST):
                read_task(PageTask(str(file), 1))
    return Profile(len(files), watch.own, watch.whole[REST], _floor(watch))


def _floor(watch: Stopwatch) -> float:
    """The network's time on the page itself: its part inside ``words_of``, not the second look."""
    return watch.whole.get(PAGE_WORDS, 0.0) - watch.own.get(PAGE_WORDS, 0.0)


def _one_thread() -> None:
    """As in a worker."""
    os.environ.update({"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"})
    cv2.setNumThreads(1)


def table_of(found: Profile) -> Table:
    """Stages by time, the longest first."""
    rows = [
        (label, f"{1000 * own / found.pages:.0f}", f"{100 * own / found.total:.1f} %")
        for label, own in sorted(found.own.items(), key=lambda item: -item[1])
    ]
    whole, floor = 1000 * found.total / found.pages, 1000 * found.floor / found.pages
    rows += [
        ("the whole page", f"{whole:.0f}", "100.0 %"),
        ("floor: the network once over the text area", f"{floor:.0f}", f"{100 * floor / whole:.1f} %"),
    ]
    return Table(f"Processor time of a page, mean of {found.pages} pages", ("stage", "ms", "share"), rows)


def sample_pages(count: int, seed: int, out: Path) -> list[Path]:
    """``count`` pages of an accuracy run, made in ``out`` where they are missing."""
    pages = planned(Sets(count), seed)
    make_missing(pages, Sets(count), out, cores(), lambda: None)
    return [out / json.loads(truth_of(page, out).read_text("utf-8"))["file"] for page in pages]


def main() -> int:
    """Make pages, read them on the clock, show."""
    parser = argparse.ArgumentParser(prog="bench.profile", description="Where the time of a page goes")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="pages made by bench.accuracy (OUT/pages)")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sohoa-profile-") as place:
        found = profile(sample_pages(args.pages, args.seed, args.folder or Path(place)))
    if args.json:
        args.json.write_text(json.dumps(found.as_json(), ensure_ascii=False, indent=1), "utf-8")
    Console(width=None if sys.stdout.isatty() else 100).print(table_of(found).rich())
    return 0


if __name__ == "__main__":
    sys.exit(main())
