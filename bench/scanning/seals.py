# SPDX-License-Identifier: Apache-2.0
"""Red seals and signatures over the text, as offices press and write them."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from bench.blanks.marks import draw_signature
from bench.blanks.typist import font_of, typing_fonts
from bench.invented import people
from bench.scanning.scan import Pixels
from bench.scanning.wear import multiplied, text_area

_RED = ((200, 30, 45), (190, 45, 60), (215, 60, 70), (175, 20, 40))


def seal_over_text(pixels: Pixels, px: float, rng: random.Random) -> Pixels:
    """A round seal of 32–36 mm somewhere over the lower two thirds of the text."""
    left, top, right, bottom = text_area(pixels)
    radius = rng.uniform(45, 51) * px
    x = rng.uniform(left + radius, right - radius)
    y = rng.uniform(top + 0.35 * (bottom - top), max(top + radius, bottom - radius))
    return _pressed(pixels, (x, y), radius, rng)


def seal_over_edge(pixels: Pixels, px: float, rng: random.Random) -> Pixels:
    """A seal pressed over the fanned edges of a bundle (*giáp lai*): this sheet has a slice of it."""
    radius = rng.uniform(45, 51) * px
    x = pixels.shape[1] + radius * rng.uniform(0.1, 0.6)
    return _pressed(pixels, (x, pixels.shape[0] * rng.uniform(0.3, 0.7)), radius, rng)


def signature_over_text(pixels: Pixels, px: float, rng: random.Random) -> Pixels:
    """A signature that runs up into the lines above its place."""
    left, top, right, bottom = text_area(pixels)
    image = Image.fromarray(np.full_like(pixels, 255))
    wide = rng.uniform(80, 130) * px
    at = (rng.uniform(left + wide, right - wide / 2), top + rng.uniform(0.45, 0.85) * (bottom - top))
    draw_signature(ImageDraw.Draw(image), at, wide, rng)
    layer = np.asarray(image, dtype=np.float32) / np.float32(255)
    return multiplied(pixels, layer)


def _pressed(pixels: Pixels, at: tuple[float, float], radius: float, rng: random.Random) -> Pixels:
    """The page with a seal multiplied in, parts beyond its edges left out."""
    side = round(radius * 2.2)
    stamp = _stamp(side, radius, rng)
    x, y = round(at[0] - side / 2), round(at[1] - side / 2)
    height, width = pixels.shape[:2]
    x0, y0, x1, y1 = max(0, x), max(0, y), min(width, x + side), min(height, y + side)
    made = pixels.copy()
    if x0 < x1 and y0 < y1:
        piece = stamp[y0 - y : y1 - y, x0 - x : x1 - x]
        made[y0:y1, x0:x1] = multiplied(made[y0:y1, x0:x1], piece)
    return made


def _stamp(side: int, radius: float, rng: random.Random) -> NDArray[np.float32]:
    """A seal as a transparent layer (side×side×3, 0 … 1): rings, words around, a star, ink uneven."""
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    middle = side / 2
    for share, thick in ((1.0, 26), (0.95, 60), (0.63, 60)):
        r = radius * share
        box = (middle - r, middle - r, middle + r, middle + r)
        draw.ellipse(box, outline=255, width=max(1, round(radius / thick)))
    _star(draw, middle, radius * 0.3)
    place = people.unit(rng).split(", ")
    _round_words(mask, f"ỦY BAN NHÂN DÂN {place[0].upper()}", radius * 0.74, rng)
    turned = np.asarray(mask.rotate(rng.uniform(-30, 30), Image.Resampling.BICUBIC), dtype=np.float32) / 255
    source = np.random.default_rng(rng.getrandbits(63))
    patchy = cv2.resize(source.uniform(0.35, 1.1, (7, 7)).astype(np.float32), (side, side))
    ink = np.clip(turned * patchy, 0, 1)[..., None]
    colour = np.array(rng.choice(_RED), dtype=np.float32) / 255
    return np.asarray(1 - ink * (1 - colour), dtype=np.float32)


def _star(draw: ImageDraw.ImageDraw, middle: float, radius: float) -> None:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.4
        angle = math.pi * corner / 5 - math.pi / 2
        points.append((middle + reach * math.cos(angle), middle + reach * math.sin(angle)))
    draw.polygon(points, fill=255)


def _round_words(mask: Image.Image, words: str, radius: float, rng: random.Random) -> None:
    """``words`` on an arc over the top of the seal, each letter upright to the ring."""
    font = font_of(next(iter(typing_fonts())), round(radius * 2.1))
    spread = min(math.radians(300), sum(font.getlength(c) + 1 for c in words) / radius * 1.12)
    angle = -math.pi / 2 - spread / 2 + rng.uniform(-0.1, 0.1)
    total = sum(font.getlength(c) for c in words)
    for letter in words:
        step = spread * font.getlength(letter) / total
        tile = Image.new("L", (round(radius), round(radius)), 0)
        draw = ImageDraw.Draw(tile)
        draw.text((tile.width / 2, tile.height / 2), letter, fill=255, font=font, anchor="mm")
        turned = tile.rotate(-math.degrees(angle + step / 2) - 90, Image.Resampling.BICUBIC)
        x = mask.width / 2 + radius * 1.06 * math.cos(angle + step / 2) - tile.width / 2
        y = mask.height / 2 + radius * 1.06 * math.sin(angle + step / 2) - tile.height / 2
        mask.paste(255, (round(x), round(y)), turned)
        angle += step
