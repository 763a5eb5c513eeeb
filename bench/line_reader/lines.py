# SPDX-License-Identifier: Apache-2.0
"""Typed lines drawn as a scanner sees them: dots through the letters, neighbours above and below, noise.

Everything is drawn at random: fonts, sizes, spacing, what the leaders are made of and where they run,
stamps and rules, resolution, blur, noise, threshold, compression.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.line_reader import words

Font = ImageFont.FreeTypeFont
HEIGHT, BASE, LETTER = 48, 34, 14
"""Rows of a training line, the row its letters stand on (on average) and their x-height (on average)."""


_PENNED = 0.12


def draw_line(
    rng: random.Random, fonts: Sequence[Path], strokes: Sequence[Image.Image] = ()
) -> tuple[np.ndarray, str]:
    """One line (48×W, uint8, paper ≈ 250) and the text to be read from it; where there are ``strokes`` (lines
    written by hand, on white), some lines are written with one of them.
    """
    if strokes and rng.random() < _PENNED:
        return _penned_line(rng, fonts, rng.choice(strokes))
    truth = "" if rng.random() < 0.025 else words.text(rng)
    x_height = rng.choice([9, 10, 11, 12, 12, 13, 14, 16, 18, 20, 24])
    font = _font(str(rng.choice(fonts)), x_height)
    form = _font(str(rng.choice(fonts)), x_height) if rng.random() < 0.4 else font
    scale = x_height / LETTER / min(1.4, max(0.6, rng.gauss(0.96, 0.14)))
    height, base = HEIGHT * scale, BASE * scale + rng.gauss(0, 1.7) * scale
    before, gap = _before(rng, x_height)
    tracking = rng.random() < 0.03 and len(truth) < 30
    shown = " ".join(truth) if tracking else truth
    if tracking:
        truth = shown
    text_width = font.getlength(shown)
    start = gap if not before else rng.uniform(0, 0.4) * x_height + form.getlength(before) + gap
    width = max(
        2.5 * x_height, start + text_width + rng.choice([0.3, 0.5, 1, 2, 6]) * rng.random() * x_height
    )
    size = (int(width) + 1, int(height) + 1)
    ink = rng.choice([0, 0, 0, 20, 45, 75, 105])
    picture = Image.new("L", size, 255)
    pen = ImageDraw.Draw(picture)
    _neighbours(rng, pen, size, base, form, x_height)
    _leader(rng, pen, size, base, form, x_height, (start, start + text_width))
    if before:
        pen.text((start - gap - form.getlength(before), base + rng.gauss(0, 0.05) * x_height), before,
                 font=form, fill=rng.choice([0, 30, ink]), anchor="ls")  # fmt: skip
        if gap > 0.9 * x_height or rng.random() < 0.1:
            _footnote(rng, pen, start - gap, base, form, x_height)
    if rng.random() < 0.05 and shown.isdigit():
        start, text_width = _comb(pen, shown, font, start, base, x_height, ink)
    else:
        pen.text((start, base), shown, font=font, fill=ink, anchor="ls")
    _strays(rng, pen, size, x_height)
    pixels = _scanned(rng, np.asarray(picture), scale, ink)
    read = words.spelt(
        f"{before} {truth}" if before.endswith(" ") or gap > 0.25 * x_height else before + truth
    )
    return pixels, read


def _penned_line(rng: random.Random, fonts: Sequence[Path], strokes: Image.Image) -> tuple[np.ndarray, str]:
    """A stretch of handwriting over a leader, perhaps behind a label."""
    x_height = rng.choice([10, 12, 14, 16, 20])
    form = _font(str(rng.choice(fonts)), x_height)
    scale = x_height / LETTER / rng.uniform(0.8, 1.2)
    base = BASE * scale + rng.gauss(0, 2.5) * scale
    before, gap = _before(rng, x_height)
    start = max(0.0, gap) + (form.getlength(before) if before else 0.0)
    tall = rng.uniform(1.7, 3.4) * x_height
    pen_line = strokes.resize((max(8, round(strokes.width * tall / strokes.height)), max(8, round(tall))))
    width = min(pen_line.width, round(rng.choice([2, 4, 8, 15, 30]) * rng.uniform(0.6, 1.4) * x_height))
    at = rng.randint(0, pen_line.width - width)
    size = (int(start + width + rng.random() * 4 * x_height) + 1, int(HEIGHT * scale) + 1)
    picture = Image.new("L", size, 255)
    pen = ImageDraw.Draw(picture)
    _neighbours(rng, pen, size, base, form, x_height)
    _leader(rng, pen, size, base, form, x_height, (start, start + width))
    if before:
        pen.text((0, base), before, font=form, fill=rng.choice([0, 30]), anchor="ls")
    pixels, paleness = np.array(picture), rng.uniform(0.6, 2.0)
    top = round(base - tall * rng.uniform(0.62, 0.95))
    patch = np.asarray(pen_line)[:, at : at + width].astype(np.float32)
    patch = np.clip(255 - (255 - patch) * paleness, 0, 255).astype(np.uint8)
    rows = slice(max(0, top), max(0, min(size[1], top + patch.shape[0])))
    patch = patch[rows.start - top : rows.stop - top]
    area = (rows, slice(round(start), round(start) + patch.shape[1]))
    pixels[area] = np.minimum(pixels[area], patch[:, : pixels[area].shape[1]])
    inked = int((patch < 140).sum()) > 0.35 * x_height**2
    read = words.spelt(f"{before} {words.PEN if inked else ''}")
    return _scanned(rng, pixels, scale, 60), read


def _before(rng: random.Random, x_height: int) -> tuple[str, float]:
    """What stands before the value, if the crop begins so early, and the gap behind it."""
    if rng.random() < 0.6:
        return "", rng.choice([-0.2, 0.1, 0.3, 0.6, 1.5]) * x_height * rng.random()
    text = words.label(rng)
    close = rng.choice([0.0, 0.1, 0.3, 0.6, 1.0, 2.0, 4.0])
    return text, close * x_height


def _footnote(
    rng: random.Random, pen: ImageDraw.ImageDraw, x: float, base: float, form: Font, x_height: float
) -> None:
    """A raised mark behind the label, which is no part of the text."""
    small = form.font_variant(size=max(4, form.size * rng.uniform(0.5, 0.68)))
    mark = rng.choice(["({})", "({})", "{}", "[{}]", "*"]).format(rng.randint(1, 12))
    pen.text((x + 0.05 * x_height, base - rng.uniform(0.65, 0.95) * x_height), mark, font=small,
             fill=rng.choice([0, 30]), anchor="ls")  # fmt: skip


def _neighbours(
    rng: random.Random,
    pen: ImageDraw.ImageDraw,
    size: tuple[int, int],
    base: float,
    form: Font,
    x_height: float,
) -> None:
    """The lines above and below, as far as the strip shows them."""
    pitch = rng.uniform(2.35, 3.4) * x_height
    for row in (base - pitch, base + pitch):
        if rng.random() < 0.8:
            line = "   ".join(words.text(rng) for _ in range(2))
            pen.text(
                (-rng.random() * 4 * x_height, row),
                line,
                font=form,
                fill=rng.choice([0, 30, 60]),
                anchor="ls",
            )
        if rng.random() < 0.6:
            _dots(rng, pen, size[0], row + rng.gauss(0.0, 0.12) * x_height, form, x_height)


def _leader(
    rng: random.Random,
    pen: ImageDraw.ImageDraw,
    size: tuple[int, int],
    base: float,
    form: Font,
    x_height: float,
    span: tuple[float, float],
) -> None:
    """The line's own leader: through the text, gone under it, or none."""
    kind = rng.random()
    if kind < 0.22:
        return
    y = base + rng.choice([0, 0, 0.15, 0.35, -0.1, -0.2, -0.35, rng.gauss(-0.05, 0.25)]) * x_height
    if kind < 0.86:
        _dots(rng, pen, size[0], y, form, x_height)
    elif kind < 0.94:
        thick = max(1, round(rng.uniform(0.04, 0.14) * x_height))
        y += rng.uniform(0.0, 0.4) * x_height
        pen.line(
            (0, y, size[0], y + rng.gauss(0, 0.02) * x_height), fill=rng.choice([0, 40, 90, 130]), width=thick
        )
    else:
        _dashes(rng, pen, size[0], y, x_height)
    if rng.random() < 0.14:
        reach = rng.uniform(0.2, 0.5) * x_height
        pen.rectangle((span[0] - 0.1 * x_height, y - reach, span[1], y + reach), fill=255)
    elif rng.random() < 0.08:
        pen.rectangle(
            (0, y - 0.4 * x_height, max(0.0, span[0] - 0.1 * x_height), y + 0.4 * x_height), fill=255
        )


