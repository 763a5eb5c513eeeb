# SPDX-License-Identifier: Apache-2.0
"""PDF pages as pixels: one page a call, at the resolution of the scan inside it; drawn by Poppler where it is
installed, else by PDFium, unless the page is that scan and nothing else."""

from __future__ import annotations

import mmap
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pikepdf
from pdf2image import convert_from_path
from pdf2image.exceptions import PDFPopplerTimeoutError
from PIL import Image

from intake.capture import pdfium as capture_pdfium
from intake.capture.pages import CaptureLimits, PageImage
from intake.capture.pdf_fields import areas_apart, entered_chars
from intake.capture.pdf_resolution import placed_images
from intake.capture.pdf_scan_direct import decode_scan
from intake.capture.pdf_sheet import Sheet, expected_px, is_gray, refuse_bomb, resolution, within
from intake.capture.pdf_text import Canvas, page_chars
from intake.capture.refusals import CaptureError, RefusalCode
from ocr.text_layer import TextLayer

_VIEWERS_MAY_DIFFER = frozenset({RefusalCode.ENCRYPTED, RefusalCode.UNREADABLE})
"""What qpdf is stricter about than the programs people look at PDFs with: only its attachments are locked,
the tree of its pages has a fault.
"""


_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_TABLE = re.compile(rb"endobj\s+(?:xref\s|startx)")


def count_pages(path: Path, limits: CaptureLimits) -> int:  # noqa: ARG001
    """Number of pages; raises CaptureError for a locked, cut off or damaged file."""
    try:
        with opened(path) as pdf:
            pages = len(pdf.pages)
    except CaptureError as error:
        if error.refusal.code not in _VIEWERS_MAY_DIFFER:
            raise
        pages = capture_pdfium.count_pages(path)
        if pages == 0:
            raise
    if pages == 0:
        raise CaptureError(RefusalCode.UNREADABLE)
    return pages


def render_page(
    path: Path, page: int, target_dpi: int, limits: CaptureLimits, most_megapixels: float
) -> PageImage:
    """Render one page, gray where its scan is gray, else RGB; coarser where it would have more than
    ``most_megapixels``.

    Raises:
        CaptureError: no such page, a page of absurd size, too slow, or damaged.
    """
    try:
        return _render_page(path, page, target_dpi, limits, most_megapixels)
    except CaptureError as error:
        if error.refusal.code not in _VIEWERS_MAY_DIFFER:
            raise
        drawn = capture_pdfium.render_page(path, page, target_dpi, limits, most_megapixels)
        if drawn is None:
            raise
        return drawn


def _render_page(
    path: Path, page: int, target_dpi: int, limits: CaptureLimits, most_megapixels: float
) -> PageImage:
    with opened(path) as pdf:
        if not 1 <= page <= len(pdf.pages):
            raise CaptureError(RefusalCode.UNREADABLE)
        sheet = _sheet(pdf.pages[page - 1])
        dpi, measured = resolution(sheet, target_dpi)
        refuse_bomb(sheet, dpi, limits)
        dpi = within(sheet, dpi, most_megapixels)
        scan = _as_scanned(pdf.pages[page - 1], sheet, dpi)
        if scan is not None:
            return PageImage(scan, dpi if measured else None, scan.shape[1], scan.shape[0])
        picture = _render(path, page, dpi, gray=is_gray(sheet), timeout_s=limits.page_timeout_s)
        _refuse_wrong_size(picture, sheet, dpi)
        if sheet.images and _is_even(picture) and not capture_pdfium.decodes_images(path, page):
            raise CaptureError(RefusalCode.UNREADABLE)
        text = _text_layer(path, page, pdf.pages[page - 1], sheet, picture)
    pixels = np.asarray(picture, dtype=np.uint8)
    return PageImage(pixels, dpi if measured else None, pixels.shape[1], pixels.shape[0], text)


def _text_layer(
    path: Path, number: int, page: pikepdf.Page, sheet: Sheet, picture: Image.Image
) -> TextLayer | None:
    """What the file says of the page's words: those drawn, and those typed into its form fields."""
    left, bottom, right, top = (float(v) for v in page.cropbox.as_list())
    canvas = Canvas((left, bottom, right, top), _quarter_turns(page), picture.width, picture.height)
    chars = (*page_chars(path, number, canvas), *entered_chars(page, canvas))
    if not chars:
        return None
    area = sheet.width_pt * sheet.height_pt
    largest = max((image.width_pt * image.height_pt for image in sheet.images), default=0.0)
    return TextLayer(chars, largest / area if area > 0 else 0.0, areas_apart(page, canvas))


