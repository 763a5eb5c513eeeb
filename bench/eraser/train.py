# SPDX-License-Identifier: Apache-2.0
"""Train the leader eraser: ``python -m bench.eraser.train FOLDER``.

Draws its strips, learns from them and leaves the curve, ``weights.pt`` and ``eraser.npz`` in the folder.
Needs PyTorch, which the program itself does not (docs/development.md).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.eraser.examples import DotDrawer
from bench.eraser.fonts import WANTED
from bench.training.command import options, planned, told, train
from bench.training.fonts import hashes, installed
from bench.training.plan import Plan

PLAN = Plan("eraser", seed=1, steps=6_000, rate=3e-3, decay=1e-4, every=200)


def main(words: list[str] | None = None) -> None:
    """Run the training that the words of the command line ask for."""
    asked = options("Train the leader eraser.", PLAN).parse_args(words)
    told(lambda: _train(asked))


def _train(asked: argparse.Namespace) -> None:
    drawer = DotDrawer(installed(WANTED))
    plan = planned(PLAN, asked, {"fonts": hashes(drawer.fonts)}, [*Path(__file__).parent.glob("*.py")])

    from bench.eraser.task import Erasing

    train(Erasing(drawer), plan, asked)


if __name__ == "__main__":
    main()
