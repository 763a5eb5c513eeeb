# SPDX-License-Identifier: Apache-2.0
"""Typing values over the leaders of a rendered blank, as people do: on the dots, above or in their stead."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from bench.blanks.slots import Piece
from bench.scanning.fonts import installed

_WANTED: dict[str, float] = {  # file → how often
    "LiberationSerif-Regular.ttf": 9,
    "LiberationSerif-Bold.ttf": 2,
    "LiberationSerif-Italic.ttf": 1,
    "LiberationSans-Regular.ttf": 3,
    "LiberationMono-Regular.ttf": 1,
    "DejaVuSerif.ttf": 1,
    "DejaVuSans.ttf": 1,
    "texgyretermes-regular.otf": 2,
    "texgyrepagella-regular.otf": 1,
    "texgyreschola-regular.otf": 1,
    "texgyreheros-regular.otf": 1,
}


@cache
def typing_fonts() -> dict[str, float]:
    """Paths of the fonts that people may type with, each with its weight."""
    return installed(_WANTED)


@dataclass(frozen=True, slots=True)
class Hand:
    """How one page is typed: font, size in points, where the baseline goes, what happens to the dots."""

    font: str
    size: float
    rise: float
    dots: str  # "through", "under" (gone where the text stands) or "gone"
    ink: tuple[int, int, int]
    indent: float


def random_hand(rng: random.Random) -> Hand:
    """A typing style; most people leave the dots where they are."""
    return Hand(
        font=rng.choices(list(typing_fonts()), list(typing_fonts().values()))[0],
        size=rng.choice((11, 12, 12, 13, 13, 13, 14)),
        rise=rng.choices((0.0, 0.8, 2.2, -1.2), (6, 2, 1, 1))[0],
        dots=rng.choices(("through", "under", "gone"), (7, 2, 1))[0],
        ink=rng.choice(((0, 0, 0), (0, 0, 0), (20, 20, 30), (15, 25, 90))),
        indent=rng.choice((0.0, 2.0, 4.0, 10.0)),
    )


@cache
def font_of(path: str, tenth_px: int) -> ImageFont.FreeTypeFont:
    """A loaded font; the size is in tenths of a pixel so that it can be a key."""
    return ImageFont.truetype(path, tenth_px / 10)


def break_lines(text: str, widths: list[float], font: ImageFont.FreeTypeFont) -> list[str] | None:
    """``text`` broken into at most ``len(widths)`` lines, or None where it does not fit."""
    lines: list[str] = []
    words = text.split(" ")
    for width in widths:
        line = ""
        while words and font.getlength(f"{line} {words[0]}".strip()) <= width:
            line = f"{line} {words.pop(0)}".strip()
        lines.append(line)
        if not words:
            return lines
    return None


class Typist:
    """Types on one page image of ``dpi`` dots an inch; leaders are in points."""

    def __init__(self, page: Image.Image, dpi: int, hand: Hand) -> None:
        self._draw = ImageDraw.Draw(page)
        self._px = dpi / 72
        self._hand = hand

    def fits(self, text: str, leaders: list[Piece], least_size: float = 9.0) -> float | None:
        """The largest size in points, from the page's own down, at which ``text`` fits; None if none does."""
        size = self._hand.size
        while size >= least_size:
            if self._lines(text, leaders, size) is not None:
                return size
            size -= 1
        return None

    def type(self, text: str, leaders: list[Piece]) -> bool:
        """Type ``text`` over ``leaders``; False (and nothing typed) where it can't fit."""
        size = self.fits(text, leaders)
        if size is None:
            return False
        lines = self._lines(text, leaders, size) or []
        for line, leader in zip(lines, leaders, strict=False):
            self._type_line(line, leader, size)
        return True

    def type_anyway(self, text: str, leaders: list[Piece]) -> None:
        """Type a short text (part of a date) even where it is wider than its dots, centred on them."""
        leader = leaders[0]
        size = self._hand.size
        while size > 9 and self._font(size).getlength(text) > (leader.x1 - leader.x0) * self._px:
            size -= 1
        spare = (leader.x1 - leader.x0) - self._font(size).getlength(text) / self._px
        start = leader.x0 + spare / 2 - self._indent(leader)
        self._type_line(text, replace(leader, x0=start), size)

    def _lines(self, text: str, leaders: list[Piece], size: float) -> list[str] | None:
        widths = [(leader.x1 - leader.x0 - self._indent(leader)) * self._px for leader in leaders]
        return break_lines(text, widths, self._font(size))

    def _indent(self, leader: Piece) -> float:
        return self._hand.indent if leader.x1 - leader.x0 > 120 else 0.5

    def _font(self, size: float) -> ImageFont.FreeTypeFont:
        return font_of(self._hand.font, round(size * self._px * 10))

    def _type_line(self, line: str, leader: Piece, size: float) -> None:
        font = self._font(size)
        x = (leader.x0 + self._indent(leader)) * self._px
        y = (leader.base - self._hand.rise) * self._px
        if self._hand.dots != "through":
            end = leader.x1 * self._px if self._hand.dots == "gone" else x + font.getlength(line)
            self._white((leader.x0 if self._hand.dots == "gone" else x / self._px) * self._px, end, leader)
        self._draw.text((x, y), line, font=font, fill=self._hand.ink, anchor="ls")

    def _white(self, x0: float, x1: float, leader: Piece) -> None:
        low, high = leader.base - 2.2, leader.base + 1.2
        self._draw.rectangle((x0, low * self._px, x1, high * self._px), fill=(255, 255, 255))

    def cross(self, x: float, base: float) -> None:
        """An X of a ticked box whose left edge is at ``x`` points."""
        half = 3.2 * self._px
        cx, cy = (x + 6) * self._px, (base - 3.5) * self._px
        for slope in (1, -1):
            self._draw.line(
                (cx - half, cy - slope * half, cx + half, cy + slope * half),
                (10, 10, 10),
                max(1, round(self._px)),
            )
