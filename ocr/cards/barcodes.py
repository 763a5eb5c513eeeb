# SPDX-License-Identifier: Apache-2.0
"""Two-dimensional codes on a page: finding and decoding QR codes, cheap attempts first.

The decoder is zxing-cpp. What it can't read at once – the small code of an identity card in a weak scan or a
phone photo – is looked for by texture, cut out, enlarged and evened. The attempts are counted and not timed:
a computer that is slow or busy reads the codes any other does.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
import zxingcpp

from ocr.result import Box

Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_LARGEST_SIDE_PX = 4000
_TEXTURE_SIDE_PX = 2400
_CELL_PX = 6
_ENLARGED_SIDE_PX = 1000.0
_ANGLES = (15, 30, 45, 60, 75)


@dataclass(frozen=True, slots=True)
class Barcode:
    """A decoded symbol: text, corners (pixels of the image, in the symbol's reading order) and format."""

    text: str
    quad: Quad
    format: str

    @property
    def box(self) -> Box:
        """The upright rectangle round the symbol."""
        xs, ys = [x for x, _y in self.quad], [y for _x, y in self.quad]
        left, top = int(min(xs)), int(min(ys))
        return Box(left, top, round(max(xs)) - left, round(max(ys)) - top)


def read_codes(image: np.ndarray, *, expected: bool = False) -> tuple[Barcode, ...]:
    """All QR codes found in ``image`` (H×W or H×W×3 RGB, uint8), in any rotation.

    ``expected`` says that the page looks like one that bears a code: then more than the decoder's own search
    is tried before giving up (at most 45 attempts of some 30 ms), and code-like areas beside a code already
    read are looked at too.
    """
    gray = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    found = list(_decode_whole(gray))
    if expected:
        for attempt in _attempts(gray, found):
            found += [code for code in attempt() if not _covered(code.box, found)]
    return tuple(found)


def _attempts(gray: np.ndarray, found: list[Barcode]) -> Iterator[Callable[[], tuple[Barcode, ...]]]:
    """Ever dearer attempts; ``found`` grows meanwhile, and what it covers is not tried again."""
    areas = [area for area in code_like_areas(gray) if not _covered(area, found)]
    for area, variant in itertools.product(areas, _VARIANTS):
        if not _covered(area, found):
            yield partial(_decode_area, gray, area, variant)
    if not found:
        yield lambda: _decode_whole(_evened(gray))
        for area, angle in itertools.product(areas, _ANGLES):
            if not _covered(area, found):
                yield partial(_decode_turned, gray, area, angle)


def _covered(area: Box, found: list[Barcode]) -> bool:
    """Whether the middle of a code already read lies in ``area`` or the other way round."""
    return any(_holds(area, code.box) or _holds(code.box, area) for code in found)


def _holds(outer: Box, inner: Box) -> bool:
    x, y = inner.x + inner.w / 2, inner.y + inner.h / 2
    return outer.x <= x <= outer.x + outer.w and outer.y <= y <= outer.y + outer.h


def _fitting(gray: np.ndarray) -> np.ndarray:
    factor = _LARGEST_SIDE_PX / max(gray.shape)
    return gray if factor >= 1 else cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


def _decode_whole(gray: np.ndarray) -> tuple[Barcode, ...]:
    fitting = _fitting(gray)
    return _decode(
        fitting, np.diag([fitting.shape[1] / gray.shape[1], fitting.shape[0] / gray.shape[0], 1.0])
    )


def _decode(gray: np.ndarray, to_cut: np.ndarray) -> tuple[Barcode, ...]:
    """Decode ``gray``; ``to_cut`` (3×3) maps the page's pixels to its own."""
    found = zxingcpp.read_barcodes(
        np.ascontiguousarray(gray), formats=_FORMATS, try_rotate=True, try_downscale=True
    )
    back = np.linalg.inv(to_cut)
    return tuple(_code(symbol, back) for symbol in found if symbol.valid and symbol.text)


def _code(symbol: zxingcpp.Barcode, back: np.ndarray) -> Barcode:
    position = symbol.position
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    points = np.array([[[corner.x, corner.y] for corner in corners]], dtype=np.float64)
    a, b, c, d = ((float(x), float(y)) for x, y in cv2.perspectiveTransform(points, back)[0])
    return Barcode(_text(symbol), (a, b, c, d), "qr")


def _text(symbol: zxingcpp.Barcode) -> str:
    """The symbol's text; cards carry UTF-8 without saying so, which a decoder may take for another."""
    try:
        return bytes(symbol.bytes).decode("utf-8")
    except UnicodeDecodeError:
        return str(symbol.text)


def code_like_areas(gray: np.ndarray, most: int = 4) -> tuple[Box, ...]:
    """Square areas of dense black and white texture in both directions, likeliest first."""
    factor = max(1.0, max(gray.shape) / _TEXTURE_SIDE_PX)
    small = cv2.resize(gray, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    dx, dy = (_texture(small, *step) for step in ((1, 0), (0, 1)))
    # Text is dense across and sparse down, rules the other way round; a code is dense both ways.
    busy = cv2.blur(cv2.min(dx, dy), (3, 3))
    level = max(6.0, 0.5 * float(busy.max()))
    mask = cv2.morphologyEx((busy > level).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(mask)
    scored = sorted(((_squareness(row), tuple(row)) for row in stats[1:]), reverse=True)
    areas = (_page_box(row, factor * _CELL_PX, gray.shape) for score, row in scored if score > 0.45)
    return tuple(itertools.islice(areas, most))


def _texture(gray: np.ndarray, x: int, y: int) -> np.ndarray:
    """Mean steepness in one direction of each cell of ``_CELL_PX`` pixels."""
    steep = cv2.convertScaleAbs(cv2.Sobel(gray, cv2.CV_16S, x, y, ksize=3), alpha=0.25)
    return cv2.resize(steep, None, fx=1 / _CELL_PX, fy=1 / _CELL_PX, interpolation=cv2.INTER_AREA)


def _squareness(row: np.ndarray) -> float:
    """1 for a filled square of useful size, less for bars and ragged shapes."""
    _x, _y, w, h, area = (int(n) for n in row)
    if min(w, h) < 6 or max(w, h) > 200:
        return 0.0
    return min(w, h) / max(w, h) * area / (w * h)


def _page_box(row: tuple[int, ...], factor: float, shape: tuple[int, ...]) -> Box:
    x, y, w, h = row[:4]
    margin = 0.25 * max(w, h)
    left, top = max(0, int((x - margin) * factor)), max(0, int((y - margin) * factor))
    right = min(shape[1], int((x + w + margin) * factor))
    bottom = min(shape[0], int((y + h + margin) * factor))
    return Box(left, top, right - left, bottom - top)


def _evened(gray: np.ndarray) -> np.ndarray:
    return cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(gray)


def _sharpened(gray: np.ndarray, *, sigma: float, amount: float) -> np.ndarray:
    """Unsharp masking; a code smeared over its modules comes back with amounts no photograph would bear."""
    return cv2.addWeighted(gray, 1 + amount, cv2.GaussianBlur(gray, (0, 0), sigma), -amount, 0)


def _otsu(gray: np.ndarray) -> np.ndarray:
    return cv2.threshold(cv2.GaussianBlur(gray, (3, 3), 0), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]


def _locally_binary(gray: np.ndarray) -> np.ndarray:
    block = max(31, min(gray.shape) // 6 | 1)
    return cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, block, 5)


# In the order of what reads most codes in blurred, shadowed and compressed pictures.
_VARIANTS: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
    partial(_sharpened, sigma=5, amount=2),
    partial(_sharpened, sigma=3, amount=4),
    partial(_sharpened, sigma=5, amount=8),
    _evened,
    _otsu,
    _locally_binary,
)


def _enlarged(gray: np.ndarray, area: Box) -> tuple[np.ndarray, np.ndarray]:
    """The area brought to a working size, and the 3×3 map from the page's pixels to it."""
    cut = gray[area.y : area.y + area.h, area.x : area.x + area.w]
    factor = max(1.0, min(6.0, _ENLARGED_SIDE_PX / max(cut.shape)))
    large = cv2.resize(cut, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return large, np.array([[factor, 0, -area.x * factor], [0, factor, -area.y * factor], [0, 0, 1.0]])


def _decode_area(
    gray: np.ndarray, area: Box, variant: Callable[[np.ndarray], np.ndarray]
) -> tuple[Barcode, ...]:
    large, to_cut = _enlarged(gray, area)
    return _decode(variant(large), to_cut)


def _decode_turned(gray: np.ndarray, area: Box, angle: float) -> tuple[Barcode, ...]:
    """For codes lying at an angle that the decoder's own search misses."""
    large, to_cut = _enlarged(gray, area)
    height, width = large.shape
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
    turned = cv2.warpAffine(large, turn[:2], (width, height), borderValue=255)
    return _decode(turned, turn @ to_cut)
