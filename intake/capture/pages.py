# SPDX-License-Identifier: Apache-2.0
"""What capture says of a file and of a page of it, and how much it takes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.capture.refusals import Refusal

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ocr.text_layer import TextLayer


@dataclass(frozen=True, slots=True)
class CaptureLimits:
    """What is still believed to be a scan of paper; beyond it a file is refused before it is decoded."""

    max_megapixels: float = 150.0
    max_file_mb: float = 2000.0
    max_pages: int = 1000
    page_timeout_s: float = 60.0


DEFAULT_LIMITS = CaptureLimits()


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a file is. ``pages`` is 0 when refused; ``size`` in bytes; ``media_type`` "" when unknown."""

    media_type: str
    pages: int
    size: int
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as stored: ``image`` uint8, H×W×3 RGB or H×W gray, after its EXIF or ``/Rotate`` turn.

    ``dpi`` is None where the file says nothing or nothing believable. ``width`` and ``height`` in pixels.
    ``text`` is what the file says besides of the words on the page, None where it says nothing.
    """

    image: npt.NDArray[np.uint8]
    dpi: float | None
    width: int
    height: int
    text: TextLayer | None = None
