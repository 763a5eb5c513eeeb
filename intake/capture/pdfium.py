# SPDX-License-Identifier: Apache-2.0
"""PDF pages by PDFium, the viewer inside Chrome: for files that qpdf can't open or Poppler can't draw, and
for codings of images that nothing else here decodes (JBIG2).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from intake.capture.pages import CaptureLimits, PageImage
from intake.capture.pdf_resolution import PlacedImage
from intake.capture.pdf_sheet import Sheet, refuse_bomb, resolution, within
from intake.capture.pdf_text import Canvas, page_chars
from intake.capture.refusals import CaptureError, RefusalCode
from ocr.text_layer import TextLayer

_MAX_FORM_DEPTH = 4
_MAX_IMAGES = 2000


def count_pages(path: Path) -> int:
    """Number of pages; 0 where PDFium can't open the file either."""
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            return len(pdf)
    except pypdfium2.PdfiumError:
        return 0


def render_page(
    path: Path, page: int, target_dpi: int, limits: CaptureLimits, most_megapixels: float
) -> PageImage | None:
    """Draw page ``page`` (from 1) in colour; None where PDFium can't, or where nothing is to be seen: of a
    damaged page that is no proof that it is blank.

    Raises:
        CaptureError: a page of absurd size.
    """
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            if not 1 <= page <= len(pdf):
                return None
            return _drawn(path, pdf[page - 1], page, target_dpi, limits, most_megapixels)
    except pypdfium2.PdfiumError:
        return None


def draw(path: Path, page: int, dpi: float, *, gray: bool) -> Image.Image:
    """Page ``page`` (from 1) as it is seen, blank ones too.

    Raises:
        CaptureError: PDFium can't draw it.
    """
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            picture = Image.fromarray(_pixels(pdf[page - 1], dpi))
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise CaptureError(RefusalCode.UNREADABLE) from error
    return picture.convert("L") if gray else picture


def decodes_images(path: Path, page: int) -> bool:
    """Whether the images on page ``page`` (from 1) are sound: where one is not, viewers show nothing."""
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            objects = pdf[page - 1].get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_MAX_FORM_DEPTH)
            for _number, image in zip(range(_MAX_IMAGES), objects, strict=False):
                image.get_bitmap().close()
    except (pypdfium2.PdfiumError, IndexError):
        return False
    return True


def picture_in(pdf: bytes) -> Image.Image | None:
    """The pixels of the first image on the first page, as they are coded; None where PDFium can't say."""
    with suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(pdf) as opened:
        for image in opened[0].get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]):
            picture: Image.Image = image.get_bitmap().to_pil()
            return picture.copy()  # its pixels belong to the document
    return None


def _drawn(
    path: Path,
    page: pypdfium2.PdfPage,
    number: int,
    target_dpi: int,
    limits: CaptureLimits,
    most_megapixels: float,
) -> PageImage | None:
    width_pt, height_pt = page.get_size()
    sheet = Sheet(width_pt, height_pt, tuple(_images(page)))
    dpi, measured = resolution(sheet, target_dpi)
    refuse_bomb(sheet, dpi, limits)
    dpi = within(sheet, dpi, most_megapixels)
    pixels = _pixels(page, dpi)
    if pixels.min() == pixels.max():
        return None
    height, width = pixels.shape[:2]
    text = _text_layer(path, page, number, sheet, (width, height))
    return PageImage(pixels, dpi if measured else None, width, height, text)


def _images(page: pypdfium2.PdfPage) -> Iterator[PlacedImage]:
    objects = page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_MAX_FORM_DEPTH)
    for _number, image in zip(range(_MAX_IMAGES), objects, strict=False):
        matrix = image.get_matrix()
        width_px, height_px = image.get_px_size()
        width_pt, height_pt = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
        yield PlacedImage(width_px, height_px, width_pt, height_pt, gray=False)


def _pixels(page: pypdfium2.PdfPage, dpi: float) -> npt.NDArray[np.uint8]:
    """H×W×3 RGB."""
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    try:
        return np.array(bitmap.to_numpy()[:, :, :3], np.uint8)
    finally:
        bitmap.close()


def _text_layer(
    path: Path, page: pypdfium2.PdfPage, number: int, sheet: Sheet, size: tuple[int, int]
) -> TextLayer | None:
    canvas = Canvas(page.get_cropbox(), page.get_rotation() // 90 % 4, *size)
    chars = page_chars(path, number, canvas)
    if not chars:
        return None
    area = sheet.width_pt * sheet.height_pt
    largest = max((image.width_pt * image.height_pt for image in sheet.images), default=0.0)
    return TextLayer(chars, largest / area, ())
