# SPDX-License-Identifier: Apache-2.0
"""Pictures: JPEG, PNG, TIFF (many pages too), JPEG 2000, WebP, GIF and BMP, as 8-bit gray or RGB arrays.

A picture larger than is wanted is made smaller by a power of two: by its decoder where that can (JPEG and
JPEG 2000 never make the pixels left out), else while its colours are converted, band by band.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from intake.capture.colour import eight_bits
from intake.capture.pages import DEFAULT_LIMITS, CaptureLimits, PageImage
from intake.capture.palette import refuse_missing_colours
from intake.capture.refusals import CaptureError, RefusalCode

_FORMATS = ("JPEG", "PNG", "TIFF", "JPEG2000", "WEBP", "GIF", "BMP")
# Cameras write 72 and some tools 96 without having measured anything.
_BELIEVABLE_DPI = (100.0, 1250.0)
_EXIF_ORIENTATION = 0x0112
# What a decoder may hold beside the picture: a progressive JPEG's coefficients.
_MOST_BYTES_A_PIXEL = 6

# Pillow's own guard would warn between its limit and ours on a screen meant for clerks.
Image.MAX_IMAGE_PIXELS = int(DEFAULT_LIMITS.max_megapixels * 1e6)


def count_pages(path: Path, limits: CaptureLimits) -> int:
    """Number of pages; only a TIFF can have several (a phone's second MPO picture is a preview, and what
    moves in a GIF or WebP is no paper).
    """
    with _opened(path) as picture:
        _refuse_bomb(picture, limits)
        return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def decode_page(path: Path, page: int, limits: CaptureLimits, most_megapixels: float) -> PageImage:
    """Decode one page, upright by its EXIF mark, colours brought to sRGB, transparency on white; one of more
    than ``most_megapixels`` smaller by a power of two.

    Raises:
        CaptureError: no such page, cut off, too many pixels, colours that it lacks, or damaged.
    """
    with _opened(path) as picture:
        try:
            picture.seek(page - 1)
        except EOFError as error:
            raise CaptureError(RefusalCode.UNREADABLE) from error
        _refuse_bomb(picture, limits)
        dpi, (width, height) = _believable_dpi(picture), picture.size
        factor = _factor(width, height, most_megapixels)
        turn = picture.getexif().get(_EXIF_ORIENTATION, 1)
        if factor > 1:
            _ask_decoder(picture, factor)
        with _telling_of_memory(width * height):
            picture.load()
        refuse_missing_colours(picture)
        left = max(1, round(factor * picture.width / width))
        pixels = _turned(eight_bits(picture, left), turn)
    return PageImage(pixels, dpi and round(dpi / factor, 2), pixels.shape[1], pixels.shape[0])


@contextmanager
def _telling_of_memory(pixels: int) -> Iterator[None]:
    """Raise MemoryError where a decoder that got none says that the file is broken."""
    try:
        yield
    except OSError:
        # Asked for and not touched, so this costs nothing where it is to be had.
        np.empty(pixels * _MOST_BYTES_A_PIXEL, np.uint8)
        raise


def _factor(width: int, height: int, most_megapixels: float) -> int:
    """The power of two that brings a picture below ``most_megapixels``."""
    larger = width * height / (most_megapixels * 1e6)
    return 1 << max(0, math.ceil(math.log2(larger) / 2)) if larger > 1 else 1


def _ask_decoder(picture: Image.Image, factor: int) -> None:
    """Have ``factor`` fewer pixels decoded along each side, where the format has a way for it."""
    if picture.format == "JPEG2000":
        picture.reduce = factor.bit_length() - 1  # type: ignore[method-assign, assignment]
    else:
        picture.draft(None, (picture.width // factor, picture.height // factor))


def _turned(pixels: npt.NDArray[np.uint8], orientation: int) -> npt.NDArray[np.uint8]:
    """The stored pixels as they are to be seen (EXIF 2.3, 4.6.4 A)."""
    flipped = pixels[:, ::-1] if orientation in (2, 4, 5, 7) else pixels
    turns = {3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}.get(orientation, 0)
    return np.ascontiguousarray(np.rot90(flipped, turns))


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """The picture, with Pillow's many ways of failing turned into refusals."""
    try:
        with Image.open(path, formats=_FORMATS) as picture:
            yield picture
    except Image.DecompressionBombError as error:
        raise CaptureError(RefusalCode.BOMB) from error
    except UnidentifiedImageError as error:
        raise CaptureError(RefusalCode.UNREADABLE) from error
    except (FileNotFoundError, PermissionError):
        raise
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError) as error:
        raise CaptureError(_why(error)) from error


def _why(error: Exception) -> RefusalCode:
    # Pillow has no class of its own for a file that ends early.
    text = str(error).lower()
    cut_off = any(words in text for words in ("truncated", "end of file", "broken data stream"))
    return RefusalCode.TRUNCATED if cut_off or isinstance(error, EOFError) else RefusalCode.UNREADABLE


def _refuse_bomb(picture: Image.Image, limits: CaptureLimits) -> None:
    width, height = picture.size
    if width * height > limits.max_megapixels * 1e6:
        raise CaptureError(RefusalCode.BOMB)


def _believable_dpi(picture: Image.Image) -> float | None:
    low, high = _BELIEVABLE_DPI
    with suppress(KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        dpi = float(picture.info["dpi"][0])
        if low <= dpi <= high:
            return round(dpi, 2)
    return None
