# SPDX-License-Identifier: Apache-2.0
"""Colours of whatever sort as 8-bit gray or sRGB, a band of rows at a time: beside the decoded picture and
the result no third copy of the page is ever made.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

_BAND_ROWS = 512


def eight_bits(picture: Image.Image, factor: int = 1) -> npt.NDArray[np.uint8]:
    """H×W gray or H×W×3 RGB, uint8, from whatever mode ``picture`` (loaded) is in, each side ``factor`` times
    smaller (rounded up).
    """
    mode, convert = _conversion(picture)
    height, width = -(-picture.height // factor), -(-picture.width // factor)
    pixels = np.empty((height, width) if mode == "L" else (height, width, 3), np.uint8)
    step = max(1, _BAND_ROWS // factor)
    for top in range(0, height, step):
        rows = (top * factor, min(picture.height, (top + step) * factor))
        band = convert(picture.crop((0, rows[0], picture.width, rows[1])))
        pixels[top : top + step] = np.asarray(band.reduce(factor) if factor > 1 else band)
    return pixels


def _conversion(picture: Image.Image) -> tuple[str, Callable[[Image.Image], Image.Image]]:
    """The mode that bands of ``picture`` are brought to, and how; decided once for all of them."""
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        return "L", partial(_from_deep_gray, scale=_scale(picture))
    if picture.mode == "CMYK":
        return "RGB", _cmyk_to_srgb(picture)
    if picture.has_transparency_data and not _means_no_alpha(picture):
        mode = "L" if picture.mode == "LA" else "RGB"
        return mode, partial(_flatten_on_white, mode=mode)
    gray = picture.mode in ("1", "L") or (picture.mode == "P" and _palette_is_gray(picture))
    mode = "L" if gray else "RGB"
    return mode, lambda band: band.convert(mode)


def _scale(picture: Image.Image) -> float:
    """What deep gray is multiplied by: 16 bits become 8; floating point is either 0–1 or 0–255."""
    low_high = picture.getextrema()
    most = float(low_high[1])  # type: ignore[arg-type]  # one band
    if picture.mode == "F":
        return 255.0 if most <= 1.0 else 1.0
    return 1 / 256 if picture.mode.startswith("I;16") or most > 255 else 1.0


def _from_deep_gray(band: Image.Image, scale: float) -> Image.Image:
    shallow = np.clip(np.asarray(band) * scale, 0, 255).astype(np.uint8)
    return Image.fromarray(shallow)


def _cmyk_to_srgb(picture: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """Through the embedded profile where there is a usable one, else by plain arithmetic."""
    profile = picture.info.get("icc_profile")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), "CMYK", "RGB")
            return partial(_transformed, transform)
    return lambda band: band.convert("RGB")


def _transformed(transform: ImageCms.ImageCmsTransform, band: Image.Image) -> Image.Image:
    converted = ImageCms.applyTransform(band, transform)
    return band.convert("RGB") if converted is None else converted


def _flatten_on_white(band: Image.Image, mode: str) -> Image.Image:
    layered = band.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert(mode)


def _means_no_alpha(picture: Image.Image) -> bool:
    """Whether nothing was written where a bitmap of Windows may say how clear it is: many programs leave
    those bytes 0, which taken at its word would be an empty sheet.
    """
    return (
        picture.format == "BMP" and picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (0, 0)
    )


def _palette_is_gray(picture: Image.Image) -> bool:
    palette = picture.getpalette("RGB") or []
    return palette[0::3] == palette[1::3] == palette[2::3]
