# SPDX-License-Identifier: Apache-2.0
"""The working copy of a page: gray, evenly lit, at a known letter size, with the way back to the stored
page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.result import Box

X_HEIGHT_PX = 22
"""Height of a small letter that the recogniser likes best (≈ 12 pt at 300 dpi)."""

_PAPER = 250

_GHOST = (185.0, 212.0)
"""Strokes up to the first grey level are pale ink, from the second on they shine through the paper."""

_MOST_GAIN = 3.0
_REDUCED = 4
"""The ink of a place is looked up on a picture so many times smaller."""

_SMALLER = (0.6, 0.8)
"""Small letters stand so high, in heights of capitals and of letters with a tone mark."""

_SHORT_LABELS = 60000
"""So few components can be numbered with 16 bits."""

_OWN_PEAK = 0.7
"""So many small letters for each component of the commonest height are a peak of their own."""


@dataclass(frozen=True)
class WorkingCopy:
    """``gray`` (H×W, uint8, paper 255) and ``to_stored``, the 3×3 homography of its pixels to stored-page
    pixels.
    """

    gray: np.ndarray
    to_stored: np.ndarray

    def warped(
        self, matrix: np.ndarray, size: tuple[int, int], interpolation: int = cv2.INTER_LINEAR
    ) -> WorkingCopy:
        """A new copy through ``matrix`` (3×3, old pixels → new pixels) of ``size`` (width, height)."""
        gray = cv2.warpPerspective(
            self.gray, matrix, size, flags=interpolation, borderMode=cv2.BORDER_CONSTANT, borderValue=255
        )
        return WorkingCopy(gray, self.to_stored @ np.linalg.inv(matrix))

    def resized(self, factor: float) -> WorkingCopy:
        """The copy scaled by ``factor``."""
        height, width = self.gray.shape
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        gray = cv2.resize(self.gray, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
        return WorkingCopy(gray, self.to_stored @ np.diag([width / size[0], height / size[1], 1.0]))

    def with_gray(self, gray: np.ndarray) -> WorkingCopy:
        """The same geometry with other pixels."""
        return replace(self, gray=gray)

    def stored_points(self, points: np.ndarray) -> np.ndarray:
        """Map N×2 working pixels to stored-page pixels."""
        moved = cv2.perspectiveTransform(points.reshape(1, -1, 2).astype(np.float64), self.to_stored)
        return np.asarray(moved[0])

    def stored_quad(self, x: float, y: float, w: float, h: float) -> np.ndarray:
        """The four corners (4×2, reading order) of a working rectangle on the stored page."""
        return self.stored_points(np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]]))

    def stored_box(self, x: float, y: float, w: float, h: float, bounds: tuple[int, int]) -> Box:
        """The upright rectangle round a working rectangle, clipped to a stored page of ``bounds`` (width,
        height).
        """
        quad = self.stored_quad(x, y, w, h)
        left, top = np.clip(np.floor(quad.min(axis=0)), 0, bounds)
        right, bottom = np.clip(np.ceil(quad.max(axis=0)), 0, bounds)
        return Box(int(left), int(top), int(right - left), int(bottom - top))


def to_gray(image: np.ndarray) -> np.ndarray:
    """H×W or H×W×3 (RGB) uint8 → H×W uint8.

    Red ink (seals) is lightened: the brightest of red and luminance is kept, so that a red seal over black
    print fades while black, blue and gray ink keep their tone."""
    if image.ndim == 2:
        return image
    luminance = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    red, green, blue = (image[:, :, n].astype(np.int16) for n in range(3))
    reddish = red - np.maximum(green, blue) > 40
    return np.where(reddish, np.maximum(luminance, image[:, :, 0]), luminance).astype(np.uint8)


def even_light(gray: np.ndarray) -> np.ndarray:
    """Divide by the paper's own brightness so that shadows, gray paper and bleed-through become white.

    The paper is estimated as a large-scale maximum (grey closing) of a reduced image, smoothed.
    """
    height, width = gray.shape
    factor = max(1, round(min(height, width) / 400))
    small = cv2.resize(gray, (width // factor, height // factor), interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    paper = cv2.GaussianBlur(paper, (0, 0), 7)
    paper = np.maximum(cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), 40)
    return cv2.divide(gray, paper, scale=250)


def even_ink(gray: np.ndarray, letter_px: float) -> np.ndarray:
    """Darken strokes that are paler than most, as a toner running out leaves them, to the usual ink.

    ``gray`` is H×W uint8, evenly lit. The ink of a place is the darkest pixel within about a letter and a
    half; paper, noise and what shines through from the other side are left as they are.
    """
    usual, reach = _usual_ink(gray), max(1, round(0.75 * letter_px / _REDUCED))
    dark = cv2.erode(cv2.blur(gray, (3, 3)), np.ones((_REDUCED, _REDUCED), np.uint8))[::_REDUCED, ::_REDUCED]
    dark = cv2.erode(dark, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    local = cv2.GaussianBlur(dark.astype(np.float32), (0, 0), 0.5 * letter_px / _REDUCED)
    gain = (_PAPER - usual) / np.maximum(1.0, _PAPER - np.maximum(local, usual))
    strength = np.clip((_GHOST[1] - local) / (_GHOST[1] - _GHOST[0]), 0, 1)
    gain = 1 + (np.minimum(gain, _MOST_GAIN) - 1) * strength
    gain = cv2.resize(gain, gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
    ink = cv2.subtract(np.full_like(gray, _PAPER), gray)
    return np.asarray(_PAPER - np.minimum(cv2.multiply(ink, gain, dtype=cv2.CV_8U), _PAPER), np.uint8)


def _usual_ink(gray: np.ndarray) -> float:
    """The grey level that a fifth of the ink of ``gray`` is darker than."""
    sample = np.ascontiguousarray(gray[::2, ::2])  # enough for a histogram, at a quarter of the time
    otsu, _binary = cv2.threshold(sample, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    counts = cv2.calcHist([sample], [0], None, [256], [0, 256]).ravel()[: max(1, int(otsu))].cumsum()
    return float(np.searchsorted(counts, 0.2 * counts[-1])) if counts[-1] else 0.0


def ink_mask(gray: np.ndarray, sensitivity: float = 0.5) -> np.ndarray:
    """Binarise evenly lit ``gray``: H×W uint8, 255 where ink.

    ``sensitivity`` places the threshold between ink (0) and paper (1): higher finds fainter strokes.
    """
    ink = _usual_ink(gray)
    level = np.clip(ink + (_PAPER - ink) * sensitivity, 60, 225)
    return cv2.threshold(gray, np.ceil(level) - 1, 255, cv2.THRESH_BINARY_INV)[1]


def components(ink: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The components of ``ink`` (H×W, 255 = ink), eight neighbours to a pixel: labels (H×W), OpenCV's
    statistics (N×5, int32) and centres (N×2). Number 0 is the paper.

    With labels of 16 bits the statistics take a third of the time, so these are used where they must do: no
    more labels are given out on the way than there are pixels without ink above and to the left.
    """
    starts = sum(ink.shape)
    if min(ink.shape) > 1:
        starts += cv2.countNonZero(cv2.subtract(ink[1:, 1:], ink[:-1, 1:] | ink[1:, :-1] | ink[:-1, :-1]))
    kind = cv2.CV_16U if starts < _SHORT_LABELS else cv2.CV_32S
    _count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=kind)
    return labels, stats, centres


