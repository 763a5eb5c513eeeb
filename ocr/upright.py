"""Which way up is the page: 0, 90, 180 or 270 degrees.

Lines of text tell lying from standing; the marks of Vietnamese letters – nearly all above, few below – and
the leaders, which run at the feet of letters, tell up from down. The guess only orders the attempts: the
page is believed upright when the recogniser reads words on it."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.image import WorkingCopy, usual_letter_height

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


def lies_sideways(ink: np.ndarray) -> bool:
    """Whether lines of text run up and down in ``ink`` (H×W, 255 = ink): rows of letters are closer than
    columns.
    """
    rows, columns = _neighbour_steps(ink)
    return columns > rows


def guess_turn(ink: np.ndarray) -> int:
    """The most likely clockwise turn that makes ``ink`` upright."""
    if not lies_sideways(ink):
        return 0 if _looks_upright(ink) else 180
    clockwise = cv2.rotate(ink, cv2.ROTATE_90_CLOCKWISE)
    return 90 if _looks_upright(clockwise) else 270


def attempts(ink: np.ndarray) -> tuple[int, ...]:
    """All four turns, the most likely first."""
    first = guess_turn(ink)
    return first, (first + 180) % 360, (first + 90) % 360, (first + 270) % 360


def _letters(ink: np.ndarray) -> np.ndarray:
    """The boxes (N×4: x, y, w, h) of components of letter size."""
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    boxes = stats[1:, :4]
    size = np.maximum(boxes[:, 2], boxes[:, 3])
    fit = (size >= 6) & (size < max(ink.shape) // 20) & (np.minimum(boxes[:, 2], boxes[:, 3]) >= 3)
    return np.asarray(boxes[fit])


def _neighbour_steps(ink: np.ndarray) -> tuple[int, int]:
    """How many letters have their nearest neighbour beside them, and how many above or below."""
    boxes = _letters(ink)
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


def _looks_upright(ink: np.ndarray) -> bool:
    """More small marks over the letters than under them."""
    boxes, size = _letters_and_marks(ink)
    if size == 0:
        return True
    large = boxes[(boxes[:, 3] >= 0.7 * size) & (boxes[:, 3] <= 2.5 * size)]
    small = boxes[(boxes[:, 3] < 0.55 * size) & (boxes[:, 2] >= 0.3 * size) & (boxes[:, 2] <= 1.3 * size)]
    above = _count_near(large, small, -1, size)
    below = _count_near(large, small, 1, size)
    return above >= below


def _letters_and_marks(ink: np.ndarray) -> tuple[np.ndarray, float]:
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return stats[1:, :4], usual_letter_height(stats[1:], ink.shape[0])


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
