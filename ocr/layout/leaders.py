# SPDX-License-Identifier: Apache-2.0
"""Find the leaders of a form – dots, ellipses, dashes, underscores, rules – and take them off the working
copy.

A leader is told from a dấu nặng, a full stop or a speck by its lattice (ocr/layout/dot_leaders.py): its
dots share one height and follow each other at one pitch. A dấu nặng hangs under its letter, off that
lattice, so it stays. Dots that grew together with a letter are cut off it by a small network
(ocr/layout/leader_eraser.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.layout.dot_leaders import Dots, Lattice, find_lattices
from ocr.layout.leader_eraser import erase_hidden_dots
from ocr.layout.marks_below import Ink, row_blobs, swollen_members
from ocr.pixels.image import component_mask, components

_SWOLLEN = 1.55
"""How much larger than its row's dots a lone dot under a letter must be to be a mark."""


@dataclass(frozen=True, slots=True)
class Leader:
    """One leader: from ``x0`` to ``x1`` at height ``y`` (centre line), in working pixels."""

    x0: float
    x1: float
    y: float
    thickness: float


@dataclass(frozen=True)
class LeaderFinding:
    """All leaders of a page, the mask (H×W, uint8, 255) of the pixels that belong to them or to specks, and
    the places (N×3: x, y, diameter) where a dot grew together with a letter.
    """

    leaders: tuple[Leader, ...]
    mask: np.ndarray
    hidden: np.ndarray


def find_leaders(ink: np.ndarray, letter_px: float) -> LeaderFinding:
    """Find the leaders in ``ink`` (H×W, 255 = ink, level to about half a degree).

    ``letter_px`` is the x-height of the print in pixels.
    """
    rules, rule_mask = _rules(ink, letter_px)
    rule_mask = cv2.bitwise_or(rule_mask, _uprights(ink, letter_px))
    rest = cv2.subtract(ink, rule_mask)
    labels, stats, centres = components(rest)
    dots, colons = _candidates(stats, centres, letter_px)
    lattices = find_lattices(dots, rest, letter_px)
    page = Ink(cv2.subtract(rest, component_mask(labels, stats, np.flatnonzero(colons))), labels, stats)
    mask, hidden = _dot_mask(page, dots, lattices, letter_px)
    leaders = [leader for lattice in lattices for leader in _spans(lattice, letter_px)]
    return LeaderFinding(tuple(leaders + rules), cv2.bitwise_or(mask, rule_mask), hidden)


def _dot_mask(
    page: Ink, dots: Dots, lattices: list[Lattice], letter_px: float
) -> tuple[np.ndarray, np.ndarray]:
    """The mask of dots and specks, marks spared, and the hidden places that are left to the eraser (N×3)."""
    lookup = np.zeros(len(page.stats), np.uint8)
    lookup[1:][_is_speck(page.stats[1:], letter_px)] = 255
    hidden, erased = [np.empty((0, 3))], [np.empty((0, 2), int)]
    for lattice in lattices:
        components = dots.component[lattice.members]
        lookup[components[~swollen_members(page, components, letter_px, _SWOLLEN)]] = 255
        blobs = row_blobs(page, lattice, float(np.median(page.stats[components, 4])), letter_px)
        erased.append(blobs.erased)
        hidden.append(_hidden_places(lattice, page.pixels, blobs.settled))
    mask = lookup[page.labels]
    rows, columns = np.concatenate(erased).T
    mask[rows, columns] = 255
    return mask, np.concatenate(hidden)


def remove_leaders(gray: np.ndarray, found: LeaderFinding) -> np.ndarray:
    """``gray`` (H×W, uint8, evenly lit) without the leaders: lone dots and rules painted over, soft edges
    included, dots under letters erased.
    """
    cleaned = erase_hidden_dots(gray, found.hidden[:, :2], found.hidden[:, 2])
    paper = int(np.percentile(gray[::8, ::8], 80))
    cleaned[cv2.dilate(found.mask, np.ones((3, 3), np.uint8)) > 0] = paper
    return cleaned


