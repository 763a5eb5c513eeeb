# SPDX-License-Identifier: Apache-2.0
"""Pen made up by the program: a text in a script font, each word or letter off its place, on a form's row.

The fonts (script fonts with Vietnamese marks) lie in a folder that whoever trains gives; what is drawn with
them goes through the same damage as real lines (``bench.pen_reader.damage``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ocr.pen.strip import HEIGHT

_TALL = 2 * HEIGHT
"""Rows of the canvas that is written on; its strip is half as high."""

_BASE = 0.62
_HELD_APART = 8
"""Of the fonts in order of name each eighth is only measured on."""


def script_fonts(folder: Path) -> tuple[Path, ...]:
    """The fonts of a folder, in order of name; ValueError where there is none."""
    found = tuple(sorted(folder.glob("*.[to]tf")))
    if not found:
        raise ValueError(f"{folder}: no fonts (.ttf, .otf)")
    return found


def learnt_fonts(fonts: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(font for number, font in enumerate(fonts) if number % _HELD_APART != 1)


def fonts_kept_apart(fonts: tuple[Path, ...]) -> tuple[Path, ...]:
    return fonts[1::_HELD_APART]


@dataclass(frozen=True, slots=True)
class Hand:
    """How a line is written: ``apart`` letter by letter (else word by word), ``wild`` how far each leaves its
    place (px of the canvas), ``wide`` the room after a letter, ``gap`` after a word, as shares of the size.
    """

    font: Path
    size: int
    apart: bool
    wild: float
    wide: float
    gap: float

    @classmethod
    def of(cls, fonts: tuple[Path, ...], text: str, dice: np.random.Generator) -> Hand:
        figures = sum(char.isdigit() for char in text) > len(text) / 2
        apart = bool(dice.random() < (0.9 if figures else 0.4))
        wide = dice.uniform(0, 0.5) if figures and dice.random() < 0.3 else dice.normal(0.02, 0.03)
        font = fonts[int(dice.integers(len(fonts)))]
        size = round(dice.uniform(34, 58))
        return cls(font, size, apart, dice.uniform(0.3, 2.5), float(wide), dice.uniform(0.15, 0.5))


def written(text: str, fonts: tuple[Path, ...], dice: np.random.Generator) -> np.ndarray:
    """``text`` as a strip (48×W, uint8, paper 0) by one random hand, on a row with or without leaders."""
    hand = Hand.of(fonts, text, dice)
    canvas = np.zeros((_TALL, round((len(text) + 4) * hand.size * (0.95 + max(0.0, hand.wide)))), np.uint8)
    x, starts = hand.size * dice.uniform(0.1, 0.5), []
    for number, word in enumerate(text.split(" ")):
        if number:
            x += hand.size * hand.gap
        for part in word if hand.apart else [word]:
            starts.append(x)
            x += _put(canvas, part, x, hand, dice)
    canvas = canvas[:, : min(canvas.shape[1], round(x + hand.size * dice.uniform(0.1, 0.6)))]
    _print_form(canvas, starts if hand.apart else [], hand, dice)
    return _cropped(canvas, dice)


def _put(canvas: np.ndarray, part: str, x: float, hand: Hand, dice: np.random.Generator) -> float:
    """Write ``part`` at column ``x``; returns how far the pen moves on."""
    font = _font(hand.font, max(12, round(hand.size * dice.normal(1, 0.02 * hand.wild))))
    wide = font.getlength(part)
    room, rise = round(wide + hand.size), dice.normal(0, hand.wild)
    drawn = Image.new("L", (room + 8, _TALL), 0)
    left = hand.size // 2
    ImageDraw.Draw(drawn).text((left, _BASE * _TALL + rise), part, 255, font, anchor="ls")
    if hand.apart:
        drawn = drawn.rotate(dice.normal(0, 1.5 * hand.wild), Image.Resampling.BILINEAR)
    ink = np.asarray(drawn)
    at = round(x) - left
    a, b = max(0, at), min(canvas.shape[1], at + ink.shape[1])
    if b > a:
        np.maximum(canvas[:, a:b], ink[:, a - at : b - at], out=canvas[:, a:b])
    return float(wide + hand.size * hand.wide)


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def _print_form(canvas: np.ndarray, starts: list[float], hand: Hand, dice: np.random.Generator) -> None:
    """What the form prints where the line stands: leaders or a rule at its foot, a comb for its letters."""
    kind, dark = dice.random(), float(dice.uniform(90, 255))
    base = round(_BASE * _TALL + dice.uniform(-2, 9))
    width = canvas.shape[1]
    if kind < 0.35:
        step, radius = dice.uniform(6, 13), int(dice.integers(1, 3))
        for x in np.arange(dice.uniform(0, step), width, step):
            cv2.circle(canvas, (round(x), base), radius, dark, -1, cv2.LINE_AA)
    elif kind < 0.45:
        cv2.line(canvas, (0, base), (width, base + round(dice.normal(0, 2))), dark, 2, cv2.LINE_AA)
    elif kind < 0.6 and len(starts) > 3 and hand.wide > 0.1:
        top, foot = round(_BASE * _TALL - hand.size), base + 4
        for x in [*starts, starts[-1] + hand.size * (0.6 + hand.wide)]:
            at = round(x - hand.size * hand.wide / 2)
            cv2.line(canvas, (at, top), (at, foot), dark, 2)
        cv2.line(canvas, (0, top), (width, top), dark, 2)
        cv2.line(canvas, (0, foot), (width, foot), dark, 2)


def _cropped(canvas: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """The rows round the ink as a line is cut out of a page, 48 px high."""
    rows = np.flatnonzero(canvas.max(1) > 60)
    top, foot = (int(rows[0]), int(rows[-1])) if rows.size else (0, _TALL - 1)
    above, below = dice.uniform(1, 12), dice.uniform(1, 12)
    canvas = canvas[max(0, round(top - above)) : min(_TALL, round(foot + below)) + 1]
    size = (max(16, round(canvas.shape[1] * HEIGHT / canvas.shape[0])), HEIGHT)
    return np.asarray(cv2.resize(canvas, size, interpolation=cv2.INTER_AREA))