@contextmanager
def opened(path: Path, password: str = "") -> Iterator[pikepdf.Pdf]:
    """The file, strictly; repaired only where it is whole, so that no page is lost unnoticed.

    Raises:
        CaptureError: locked (also for ``password``), cut off or damaged.
    """
    try:
        try:
            pdf = pikepdf.open(path, password=password, attempt_recovery=False, suppress_warnings=True)
        except pikepdf.PasswordError:
            raise
        except pikepdf.PdfError as error:
            if not _has_end(path):
                raise CaptureError(RefusalCode.TRUNCATED) from error
            pdf = pikepdf.open(path, password=password, suppress_warnings=True)
        with pdf:
            yield pdf
    except pikepdf.PasswordError as error:
        raise CaptureError(RefusalCode.ENCRYPTED) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise CaptureError(RefusalCode.UNREADABLE) from error


def _has_end(path: Path) -> bool:
    """Whether nothing but what mail programs and web servers append follows the last end mark, or the table
    of the objects has begun, which follows them all. An object there belongs to a change whose own end is
    missing.
    """
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        end = content.rfind(b"%%EOF")
        if end >= 0 and _OBJECT.search(content, end) is None:
            return True
        last = content.rfind(b"endobj")
        table = _TABLE.match(content, last) if last >= 0 else None
        return table is not None and _OBJECT.search(content, table.end()) is None


def _sheet(page: pikepdf.Page) -> Sheet:
    left, bottom, right, top = (float(v) for v in page.cropbox.as_list())
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = abs(right - left) * unit, abs(top - bottom) * unit
    if _quarter_turns(page) % 2:
        width, height = height, width
    return Sheet(width, height, tuple(placed_images(page, unit)))


def _quarter_turns(page: pikepdf.Page) -> int:
    """Clockwise quarter turns (0 to 3) with which the page is to be shown."""
    node: pikepdf.Object | None = page.obj
    while node is not None:  # /Rotate is inherited from the page tree
        if "/Rotate" in node:
            return int(node["/Rotate"]) // 90 % 4
        node = node.get("/Parent")
    return 0


def _as_scanned(page: pikepdf.Page, sheet: Sheet, dpi: float) -> npt.NDArray[np.uint8] | None:
    """The pixels of the page's one scan where drawing it at ``dpi`` would only copy them."""
    if len(sheet.images) != 1 or abs(sheet.images[0].dpi - dpi) > 0.01:
        return None
    scan = decode_scan(page, _quarter_turns(page))
    if scan is None:
        return None
    width, height = expected_px(sheet, dpi)
    same = abs(scan.shape[1] - width) <= 1.5 and abs(scan.shape[0] - height) <= 1.5
    return scan if same else None


def has_poppler() -> bool:
    """Whether Poppler's programs are here. It draws in a process of its own, which a time-out can end."""
    return bool(shutil.which("pdftoppm") and shutil.which("pdfinfo"))


def _render(path: Path, page: int, dpi: float, *, gray: bool, timeout_s: float) -> Image.Image:
    if not has_poppler():
        return capture_pdfium.draw(path, page, dpi, gray=gray)
    try:
        pictures = convert_from_path(
            path,
            dpi=dpi,  # type: ignore[arg-type]  # pdftoppm takes fractions; the stub says int
            first_page=page,
            last_page=page,
            grayscale=gray,
            use_cropbox=True,
            timeout=max(1, int(timeout_s)),
        )
    except PDFPopplerTimeoutError as error:
        raise CaptureError(RefusalCode.TOO_SLOW) from error
    except Exception as error:
        # pdf2image leaks bare exceptions of several kinds; what matters is whether the file is still there.
        code = RefusalCode.UNREADABLE if path.exists() else RefusalCode.VANISHED
        raise CaptureError(code) from error
    if len(pictures) != 1:
        raise CaptureError(RefusalCode.UNREADABLE if path.exists() else RefusalCode.VANISHED)
    return pictures[0]


def _is_even(picture: Image.Image) -> bool:
    """Whether all of it has one colour: a blank sheet, or a scan that could not be decoded."""
    pixels = np.asarray(picture)
    return bool((pixels == pixels[0, 0]).all())


def _refuse_wrong_size(picture: Image.Image, sheet: Sheet, dpi: float) -> None:
    """Poppler answers a page it can't hold with one pixel and exit status 0."""
    width, height = expected_px(sheet, dpi)
    if abs(picture.width - width) > 2 + width * 0.01 or abs(picture.height - height) > 2 + height * 0.01:
        raise CaptureError(RefusalCode.BOMB if picture.size == (1, 1) else RefusalCode.UNREADABLE)
