# SPDX-License-Identifier: Apache-2.0
"""Stored page → working copies ready for the recogniser: lit, flat, scaled, upright, level, free of
leaders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.layout.combs import comb_rules
from ocr.layout.footnote_marks import footnote_marks
from ocr.layout.leaders import Leader, find_leaders, remove_leaders
from ocr.layout.ruling_lines import VerticalRule, find_walls
from ocr.layout.traces import PAPER, Traces, traces_on
from ocr.pixels import image as im
from ocr.pixels.dewarp import flattened, levelled, page_outline, skew_angle
from ocr.pixels.image import WorkingCopy
from ocr.pixels.negative import positive
from ocr.pixels.orientation import attempts, turned
from ocr.pixels.show_through import without_show_through

LEADER_SENSITIVITY = 0.62
"""Leader dots are small, hence paler than letters after scanning: they need the more sensitive threshold."""

_MAX_SIDE_PX = 5200

_DARK, _MUCH = 150, 0.004
"""A page of which so much is darker than this grey level is read without being looked at twice."""

_PALE, _NOISY, _USUAL, _STRONGER = 0.24, 0.08, 0.76, 1.5
"""Traces of so little contrast (measured on half the pixels: print of four tenths) are pale; of still less,
noise is smoothed before they are brought to the usual one; another channel must show so many times more.
"""

_WHITE = 235
"""No letters are told from paper that is lighter than this, and lighter than it."""

_LARGE_PX = 2000
"""Of a larger page half the pixels tell the size of its letters and which way up it is."""


@dataclass(frozen=True)
class Prepared:
    """A page made readable.

    ``copy`` has the leaders removed, ``inked`` still has them; both H×W uint8, evenly lit. ``letter_px`` is
    the x-height, ``turn`` the clockwise turn applied, ``skew_deg`` the skew undone, ``walls`` the upright
    rules of tables."""

    copy: WorkingCopy
    inked: WorkingCopy
    leaders: tuple[Leader, ...]
    letter_px: float
    turn: int
    skew_deg: float
    walls: tuple[VerticalRule, ...] = ()


def lit_copy(image: np.ndarray) -> WorkingCopy:
    """Stored page (H×W or H×W×3 RGB, uint8) → gray, flat and evenly lit, in the stored orientation.

    Of a colour page whose gray shows little (red, pink or yellow ink) the darkest channel is taken; of a
    tinted one with no letters darker than it, what is lighter is made dark. A negative is turned positive.
    """
    gray = positive(im.to_gray(image))
    copy = _lit(gray)
    ground = float(np.median(gray[::4, ::4]))
    if has_much_ink(copy) or (image.ndim == 2 and ground > _WHITE):
        return copy
    seen = traces_on(copy.gray)
    if image.ndim == 3 and seen.contrast <= _PALE:
        darkest = _lit(image.min(axis=2))
        if (darker := traces_on(darkest.gray)).contrast > _STRONGER * seen.contrast:
            copy, seen = darkest, darker
    if seen.letters or ground > _WHITE:
        return copy
    turned_dark = _lit(np.clip(2 * ground - gray.astype(np.float32), 0, 255).astype(np.uint8))
    return turned_dark if traces_on(turned_dark.gray).letters else copy


def _lit(gray: np.ndarray) -> WorkingCopy:
    copy = WorkingCopy(gray, np.eye(3))
    outline = page_outline(copy.gray)
    if outline is not None:
        copy = flattened(copy, outline)
    return copy.with_gray(im.even_light(copy.gray))


def has_much_ink(lit: WorkingCopy) -> bool:
    """Whether so much of the page is so dark that nobody need look for more: print, at least a line of it."""
    return bool((lit.gray[::2, ::2] < _DARK).mean() >= _MUCH)


def is_pale(traces: Traces) -> bool:
    """Whether what stands on a page has less than four tenths of the usual contrast."""
    return bool(traces) and traces.contrast <= _PALE


def darkened(lit: WorkingCopy, traces: Traces) -> WorkingCopy:
    """The copy with its pale ``traces`` brought to the usual ink, as the steps that follow expect it."""
    gray = lit.gray if traces.contrast > _NOISY else cv2.GaussianBlur(lit.gray, (0, 0), 0.8)
    gain = _USUAL / max(traces.contrast, 0.02)
    return lit.with_gray(np.clip(PAPER - gain * (PAPER - gray.astype(np.float32)), 0, PAPER).astype(np.uint8))


def prepared_copies(lit: WorkingCopy, dpi: float | None, turn: int | None = None) -> Iterator[Prepared]:
    """The page prepared for each possible turn, the most likely first; each is made only when asked for.

    Where the clockwise ``turn`` is known (0, 90, 180, 270) there is one only.
    """
    half = lit.resized(0.5) if min(lit.gray.shape) > _LARGE_PX else lit
    _labels, stats, _centres = im.components(im.ink_mask(half.gray))
    letter_px = im.usual_letter_height(stats[1:], half.gray.shape[0])
    letter_px *= lit.gray.shape[0] / half.gray.shape[0]
    scaled = lit.resized(_scale(lit.gray.shape, letter_px, dpi))
    scaled = scaled.with_gray(im.even_ink(scaled.gray, im.X_HEIGHT_PX))
    for attempt in attempts(stats[1:], half.gray.shape) if turn is None else (turn,):
        yield prepare(scaled, attempt)


def prepare(scaled: WorkingCopy, turn: int) -> Prepared:
    """Turn, level and clean a copy that is already lit and scaled."""
    upright = turned(scaled, turn)
    angle = skew_angle(im.ink_mask(upright.gray))
    level = levelled(upright, angle) if abs(angle) > 0.04 else upright
    ink = im.ink_mask(level.gray, LEADER_SENSITIVITY)
    letter_px = im.x_height(ink) or im.X_HEIGHT_PX
    level = level.with_gray(without_show_through(level.gray, letter_px))
    ink = im.ink_mask(level.gray, LEADER_SENSITIVITY)
    found = find_leaders(ink, letter_px)
    clean = remove_leaders(level.gray, found)
    marks = footnote_marks(im.ink_mask(clean, LEADER_SENSITIVITY), letter_px)
    marks = cv2.dilate(marks, np.ones((3, 3), np.uint8)) | comb_rules(ink, letter_px)
    copy, inked = (level.with_gray(np.where(marks, 250, gray)) for gray in (clean, level.gray))
    return Prepared(copy, inked, found.leaders, letter_px, turn, angle, find_walls(ink, letter_px))


def _scale(shape: tuple[int, ...], letter_px: float, dpi: float | None) -> float:
    """The factor that brings small letters to the working size."""
    factor = im.X_HEIGHT_PX / (letter_px or im.X_HEIGHT_PX * (dpi or 300) / 300)
    if 0.95 < factor < 1.06:
        factor = 1.0
    return float(min(factor, 3.0, _MAX_SIDE_PX / max(shape)))
