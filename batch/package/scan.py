# SPDX-License-Identifier: Apache-2.0
"""One page's picture as it came from the scanner, wrapped so that a PDF can show it without recoding.

JPEG keeps its coding, 1-bit stays 1-bit, a scan inside a PDF keeps its own stream; all without what they
tell of their making (position, owner, moment, thumbnail). Only what PDF/A-1
can't hold is decoded (CMYK, transparency, 16 bit, JPEG 2000) and kept without loss. Nothing is ever
enlarged.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import img2pdf  # type: ignore[import-untyped]
from pikepdf import Matrix
from PIL import Image, UnidentifiedImageError

from batch.package import scan_in_pdf
from batch.package.bare.jpeg import bare_jpeg
from batch.package.bare.png import bare_png
from intake.capture import opening as capture
from intake.capture.pages import DEFAULT_LIMITS, CaptureLimits, PageImage
from intake.capture.refusals import CaptureError, RefusalCode
from intake.reading.page_work import READ_MEGAPIXELS

_A4_LONG_SIDE_PT = 841.89
_EXIF_ORIENTATION = 0x0112
RENDER_DPI = 300
_FORMATS = ("JPEG", "TIFF", "PNG")
# Cameras write 72 and some tools 96 without having measured anything.
_BELIEVABLE_DPI = (100.0, 1250.0)

# EXIF 2.3, 4.6.4 A: where the stored picture's unit square (x right, y up) lands on the upright sheet's unit
# square (x right, y down), as a, b, c, d, e, f of a PDF matrix.
_BY_ORIENTATION: dict[int, tuple[int, int, int, int, int, int]] = {
    1: (1, 0, 0, -1, 0, 1),
    2: (-1, 0, 0, -1, 1, 1),
    3: (-1, 0, 0, 1, 1, 0),
    4: (1, 0, 0, 1, 0, 0),
    5: (0, 1, -1, 0, 1, 0),
    6: (0, 1, 1, 0, 0, 0),
    7: (0, -1, 1, 0, 0, 1),
    8: (0, -1, -1, 0, 1, 1),
}


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture ready to be shown by a PDF page.

    ``image_pdf`` is a one-page PDF whose single image is the picture. ``image_to_sheet`` leads from the
    image's unit square to the sheet's (origin top left, y down), the sheet being ``width_pt`` ×
    ``height_pt`` points. ``bilevel`` pictures have one bit a pixel.
    """

    image_pdf: bytes
    image_to_sheet: Matrix
    width_pt: float
    height_pt: float
    width_px: int
    height_px: int
    bilevel: bool


def scan_of(path: Path, page: int, limits: CaptureLimits = DEFAULT_LIMITS) -> Scan:
    """The picture of page ``page`` (from 1) of ``path``.

    Raises:
        CaptureError: the page can't be decoded, or is larger than the limits allow.
    """
    try:
        with path.open("rb") as stream:
            media_type = capture.sniff(stream.read(1024))
        kept = _from_pdf(path, page) if media_type == capture.PDF else _as_it_is(path, page)
    except OSError as error:
        raise CaptureError(capture.code_of(error), page) from error
    return kept or _decoded(path, page, limits)


def wrap(data: bytes) -> bytes:
    """A one-page PDF showing the picture file ``data``, neither recoded nor turned."""
    pdf: bytes = img2pdf.convert(
        data, rotation=img2pdf.Rotation.none, nodate=True, producer="", first_frame_only=True
    )
    return pdf


def sheet_size(width_px: int, height_px: int, dpi: float | None) -> tuple[float, float]:
    """Width and height in points; without a believable resolution the long side is that of A4."""
    scale = 72.0 / dpi if dpi else _A4_LONG_SIDE_PT / max(width_px, height_px)
    return width_px * scale, height_px * scale


def _as_it_is(path: Path, page: int) -> Scan | None:
    """The picture in its own coding, None where PDF/A-1 or img2pdf can't take that."""
    unknown = (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError)
    with suppress(*unknown), Image.open(path, formats=_FORMATS) as picture:
        if picture.format in ("JPEG", "MPO") and picture.mode in ("L", "RGB"):
            return _scan(picture, _bare(picture, path.read_bytes()))
        if picture.format in ("TIFF", "PNG"):
            picture.seek(page - 1)
            if picture.mode == "1" and not picture.has_transparency_data:
                return _scan(picture, _group4(picture))
        if picture.format == "PNG" and _plain_png(picture):
            return _scan(picture, bare_png(_shown_colours(picture) or path.read_bytes()))
    return None


