# SPDX-License-Identifier: Apache-2.0
"""Printing and scanning by machine: a clean page becomes what a scanner, copier or phone makes of it."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Mode = Literal["colour", "gray", "bilevel"]


@dataclass(frozen=True, slots=True)
class Damage:
    """What happens to one page.

    ``turn`` is clockwise in degrees (0, 90, 180, 270), ``skew_deg`` positive clockwise, ``noise`` the
    standard deviation in grey levels, ``blur_px`` a Gaussian's, ``shadow`` the share of light lost at the
    darkest edge, ``perspective`` the share of the width by which corners move.
    """

    mode: Mode = "gray"
    turn: int = 0
    skew_deg: float = 0.0
    noise: float = 3.0
    blur_px: float = 0.5
    shadow: float = 0.0
    contrast: float = 1.0
    paper: tuple[int, int, int] = (255, 255, 255)
    jpeg_quality: int = 80
    perspective: float = 0.0
    threshold: int = 170
    specks: int = 0


def random_damage(rng: random.Random) -> Damage:
    """Damage as a commune's desk sees it: mostly mild, sometimes turned, seldom bad."""
    big = rng.random() < 0.06
    return Damage(
        mode=rng.choices(("gray", "colour", "bilevel"), (5, 3, 2))[0],
        turn=rng.choices((0, 90, 180, 270), (16, 1, 2, 1))[0],
        skew_deg=rng.uniform(-8, 8) if big else max(-3.0, min(3.0, rng.gauss(0, 1.1))),
        noise=rng.choice((1.0, 3.0, 5.0, 9.0)),
        blur_px=rng.choice((0.0, 0.4, 0.6, 0.9)),
        shadow=rng.choice((0.0, 0.0, 0.0, 0.15, 0.35)),
        contrast=rng.uniform(0.7, 1.0),
        paper=rng.choice(((255, 255, 255), (250, 250, 246), (244, 240, 228), (236, 238, 242))),
        jpeg_quality=rng.choice((45, 65, 75, 85, 92)),
        threshold=rng.choice((150, 170, 190)),
        specks=rng.choice((0, 0, 15, 60)),
    )


def scan(page: Image.Image, damage: Damage, rng: random.Random) -> Image.Image:
    """The scanned page: mode ``RGB``, ``L`` or ``1``. ``page`` is upright RGB on white."""
    noise_source = np.random.default_rng(rng.getrandbits(63))
    pixels: Pixels = np.asarray(page.convert("RGB"), dtype=np.uint8)
    pixels = _tint(pixels, damage)
    pixels = _bend(pixels, damage, rng)
    pixels = _light(pixels, damage, rng)
    if damage.blur_px:
        pixels = cv2.GaussianBlur(pixels, (0, 0), damage.blur_px).astype(np.uint8)
    pixels = _grain(pixels, damage, noise_source)
    image = Image.fromarray(np.ascontiguousarray(np.rot90(pixels, -damage.turn // 90)))
    return _reduce(image, damage)


def clipped(levels: NDArray[np.float32] | NDArray[np.float64]) -> Pixels:
    """``levels`` as 8-bit pixels."""
    return np.asarray(np.clip(levels, 0, 255), dtype=np.uint8)


def _tint(pixels: Pixels, damage: Damage) -> Pixels:
    paper = np.asarray(damage.paper, dtype=np.float32) / 255
    ink = (255 - np.arange(256, dtype=np.float32)) * damage.contrast
    table = clipped((255 - ink)[:, None] * paper)
    return np.asarray(cv2.LUT(pixels, table[None]), dtype=np.uint8)


def _bend(pixels: Pixels, damage: Damage, rng: random.Random) -> Pixels:
    if not damage.skew_deg and not damage.perspective:
        return pixels
    height, width = pixels.shape[:2]
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), -damage.skew_deg, 1.0)
    if damage.perspective:
        matrix = _corners(width, height, damage.perspective, rng) @ matrix
    border = (70, 78, 84) if damage.perspective else tuple(int(c) for c in damage.paper)
    bent = cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=border)
    return np.asarray(bent, dtype=np.uint8)


def _corners(width: int, height: int, share: float, rng: random.Random) -> NDArray[np.float64]:
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], dtype=np.float32)
    amount = np.array([[rng.uniform(0.3, 1.0), rng.uniform(0.3, 1.0)] for _ in range(4)], dtype=np.float32)
    target = source + inward * amount * share * width
    return np.asarray(cv2.getPerspectiveTransform(source, target.astype(np.float32)), dtype=np.float64)


def _light(pixels: Pixels, damage: Damage, rng: random.Random) -> Pixels:
    if not damage.shadow:
        return pixels
    height, width = pixels.shape[:2]
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    angle = rng.uniform(0, 2 * np.pi)
    slope = (across * np.cos(angle) + down * np.sin(angle)) / 2.8 + 0.5
    light = 1 - damage.shadow * np.clip(slope, 0, 1) ** 1.5
    return clipped(pixels * light[..., None])


def _grain(pixels: Pixels, damage: Damage, source: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    grain = source.normal(0, damage.noise, (height, width, 1)).astype(np.float32)
    noisy = clipped(pixels.astype(np.float32) + grain)
    for _ in range(damage.specks):
        y, x = int(source.integers(0, height)), int(source.integers(0, width))
        tall, wide, level = (int(source.integers(*span)) for span in ((1, 4), (1, 4), (20, 120)))
        noisy[y : y + tall, x : x + wide] = level
    return noisy


def _reduce(image: Image.Image, damage: Damage) -> Image.Image:
    if damage.mode == "colour":
        return image
    gray = image.convert("L")
    if damage.mode == "gray":
        return gray
    return gray.point(lambda level: 255 if level > damage.threshold else 0).convert("1")


def encode_jpeg(image: Image.Image, quality: int, dpi: int) -> bytes:
    """JPEG bytes of a colour or grey page."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def encode_bilevel(image: Image.Image, dpi: int) -> bytes:
    """One-bit TIFF bytes, CCITT group 4."""
    out = io.BytesIO()
    image.save(out, "TIFF", compression="group4", dpi=(dpi, dpi))
    return out.getvalue()
