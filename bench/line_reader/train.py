# SPDX-License-Identifier: Apache-2.0
"""Train the line reader: ``python -m bench.line_reader.train FOLDER [--ink FOLDER]``.

Draws its lines, learns from them and leaves the curve, ``weights.pt`` and ``line_reader.onnx`` in the folder.
Needs PyTorch, which the program itself does not (docs/development.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.line_reader.examples import LineDrawer, pens_of
from bench.line_reader.fonts import WANTED
from bench.training.command import options, planned, told, train
from bench.training.files import sha256_of_all
from bench.training.fonts import hashes, installed
from bench.training.plan import Plan

PLAN = Plan("line-reader", seed=1, steps=40_000, rate=2.5e-3, decay=1e-3, clip=5.0)


def main(words: list[str] | None = None) -> None:
    """Run the training that the words of the command line ask for."""
    parser = options("Train the line reader.", PLAN)
    parser.add_argument("--ink", type=Path, help="folder of pictures of pen lines; every fourth is left out")
    asked = parser.parse_args(words)
    told(lambda: _train(asked))


def _train(asked: argparse.Namespace) -> None:
    drawer = LineDrawer(installed(WANTED), pens_of(asked.ink) if asked.ink else ())
    data = {"fonts": hashes(drawer.fonts), "pens": sha256_of_all(drawer.pens)}
    folder = Path(__file__).parent
    plan = planned(PLAN, asked, data, [*folder.glob("*.py"), *folder.glob("*.yaml")])

    from bench.line_reader.task import LineReading

    train(LineReading(drawer), plan, asked)


if __name__ == "__main__":
    main()