def component_mask(labels: np.ndarray, stats: np.ndarray, members: np.ndarray) -> np.ndarray:
    """Mask (H×W, uint8, 255) of the components numbered in ``members`` of OpenCV's ``labels`` and ``stats``:
    box by box, for a few of them cover little of a page.
    """
    mask = np.zeros(labels.shape, np.uint8)
    for n in members:
        x, y, w, h = stats[n, :4]
        area = slice(y, y + h), slice(x, x + w)
        mask[area][labels[area] == n] = 255
    return mask


def x_height(ink: np.ndarray) -> float:
    """The usual height in pixels of a small letter in ``ink`` (H×W, 255 = ink), 0 where too few letters
    tell.
    """
    _labels, stats, _centres = components(ink)
    return usual_letter_height(stats[1:], ink.shape[0])


def usual_letter_height(stats: np.ndarray, page_height: int) -> float:
    """The mode of the heights of letter-like components (rows of OpenCV component statistics).

    Components are weighted by their ink, so that thousands of leader dots do not outvote the letters;
    heights are smoothed by a tenth, because small letters differ by serifs and noise. Capitals carry so much
    more ink that they can outweigh the small letters, which then still are a peak of their own below."""
    w, h, area = (stats[:, n] for n in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    fit = (h >= 6) & (h <= page_height // 12) & (w >= 0.3 * h) & (w <= 2.0 * h) & (area >= 0.12 * w * h)
    fit &= area <= 0.64 * w * h  # a dot fills its box, a letter does not
    if fit.sum() < 25:
        return 0.0
    ink = _smoothed(np.bincount(h[fit], weights=area[fit].astype(float)))
    letters = _smoothed(np.bincount(h[fit]))
    usual = int(np.argmax(ink))
    lower = slice(round(_SMALLER[0] * usual), round(_SMALLER[1] * usual) + 1)
    if letters[lower].max(initial=0) > _OWN_PEAK * letters[usual]:
        return float(lower.start + np.argmax(letters[lower]))
    return float(usual)


def _smoothed(weights: np.ndarray) -> np.ndarray:
    """Sums over a tenth of each height to both sides, as densities."""
    heights = np.arange(len(weights))
    reach = 0.1 * heights + 0.6
    sums = np.array([weights[np.abs(heights - n) <= reach[n]].sum() for n in heights])
    return np.asarray(sums / (reach + 1))
