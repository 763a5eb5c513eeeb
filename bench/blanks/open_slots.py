# SPDX-License-Identifier: Apache-2.0
"""Where values go on blanks whose leaders were lost: after a label that ends its line or column.

Such a label ends in a colon or a footnote mark (or is the last word of a date). The value starts behind it
and may run on over the empty lines below. Coordinates are points from the top left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from pdf2image import convert_from_path

from bench.blanks.slots import Piece, Slot

_ASKS = re.compile(r".*:|:|\(\s*\d\s*\):?|số|năm")
_GAP_PT = 25.0
_PITCH_PT = 16.0
_LEAST_PT = 30.0
_RIGHT_PT = 541.0


def all_slots(pieces: list[Piece]) -> list[Slot]:
    """Leader runs and open places of a page together, in reading order."""
    lines = list(_lines(pieces))
    left = min(line[0].x0 for line in lines[6:])
    slots: list[Slot] = []
    label = ""
    for number, line in enumerate(lines):
        below = lines[number + 1][0].base if number + 1 < len(lines) else line[0].base + _PITCH_PT
        start = left
        for place, piece in enumerate(line):
            following = line[place + 1] if place + 1 < len(line) else None
            if piece.is_leader:
                slots.append(Slot(label.strip(), piece))
                label = ""
                continue
            label += " " + piece.text
            if _asks(piece, following):
                zone = _zone(piece, following, (start, line[0].base), below)
                slots += [Slot(label.strip(), zone[0], tuple(zone[1:]))] if zone else []
                label = ""
            if following and following.x0 - piece.x1 > _GAP_PT:
                start = following.x0
    return slots


def _lines(pieces: list[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in pieces:
        if line and abs(piece.base - line[0].base) > 6:
            yield line
            line = []
        line.append(piece)
    if line:
        yield line


def _asks(piece: Piece, following: Piece | None) -> bool:
    if not _ASKS.fullmatch(piece.text.strip()):
        return False
    return following is None or (not following.is_leader and following.x0 - piece.x1 > _GAP_PT)


def _zone(piece: Piece, following: Piece | None, at: tuple[float, float], below: float) -> list[Piece]:
    """The first span behind the label and the empty lines under it; ``at`` is where its line begins."""
    start, base = at
    right = following.x0 - 8 if following else _RIGHT_PT
    spans = [Piece("", piece.x1 + 3, right, base, piece.size)]
    count = max(0, int((below - base - 12) // _PITCH_PT))
    spans += [Piece("", start, right, base + _PITCH_PT * n, piece.size) for n in range(1, count + 1)]
    return spans if spans[0].x1 - spans[0].x0 >= _LEAST_PT else spans[1:]


def cell_slots(pdf: Path, pieces: list[Piece]) -> list[Slot]:
    """The cells right of the first column of the table on page 1, row by row."""
    columns, rows = _ruled(pdf)
    slots: list[Slot] = []
    for top, bottom in pairwise(rows[1:]):
        labels = [p for p in pieces if top < p.base < bottom and p.x1 < columns[1]]
        if not labels:
            continue
        count = 1 + int((bottom - labels[0].base - 4) // 14)
        for x0, x1 in pairwise(columns[1:]):
            spans = [Piece("", x0 + 3, x1 - 3, labels[0].base + 14 * n, 13) for n in range(count)]
            slots.append(Slot(" ".join(p.text for p in labels), spans[0], tuple(spans[1:])))
    return slots


def _ruled(pdf: Path) -> tuple[list[float], list[float]]:
    """The table's vertical and horizontal rules, in points."""
    page = convert_from_path(str(pdf), dpi=144, first_page=1, last_page=1, timeout=60)[0].convert("L")
    ink: NDArray[np.uint8] = np.asarray(np.asarray(page) < 140, dtype=np.uint8)
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((260, 1), np.uint8))
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 700), np.uint8))
    return _places(down.max(axis=0)), _places(across.max(axis=1))


def _places(marked: NDArray[np.uint8]) -> list[float]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marked.astype(np.int8), [0]))))
    return [float(a + b) / 4 for a, b in edges.reshape(-1, 2)]
