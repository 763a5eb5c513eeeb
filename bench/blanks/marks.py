# SPDX-License-Identifier: Apache-2.0
"""Ticks, signatures and stamps: what else ends up on a filled form."""

from __future__ import annotations

import math
import random
from typing import Any

from PIL import Image, ImageDraw

from bench.blanks.slots import Piece
from bench.blanks.typist import Typist, font_of, typing_fonts

_BLUE, _RED = (25, 40, 140), (190, 30, 40)


def tick_copies(
    typist: Typist, pieces: list[Piece], rng: random.Random, truth: dict[str, dict[str, Any]]
) -> None:
    """Tick ``Có`` or ``Không`` of the line that asks for copies, where the form has one with boxes."""
    asks = next(
        (i for i, p in enumerate(pieces) if p.text == "nghị" and _says(pieces, i, "cấp bản sao")), None
    )
    if asks is None or rng.random() < 0.25:
        return
    wanted = rng.choice(("Có", "Không"))
    box = next((p for p in pieces[asks : asks + 14] if p.text.strip(" ,:") == wanted), None)
    if box is not None:
        typist.cross(box.x1 + 2.5, box.base)
        truth["copies.wanted"] = {"value": wanted, "hand": False}


def _says(pieces: list[Piece], start: int, words: str) -> bool:
    return " ".join(p.text for p in pieces[start + 1 : start + 6]).startswith(words)


def draw_signature(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], width: float, rng: random.Random
) -> None:
    """A scribble of about ``width`` pixels whose middle is ``at``."""
    steps, x, y = 90, at[0] - width / 2, at[1]
    loops, height = rng.uniform(2.5, 6), width * rng.uniform(0.12, 0.3)
    points = []
    for step in range(steps):
        t = step / steps
        swing = math.sin(t * loops * 2 * math.pi)
        points.append(
            (x + width * t + swing * width * 0.08, y + height * math.cos(t * loops * 2 * math.pi) * (1 - t))
        )
    draw.line(points, fill=_BLUE, width=max(2, round(width / 110)), joint="curve")


def draw_stamp(page: Image.Image, at: tuple[float, float], radius: float, rng: random.Random) -> None:
    """A round red office stamp, ink uneven, over whatever is there."""
    size = round(radius * 2.2)
    stamp = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(stamp)
    width = max(2, round(radius / 22))
    for share in (1.0, 0.72):
        r = radius * share
        draw.ellipse(
            (size / 2 - r, size / 2 - r, size / 2 + r, size / 2 + r), outline=(*_RED, 200), width=width
        )
    font = font_of(next(iter(typing_fonts())), round(radius * 2))
    draw.text((size / 2, size / 2), "★", font=font, fill=(*_RED, 190), anchor="mm")
    draw.text(
        (size / 2, size / 2 + radius * 0.45), "ỦY BAN NHÂN DÂN", font=font, fill=(*_RED, 190), anchor="mm"
    )
    turned = stamp.rotate(rng.uniform(-25, 25), resample=Image.Resampling.BICUBIC)
    page.paste(turned, (round(at[0] - size / 2), round(at[1] - size / 2)), turned)


def sign_and_stamp(page: Image.Image, pieces: list[Piece], dpi: int, rng: random.Random) -> None:
    """Sign under ``(Ký, ghi rõ họ …)`` and sometimes stamp beside it."""
    px = dpi / 72
    sign = next((p for p in pieces if p.text.lower() == "(ký,"), None)
    x, y = ((sign.x0 + 50) * px, (sign.base + 28) * px) if sign else (page.width * 0.7, page.height * 0.9)
    if rng.random() < 0.85:
        draw_signature(ImageDraw.Draw(page), (x, y), 80 * px, rng)
    if rng.random() < 0.15:
        draw_stamp(page, (x - 60 * px, y), 42 * px, rng)
