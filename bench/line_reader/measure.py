# SPDX-License-Identifier: Apache-2.0
"""What the program's line reader makes of lines it never saw: ``python -m bench.line_reader.measure``.

Lines are drawn as for training, from another seed: in fonts it was trained on and in fonts it was not, and
with ``--ink`` in pen (only pictures left out of training), for which it should write its sign. No page, no
vote, no second reader: the network alone. Needs no PyTorch.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from bench.blanks.strokes import stroke_image
from bench.line_reader import words
from bench.line_reader.fonts import WANTED
from bench.line_reader.lines import draw_line
from bench.tables import Table
from bench.training.fonts import installed
from ocr.recognise.line_model import Strip, read_strips, text_of

UNSEEN = ("DejaVuSansMono", "DejaVuSansMono-Bold", "DejaVuSerif-Italic", "DejaVuSans-Oblique",
          "LiberationMono-Italic", "LiberationMono-BoldItalic", "LiberationSans-BoldItalic")  # fmt: skip
"""Fonts of the common packages that no training line was ever drawn in."""

Pair = tuple[str, str]
"""What stands on a line, and what was read."""


def lines_read(fonts: Sequence[Path], seed: int, count: int, pens: Sequence[Path] = ()) -> Iterator[Pair]:
    """Draw and read so many lines."""
    rng = random.Random(f"measure/{seed}")
    strokes = [stroke_image(path, 64) for path in pens]
    while count:
        pixels, text = draw_line(rng, fonts, strokes)
        if (words.PEN in text) == bool(pens) and 20 < pixels.shape[1] < 900:
            (read,) = read_strips([Strip(pixels, 0.0, 1.0)])
            count -= 1
            yield text, words.spelt(text_of(read))


def row(name: str, pairs: Sequence[Pair]) -> tuple[str, ...]:
    """Lines, share without a mistake, share of characters wrong."""
    wrong = sum(Levenshtein.distance(text, read) for text, read in pairs)
    right = sum(text == read for text, read in pairs)
    characters = sum(len(text) for text, _read in pairs)
    return name, str(len(pairs)), f"{right / len(pairs):.1%}", f"{wrong / max(1, characters):.2%}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20261129)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--ink", type=Path, help="folder of pictures of pen lines")
    asked = parser.parse_args()
    seen = installed(WANTED)
    unseen = installed(dict.fromkeys(UNSEEN, 1))
    rows = [
        row("fonts trained on", list(lines_read(seen, asked.seed, asked.lines))),
        row("fonts never trained on", list(lines_read(unseen, asked.seed, asked.lines))),
    ]
    if asked.ink:
        pens = sorted(asked.ink.glob("*.jpg"))[::4]
        pairs = list(lines_read(seen, asked.seed, asked.lines, pens))
        signs = sum(words.PEN in read for _text, read in pairs) / len(pairs)
        rows.append(("with a stretch of pen", str(len(pairs)), f"pen seen: {signs:.1%}", ""))
    print(Table("The line reader alone", ("", "lines", "right", "characters wrong"), rows).markdown())


if __name__ == "__main__":
    main()