def _candidates(stats: np.ndarray, centres: np.ndarray, letter_px: float) -> tuple[Dots, np.ndarray]:
    """Components small enough for a dot, or flat enough for several dots run together.

    Also returns, for every component, whether it is the foot of a colon, which is no candidate.
    """
    w, h, area = (stats[:, n] for n in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    limit = 0.36 * letter_px + 1
    dot = (w <= limit) & (h <= limit) & (area >= 0.35 * w * h) & (np.maximum(w, h) >= 0.09 * letter_px)
    dash = (h <= limit) & (w > limit) & (w < 8 * letter_px) & (w >= 2.2 * h)
    keep = np.flatnonzero(dot | dash)
    keep = keep[keep > 0]
    keep = keep[np.argsort(centres[keep, 0], kind="stable")]
    feet = _has_twin_above(centres[keep], letter_px)
    colons = np.zeros(len(stats), bool)
    colons[keep[feet]] = True
    keep = keep[~feet]
    return Dots(centres[keep, 0], centres[keep, 1], w[keep], h[keep], keep), colons


def _has_twin_above(centres: np.ndarray, letter_px: float) -> np.ndarray:
    """Dots with another dot straight above them: the feet of colons and semicolons."""
    found = np.zeros(len(centres), bool)
    x = centres[:, 0]
    low = np.searchsorted(x, x - 0.12 * letter_px)
    high = np.searchsorted(x, x + 0.12 * letter_px)
    for n in range(len(centres)):
        rise = centres[n, 1] - centres[low[n] : high[n], 1]
        found[n] = ((rise > 0.35 * letter_px) & (rise < 1.1 * letter_px)).any()
    return found


def _is_speck(stats: np.ndarray, letter_px: float) -> np.ndarray:
    """Components too small to be part of any letter."""
    return stats[:, cv2.CC_STAT_AREA] < max(2.0, 0.009 * letter_px**2)


def _hidden_places(lattice: Lattice, ink: np.ndarray, settled: np.ndarray) -> np.ndarray:
    """Places of a lattice under letters (N×3: x, y, diameter)."""
    rows = np.clip(np.round(lattice.y).astype(int), 0, ink.shape[0] - 1)
    columns = np.clip(np.round(lattice.x).astype(int), 0, ink.shape[1] - 1)
    hidden = ~lattice.seen & ~settled & (ink[rows, columns] > 0)
    size = np.full(int(hidden.sum()), lattice.diameter)
    return np.column_stack([lattice.x[hidden], lattice.y[hidden], size])


def _spans(lattice: Lattice, letter_px: float) -> list[Leader]:
    """A lattice as leaders, cut where no dot was seen for long (another field begins)."""
    x, y = lattice.x[lattice.seen], lattice.y[lattice.seen]
    parts = np.split(np.arange(len(x)), np.flatnonzero(np.diff(x) > 25 * letter_px) + 1)
    half = lattice.diameter / 2
    return [
        Leader(float(x[p[0]] - half), float(x[p[-1]] + half), float(np.median(y[p])), lattice.diameter)
        for p in parts
        if p.size
    ]


def _rules(ink: np.ndarray, letter_px: float) -> tuple[list[Leader], np.ndarray]:
    """Ruled lines and underscores: long flat runs of ink; strokes that cross them are kept."""
    length = max(20, round(4 * letter_px))
    long_runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    grown = cv2.dilate(long_runs, np.ones((3, 1), np.uint8))
    labels, stats, centres = components(grown)
    leaders, keep = [], np.zeros(len(stats), bool)
    for n in range(1, len(stats)):
        x, _y, w, h = (int(v) for v in stats[n][:4])
        if h <= max(5, 0.4 * letter_px) + 0.01 * w:
            keep[n] = True
            leaders.append(Leader(x, x + w, float(centres[n][1]), max(1.0, h - 2)))
    mask = cv2.bitwise_and(component_mask(labels, stats, np.flatnonzero(keep)), long_runs)
    crossing = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(5, round(0.45 * letter_px)), 1), np.uint8))
    return leaders, cv2.subtract(mask, crossing)


def _uprights(ink: np.ndarray, letter_px: float) -> np.ndarray:
    """Thin upright lines – folds, edges of the sheet, table borders – as a mask; no letter is nearly so
    tall.
    """
    length = max(40, round(5 * letter_px))
    tall = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    labels, stats, _centres = components(tall)
    thin = np.zeros(len(stats), bool)
    thin[1:] = stats[1:, 2] <= max(6, 0.5 * letter_px) + 0.02 * stats[1:, 3]
    return component_mask(labels, stats, np.flatnonzero(thin))
