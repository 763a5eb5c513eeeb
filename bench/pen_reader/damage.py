# SPDX-License-Identifier: Apache-2.0
"""What other hands, pens, forms and scanners would have made of a line of pen (augmentation).

Slant, width, height and place of the writing, a wavering base line and an elastic hand (Simard et al. 2003),
thickness and darkness of the stroke, rulings, neighbours' strokes, leaders, blur and noise.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.pen.strip import HEIGHT

_WAVE_PX = 20
"""Distance of the points at which an elastic hand is drawn, in columns."""


def another_hand(ink: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """``ink`` (48×W, uint8, paper 0) as another hand would have written it (48×W')."""
    height, width = ink.shape
    wide, high = dice.uniform(0.8, 1.2), dice.uniform(0.8, 1.12)
    slant, turn = dice.normal(0, 0.13), dice.normal(0, 0.004)
    down = dice.normal(0, 1.5)
    target = max(8, round(width * wide))
    columns, rows = np.meshgrid(np.arange(target, dtype=np.float32), np.arange(height, dtype=np.float32))
    middle = (height - 1) / 2
    y = (rows - middle - down) / high + middle - turn * (columns - target / 2)
    x = columns / wide + slant * (rows - middle)
    points = max(2, target // _WAVE_PX)
    wave = dice.uniform(0.1, 0.9)
    y += _smooth(dice.normal(0, wave, (3, points)), target)
    x += _smooth(dice.normal(0, wave, (3, points)), target)
    return np.asarray(cv2.remap(ink, x, y, cv2.INTER_LINEAR))


def another_pen(ink: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Thicker or thinner, darker or paler, with gaps of a dry ball."""
    kind = dice.random()
    if kind < 0.12:
        ink = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3)))
    elif kind < 0.25:
        ink = cv2.addWeighted(ink, 0.5, cv2.erode(ink, np.ones((2, 2), np.uint8)), 0.5, 0)
    elif kind < 0.45:
        ink = cv2.GaussianBlur(ink, (0, 0), dice.uniform(0.3, 0.8))
    seen = ink.astype(np.float32) * dice.uniform(0.7, 1.2)
    if dice.random() < 0.15:
        dry = cv2.resize(dice.random((16, max(2, ink.shape[1] // 4))).astype(np.float32), ink.shape[::-1])
        seen *= np.clip(dry * 2.2, 0.25, 1)
    return seen


def another_form(seen: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Rulings, leaders and strokes of neighbouring lines, the noise of a scanner; float32, 0…255."""
    width = seen.shape[1]
    if dice.random() < 0.2:
        for _ruling in range(dice.integers(1, 3)):
            _rule(seen, dice)
    if dice.random() < 0.12:
        _leaders(seen, dice)
    if dice.random() < 0.15:
        at, thick = dice.integers(0, width), int(dice.integers(1, 4))
        seen[:, at : at + thick] = np.maximum(seen[:, at : at + thick], dice.uniform(60, 255))
    if dice.random() < 0.2:
        seen[: dice.integers(1, 5)] = 0
    if dice.random() < 0.15:
        seen[-dice.integers(1, 5) :] = 0
    seen += dice.normal(0, dice.uniform(0, 10), seen.shape).astype(np.float32)
    return np.asarray(np.clip(seen, 0, 255))


def damaged(ink: np.ndarray, dice: np.random.Generator, neighbour: np.ndarray | None = None) -> np.ndarray:
    """A strip as it might have been (48×W', uint8); ``neighbour``: a line whose strokes reach in."""
    made = another_hand(ink, dice)
    if neighbour is not None:
        _reach_in(made, neighbour, dice)
    return another_form(another_pen(made, dice), dice).astype(np.uint8)


def _smooth(points: np.ndarray, width: int) -> np.ndarray:
    """Random points, smoothed to the size of a strip."""
    drawn: np.ndarray = cv2.resize(points.astype(np.float32), (width, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return drawn


def _rule(seen: np.ndarray, dice: np.random.Generator) -> None:
    width, top = seen.shape[1], dice.random() < 0.35
    y = dice.uniform(0, 6) if top else dice.uniform(HEIGHT * 0.62, HEIGHT)
    end = y + dice.normal(0, 2)
    drawn = np.zeros_like(seen)
    thick = int(dice.integers(1, 3))
    cv2.line(drawn, (0, round(y)), (width, round(end)), float(dice.uniform(60, 255)), thick, cv2.LINE_AA)
    np.maximum(seen, drawn, out=seen)


def _leaders(seen: np.ndarray, dice: np.random.Generator) -> None:
    y, step = dice.uniform(HEIGHT * 0.62, HEIGHT * 0.9), dice.uniform(3, 7)
    dark, radius = float(dice.uniform(80, 255)), int(dice.integers(0, 2))
    for x in np.arange(dice.uniform(0, step), seen.shape[1], step):
        cv2.circle(seen, (int(x), int(y)), radius, dark, -1, cv2.LINE_AA)


def _reach_in(ink: np.ndarray, neighbour: np.ndarray, dice: np.random.Generator) -> None:
    """The lowest or highest strokes of another line at the edge of this one."""
    rows, width = int(dice.integers(3, 10)), min(ink.shape[1], neighbour.shape[1])
    if dice.random() < 0.5:
        ink[:rows, :width] = np.maximum(ink[:rows, :width], neighbour[-rows - 6 : HEIGHT - 6, :width])
    else:
        ink[-rows:, :width] = np.maximum(ink[-rows:, :width], neighbour[6 : 6 + rows, :width])
