# SPDX-License-Identifier: Apache-2.0
"""Make a page level: find and undo the small skew of a scan, and the perspective of a phone photo."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from ocr.pixels.image import WorkingCopy, components

MAX_SKEW_DEG = 16.0

_SEEN_EDGE = 0.75
"""So much of a sheet's outline must be seen as an edge (of the worst side and of all, on average)."""

_BESIDE_PX, _EDGE_LEVELS = 7.0, 8.0
"""An edge: so far inside and outside, on a picture of 800 pixels, the grey differs by so many levels."""


def skew_angle(ink: np.ndarray) -> float:
    """Degrees by which text lines of ``ink`` (H×W, 255 = ink) run down to the right; 0 if there is no text.

    Postl's projection criterion over component bottoms: at the right angle the bottoms of letters and
    leader dots fall on few rows, so the sum of squares of their histogram is largest."""
    points = _component_bottoms(ink)
    if len(points) < 20:
        return 0.0
    coarse = _best_angle(points, np.arange(-MAX_SKEW_DEG, MAX_SKEW_DEG + 0.1, 0.5), row_px=3.0)
    fine = _best_angle(points, coarse + np.arange(-0.6, 0.61, 0.1), row_px=2.0)
    return _best_angle(points, fine + np.arange(-0.1, 0.11, 0.02), row_px=1.5)


def levelled(copy: WorkingCopy, angle_deg: float) -> WorkingCopy:
    """The copy turned by ``-angle_deg`` about its centre, the canvas grown so that nothing is cut off."""
    height, width = copy.gray.shape
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0), [0, 0, 1]])
    corners = cv2.perspectiveTransform(_corners(width, height), turn)[0]
    low, high = corners.min(axis=0), corners.max(axis=0)
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1.0]])
    size = (int(np.ceil(high[0] - low[0])), int(np.ceil(high[1] - low[1])))
    return copy.warped(shift @ turn, size)


def page_outline(gray: np.ndarray) -> np.ndarray | None:
    """The four corners (4×2, clockwise from top left) of a sheet photographed on a darker table, or None.

    Several thresholds propose outlines, for a shadow over part of the sheet makes it as dark as the table;
    believed is the largest convex quadrilateral that is brighter inside than outside all the way round and
    not simply the picture's frame."""
    height, width = gray.shape
    factor = max(1.0, max(height, width) / 800)
    small = cv2.resize(gray, (round(width / factor), round(height / factor)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 2)
    quads = [quad for bright in _bright_parts(small) for quad in _large_quads(bright)]
    if any(_touches_frame(quad, small.shape[1], small.shape[0]) for quad in quads):
        return None
    fit = [quad for quad in quads if _edge_share(small, quad) >= _SEEN_EDGE]
    best = max(fit, key=lambda quad: abs(cv2.contourArea(quad.astype(np.float32))), default=None)
    return None if best is None else np.asarray(_clockwise(best) * factor)


def flattened(copy: WorkingCopy, outline: np.ndarray) -> WorkingCopy:
    """The copy seen straight from above, the sheet of ``outline`` (4×2 working pixels) filling it."""
    top, right, bottom, left = (float(np.linalg.norm(outline[n] - outline[(n + 1) % 4])) for n in range(4))
    width, height = round(max(top, bottom)), round(max(left, right))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(outline.astype(np.float32), target)
    return copy.warped(matrix, (width, height))


def _component_bottoms(ink: np.ndarray) -> np.ndarray:
    _labels, stats, _centres = components(ink)
    w, h = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    small = (h < ink.shape[0] // 25) & (w < ink.shape[1] // 10) & (w * h >= 6)
    x = stats[1:, cv2.CC_STAT_LEFT][small] + w[small] / 2
    y = stats[1:, cv2.CC_STAT_TOP][small] + h[small]
    return np.column_stack([x, y]).astype(np.float64)


def _best_angle(points: np.ndarray, angles: np.ndarray, row_px: float) -> float:
    scores = [_sharpness(points, float(angle), row_px) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _sharpness(points: np.ndarray, angle_deg: float, row_px: float) -> float:
    rows = points[:, 1] - points[:, 0] * np.tan(np.radians(angle_deg))
    counts = np.bincount(((rows - rows.min()) / row_px).astype(int))
    return float((counts.astype(float) ** 2).sum())


def _corners(width: int, height: int) -> np.ndarray:
    return np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)


def _bright_parts(small: np.ndarray) -> Iterator[np.ndarray]:
    """Masks (H×W, 255) of what may be the sheet, by falling thresholds and by the edges round it."""
    level, _bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for share in (1.0, 0.85, 0.7):
        bright = np.where(small > level * share, 255, 0).astype(np.uint8)
        yield cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    side = max(3, round(0.25 * max(small.shape)) // 2 * 2 + 1)
    around = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, side, -4)
    yield cv2.morphologyEx(around, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))


def _large_quads(bright: np.ndarray) -> Iterator[np.ndarray]:
    """The largest part of the mask ``bright`` as a quadrilateral, if it is one."""
    outlines, _tree = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return
    hull = cv2.convexHull(max(outlines, key=cv2.contourArea))
    if cv2.contourArea(hull) < 0.3 * bright.size:
        return
    for tolerance in (0.02, 0.03, 0.05):
        quad = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, closed=True), closed=True)
        if len(quad) == 4 and cv2.contourArea(quad) > 0.93 * cv2.contourArea(hull):
            yield quad.reshape(4, 2).astype(np.float64)
            return


def _touches_frame(quad: np.ndarray, width: int, height: int) -> bool:
    """All four corners near the picture's corners: the scan is the sheet itself."""
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    nearest = np.linalg.norm(quad[:, None] - frame[None], axis=2).min(axis=1)
    return bool((nearest < 0.02 * max(width, height)).all())


def _edge_share(small: np.ndarray, quad: np.ndarray) -> float:
    """The share of the outline ``quad`` at which the picture is brighter just inside than just outside."""
    middle, seen = quad.mean(axis=0), []
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        along = (end - start) / max(1.0, float(np.linalg.norm(end - start)))
        inward = np.array([-along[1], along[0]])
        inward *= np.sign(inward @ (middle - start))
        points = start + np.linspace(0.04, 0.96, 60)[:, None] * (end - start)
        inside, outside = (_levels(small, points + off * inward) for off in (_BESIDE_PX, -_BESIDE_PX))
        seen.append(float((inside - outside > _EDGE_LEVELS).mean()))
    return min(seen) * 0.5 + 0.5 * float(np.mean(seen))


def _levels(small: np.ndarray, points: np.ndarray) -> np.ndarray:
    x = np.clip(points[:, 0].round().astype(int), 0, small.shape[1] - 1)
    y = np.clip(points[:, 1].round().astype(int), 0, small.shape[0] - 1)
    return np.asarray(small[y, x], float)


def _clockwise(quad: np.ndarray) -> np.ndarray:
    order = np.argsort(np.arctan2(quad[:, 1] - quad[:, 1].mean(), quad[:, 0] - quad[:, 0].mean()))
    turned = quad[order]
    first = int(np.argmin(turned.sum(axis=1)))
    return np.roll(turned, -first, axis=0)