def _dots(
    rng: random.Random, pen: ImageDraw.ImageDraw, width: float, y: float, form: Font, x_height: float
) -> None:
    """Dots from somewhere on the left to somewhere on the right at height ``y``."""
    left = rng.choice([-5.0, -5.0, -5.0, rng.uniform(0, width)])
    right = rng.choice([width + 5.0] * 4 + [rng.uniform(0, width)])
    ink = rng.choice([0, 0, 30, 60, 90])
    left += rng.random() * x_height
    if rng.random() < 0.65:
        sign = rng.choice([".", ".", "…", "·" if rng.random() < 0.1 else "."])
        each = max(1.0, form.getlength(sign * 8) / 8)
        pen.text((left, y), sign * max(0, int((right - left) / each)), font=form, fill=ink, anchor="ls")
        return
    diameter = rng.uniform(0.14, 0.36) * x_height
    pitch = max(1.4 * diameter, rng.uniform(0.36, 1.0) * x_height)
    y -= rng.uniform(0, 1) * diameter
    for x in np.arange(left, right, pitch):
        box = (x - diameter / 2, y - diameter / 2, x + diameter / 2, y + diameter / 2)
        pen.ellipse(box, fill=ink)


def _dashes(rng: random.Random, pen: ImageDraw.ImageDraw, width: float, y: float, x_height: float) -> None:
    length, thick = rng.uniform(0.3, 1.0) * x_height, max(1, round(rng.uniform(0.05, 0.15) * x_height))
    for x in np.arange(-rng.random() * x_height, width, length * rng.uniform(1.2, 1.8)):
        pen.line((x, y, x + length, y), fill=rng.choice([0, 40, 80]), width=thick)


