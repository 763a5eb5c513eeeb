# SPDX-License-Identifier: Apache-2.0
"""A picture as sixels, the way in which terminals since DEC's VT240 take pictures as text.

Source: DEC, VT330/VT340 Programmer Reference Manual, volume 2, chapter 14. No library was taken: those that
write sixels are bindings to a C library (libsixel) that Windows does not have.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEVELS = 16
"""Shades of grey: what stands on paper needs no more."""
_ROWS = 6
_SHORTEST_RUN = 4


def sixels(grey: NDArray[np.uint8]) -> bytes:
    """H×W shades (uint8, 255 is white) as one sixel picture."""
    height, width = grey.shape
    shades = np.pad(grey // (256 // LEVELS), ((0, -height % _ROWS), (0, 0)), mode="edge")
    colours = "".join(f"#{n};2;{(p := round(100 * n / (LEVELS - 1)))};{p};{p}" for n in range(LEVELS))
    bands = (_band(shades[top : top + _ROWS]) for top in range(0, len(shades), _ROWS))
    return f'\x1bPq"1;1;{width};{height}{colours}{"-".join(bands)}\x1b\\'.encode("ascii")


def _band(rows: NDArray[np.uint8]) -> str:
    """Six rows: each shade in them drawn over the same line."""
    bits = 1 << np.arange(_ROWS, dtype=np.uint8)[:, None]
    drawn = (f"#{shade}{_runs(((rows == shade) * bits).sum(axis=0))}" for shade in np.unique(rows))
    return "$".join(drawn)


def _runs(columns: NDArray[np.int64]) -> str:
    """The signs of a line, those that repeat themselves counted."""
    ends = np.flatnonzero(np.diff(columns)) + 1
    starts, stops = np.concatenate(([0], ends)), np.concatenate((ends, [len(columns)]))
    return "".join(_run(chr(63 + int(columns[a])), int(b - a)) for a, b in zip(starts, stops, strict=True))


def _run(sign: str, length: int) -> str:
    return f"!{length}{sign}" if length >= _SHORTEST_RUN else sign * length
