# SPDX-License-Identifier: Apache-2.0
"""Three pages of every kind, made anew for each test: fixed seeds, 200–300 dpi, mild damage."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from bench.pages import SHARES, make_page
from bench.scanning.scan import Damage
from samples.printing.layout_files import kind_of

_SCANS = (  # dpi and damage of the first, second and third page of a kind
    (200, Damage(mode="gray", noise=2.0, blur_px=0.5, skew_deg=0.4)),
    (200, Damage(mode="gray", noise=3.0, blur_px=0.4, skew_deg=-0.6, contrast=0.85)),
    (240, Damage(mode="gray", noise=1.0, blur_px=0.6, skew_deg=-0.3, paper=(250, 250, 246))),
)
PAGES_A_KIND = len(_SCANS)


def kinds() -> list[str]:
    """All kinds with fields of which there is a layout."""
    return sorted({kind_of(layout) for layout in SHARES} - {"other"})


def page_of(kind: str, number: int) -> tuple[int, np.ndarray, dict[str, Any]]:
    """Dpi, pixels (H×W or H×W×3, uint8) and truth of a page of a kind; its prints take turns."""
    layouts = [layout for layout in SHARES if kind_of(layout) == kind]
    layout = layouts[number % len(layouts)]
    dpi, damage = _SCANS[number]
    image, truth = make_page(layout, random.Random(f"kinds/{layout}/{number}"), damage, dpi)
    return dpi, np.asarray(image), truth
