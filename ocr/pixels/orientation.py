# SPDX-License-Identifier: Apache-2.0
"""Which way up is the page: 0, 90, 180 or 270 degrees.

Lines of text tell lying from standing; the marks of Vietnamese letters – nearly all above, few below – and
the leaders, which run at the feet of letters, tell up from down. The guess only orders the attempts: the
page is believed upright when the recogniser reads words on it."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.pixels.image import WorkingCopy, usual_letter_height

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def turned(copy: WorkingCopy, clockwise_deg: int) -> WorkingCopy:
    """The copy turned clockwise by 0, 90, 180 or 270 degrees, without loss."""
    if clockwise_deg == 0:
        return copy
    height, width = copy.gray.shape
    matrices = {
        90: [[0, -1, height - 1], [1, 0, 0], [0, 0, 1]],
        180: [[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]],
        270: [[0, 1, 0], [-1, 0, width - 1], [0, 0, 1]],
    }
    back = np.linalg.inv(np.array(matrices[clockwise_deg], np.float64))
    return WorkingCopy(cv2.rotate(copy.gray, _TURNS[clockwise_deg]), copy.to_stored @ back)


def attempts(stats: np.ndarray, shape: tuple[int, ...]) -> tuple[int, ...]:
    """All four clockwise turns, the most likely first, for a page of ``shape`` (H×W) with the components
    ``stats`` (N×5, OpenCV's statistics without the background).
    """
    first = guess_turn(stats, shape)
    return first, (first + 180) % 360, (first + 90) % 360, (first + 270) % 360


def guess_turn(stats: np.ndarray, shape: tuple[int, ...]) -> int:
    """The most likely clockwise turn that makes the page upright."""
    beside, above = _neighbour_steps(_letters(stats, shape))
    if above <= beside:
        return 0 if _looks_upright(stats, shape[0]) else 180
    x, y, w, h, area = (stats[:, n] for n in range(5))
    clockwise = np.column_stack([shape[0] - y - h, x, h, w, area])
    return 90 if _looks_upright(clockwise, shape[1]) else 270


def _letters(stats: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The boxes (N×4: x, y, w, h) of components of letter size."""
    boxes = stats[:, :4]
    size = np.maximum(boxes[:, 2], boxes[:, 3])
    fit = (size >= 6) & (size < max(shape) // 20) & (np.minimum(boxes[:, 2], boxes[:, 3]) >= 3)
    return np.asarray(boxes[fit])


def _neighbour_steps(boxes: np.ndarray) -> tuple[int, int]:
    """How many letters have their nearest neighbour beside them, and how many above or below."""
    if len(boxes) < 20:
        return 1, 0
    centres = boxes[:, :2] + boxes[:, 2:] / 2
    sample = centres[np.linspace(0, len(centres) - 1, min(600, len(centres))).astype(int)]
    steps = sample[:, None] - centres[None]
    distance = np.hypot(steps[..., 0], steps[..., 1])
    distance[distance == 0] = np.inf
    nearest = steps[np.arange(len(sample)), distance.argmin(axis=1)]
    beside = np.abs(nearest[:, 0]) > np.abs(nearest[:, 1])
    return int(beside.sum()), int((~beside).sum())


def _looks_upright(stats: np.ndarray, height: int) -> bool:
    """More small marks over the letters than under them, on a page of ``height`` pixels."""
    boxes, size = stats[:, :4], usual_letter_height(stats, height)
    if size == 0:
        return True
    large = boxes[(boxes[:, 3] >= 0.7 * size) & (boxes[:, 3] <= 2.5 * size)]
    small = boxes[(boxes[:, 3] < 0.55 * size) & (boxes[:, 2] >= 0.3 * size) & (boxes[:, 2] <= 1.3 * size)]
    above = _count_near(large, small, -1, size)
    below = _count_near(large, small, 1, size)
    return above >= below


def _count_near(large: np.ndarray, small: np.ndarray, side: int, size: float) -> int:
    """How many ``small`` marks sit close over (-1) or under (1) a ``large`` letter."""
    if not len(large) or not len(small):
        return 0
    centre_x = small[:, 0] + small[:, 2] / 2
    inside = (centre_x[:, None] >= large[None, :, 0]) & (
        centre_x[:, None] <= large[None, :, 0] + large[None, :, 2]
    )
    if side < 0:
        gap = large[None, :, 1] - (small[:, 1] + small[:, 3])[:, None]
    else:
        gap = small[:, 1][:, None] - (large[None, :, 1] + large[None, :, 3])
    return int((inside & (gap > -0.2 * size) & (gap < 0.35 * size)).any(axis=1).sum())
