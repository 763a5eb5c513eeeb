# SPDX-License-Identifier: Apache-2.0
"""How a sheet lies on the scanner's glass: askew on the bed, over its edge, beside another paper."""

from __future__ import annotations

import random

import cv2
import numpy as np

from bench.scanning.scan import Pixels
from bench.scanning.wear import text_area


def laid_askew(pixels: Pixels, angle_deg: float, bed: tuple[int, int, int]) -> Pixels:
    """The whole sheet turned by a few degrees (positive clockwise) on a larger bed of colour ``bed``."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle_deg, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = round(width * cos + height * sin), round(height * cos + width * sin)
    matrix[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    bent = cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_CUBIC, borderValue=bed)
    return np.asarray(bent, dtype=np.uint8)


def cut_at_edge(pixels: Pixels, px: float, rng: random.Random) -> Pixels:
    """The sheet lay over the edge of the glass: a side margin is gone up to the letters, or the state's name.

    Values stay whole, so that the truth of the page holds.
    """
    left, top, right, bottom = text_area(pixels)
    side = rng.choice(("left", "right", "top", "corner"))
    x0 = max(0, round(left - 1.5 * px)) if side in ("left", "corner") else 0
    x1 = min(pixels.shape[1], round(right + 1.5 * px)) if side == "right" else pixels.shape[1]
    y0 = round(top + rng.uniform(4, 16) * px) if side in ("top", "corner") else 0
    return np.ascontiguousarray(pixels[y0 : pixels.shape[0], x0:x1]) if bottom > y0 else pixels


def side_by_side(left: Pixels, right: Pixels, scale: float, rng: random.Random) -> Pixels:
    """Two papers made smaller (A4 drawings become A5) next to each other on one sheet, each a bit askew."""
    drawn = [
        laid_askew(
            cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8),
            rng.uniform(-1.2, 1.2),
            (255, 255, 255),
        )
        for page in (left, right)
    ]
    height = max(page.shape[0] for page in drawn) + 8
    gap = np.full((height, rng.randint(4, 30), 3), 255, np.uint8)
    padded = [
        cv2.copyMakeBorder(
            page, 0, height - page.shape[0], 0, 0, cv2.BORDER_CONSTANT, value=(255, 255, 255)
        ).astype(np.uint8)
        for page in drawn
    ]
    return np.concatenate([padded[0], gap, padded[1]], axis=1)
