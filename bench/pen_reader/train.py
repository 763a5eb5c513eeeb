# SPDX-License-Identifier: Apache-2.0
"""Train the reader of handwriting: ``python -m bench.pen_reader.train FOLDER --lines FOLDER``.

Learns from the lines of a folder with ``labels.tsv`` and leaves the curve, ``weights.pt`` and
``pen_reader.onnx`` in the other. A tenth of the writers is only measured on. Needs PyTorch, which the program
itself does not (docs/development.md).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.pen_reader.examples import NO_MAKINGS, Makings, PenDrawer
from bench.pen_reader.lines import LABELS, PenLine, kept_apart, learnt, pen_lines
from bench.pen_reader.pieces import Pieces, cut
from bench.pen_reader.scripts import fonts_kept_apart, learnt_fonts, script_fonts
from bench.training.command import options, planned, told, train
from bench.training.files import sha256_of, sha256_of_all
from bench.training.fonts import hashes
from bench.training.plan import Plan
from ocr.pen.network import PenNetwork
from ocr.pen.reader import network
from ocr.weights import FOLDER, PEN_READER

if TYPE_CHECKING:
    from bench.pen_reader.task import PenReading

PLAN = Plan("pen-reader", seed=1, steps=5_000, rate=2e-3, decay=1e-2, warm=300, clip=5.0, every=500)
_FIGURES = 2
"""A line with so many may be cut in pieces."""

_EACH = 8
"""Each of so many of these is."""

_MEASURED = 5
"""Batches on which the norms of shipped weights are measured."""


def main(words: list[str] | None = None) -> None:
    """Run the training that the words of the command line ask for."""
    parser = options("Train the reader of handwriting.", PLAN)
    parser.add_argument("--lines", type=Path, required=True, help="folder of pen lines with labels.tsv")
    parser.add_argument("--fonts", type=Path, help="folder of script fonts: learn from made-up pen, too")
    parser.add_argument("--made", type=float, default=0.4, help="its share of the lines")
    asked = parser.parse_args(words)
    told(lambda: _train(asked))


def _train(asked: argparse.Namespace) -> None:
    lines = pen_lines(asked.lines)
    fonts = script_fonts(asked.fonts) if asked.fonts else ()
    data: dict[str, Any] = {
        "pens": sha256_of_all([asked.lines / LABELS, *(line.path for line in lines)]),
        "fonts": hashes(fonts),
        "made": asked.made if fonts else 0.0,
        "cut_by": sha256_of(FOLDER / PEN_READER) if fonts else "",
    }
    folder = Path(__file__).parent
    words = [*folder.parent.glob("line_reader/words.*"), *folder.parent.glob("invented/*")]
    code = [
        *folder.glob("*.py"),
        folder.parents[1] / "ocr" / "pen" / "strip.py",
        *filter(Path.is_file, words),
    ]
    plan = planned(PLAN, asked, data, code)

    from bench.pen_reader.task import PenReading

    told_from, apart = learnt(lines), kept_apart(lines)
    drawer = PenDrawer(told_from)
    unseen = NO_MAKINGS
    if fonts:
        net = network()
        drawer = PenDrawer(told_from, Makings(learnt_fonts(fonts), _pools(told_from, net)), asked.made)
        unseen = Makings(fonts_kept_apart(fonts), _pools(apart, net))
    # What the program reads lacks the shortcut, and what has learnt to read needs none.
    shipped = bool(asked.start) and asked.start.suffix == ".onnx"
    task = PenReading(drawer, apart, unseen, shortcut=not shipped)
    if shipped:
        asked.start = _unpacked(task, plan, asked)
    train(task, plan, asked)


def _pools(lines: Sequence[PenLine], net: PenNetwork) -> tuple[Pieces, ...]:
    """The pieces of lines with figures."""
    some = [line for line in lines if sum(map(str.isdigit, line.text)) >= _FIGURES][::_EACH]
    return tuple(pieces for line in some if (pieces := cut(line, net)).words)


def _unpacked(task: PenReading, plan: Plan, asked: argparse.Namespace) -> Path:
    """The file that the program reads as weights to begin with, its norms measured on the first lines."""
    import torch

    from bench.pen_reader.examples import stacked
    from bench.pen_reader.shipped import unpacked
    from bench.training.stream import batches

    torch.manual_seed(plan.seed)
    asked.folder.mkdir(parents=True, exist_ok=True)
    first = [stacked(batch) for _position, batch in islice(batches(task.source, plan.seed), _MEASURED)]
    return unpacked(asked.start, task.network(), first, asked.folder / "begun.pt")


if __name__ == "__main__":
    main()
