# SPDX-License-Identifier: Apache-2.0
"""Train the reader of handwriting: ``python -m bench.pen_reader.train FOLDER --lines FOLDER``.

Learns from the lines of a folder with ``labels.tsv`` and leaves the curve, ``weights.pt`` and
``pen_reader.onnx`` in the other. A tenth of the writers is only measured on. Needs PyTorch, which the program
itself does not (docs/development.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.pen_reader.examples import PenDrawer
from bench.pen_reader.lines import LABELS, kept_apart, learnt, pen_lines
from bench.training.command import options, planned, told, train
from bench.training.files import sha256_of_all
from bench.training.plan import Plan

PLAN = Plan("pen-reader", seed=1, steps=5_000, rate=2e-3, decay=1e-2, warm=300, clip=5.0, every=500)


def main(words: list[str] | None = None) -> None:
    """Run the training that the words of the command line ask for."""
    parser = options("Train the reader of handwriting.", PLAN)
    parser.add_argument("--lines", type=Path, required=True, help="folder of pen lines with labels.tsv")
    asked = parser.parse_args(words)
    told(lambda: _train(asked))


def _train(asked: argparse.Namespace) -> None:
    lines = pen_lines(asked.lines)
    data = {"pens": sha256_of_all([asked.lines / LABELS, *(line.path for line in lines)])}
    folder = Path(__file__).parent
    plan = planned(PLAN, asked, data, [*folder.glob("*.py"), folder.parents[1] / "ocr" / "pen" / "strip.py"])

    from bench.pen_reader.task import PenReading

    train(PenReading(PenDrawer(learnt(lines)), kept_apart(lines)), plan, asked)


if __name__ == "__main__":
    main()