def _comb(
    pen: ImageDraw.ImageDraw, digits: str, font: Font, start: float, base: float, x_height: float, ink: int
) -> tuple[float, float]:
    """Digits in the boxes of a comb, squeezed into the width they would have had."""
    each = max(1.0, font.getlength(digits) / len(digits))
    for n, digit in enumerate(digits):
        x = start + n * each
        pen.rectangle((x, base - 2.0 * x_height, x + each, base + 0.45 * x_height), outline=90)
        pen.text((x + each / 2, base), digit, font=font, fill=ink, anchor="ms")
    return start, each * len(digits)


def _strays(rng: random.Random, pen: ImageDraw.ImageDraw, size: tuple[int, int], x_height: float) -> None:
    """Table rules, strokes of a signature or a stamp, specks."""
    if rng.random() < 0.04:
        x = rng.choice([rng.uniform(0, 2), size[0] - rng.uniform(1, 3)])
        pen.line((x, 0, x, size[1]), fill=rng.choice([0, 60]), width=max(1, round(0.1 * x_height)))
    if rng.random() < 0.05:
        for _ in range(rng.randint(1, 3)):
            radius = rng.uniform(2, 8) * x_height
            cx, cy = rng.uniform(0, size[0]), rng.uniform(-4, 5) * x_height
            pen.arc(
                (cx - radius, cy - radius, cx + radius, cy + radius),
                rng.uniform(0, 360),
                rng.uniform(0, 360),
                fill=rng.choice([70, 110, 150, 180]),
                width=max(1, round(rng.uniform(0.06, 0.2) * x_height)),
            )
    if rng.random() < 0.25:
        for _ in range(rng.randint(1, 12)):
            x, y, r = rng.uniform(0, size[0]), rng.uniform(0, size[1]), rng.uniform(0.02, 0.09) * x_height
            pen.ellipse((x - r, y - r, x + r, y + r), fill=rng.choice([0, 80, 255]))


def _scanned(rng: random.Random, pixels: np.ndarray, scale: float, ink: int) -> np.ndarray:
    """The drawing through a scanner and back at the reader's size, paper 250, ink as dark as it came."""
    dice = np.random.default_rng(rng.getrandbits(32))
    if rng.random() < 0.12:
        kernel = np.ones((2, 2), np.uint8)
        pixels = np.asarray(cv2.erode(pixels, kernel) if rng.random() < 0.6 else cv2.dilate(pixels, kernel))
    blur = rng.uniform(0.25, 0.95)
    picture = np.asarray(cv2.GaussianBlur(pixels, (0, 0), blur), np.float32)
    if rng.random() < 0.4:
        picture += np.asarray(dice.normal(0, rng.uniform(1, 16), picture.shape), np.float32)
    if rng.random() < 0.1:
        tide = np.interp(np.arange(picture.shape[1]), [0, picture.shape[1] / 2, picture.shape[1]],
                         [rng.uniform(-35, 0), rng.uniform(-35, 0), rng.uniform(-35, 0)])  # fmt: skip
        picture += np.asarray(tide, np.float32)[None]
    if rng.random() < 0.2:
        level = ink + rng.uniform(0.42, 0.8) * (250 - ink)
        picture = np.where(picture < level, np.float32(10), np.float32(250))
    small: np.ndarray = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        packed = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, rng.choice([35, 50, 65, 80, 90])])[1]
        small = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
    angle, slant = rng.gauss(0, 0.004), rng.gauss(0, 0.03)
    stretch = min(1.3, max(0.8, rng.gauss(1.0, 0.07)))
    middle = small.shape[1] / 2
    out = max(24, round(small.shape[1] / scale * stretch))
    big = min(1.6, max(1.0, 1 / scale))  # the reader sees a copy already enlarged to its working size
    if big > 1.05:
        small = np.asarray(cv2.resize(small, None, fx=big, fy=big, interpolation=cv2.INTER_CUBIC))
        middle *= big
    factor = 1 / scale / big
    matrix = np.array(
        [[factor * stretch, -slant, slant * BASE], [angle * factor, factor, -angle * factor * middle]]
    )
    if factor < 0.75:
        small = np.asarray(cv2.GaussianBlur(small, (0, 0), 0.35 / factor))
    warped = cv2.warpAffine(
        small, matrix, (out, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.minimum(warped, 250)


@lru_cache(maxsize=4000)
def _font(path: str, x_height: int) -> ImageFont.FreeTypeFont:
    """The font at the size where an x is ``x_height`` pixels tall."""
    trial = ImageFont.truetype(path, 200, layout_engine=ImageFont.Layout.BASIC)
    box = trial.getbbox("x", anchor="ls")
    return ImageFont.truetype(path, 200 * x_height / max(1, -box[1]), layout_engine=ImageFont.Layout.BASIC)
