# SPDX-License-Identifier: Apache-2.0
"""How large a PDF page is, and so how finely it is drawn and whether it is at all."""

from __future__ import annotations

import math
from dataclasses import dataclass

from intake.capture.pages import CaptureLimits
from intake.capture.pdf_resolution import PlacedImage
from intake.capture.refusals import CaptureError, RefusalCode

_POINTS_PER_INCH = 72.0
# A scan stored as one image fills its page but for a hair of margin.
_FULL_PAGE_SHARE = 0.85
_MIN_DPI, _MAX_DPI = 100.0, 600.0
# Phone apps write one point a pixel: the page claims to be metres wide and its "dpi" is no measure.
_MIN_PHONE_DPI, _PHONE_LONG_SIDE_PX = 50.0, 1500


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page before rendering: size in points as seen (after /Rotate), and the images placed on it."""

    width_pt: float
    height_pt: float
    images: tuple[PlacedImage, ...]


def _scans(sheet: Sheet) -> list[PlacedImage]:
    """The images that fill the page (a compressed scan may have one for paper and one for ink)."""
    area = sheet.width_pt * sheet.height_pt
    return [i for i in sheet.images if i.width_pt * i.height_pt >= _FULL_PAGE_SHARE * area]


def resolution(sheet: Sheet, target_dpi: int) -> tuple[float, bool]:
    """Dots per inch to render with, and whether that says something of the paper's real size."""
    scans = _scans(sheet)
    if not scans:
        return float(target_dpi), True
    finest = max(scans, key=lambda image: image.dpi)
    long_side_px = max(finest.width_px, finest.height_px)
    if _MIN_PHONE_DPI <= finest.dpi < _MIN_DPI and long_side_px >= _PHONE_LONG_SIDE_PX:
        return finest.dpi, False
    return min(max(finest.dpi, _MIN_DPI), _MAX_DPI), finest.dpi >= _MIN_DPI


def is_gray(sheet: Sheet) -> bool:
    """Whether the page is nothing but gray scans."""
    only_scans = bool(sheet.images) and len(_scans(sheet)) == len(sheet.images)
    return only_scans and all(image.gray for image in sheet.images)


def expected_px(sheet: Sheet, dpi: float) -> tuple[float, float]:
    """Width and height in pixels of the page drawn at ``dpi``."""
    return sheet.width_pt * dpi / _POINTS_PER_INCH, sheet.height_pt * dpi / _POINTS_PER_INCH


def refuse_bomb(sheet: Sheet, dpi: float, limits: CaptureLimits) -> None:
    """Raise CaptureError for a page whose pixels, or those of an image on it, are no scan's."""
    width, height = expected_px(sheet, dpi)
    pixels = max([width * height, *(float(i.width_px) * i.height_px for i in sheet.images)])
    if pixels > limits.max_megapixels * 1e6:
        raise CaptureError(RefusalCode.BOMB)
    if width < 1 or height < 1:
        raise CaptureError(RefusalCode.UNREADABLE)


def within(sheet: Sheet, dpi: float, most_megapixels: float) -> float:
    """``dpi``, or less where the page would have more than ``most_megapixels``."""
    width, height = expected_px(sheet, dpi)
    return dpi * min(1.0, math.sqrt(most_megapixels * 1e6 / (width * height)))
