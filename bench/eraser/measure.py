# SPDX-License-Identifier: Apache-2.0
"""What the program's eraser leaves of dots on strips it never saw: ``python -m bench.eraser.measure``.

Strips are drawn as for training, from another seed, in fonts it was trained on and in fonts it was not; told
is by how much the ink near a dot differs from that of the same strip drawn without dots. Needs no PyTorch.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.eraser.fonts import WANTED
from bench.eraser.strips import Strip, draw_strip
from bench.tables import Table
from bench.training.fonts import installed
from ocr.layout.leader_eraser import erase_hidden_dots

UNSEEN = ("DejaVuSerif-Italic", "DejaVuSans-Bold", "DejaVuSans-Oblique", "LiberationMono-Italic",
          "LiberationSans-Italic", "LiberationSerif-BoldItalic")  # fmt: skip
"""Fonts of the common packages that no training strip was ever drawn in."""

_NEAR = 3.0
"""So far from a dot's edge, in pixels, its ink is looked at."""

_LETTER = 100
"""Darker than this without dots is a letter."""

Figures = tuple[float, float, float]


def off(strip: Strip) -> Figures | None:
    """Near the dots that touch letters, from the ink without dots (0…1): the mean difference with the dots
    left in, and erased, and the share of the letters' ink that was erased with them. None without such dots.
    """
    centres = strip.centres[[_touches(strip, x, y) for x, y in strip.centres]]
    if not len(centres):
        return None
    erased = erase_hidden_dots(strip.dotted, centres, np.full(len(centres), strip.diameter))
    near = _near(strip, centres)
    clean, dotted, mended = (
        250.0 - np.minimum(picture, 250)[near] for picture in (strip.clean, strip.dotted, erased)
    )
    letters = clean > 250 - _LETTER
    lost = np.maximum(0, clean - mended)[letters].sum() / max(1.0, clean[letters].sum())
    return float(np.abs(dotted - clean).mean() / 250), float(np.abs(mended - clean).mean() / 250), float(lost)


def _touches(strip: Strip, x: float, y: float) -> bool:
    reach = round(strip.diameter / 2 + 1)
    rows = slice(max(0, round(y) - reach), max(0, round(y) + reach + 1))
    part = strip.clean[rows, max(0, round(x) - reach) : max(0, round(x) + reach + 1)]
    return int((part < _LETTER).sum()) >= 4


def _near(strip: Strip, centres: np.ndarray) -> np.ndarray:
    rows, columns = np.mgrid[: strip.clean.shape[0], : strip.clean.shape[1]]
    reach = strip.diameter / 2 + _NEAR
    near = np.zeros(strip.clean.shape, bool)
    for x, y in centres:
        near |= np.hypot(columns - x, rows - y) <= reach
    return near


def row(name: str, fonts: Sequence[Path], seed: int, count: int) -> tuple[str, ...]:
    """The figures of so many strips."""
    rng = random.Random(f"measure/{seed}")
    found = [figures for _n in range(count) if (figures := off(draw_strip(rng, fonts)))]
    return name, str(len(found)), *(f"{share:.2%}" for share in np.mean(found, axis=0))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20261129)
    parser.add_argument("--strips", type=int, default=200)
    asked = parser.parse_args()
    rows = [
        row("fonts trained on", installed(WANTED), asked.seed, asked.strips),
        row("fonts never trained on", installed(dict.fromkeys(UNSEEN, 1)), asked.seed, asked.strips),
    ]
    heads = ("", "strips", "off, dots left in", "off, erased", "letters' ink lost")
    print(Table("The eraser alone", heads, rows).markdown())


if __name__ == "__main__":
    main()
