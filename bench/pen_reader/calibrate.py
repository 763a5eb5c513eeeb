# SPDX-License-Identifier: Apache-2.0
"""How sure a reading of pen may be: ``python -m bench.pen_reader.calibrate FOLDER [--weights FILE]``.

Fits the model of ``ocr.pen.confidence`` on one half of the lines that nothing was learnt from and says how it
does on the other: of each height of confidence the lines and how many are right.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.pen_reader.lines import PenLine, pen_lines, tuned_on, untouched
from ocr.pen.knowledge import knowledge_of
from ocr.pen.network import PenNetwork
from ocr.pen.reader import network, read_strip
from ocr.text.folding import text_key
from templates.model.document_types import FieldType

_STEPS, _PULL = 60, 1.0
"""Newton's steps, and how strongly weights are pulled to nothing (a normal prior)."""

_HEIGHTS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0)


def _looked_at(lines: Sequence[PenLine], net: PenNetwork) -> tuple[np.ndarray, np.ndarray]:
    """Of each line, read freely and as an address, what the model looks at (2L×F) and whether it is right."""
    seen, right = [], []
    for line in lines:
        for knowledge in (None, knowledge_of(FieldType.ADDRESS)):
            read = read_strip(net, line.strip(), knowledge)
            if read.seen:
                seen.append(read.seen)
                right.append(_is_right(read.known, line))
    return np.array(seen), np.array(right)


def _is_right(said: str, line: PenLine) -> bool:
    return _loosened(said) == _loosened(line.text) if line.loose else said == line.text


def _loosened(text: str) -> str:
    return text_key("".join(char for char in text if char not in ",.;"))


def fitted(looked: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method."""
    weights = np.zeros(looked.shape[1])
    for _step in range(_STEPS):
        said = 1 / (1 + np.exp(-looked @ weights))
        slope = looked.T @ (right - said) - _PULL * weights
        bend = (looked * (said * (1 - said))[:, None]).T @ looked + _PULL * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return weights


def main(words: Sequence[str] | None = None) -> None:
    """Fit on one half, tell of the other."""
    parser = argparse.ArgumentParser(description="Calibrate the confidence of the reader of handwriting.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--weights", type=Path)
    args = parser.parse_args(words)
    lines = pen_lines(args.folder)
    net = PenNetwork.of(args.weights.read_bytes()) if args.weights else network()
    weights = fitted(*_looked_at(tuned_on(lines), net))
    print("fitted:", ", ".join(f"{weight:.3f}" for weight in weights))
    seen, right = _looked_at(untouched(lines), net)
    sure = 1 / (1 + np.exp(-seen @ weights))
    for low, high in pairwise(_HEIGHTS):
        within = (sure >= low) & (sure < high)
        if within.any():
            said, true = sure[within].mean(), right[within].mean()
            print(f"{low:.1f}–{high:.1f}: {within.sum()} readings, said {said:.2f}, right {true:.2f}")


if __name__ == "__main__":
    main()
