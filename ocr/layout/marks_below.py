# SPDX-License-Identifier: Apache-2.0
"""Save the dấu nặng that fell into a row of leader dots.

Where a value is typed a little above its leader, the marks under ạ ẹ ị ọ ụ ỵ stand in the very row of the
dots and grow together with them. Such a blob is larger than the dots of the lattice it covers; what the
lattice does not explain, with a letter right above it, is the mark."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ocr.layout.dot_leaders import Lattice

_SOLID = 0.82
"""A hyphen fills its box; dots that ran together have waists."""


@dataclass(frozen=True)
class Ink:
    """The components of a page: ink (H×W, 255), labels (H×W) and OpenCV statistics (N×5)."""

    pixels: np.ndarray
    labels: np.ndarray
    stats: np.ndarray


@dataclass(frozen=True)
class RowBlobs:
    """Small blobs on a lattice's hidden places.

    ``erased``: pixels (N×2: row, column) to paint over; ``settled``: which places (bool, as the lattice's)
    they account for."""

    erased: np.ndarray
    settled: np.ndarray


def swollen_members(ink: Ink, components: np.ndarray, letter_px: float, swelling: float) -> np.ndarray:
    """Which of a lattice's lone dots (component numbers) are so much larger than usual, under a letter,
    that a mark must be lying on them (bool).
    """
    areas = ink.stats[components, 4].astype(float)
    large = areas >= swelling * np.median(areas)
    above = np.array([_letter_above(ink, ink.stats[n], letter_px) for n in components], bool)
    return np.asarray(large & above)


def row_blobs(ink: Ink, lattice: Lattice, dot_area: float, letter_px: float) -> RowBlobs:
    """Part the blobs on the hidden places of ``lattice`` into dots, which go, and marks, which stay."""
    rows = np.clip(np.round(lattice.y).astype(int), 0, ink.pixels.shape[0] - 1)
    columns = np.clip(np.round(lattice.x).astype(int), 0, ink.pixels.shape[1] - 1)
    component = np.where(lattice.seen | (ink.pixels[rows, columns] == 0), 0, ink.labels[rows, columns])
    settled = np.zeros(len(rows), bool)
    erased = [np.empty((0, 2), int)]
    for n in np.unique(component[component > 0]):
        if _is_flat(ink.stats[n], lattice.diameter, letter_px):
            places = component == n
            settled |= places
            erased.append(_without_mark(ink, int(n), lattice, places, dot_area, letter_px))
    return RowBlobs(np.concatenate(erased), settled)


def _is_flat(stat: np.ndarray, diameter: float, letter_px: float) -> bool:
    """As low as the row itself: a comma or a mark that only touches the row from below is taller."""
    return bool(stat[3] <= 1.35 * diameter + 1 and stat[2] <= 2.2 * letter_px)


def _without_mark(
    ink: Ink, n: int, lattice: Lattice, places: np.ndarray, dot_area: float, letter_px: float
) -> np.ndarray:
    """The pixels of blob ``n`` that are leader: all of it, all but the mark, or none of a hyphen."""
    x, y, w, h = ink.stats[n][:4]
    here = np.argwhere(ink.labels[y : y + h, x : x + w] == n) + np.array([y, x])
    radius = lattice.diameter / 2 + 0.8
    centres = np.column_stack([lattice.y[places], lattice.x[places]])
    away = np.linalg.norm(here[:, None] - centres[None], axis=2).min(axis=1) > radius
    left = here[away]
    if w >= 1.8 * lattice.diameter and len(here) >= _SOLID * w * h and len(left) >= 0.35 * dot_area:
        return np.empty((0, 2), int)
    if len(left) < 0.35 * dot_area or not _letter_above(ink, ink.stats[n], letter_px):
        return np.asarray(here)
    middle = left.mean(axis=0)
    return np.asarray(here[np.linalg.norm(here - middle, axis=1) > 0.62 * lattice.diameter + 0.7])


def _letter_above(ink: Ink, stat: np.ndarray, letter_px: float) -> bool:
    x, y, w = (int(v) for v in stat[:3])
    above = ink.pixels[max(0, round(y - 0.5 * letter_px)) : max(1, y - 1), x : x + w]
    return bool(above.size and (above > 0).any(axis=0).mean() > 0.5)
