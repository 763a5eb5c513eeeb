# SPDX-License-Identifier: Apache-2.0
"""Cut leader dots off the letters they grew into.

A small network looks at the patch round each hidden place of a lattice and says how much of the ink near
the centre belongs to letters. It was trained on lines drawn with and without dots (``bench/eraser``), holds
about half a million weights and runs in NumPy: a page has some thousand places, which takes a few
hundredths of a second."""

from __future__ import annotations

import io
from functools import cache

import numpy as np

from ocr.weights import ERASER, load_weights

LETTER_PX = 22
"""The x-height the network was trained at."""

PAPER = 250
ABOVE, BELOW, BESIDE, REACH = 24, 16, 17, 7
"""The patch round a dot: rows above and below its centre, columns to each side; the square that is mended."""


_DISTANCE = np.hypot(*np.mgrid[-REACH : REACH + 1, -REACH : REACH + 1])


@cache
def _weights() -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    with np.load(io.BytesIO(load_weights(ERASER))) as stored:
        return tuple(
            (stored[f"w{n}"].astype(np.float32), stored[f"b{n}"].astype(np.float32))
            for n in range(len(stored) // 2)
        )


_BIAS = 2.0
"""Added to the network's logits. Rather a rest of a dot than a hole in a letter: the recogniser forgives the
first more easily.
"""


def erase_hidden_dots(gray: np.ndarray, centres: np.ndarray, diameters: np.ndarray) -> np.ndarray:
    """``gray`` (H×W, uint8, paper ≈ 250, x-height ≈ LETTER_PX) with the dots at ``centres`` (N×2: x, y)
    taken off.

    ``diameters`` (N) are those of the dots in pixels. Ink is only ever lightened.
    """
    margin = max(ABOVE, BELOW, BESIDE) + 1
    padded = np.pad(gray, margin, constant_values=PAPER)
    places = np.round(centres).astype(int) + margin
    inside = (places >= margin).all(axis=1) & (places[:, 0] < gray.shape[1] + margin)
    inside &= places[:, 1] < gray.shape[0] + margin
    places, diameters = places[inside], diameters[inside]
    for part in np.array_split(np.arange(len(places)), max(1, len(places) // 1024)):
        _mend(padded, places[part], diameters[part])
    return padded[margin:-margin, margin:-margin]


def _mend(padded: np.ndarray, places: np.ndarray, diameters: np.ndarray) -> None:
    """Lighten the squares round ``places`` of ``padded`` in place."""
    if not len(places):
        return
    patches = _windows(padded, places, -ABOVE, BELOW, BESIDE)
    ink = (PAPER - np.minimum(patches, PAPER)).astype(np.float32) / PAPER
    square = ink[:, ABOVE - REACH : ABOVE + REACH + 1, BESIDE - REACH : BESIDE + REACH + 1]
    kept = _kept_share(np.column_stack([ink.reshape(len(ink), -1), diameters / LETTER_PX]))
    reached = _DISTANCE[None] <= diameters[:, None, None] / 2 + 2.5
    mended = np.where(reached, PAPER * (1 - square * kept.reshape(square.shape)), 0)
    rows = places[:, 1, None, None] + np.arange(-REACH, REACH + 1)[None, :, None]
    columns = places[:, 0, None, None] + np.arange(-REACH, REACH + 1)[None, None, :]
    np.maximum.at(padded, (rows, columns), np.clip(np.round(mended), 0, PAPER).astype(np.uint8))


def _kept_share(features: np.ndarray) -> np.ndarray:
    """The network: features (N×F) → share of the ink that is letter (N×(2·REACH+1)²)."""
    values = features.astype(np.float32)
    layers = _weights()
    for number, (weight, bias) in enumerate(layers):
        values = values @ weight + bias
        if number < len(layers) - 1:
            values = np.maximum(values, 0)
    return np.asarray(1 / (1 + np.exp(-(values + _BIAS))))


def _windows(image: np.ndarray, places: np.ndarray, top: int, bottom: int, beside: int) -> np.ndarray:
    rows = places[:, 1, None, None] + np.arange(top, bottom + 1)[None, :, None]
    columns = places[:, 0, None, None] + np.arange(-beside, beside + 1)[None, None, :]
    return np.asarray(image[rows, columns])
