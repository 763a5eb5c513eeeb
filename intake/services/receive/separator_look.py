# SPDX-License-Identifier: Apache-2.0
"""The work of one worker: what the codes on a page say, for it may be a cover sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from intake.capture.pages import DEFAULT_LIMITS, CaptureLimits

if TYPE_CHECKING:
    import numpy as np

LOOK_DPI = 150
"""The code of a cover sheet is an inch wide: fewer pixels than for reading are enough to find it."""
_A4_INCHES = 11.7
_MOST_MEGAPIXELS = 9.0
"""A4 at 300 dpi; a larger page is decoded smaller, which is quicker."""


@dataclass(frozen=True, slots=True)
class LookTask:
    """Page ``page`` (1-based) of the file at ``path``, to be looked at for codes."""

    path: str
    page: int
    capture: CaptureLimits = DEFAULT_LIMITS


def codes_on(task: LookTask) -> tuple[str, ...]:
    """What each code on the page says; raises the capture room's errors for what can't be opened."""
    from intake.capture.opening import load_page
    from ocr.cards.barcodes import read_codes

    page = load_page(
        Path(task.path),
        task.page,
        target_dpi=LOOK_DPI,
        limits=task.capture,
        most_megapixels=_MOST_MEGAPIXELS,
    )
    return tuple(code.text for code in read_codes(_small(page.image)))


def _small(image: np.ndarray) -> np.ndarray:
    import cv2

    factor = LOOK_DPI * _A4_INCHES / max(image.shape)
    if factor >= 1:
        return image
    return cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