def _bare(picture: Image.Image, data: bytes) -> bytes:
    """The JPEG as it is, bare; a progressive one, whose rows can't be counted, in one scan with the same
    tables: as PNG it would be several times as large.
    """
    if picture.format == "JPEG" and picture.info.get("progressive"):
        out = io.BytesIO()
        try:
            picture.save(
                out, "JPEG", quality="keep", optimize=True, icc_profile=picture.info.get("icc_profile")
            )
        except OSError as error:
            raise ValueError("the JPEG can't be decoded to its end") from error
        data = out.getvalue()
    return bare_jpeg(data)


def _plain_png(picture: Image.Image) -> bool:
    turned = picture.getexif().get(_EXIF_ORIENTATION, 1) != 1
    return picture.mode in ("L", "RGB", "P") and not picture.has_transparency_data and not turned


def _shown_colours(picture: Image.Image) -> bytes | None:
    """A picture of a palette with the colours alone that its pixels have; None where it has no palette."""
    if picture.mode != "P":
        return None
    shown = [value for value, times in enumerate(picture.histogram()) if times]
    out = io.BytesIO()
    picture.remap_palette(shown).save(
        out, "PNG", icc_profile=picture.info.get("icc_profile"), dpi=picture.info.get("dpi")
    )
    return out.getvalue()


def _group4(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    # exif=b"": the orientation is applied by our matrix, a second turn by img2pdf must not be possible.
    picture.save(out, "TIFF", compression="group4", exif=b"")
    return out.getvalue()


def _scan(picture: Image.Image, data: bytes) -> Scan | None:
    orientation = int(picture.getexif().get(_EXIF_ORIENTATION, 1))
    matrix = Matrix(*_BY_ORIENTATION.get(orientation, _BY_ORIENTATION[1]))
    width, height = picture.size
    size = sheet_size(width, height, _dpi(picture))
    upright = size if orientation < 5 else size[::-1]
    try:
        pdf = wrap(data)
    except (img2pdf.ImageOpenError, img2pdf.AlphaChannelError, img2pdf.JpegColorspaceError, ValueError):
        return None
    return Scan(pdf, matrix, *upright, width, height, picture.mode == "1")


def _dpi(picture: Image.Image) -> float | None:
    with suppress(KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        dpi = float(picture.info["dpi"][0])
        if _BELIEVABLE_DPI[0] <= dpi <= _BELIEVABLE_DPI[1]:
            return dpi
    return None


def _from_pdf(path: Path, page: int) -> Scan | None:
    found = scan_in_pdf.only_image(path, page)
    if found is None:
        return None
    width_pt, height_pt = found.width_pt, found.height_pt
    if not found.measured:
        longest = max(width_pt, height_pt)
        width_pt, height_pt = (side * _A4_LONG_SIDE_PT / longest for side in (width_pt, height_pt))
    return Scan(
        found.image_pdf,
        found.image_to_sheet,
        width_pt,
        height_pt,
        found.width_px,
        found.height_px,
        found.bilevel,
    )


def _decoded(path: Path, page: int, limits: CaptureLimits) -> Scan:
    """Decoded as the reader saw it and kept without loss; one too large for this process's memory is taken as
    large as it was read.
    """
    with suppress(MemoryError):  # outside of it nothing holds what the first try had taken
        return _lossless(capture.load_page(path, page, target_dpi=RENDER_DPI, limits=limits), page)
    smaller = capture.load_page(
        path, page, target_dpi=RENDER_DPI, limits=limits, most_megapixels=READ_MEGAPIXELS
    )
    return _lossless(smaller, page)


def _lossless(pixels: PageImage, page: int) -> Scan:
    out = io.BytesIO()
    Image.fromarray(pixels.image).save(out, "PNG", optimize=False, compress_level=6)
    size = sheet_size(pixels.width, pixels.height, pixels.dpi)
    matrix = Matrix(*_BY_ORIENTATION[1])
    try:
        pdf = wrap(out.getvalue())
    except ValueError as error:
        raise CaptureError(RefusalCode.UNREADABLE, page) from error
    return Scan(pdf, matrix, *size, pixels.width, pixels.height, bilevel=False)
