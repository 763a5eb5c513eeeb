# SPDX-License-Identifier: Apache-2.0
"""Where a blank form expects values: its runs of leader dots, found in the PDF's own text.

Coordinates are PDF points with the origin at the top left of the page. Nothing is shared with the reader:
words and boxes come from poppler's ``pdftotext -bbox``.
"""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

from bench.scanning.fonts import find_font

_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_PART = re.compile(r"[.…]{2,}|…|(?:(?![.…]{2}|…).)+")
_DESCENT = 0.216 / 1.107  # Liberation Serif: share of a word's box that lies below the baseline


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or the part of one that is leader or not; ``base`` is the baseline."""

    text: str
    x0: float
    x1: float
    base: float
    size: float

    @property
    def is_leader(self) -> bool:
        return len(self.text) * (3 if "…" in self.text else 1) > 2 and not self.text.strip(".…")


@dataclass(frozen=True, slots=True)
class Slot:
    """One leader run and the printed text since the run before it (empty: the run continues the last one).

    ``more`` are further lines of an open place that has no leaders.
    """

    label: str
    piece: Piece
    more: tuple[Piece, ...] = ()


def words_of(pdf: Path, page: int) -> list[Piece]:
    """The words of a page in reading order; a word that mixes text and dots is cut by Times metrics."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(pdf), "-"]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    raw = []
    for found in _WORD.finditer(out):
        x0, y0, x1, y1 = (float(found[n]) for n in range(1, 5))
        raw.append(Piece(html.unescape(found[5]), x0, x1, y1 - _DESCENT * (y1 - y0), (y1 - y0) / 1.107))
    return [part for line in _lines(raw) for word in line for part in _parts(word)]


def _lines(words: list[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0)):
        home = next((ln for ln in lines if abs(ln[0].base - word.base) < 6), None)
        if home is None:
            lines.append([word])
        else:
            home.append(word)
    return [sorted(line, key=lambda w: w.x0) for line in sorted(lines, key=lambda ln: ln[0].base)]


@cache
def _metrics_font() -> ImageFont.FreeTypeFont:
    names = ("LiberationSerif-Regular.ttf", "texgyretermes-regular.otf", "DejaVuSerif.ttf")
    return ImageFont.truetype(find_font(*names) or names[-1], 100)


def _parts(word: Piece) -> Iterator[Piece]:
    font = _metrics_font()
    parts = _PART.findall(word.text)
    scale = (word.x1 - word.x0) / max(font.getlength(word.text), 1e-6)
    x = word.x0
    for part in parts:
        width = font.getlength(part) * scale
        yield Piece(part, x, x + width, word.base, word.size)
        x += width


def slots_of(pieces: list[Piece]) -> list[Slot]:
    """The leader runs among a page's pieces."""
    slots, label = [], ""
    for piece in pieces:
        if piece.is_leader:
            slots.append(Slot(label.strip(), piece))
            label = ""
        else:
            label += " " + piece.text
    return slots
