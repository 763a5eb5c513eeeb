"""Make a page level: find and undo the small skew of a scan, and the perspective of a phone photo."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.image import WorkingCopy

MAX_SKEW_DEG = 16.0


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

    Believed only when the outline is a convex quadrilateral, bright against its surroundings, covering a
    good part of the picture and not simply its frame."""
    height, width = gray.shape
    factor = max(1.0, max(height, width) / 800)
    small = cv2.resize(gray, (round(width / factor), round(height / factor)), interpolation=cv2.INTER_AREA)
    quad = _largest_bright_quad(cv2.GaussianBlur(small, (0, 0), 2))
    if (
        quad is None
        or _touches_frame(quad, small.shape[1], small.shape[0])
        or not _is_brighter_inside(small, quad)
    ):
        return None
    return np.asarray(_clockwise(quad) * factor)


def flattened(copy: WorkingCopy, outline: np.ndarray) -> WorkingCopy:
    """The copy seen straight from above, the sheet of ``outline`` (4×2 working pixels) filling it."""
    top, right, bottom, left = (float(np.linalg.norm(outline[n] - outline[(n + 1) % 4])) for n in range(4))
    width, height = round(max(top, bottom)), round(max(left, right))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(outline.astype(np.float32), target)
    return copy.warped(matrix, (width, height))


def _component_bottoms(ink: np.ndarray) -> np.ndarray:
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
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


def _largest_bright_quad(small: np.ndarray) -> np.ndarray | None:
    _level, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _tree = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    hull = cv2.convexHull(max(outlines, key=cv2.contourArea))
    if cv2.contourArea(hull) < 0.3 * small.size:
        return None
    for tolerance in (0.02, 0.03, 0.05):
        quad = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, closed=True), closed=True)
        if len(quad) == 4 and cv2.contourArea(quad) > 0.93 * cv2.contourArea(hull):
            return quad.reshape(4, 2).astype(np.float64)
    return None


def _touches_frame(quad: np.ndarray, width: int, height: int) -> bool:
    """All four corners near the picture's corners: the scan is the sheet itself."""
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    nearest = np.linalg.norm(quad[:, None] - frame[None], axis=2).min(axis=1)
    return bool((nearest < 0.02 * max(width, height)).all())


def _is_brighter_inside(small: np.ndarray, quad: np.ndarray) -> bool:
    inside = np.zeros_like(small)
    cv2.fillConvexPoly(inside, quad.astype(np.int32), 255)
    outside = cv2.dilate(inside, np.ones((9, 9), np.uint8)) - inside
    if (outside > 0).sum() < 100:
        return False
    return float(np.median(small[inside > 0])) > float(np.median(small[outside > 0])) + 25


def _clockwise(quad: np.ndarray) -> np.ndarray:
    order = np.argsort(np.arctan2(quad[:, 1] - quad[:, 1].mean(), quad[:, 0] - quad[:, 0].mean()))
    turned = quad[order]
    first = int(np.argmin(turned.sum(axis=1)))
    return np.roll(turned, -first, axis=0)
