# SPDX-License-Identifier: Apache-2.0
"""A sheet on a table, taken with a phone: perspective, a curled edge, uneven light, a soft picture."""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.scanning.scan import Pixels, clipped

_TABLES = ((92, 64, 42), (120, 92, 66), (70, 72, 76), (140, 128, 112), (52, 60, 48))


def photograph(pixels: Pixels, rng: random.Random) -> Pixels:
    """The sheet (RGB, H×W×3) as a phone sees it: corners moved, the table around it."""
    height, width = pixels.shape[:2]
    frame_w, frame_h = round(width * rng.uniform(1.06, 1.22)), round(height * rng.uniform(1.05, 1.16))
    table = _table(frame_h, frame_w, rng)
    curled = _curled(pixels, rng)
    matrix = _view((width, height), (frame_w, frame_h), rng)
    size = (frame_w, frame_h)
    sheet = cv2.warpPerspective(curled, matrix, size, flags=cv2.INTER_CUBIC)
    inside = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, size)
    offset = round(0.008 * width)
    cast = cv2.GaussianBlur(np.roll(inside, (offset, offset), (0, 1)), (0, 0), 0.008 * width)
    ground = table * (1 - 0.5 * cast[..., None])
    seen = ground * (1 - inside[..., None]) + sheet.astype(np.float32) * inside[..., None]
    lit = seen * _light(frame_h, frame_w, rng)[..., None]
    soft = cv2.GaussianBlur(lit, (0, 0), rng.uniform(0.5, 0.95))
    source = np.random.default_rng(rng.getrandbits(63))
    grain = source.normal(0, rng.uniform(1.5, 4), lit.shape).astype(np.float32)
    return clipped(np.asarray(soft, dtype=np.float32) + grain)


def _view(sheet: tuple[int, int], frame: tuple[int, int], rng: random.Random) -> NDArray[np.float64]:
    """Where the sheet's corners fall: turned a little and seen from one side."""
    (width, height), (frame_w, frame_h) = sheet, frame
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    spare = np.array([(frame_w - width) / 2, (frame_h - height) / 2], dtype=np.float32)
    lean = rng.uniform(0.01, 0.055) * width
    squeeze = np.zeros((4, 2), dtype=np.float32)
    if rng.random() < 0.7:
        squeeze[0, 0], squeeze[1, 0] = lean, -lean
    else:
        squeeze[1, 1], squeeze[2, 1] = lean, -lean
    angle = cv2.getRotationMatrix2D((frame_w / 2, frame_h / 2), rng.uniform(-3.5, 3.5), 1.0)
    placed = corners + spare + squeeze
    seen = placed @ angle[:, :2].T + angle[:, 2]
    margin = 0.006 * width
    seen = np.clip(seen, margin, [frame_w - margin, frame_h - margin])
    return np.asarray(cv2.getPerspectiveTransform(corners, seen.astype(np.float32)), dtype=np.float64)


def _curled(pixels: Pixels, rng: random.Random) -> Pixels:
    """Paper is never quite flat: lines rise and fall by a few pixels across the sheet."""
    height, width = pixels.shape[:2]
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    wave = np.sin(np.linspace(0, rng.uniform(0.6, 1.2) * np.pi, width) + rng.uniform(0, np.pi))
    rows += (rng.uniform(0.0008, 0.0028) * height * wave).astype(np.float32)[None]
    return np.asarray(
        cv2.remap(pixels, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8
    )


def _table(height: int, width: int, rng: random.Random) -> NDArray[np.float32]:
    """Wood or a plain top: a colour with long soft grain."""
    source = np.random.default_rng(rng.getrandbits(63))
    grain = cv2.resize(source.normal(0, 9, (max(4, height // 12), 4)).astype(np.float32), (width, height))
    colour = np.array(rng.choice(_TABLES), dtype=np.float32)
    return np.asarray(np.clip(colour + grain[..., None], 0, 255), dtype=np.float32)


def _light(height: int, width: int, rng: random.Random) -> NDArray[np.float32]:
    """A lamp to one side and the taker's own shadow: one soft slope, sometimes a soft-edged darker part."""
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    angle = rng.uniform(0, 2 * np.pi)
    slope = (across * np.cos(angle) + down * np.sin(angle)) / 2.8 + 0.5
    light = 1 - rng.uniform(0.12, 0.42) * np.clip(slope, 0, 1) ** 1.3
    if rng.random() < 0.5:
        turn = rng.uniform(0, 2 * np.pi)
        edge = across * np.cos(turn) + down * np.sin(turn) - rng.uniform(0.1, 0.6)
        light = light * (1 - rng.uniform(0.12, 0.32) / (1 + np.exp(-edge * 14)))
    return np.asarray(light, dtype=np.float32)
