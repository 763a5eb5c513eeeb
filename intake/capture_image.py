"""Pictures: JPEG, PNG, TIFF (many pages too) and JPEG 2000, as 8-bit gray or RGB arrays."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from intake.pages import DEFAULT_LIMITS, CaptureLimits, PageImage
from intake.refusals import CaptureError, RefusalCode

_FORMATS = ("JPEG", "PNG", "TIFF", "JPEG2000")
# Cameras write 72 and some tools 96 without having measured anything.
_BELIEVABLE_DPI = (100.0, 1250.0)

# Pillow's own guard would warn between its limit and ours on a screen meant for clerks.
Image.MAX_IMAGE_PIXELS = int(DEFAULT_LIMITS.max_megapixels * 1e6)


def count_pages(path: Path, limits: CaptureLimits) -> int:
    """Number of pages; only a TIFF can have several (a phone's second MPO picture is a preview)."""
    with _opened(path) as picture:
        _refuse_bomb(picture, limits)
        return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def decode_page(path: Path, page: int, limits: CaptureLimits) -> PageImage:
    """Decode one page, upright by its EXIF mark, colours brought to sRGB, transparency on white.

    Raises:
        CaptureError: no such page, cut off, too many pixels, or damaged.
    """
    with _opened(path) as picture:
        try:
            picture.seek(page - 1)
        except EOFError as error:
            raise CaptureError(RefusalCode.UNREADABLE) from error
        _refuse_bomb(picture, limits)
        dpi = _believable_dpi(picture)
        picture.load()
        pixels = _eight_bits(ImageOps.exif_transpose(picture))
    return PageImage(pixels, dpi, pixels.shape[1], pixels.shape[0])


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


def _eight_bits(picture: Image.Image) -> npt.NDArray[np.uint8]:
    """H×W gray or H×W×3 RGB, uint8, from whatever mode the file was in."""
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        return _from_deep_gray(picture)
    if picture.mode == "CMYK":
        picture = _cmyk_to_srgb(picture)
    elif picture.has_transparency_data:
        picture = _flatten_on_white(picture)
    gray = picture.mode in ("1", "L") or (picture.mode == "P" and _palette_is_gray(picture))
    return np.asarray(picture.convert("L" if gray else "RGB"), dtype=np.uint8)


def _from_deep_gray(picture: Image.Image) -> npt.NDArray[np.uint8]:
    deep = np.asarray(picture)
    if picture.mode == "F":
        # Floating point scans are either 0–1 or 0–255.
        deep = deep * (255.0 if float(deep.max(initial=0.0)) <= 1.0 else 1.0)
    elif picture.mode.startswith("I;16") or int(deep.max(initial=0)) > 255:
        deep = deep >> 8
    shallow: npt.NDArray[np.uint8] = np.clip(deep, 0, 255).astype(np.uint8)
    return shallow


def _cmyk_to_srgb(picture: Image.Image) -> Image.Image:
    """Through the embedded profile where there is a usable one, else by plain arithmetic."""
    profile = picture.info.get("icc_profile")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if converted is not None:
                return converted
    return picture.convert("RGB")


def _flatten_on_white(picture: Image.Image) -> Image.Image:
    layered = picture.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("L" if picture.mode == "LA" else "RGB")


def _palette_is_gray(picture: Image.Image) -> bool:
    palette = picture.getpalette("RGB") or []
    return palette[0::3] == palette[1::3] == palette[2::3]
