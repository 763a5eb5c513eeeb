# SPDX-License-Identifier: Apache-2.0
"""Scan damage: direction of turns and skew, depth of colour, and the same seed for the same page."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from bench.scanning.scan import Damage, scan

_QUIET = Damage(mode="gray", noise=0.0, blur_px=0.0)


def _page() -> Image.Image:
    page = Image.new("RGB", (200, 300), "white")
    ImageDraw.Draw(page).rectangle((10, 10, 60, 30), fill="black")
    return page


def _dark(image: Image.Image) -> tuple[float, float]:
    rows, columns = np.nonzero(np.asarray(image.convert("L")) < 128)
    return float(columns.mean()), float(rows.mean())


def test_a_turn_is_clockwise() -> None:
    turned = scan(_page(), replace(_QUIET, turn=90), random.Random(1))
    x, y = _dark(turned)
    assert turned.size == (300, 200)
    assert x > 250 and y < 80


def test_positive_skew_lowers_the_right_side() -> None:
    page = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(page).rectangle((50, 198, 350, 202), fill="black")
    levels = np.asarray(scan(page, replace(_QUIET, skew_deg=5.0), random.Random(1)))
    left, right = (np.nonzero(levels[:, x] < 128)[0].mean() for x in (80, 320))
    assert right - left > 15


def test_modes_have_their_depth() -> None:
    modes = {
        mode: scan(_page(), replace(_QUIET, mode=mode), random.Random(1)).mode
        for mode in ("colour", "gray", "bilevel")
    }
    assert modes == {"colour": "RGB", "gray": "L", "bilevel": "1"}


def test_a_shadow_darkens_one_side_only() -> None:
    levels = np.asarray(
        scan(Image.new("RGB", (200, 300), "white"), replace(_QUIET, shadow=0.5), random.Random(2))
    )
    assert levels.max() > 240 and levels.min() < 170


def test_noise_is_the_same_for_the_same_seed() -> None:
    damage = replace(_QUIET, noise=6.0, specks=9, perspective=0.05)
    first, second = (scan(_page(), damage, random.Random(7)).tobytes() for _ in range(2))
    assert first == second != scan(_page(), damage, random.Random(8)).tobytes()
