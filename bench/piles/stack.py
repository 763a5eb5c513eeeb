# SPDX-License-Identifier: Apache-2.0
"""A stack as it goes through the feeder: dossiers one after the other, and what happens to stacks."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from bench.piles.families import dossiers
from bench.scanning.scan import Damage, scan
from samples.printing.papers import Page
from samples.printing.press import page_image

BLANK = -1
_DPI = 200
_WHITE = 235
_LEAST_GAP = 14
PLAIN, DISORDERED = "in order", "out of order"
WAYS = (PLAIN, DISORDERED)


@dataclass(frozen=True)
class Stack:
    """The scanned ``pages``, and of each whose dossier it is (``BLANK``: an empty sheet)."""

    pages: tuple[Image.Image, ...]
    whose: tuple[int, ...]
    kinds: tuple[str, ...]


def stack_of(seed: str, count: int, way: str) -> Stack:
    """``count`` dossiers; one form in three runs over two pages, one sheet in twelve behind a page is empty.
    ``DISORDERED``: of some dossiers papers lie in other orders, and cards of three lie at the end.
    """
    rng = random.Random(seed)
    sheets: list[tuple[int, str, Image.Image]] = []
    for whose, pages in enumerate(dossiers(rng, count)):
        mine = [
            (whose, page.kind, image)
            for at, page in enumerate(pages)
            for image in _sheets(page, rng, first=not at)
        ]
        if way == DISORDERED and rng.random() < 0.4:
            rng.shuffle(mine)
        sheets += mine
    if way == DISORDERED:
        sheets = _cards_last(sheets, rng.sample(range(count), min(3, count)))
    laid: list[tuple[int, str, Image.Image]] = []
    for sheet in sheets:
        laid.append(sheet)
        if rng.random() < 1 / 12:
            laid.append((BLANK, "", Image.new("RGB", sheet[2].size, (252, 252, 250))))
    damaged = [_scanned(image, rng) for _whose, _kind, image in laid]
    return Stack(tuple(damaged), tuple(s[0] for s in laid), tuple(s[1] for s in laid))


def _cards_last(
    sheets: list[tuple[int, str, Image.Image]], of: list[int]
) -> list[tuple[int, str, Image.Image]]:
    last = [sheet for sheet in sheets if sheet[0] in of and sheet[1] == "id-card"]
    return [sheet for sheet in sheets if not any(sheet is one for one in last)] + last


def _sheets(page: Page, rng: random.Random, *, first: bool) -> list[Image.Image]:
    image = page_image(page.printed, _DPI, rng, page.pen).convert("RGB")
    cut = _gap(image) if first and rng.random() < 1 / 3 else None
    return [image] if cut is None else _in_two(image, cut)


def _gap(image: Image.Image) -> int | None:
    """The row of a gap between lines somewhat below the middle."""
    dark = np.asarray(image.convert("L")).min(axis=1) < _WHITE
    height = len(dark)
    for row in range(int(height * 0.55), int(height * 0.75)):
        if not dark[row : row + _LEAST_GAP].any():
            return row + _LEAST_GAP // 2
    return None


def _in_two(image: Image.Image, cut: int) -> list[Image.Image]:
    """The page broken where Word would break it: the rest at the top of the next one."""
    top, rest = image.copy(), Image.new("RGB", image.size, (255, 255, 255))
    top.paste((255, 255, 255), (0, cut, image.width, image.height))
    rest.paste(image.crop((0, cut, image.width, image.height)), (0, int(image.height * 0.06)))
    return [top, rest]


def _scanned(image: Image.Image, rng: random.Random) -> Image.Image:
    damage = Damage(
        mode="gray", noise=1.5, blur_px=0.5, jpeg_quality=55, paper=(250, 250, 248),
        skew_deg=rng.uniform(-0.8, 0.8),
    )  # fmt: skip
    if rng.random() < 0.05:
        damage = replace(damage, turn=180)
    return scan(image, damage, rng)
