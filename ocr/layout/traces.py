# SPDX-License-Identifier: Apache-2.0
"""What stands out of the paper, however pale: letters that keep company, and larger marks, judged by the
paper's own noise and never by a fixed grey level.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.pixels.image import component_mask, components

PAPER = 250
"""The grey level of evenly lit paper (``image.even_light``)."""

_LONG_PX = 1750
"""Pages are looked at so long: about 150 dpi for A4, where a small letter still has ten pixels."""

_ABOVE_NOISE, _FAINTEST = 5.0, 9.0
"""A mark is darker than its paper by so many deviations of the paper's noise, and by so many grey levels:
JPEG's blocks on empty paper reach 8, print of a tenth of the usual contrast 18.
"""

_SKIRT = 0.5
"""And grows as far as so much of that, or of a third of the page's darkest."""

_DARKEST_SHARES, _OF_DARKEST = (99.7, 99.97), 0.3
"""Percentiles: the first leaves holes aside; by the second a few dark letters don't grow into one."""

_LETTER_PX, _THIN_PX, _LARGE_PX = (6, 70), 3, 18
"""Shortest and longest letter, and how thick one is at least; a larger mark (a seal, a signature) is so wide
in both directions, where a fold or a hair is not.
"""

_SOLID = 0.7
"""A disc fills more of its box: the hole of a punch."""

_REACH, _ALIKE, _CHAIN = 1.4, 2.6, 3
"""Letters stand within so many of their heights, their sizes differ by no more, and so many make a word."""

_FRAME = 0.02
"""What touches so much of the page's edge is the scanner's lid, not the paper's."""

_BANDS_MM = (0.07, 0.14, 0.28)
"""The finest band of strokes that a scanner resolves, and the next one (for a page as long as A4)."""

_NO_STROKES = 0.01
"""The next band's least energy, in squares of the contrast: strokes have 0.018 and more, print blurred by
half a millimetre 0.002.
"""

_A4_MM = 297

_SEAL_MM = 70
"""No seal, signature or note is wider, with what stands around it; text runs over more of the page."""


@dataclass(frozen=True)
class Traces:
    """``letters`` of a word and ``large`` marks; ``contrast`` is how much darker they are than the paper
    (0…1), ``sharpness`` the energy of their finest band against the next coarser one: above 0.45 for
    strokes on this side of the paper, below 0.35 where they shine through it (drawn pages, 200 dpi).
    ``gathered``: all of them lie in one place, as those of a seal do."""

    letters: int
    large: int
    contrast: float
    sharpness: float
    gathered: bool = False

    def __bool__(self) -> bool:
        return self.letters > 0 or self.large > 0


NONE = Traces(0, 0, 0.0, 0.0)


def traces_on(gray: np.ndarray) -> Traces:
    """The traces on ``gray`` (H×W uint8, evenly lit); 15 to 60 ms for A4."""
    small = _reduced(gray)
    if min(small.shape) < 2 * _LETTER_PX[0]:
        return NONE
    dark, noise = _darkness(small)
    sure = max(_ABOVE_NOISE * noise, _FAINTEST)
    for share in _DARKEST_SHARES:
        skirt = max(_SKIRT * sure, _OF_DARKEST * float(np.percentile(dark[::3, ::3], share)))
        labels, stats, _centres = components((dark > skirt).astype(np.uint8) * 255)
        seen = np.bincount(labels[dark > max(sure, skirt)], minlength=len(stats)) > 0
        seen &= _inside(stats, small.shape)
        letters, large = _in_words(stats, seen & _of_letter_size(stats)), seen & _is_large(stats)
        if letters.any() or large.any():
            mask = component_mask(labels, stats, np.flatnonzero(letters | large))
            contrast = float(np.percentile(dark[mask > 0], 90)) / PAPER
            sharpness = _sharpness(gray, mask, contrast)
            return Traces(int(letters.sum()), int(large.sum()), contrast, sharpness, _gathered(mask))
    return NONE


def _gathered(mask: np.ndarray) -> bool:
    """Whether all of ``mask`` lies in a square of so many millimetres, for a page as long as A4."""
    _x, _y, w, h = cv2.boundingRect(mask)
    return bool(max(w, h) <= _SEAL_MM * max(mask.shape) / _A4_MM)


def _reduced(gray: np.ndarray) -> np.ndarray:
    factor = _LONG_PX / max(gray.shape)
    if factor >= 1:
        return gray
    size = (max(1, round(gray.shape[1] * factor)), max(1, round(gray.shape[0] * factor)))
    return cv2.resize(gray, size, interpolation=cv2.INTER_AREA)


