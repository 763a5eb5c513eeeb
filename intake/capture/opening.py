# SPDX-License-Identifier: Apache-2.0
"""Open what the scanner, a phone or a citizen delivered: one page at a time, by content and not by name.

``probe`` never raises for a bad file: it says what is wrong with it. ``load_page`` raises ``CaptureError``,
whose ``refusal`` is the same kind of value; some damage (a cut-off JPEG) only shows when pixels are decoded.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from intake.capture.pages import DEFAULT_LIMITS, CaptureLimits, DocumentInfo, PageImage
from intake.capture.refusals import CaptureError, Refusal, RefusalCode

__all__ = ["CaptureLimits", "DocumentInfo", "PageImage", "load_page", "probe", "sniff"]

PDF = "application/pdf"
# How far into the file readers still accept the PDF header (ISO 32000-1, annex H.3.4.1).
_PDF_HEADER_WITHIN = 1024
_IMAGE_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Lengths of the second header of a Windows bitmap: its two letters alone begin many a text."""
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_OTHER_PICTURES = (b"8BPS", b"II\xbc\x01")
_JPEG_XL = (b"\xff\x0a", b"\x00\x00\x00\x0cJXL ")


def sniff(head: bytes) -> str | None:
    """The media type that the first bytes of a file show, None if it is no document we read."""
    for magic, media_type in _IMAGE_MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and not any(head[6:10]) and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "image/bmp"
    return PDF if b"%PDF-" in head[:_PDF_HEADER_WITHIN] else None


def count_pages(path: Path, media_type: str, limits: CaptureLimits) -> int:
    """How many pages a file of ``media_type`` has; raises CaptureError where it can't be taken in."""
    from intake.capture import image, pdf  # only here: who has another process open the files needs none

    pages = pdf.count_pages(path, limits) if media_type == PDF else image.count_pages(path, limits)
    if pages > limits.max_pages:
        raise CaptureError(RefusalCode.TOO_MANY_PAGES)
    return pages


CountPages = Callable[[Path, str, CaptureLimits], int]
"""``count_pages``, or what asks another process for it (``intake.reading.counting_apart``)."""


def probe(
    path: Path, limits: CaptureLimits = DEFAULT_LIMITS, count: CountPages = count_pages
) -> DocumentInfo:
    """Say what ``path`` is and whether it can be taken in, without decoding its pages.

    What may break, hang or fill the process that opens the file is done by ``count``.
    """
    size = 0
    media_type = ""
    try:
        size = path.stat().st_size
        media_type = _media_type(path, size, limits)
        pages = count(path, media_type, limits)
    except CaptureError as error:
        return DocumentInfo(media_type, 0, size, error.refusal)
    except OSError as error:
        return DocumentInfo(media_type, 0, size, Refusal(code_of(error)))
    return DocumentInfo(media_type, pages, size)


def load_page(
    path: Path,
    page: int = 1,
    *,
    target_dpi: int = 300,
    limits: CaptureLimits = DEFAULT_LIMITS,
    most_megapixels: float = math.inf,
) -> PageImage:
    """Decode one page (``page`` counts from 1), nothing of the others.

    Pictures come at their own resolution. A PDF page that is one scanned image comes at the resolution of
    that image, any other PDF page at ``target_dpi``. What would have more than ``most_megapixels`` comes
    smaller, and so needs less memory.

    Raises:
        CaptureError: the page can't be decoded, or decoding it would be dangerous.
    """
    from intake.capture import image, pdf

    try:
        media_type = _media_type(path, path.stat().st_size, limits)
        if media_type == PDF:
            return pdf.render_page(path, page, target_dpi, limits, most_megapixels)
        return image.decode_page(path, page, limits, most_megapixels)
    except CaptureError as error:
        raise CaptureError(error.refusal.code, page) from error
    except OSError as error:
        raise CaptureError(code_of(error), page) from error


def code_of(error: OSError) -> RefusalCode:
    """The refusal that an operating system error amounts to."""
    if isinstance(error, FileNotFoundError):
        return RefusalCode.VANISHED
    if isinstance(error, PermissionError):
        return RefusalCode.NO_PERMISSION
    if isinstance(error, IsADirectoryError | NotADirectoryError):
        return RefusalCode.NOT_A_FILE
    return RefusalCode.UNREADABLE


def _media_type(path: Path, size: int, limits: CaptureLimits) -> str:
    """The media type by content; raises CaptureError where the file can't be a scan."""
    if not path.is_file():
        raise CaptureError(RefusalCode.NOT_A_FILE)
    with path.open("rb") as stream:
        head = stream.read(_PDF_HEADER_WITHIN)
    if not head:
        raise CaptureError(RefusalCode.EMPTY)
    if size > limits.max_file_mb * 1e6:
        raise CaptureError(RefusalCode.TOO_LARGE)
    media_type = sniff(head)
    if media_type is None:
        raise CaptureError(_why_unknown(head))
    return media_type


def _why_unknown(head: bytes) -> RefusalCode:
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return RefusalCode.HEIC
    if head.startswith(_JPEG_XL):
        return RefusalCode.JPEG_XL
    return RefusalCode.UNSUPPORTED if head.startswith(_OTHER_PICTURES) else RefusalCode.NOT_AN_IMAGE
