# SPDX-License-Identifier: Apache-2.0
"""Lines as a folder of pen lines holds them, set in a font: enough to train and to measure with; and what a
network would say of a line.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.pen_reader.alphabet import ALPHABET, CLASSES
from ocr.pen.strokes import Strokes
from tests.support.pages.drawn_forms import FONT

TEXTS = ("Số 12, ấp Đông, xã Tân Hoà", "Lò Thị Mẩy", "Trà Vinh", "Tổ 7 phường Yên Thế")


def pen_folder(folder: Path) -> Path:
    """``folder`` with ``labels.tsv``; every second line has a writer, so its text is a loose one."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = ["file\ttext\twriter"]
    for number, text in enumerate(TEXTS):
        drawn = Image.new("L", (60 + 24 * len(text), 80), 240)
        ImageDraw.Draw(drawn).text((20, 18), text, 40, ImageFont.truetype(str(FONT), 38))
        drawn.save(folder / f"{number}.png")
        writer = f"w{number}" if number % 2 else ""
        rows.append(f"{number}.png\t{text.title().replace(',', '') if writer else text}\t{writer}")
    (folder / "labels.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def strokes_of(text: str, doubt: str = "", second: float = 0.0) -> Strokes:
    """Strokes that surely say ``text``, but that the first of the letters ``doubt`` has may be the second one
    with probability ``second``.
    """
    told = np.full((2 * len(text), len(ALPHABET) + 1), 1e-6)
    told[1::2, 0] = 1
    for place, char in enumerate(text):
        told[2 * place, CLASSES[char]] = 1
        if doubt and char == doubt[0]:
            told[2 * place, [CLASSES[doubt[0]], CLASSES[doubt[1]]]] = 1 - second, second
    return Strokes(np.log(told / told.sum(axis=1, keepdims=True)), ALPHABET)