def _darkness(small: np.ndarray) -> tuple[np.ndarray, float]:
    """By how many grey levels each pixel is darker than the paper (H×W float32), and the paper's noise.

    The noise is taken from the middle of all levels and from their light side: ink is on the dark one only.
    """
    dark = cv2.GaussianBlur(PAPER - small.astype(np.float32), (0, 0), 0.7)
    sample = dark[::3, ::3]
    ground = float(np.median(sample))
    middle = 1.48 * float(np.median(np.abs(sample - ground)))
    light = (ground - float(np.percentile(sample, 0.5))) / 2.58
    return dark - ground, max(middle, light)


def _inside(stats: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Which components (rows of OpenCV's statistics) do not come out of the edge; number 0 is the paper."""
    edge = _FRAME * max(shape)
    x, y, w, h = (stats[:, n] for n in range(4))
    inside = (x > edge) & (y > edge) & (x + w < shape[1] - edge) & (y + h < shape[0] - edge)
    # A word may stand close to the edge; a shadow there is long.
    inside |= (x > 1) & (y > 1) & (x + w < shape[1] - 1) & (y + h < shape[0] - 1) & (np.maximum(w, h) < 70)
    inside[0] = False
    return np.asarray(inside)


def _of_letter_size(stats: np.ndarray) -> np.ndarray:
    w, h = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    longest = np.maximum(w, h)
    fit = (longest >= _LETTER_PX[0]) & (longest <= _LETTER_PX[1]) & (np.minimum(w, h) >= _THIN_PX)
    return np.asarray(fit)


def _is_large(stats: np.ndarray) -> np.ndarray:
    w, h, area = (stats[:, n] for n in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    wide = np.minimum(w, h) >= _LARGE_PX
    return np.asarray(wide & (area < _SOLID * w * h))


def _in_words(stats: np.ndarray, letters: np.ndarray) -> np.ndarray:
    """Those of ``letters`` (N, bool) that stand in a row of some, across the page or down it."""
    members = np.zeros_like(letters)
    numbers = np.flatnonzero(letters)
    x, y, w, h = (stats[numbers, n].astype(np.float32) for n in range(4))
    for place, across, long, high in ((x, y, w, h), (y, x, h, w)):
        members[numbers[_chained(place, across, long, high)]] = True
    return members


def _chained(x: np.ndarray, y: np.ndarray, w: np.ndarray, h: np.ndarray) -> np.ndarray:
    """Which boxes have their next one to the right on the same line, chains of too few left out."""
    order = np.argsort(x)
    x, y, w, h = x[order], y[order], w[order], h[order]
    chain = np.arange(len(x))
    for n in range(len(x)):
        end = x[n] + w[n]
        last = np.searchsorted(x, end + _REACH * h[n], side="right")
        near = np.arange(n + 1, last)
        shared = np.minimum(y[n] + h[n], y[near] + h[near]) - np.maximum(y[n], y[near])
        lower, taller = np.minimum(h[n], h[near]), np.maximum(h[n], h[near])
        fit = near[(shared > 0.5 * lower) & (taller < _ALIKE * lower) & (x[near] > x[n] + 0.5 * w[n])]
        if len(fit):
            chain[chain == chain[fit[0]]] = chain[n]
    counts = np.bincount(chain, minlength=len(x))
    kept = np.zeros(len(x), bool)
    kept[order] = counts[chain] > _CHAIN
    return kept


def _sharpness(gray: np.ndarray, mask: np.ndarray, contrast: float) -> float:
    """How much of the energy of the strokes under ``mask`` (of the reduced page) is in their finest band, the
    paper's own noise taken off; 0 where there are no strokes so fine, but for noise.
    """
    px = max(gray.shape) / _A4_MM
    fine, middle, coarse = (cv2.GaussianBlur(gray, (0, 0), px * mm).astype(np.float32) for mm in _BANDS_MM)
    mask = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    ink = cv2.resize(mask, gray.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    around = cv2.resize(cv2.dilate(mask, np.ones((9, 9), np.uint8)), gray.shape[::-1]) > 0
    finest, next_one = (_energy(band, ink, ~around) for band in (fine - middle, middle - coarse))
    if next_one < _NO_STROKES * (contrast * PAPER) ** 2:
        return 0.0
    return finest / next_one


def _energy(band: np.ndarray, ink: np.ndarray, paper: np.ndarray) -> float:
    noise = float((band[paper] ** 2).mean()) if paper.any() else 0.0
    return float((band[ink] ** 2).mean()) - noise
