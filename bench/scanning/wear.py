# SPDX-License-Identifier: Apache-2.0
"""What happens to a sheet before it is scanned: holes, staples, folds, bleed-through, fading, bundle marks.

Each function takes the page as RGB pixels (H×W×3, uint8, upright), the pixels of one point and a source of
chance, and gives a new page. None hides so much that a person could no longer read the values.
"""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bench.blanks.typist import font_of, typing_fonts
from bench.scanning.scan import Pixels, clipped

_MM = 72 / 25.4


def multiplied(pixels: Pixels, layer: NDArray[np.float32]) -> Pixels:
    """``pixels`` under a transparent ``layer`` (same shape or H×W×1, 0 … 1)."""
    return clipped(pixels.astype(np.float32) * layer)


def text_area(pixels: Pixels) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the ink of a clean page; the whole page where there is none."""
    rows, columns = np.nonzero(pixels.min(axis=2) < 128)
    if not rows.size:
        return 0, 0, pixels.shape[1], pixels.shape[0]
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def punch_holes(pixels: Pixels, px: float, rng: random.Random) -> Pixels:
    """Two holes of 6 mm, 80 mm apart, 12 mm from the left edge (ISO 838); the lid shows dark or white."""
    made = pixels.copy()
    level = rng.choice((25, 60, 215, 245))
    middle = made.shape[0] / 2 + rng.uniform(-8, 8) * _MM * px
    x = (12 + rng.uniform(-1.5, 1.5)) * _MM * px
    for side in (-40, 40):
        at = (round(x), round(middle + side * _MM * px))
        cv2.circle(made, at, round(3 * _MM * px), (level, level, level), -1, cv2.LINE_AA)
        cv2.circle(made, at, round(3 * _MM * px), (150, 150, 150), max(1, round(0.5 * px)), cv2.LINE_AA)
    return made


def staple(pixels: Pixels, px: float, rng: random.Random) -> Pixels:
    """A staple in the upper left corner, the corner turned down under it, with its shadow."""
    height, width = pixels.shape[:2]
    reach = rng.uniform(13, 24) * _MM * px
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    beyond = reach - (rows + columns)
    shade = np.where(beyond < 0, 1 - 0.3 * np.exp(beyond / (2.2 * _MM * px)), 0.93)
    made = multiplied(pixels, shade[..., None].astype(np.float32))
    made[beyond > 0] = rng.choice((205, 232))
    x, y, long = reach * 0.62, reach * 0.62, 9 * px
    slope = rng.uniform(-0.6, 0.3)
    ends = (round(x), round(y)), (round(x + long), round(y + slope * long))
    cv2.line(made, *ends, (70, 70, 74), max(2, round(1.3 * px)), cv2.LINE_AA)
    return made


def folds(pixels: Pixels, px: float, rng: random.Random) -> Pixels:
    """Folded once, in three or crosswise for a pocket: a crease, light on one side, shade on the other."""
    height, width = pixels.shape[:2]
    across = rng.choice(((0.5,), (0.335, 0.665), (0.5,)))
    made = pixels
    for share in across:
        made = _crease(made, share * height + rng.uniform(-6, 6) * px, px, rng, vertical=False)
    if len(across) == 1 and rng.random() < 0.5:
        made = _crease(made, 0.5 * width + rng.uniform(-6, 6) * px, px, rng, vertical=True)
    return made


def _crease(pixels: Pixels, place: float, px: float, rng: random.Random, *, vertical: bool) -> Pixels:
    length = pixels.shape[1] if vertical else pixels.shape[0]
    away = (np.arange(length, dtype=np.float32) - place) / (rng.uniform(5, 11) * px)
    depth = rng.uniform(0.08, 0.2)
    light = 1 + depth * np.sign(away) * np.exp(-np.abs(away))
    core = np.exp(-((np.arange(length) - place) ** 2) / (2 * (0.45 * px) ** 2)).astype(np.float32)
    shape = (1, -1, 1) if vertical else (-1, 1, 1)
    lit = multiplied(pixels, light.reshape(shape).astype(np.float32)).astype(np.float32)
    worn = lit + (225 - lit) * (core * rng.uniform(0.3, 0.65)).reshape(shape)
    return clipped(worn - 40 * (core * rng.uniform(0.2, 1.0)).reshape(shape))


def bleed_through(pixels: Pixels, verso: Pixels, px: float, rng: random.Random) -> Pixels:
    """The other side of thin paper shines through: mirrored, soft and pale."""
    height, width = pixels.shape[:2]
    behind = cv2.resize(verso, (width, height), interpolation=cv2.INTER_AREA)[:, ::-1]
    gray = cv2.GaussianBlur(behind.min(axis=2), (0, 0), 0.55 * px)
    moved = np.roll(gray, (round(rng.uniform(-5, 5) * px), round(rng.uniform(-5, 5) * px)), (0, 1))
    strength = rng.uniform(0.12, 0.26)
    layer = 1 - strength * (255 - moved.astype(np.float32)) / 255
    return multiplied(pixels, layer[..., None])


def fade(pixels: Pixels, px: float, rng: random.Random) -> Pixels:
    """An empty toner: pale ink, paler streaks down the page, letters with pinholes."""
    height, width = pixels.shape[:2]
    source = np.random.default_rng(rng.getrandbits(63))
    ink = 255 - pixels.astype(np.float32)
    streaks = _smooth(source, (1, max(4, round(width / (30 * px)))), (height, width), 0.14)
    holes = _smooth(source, (round(height / px), round(width / px)), (height, width), 0.16)
    keep = np.clip(rng.uniform(0.38, 0.55) + streaks + holes, 0.2, 0.85)
    return clipped(255 - ink * keep[..., None])


def _smooth(
    source: np.random.Generator, grid: tuple[int, int], shape: tuple[int, int], depth: float
) -> NDArray[np.float32]:
    coarse = source.normal(0, depth, grid).astype(np.float32)
    return np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def bundle_marks(pixels: Pixels, px: float, rng: random.Random) -> Pixels:
    """What an archive writes on a sheet: a running number, a header line or a stamp of receipt."""
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    font = rng.choice(list(typing_fonts()))
    top = rng.uniform(9, 20) * px
    number = rng.randint(1, 240)
    words = rng.choice((f"BL {number:02d}", f"- {number} -", f"Tờ số {number}", f"{number:03d}"))
    ink = rng.choice(((20, 20, 20), (40, 50, 140), (150, 30, 40)))
    draw.text((image.width * 0.93, top), words, ink, font_of(font, round(rng.uniform(9, 15) * px * 10)), "rm")
    head = f"Hồ sơ số {rng.randint(10, 999)}/{rng.randint(2015, 2026)} - Trang {number}/{number + 17}"
    if rng.random() < 0.6:
        draw.text((image.width * 0.08, top), head, (30, 30, 30), font_of(font, round(8 * px * 10)), "lm")
    if rng.random() < 0.5:
        foot = image.height - rng.uniform(10, 22) * px
        draw.text(
            (image.width / 2, foot), str(number), (20, 20, 20), font_of(font, round(11 * px * 10)), "mm"
        )
    return np.asarray(image, dtype=np.uint8)


def gutter(pixels: Pixels, px: float, rng: random.Random) -> Pixels:
    """The sheet lies in a bundle or the lid stands open: dark along one edge, deep and narrow or wide."""
    height, width = pixels.shape[:2]
    side = rng.choice(("left", "left", "right", "top"))
    length = height if side == "top" else width
    away = np.arange(length, dtype=np.float32)
    if side == "right":
        away = away[::-1]
    layer = 1 - rng.uniform(0.35, 0.75) * np.exp(-away / (rng.uniform(14, 60) * px))
    shape = (-1, 1, 1) if side == "top" else (1, -1, 1)
    return multiplied(pixels, layer.reshape(shape).astype(np.float32))
