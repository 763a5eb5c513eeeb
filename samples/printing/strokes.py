# SPDX-License-Identifier: Apache-2.0
"""Handwriting by machine: glyphs of a script font, each thrown off its place and bent, in pen ink.

No pen line of a real person is used.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw

from bench.blanks.typist import font_of
from bench.scanning.fonts import find_font
from samples.printing.typeset import Penned

_SCRIPTS = (
    "texgyrechorus-mediumitalic.otf",
    "DejaVuSans-ExtraLight.ttf",
    "LiberationSerif-Italic.ttf",
    "DejaVuSerif.ttf",
)


@dataclass(frozen=True, slots=True)
class Pen:
    """``wild`` is how far glyphs leave their place (0 … 1), ``fade`` how much ink is missing (0 … 1)."""

    wild: float = 0.45
    ink: tuple[int, int, int] = (28, 38, 120)
    fade: float = 0.0


def write_by_pen(page: Image.Image, line: Penned, dpi: int, rng: random.Random, pen: Pen) -> None:
    """Write one line of a value on the page image."""
    px = dpi / 72
    mask = _written(line, px, rng, pen)
    mask = _bent(mask, pen.wild * 1.2 * px, px, rng)
    at = (round((line.x - 4) * px), round(line.base * px) - mask.height * 2 // 3)
    box = (*at, at[0] + mask.width, at[1] + mask.height)
    ink = Image.new("RGB", mask.size, (255, 255, 255))
    ink.paste(pen.ink, mask=mask.point(lambda v: int(v * (1 - pen.fade))))
    page.paste(ImageChops.multiply(page.crop(box), ink), box)


def _written(line: Penned, px: float, rng: random.Random, pen: Pen) -> Image.Image:
    """The line as a mask: 255 is ink; its baseline lies at two thirds of the height."""
    path = find_font(*_SCRIPTS)
    if path is None:
        raise FileNotFoundError("no script font: install fonts-texgyre or fonts-dejavu-core")
    size = line.size * px * 1.05
    room = line.width * px
    natural = font_of(path, round(size * 10)).getlength(line.text) * 1.14
    squeeze = min(1.0, room / max(natural, 1.0))
    mask = Image.new("L", (round(min(natural, room) + 24 * px), round(size * 3)), 0)
    x = 4 * px
    for letter in line.text:
        own = size * rng.uniform(1 - 0.22 * pen.wild, 1 + 0.18 * pen.wild)
        x += _put(mask, letter, (x, mask.height * 2 / 3), font_of(path, round(own * 10)), rng, pen) * squeeze
    return mask


def _put(
    mask: Image.Image,
    letter: str,
    at: tuple[float, float],
    font: object,
    rng: random.Random,
    pen: Pen,
) -> float:
    """Draw one glyph askew; returns how far the pen moves on."""
    from PIL.ImageFont import FreeTypeFont

    assert isinstance(font, FreeTypeFont)
    side = round(font.size * 3)
    glyph = Image.new("L", (side, side), 0)
    ImageDraw.Draw(glyph).text((side / 2, side / 2), letter, font=font, fill=255, anchor="ms")
    turned = glyph.rotate(rng.gauss(2, 9 * pen.wild), resample=Image.Resampling.BICUBIC)
    down = rng.gauss(0, 0.09 * pen.wild) * font.size
    half = font.getlength(letter) / 2
    place = (round(at[0] + half - side / 2), round(at[1] + down - side / 2))
    box = (*place, place[0] + side, place[1] + side)
    mask.paste(ImageChops.lighter(mask.crop(box), turned), box)
    return font.getlength(letter) * rng.uniform(1.02 - 0.1 * pen.wild, 1.04 + 0.24 * pen.wild)


def _bent(mask: Image.Image, reach: float, px: float, rng: random.Random) -> Image.Image:
    """Shift every point by a smooth random field of up to about ``reach`` pixels."""
    source = np.random.default_rng(rng.getrandbits(63))
    height, width = mask.height, mask.width
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    moved = cv2.remap(
        np.asarray(mask),
        columns + _field(source, height, width, px) * reach,
        rows + _field(source, height, width, px) * reach,
        cv2.INTER_LINEAR,
    )
    return Image.fromarray(np.asarray(moved, dtype=np.uint8))


def _field(source: np.random.Generator, height: int, width: int, px: float) -> NDArray[np.float32]:
    """A smooth field of about unit height whose hills are some five points apart."""
    grid = (max(3, round(height / (5 * px))), max(3, round(width / (5 * px))))
    coarse = source.normal(0, 1, grid).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)
