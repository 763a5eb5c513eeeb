"""Three pages of every kind, made anew for each test: fixed seeds, 200–300 dpi, mild damage."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image

from bench.pages import SHARES, make_page
from bench.scan import Damage
from samples.layout_files import kind_of

PAGES_A_KIND = 3
_SCANS = (  # dpi and damage of the first, second and third page of a kind
    (200, Damage(mode="gray", noise=2.0, blur_px=0.5, skew_deg=0.4)),
    (200, Damage(mode="gray", noise=3.0, blur_px=0.4, skew_deg=-0.6, contrast=0.85)),
    (240, Damage(mode="gray", noise=1.0, blur_px=0.6, skew_deg=-0.3, paper=(250, 250, 246))),
)


def kinds() -> list[str]:
    """All kinds with fields of which there is a layout."""
    return sorted({kind_of(layout) for layout in SHARES} - {"other"})


def pages_of(kind: str) -> Iterator[tuple[str, int, np.ndarray, dict[str, Any]]]:
    """Layout, dpi, pixels (H×W or H×W×3, uint8) and truth of the pages of a kind; each print has its turn."""
    layouts = [layout for layout in SHARES if kind_of(layout) == kind]
    for number, (dpi, damage) in enumerate(_SCANS[:PAGES_A_KIND]):
        layout = layouts[number % len(layouts)]
        image, truth = made(layout, number)
        yield layout, dpi, np.asarray(image), truth


def made(layout: str, number: int) -> tuple[Image.Image, dict[str, Any]]:
    """The page of this number; the same for every call."""
    dpi, damage = _SCANS[number]
    return make_page(layout, random.Random(f"kinds/{layout}/{number}"), damage, dpi)
