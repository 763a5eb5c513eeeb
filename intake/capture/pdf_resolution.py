# SPDX-License-Identifier: Apache-2.0
"""Which images a PDF page shows, how large, and so at what resolution it was scanned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from intake.capture.palette import refuse_missing_pdf_colours
from intake.capture.refusals import CaptureError, RefusalCode

# Drawings with millions of strokes are no scans; parsing them would only cost time.
_MAX_CONTENT_BYTES = 2_000_000
_MAX_FORM_DEPTH = 4
_CODINGS = frozenset(
    f"/{name}"
    for name in (
        *("ASCIIHexDecode", "ASCII85Decode", "LZWDecode", "FlateDecode", "RunLengthDecode", "CCITTFaxDecode"),
        *("JBIG2Decode", "DCTDecode", "JPXDecode", "Crypt"),
        *("AHx", "A85", "LZW", "Fl", "RL", "CCF", "DCT"),  # inside a page's contents
    )
)
"""All that PDF knows (ISO 32000-2, 7.4). Viewers leave a picture in any other blank, without a word."""
_GRAY_SPACES = ("/DeviceGray", "/CalGray", "/G")


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image on a page: its own pixels, and the length of its sides on paper in points (1/72 inch)."""

    width_px: int
    height_px: int
    width_pt: float
    height_pt: float
    gray: bool

    @property
    def dpi(self) -> float:
        """Dots per inch along the finer side."""
        across = self.width_px / max(self.width_pt, 1e-6)
        down = self.height_px / max(self.height_pt, 1e-6)
        return max(across, down) * 72.0


def placed_images(page: pikepdf.Page, unit: float = 1.0) -> Iterator[PlacedImage]:
    """Every image the page draws, in drawing order; ``unit`` is the page's /UserUnit.

    Raises:
        CaptureError: one is coded in a way that is none of PDF's, or lacks colours that it shows.
    """
    start = pikepdf.Matrix().scaled(unit, unit)
    yield from _drawn(page.obj, page.obj.get("/Contents"), page.resources, start, _MAX_FORM_DEPTH)


def _drawn(
    owner: pikepdf.Object,
    contents: pikepdf.Object | None,
    resources: pikepdf.Object,
    matrix: pikepdf.Matrix,
    depth: int,
) -> Iterator[PlacedImage]:
    if contents is None or depth == 0 or _length(contents) > _MAX_CONTENT_BYTES:
        return
    stack: list[pikepdf.Matrix] = []
    for instruction in pikepdf.parse_content_stream(owner, "q Q cm Do BI ID EI"):
        operator = str(instruction.operator)
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            yield _placed(instruction.iimage.obj, matrix)
        elif operator == "q":
            stack.append(matrix)
        elif operator == "Q" and stack:
            matrix = stack.pop()
        elif operator == "cm":
            matrix = pikepdf.Matrix(*(float(v) for v in instruction.operands)) @ matrix
        elif operator == "Do":
            yield from _object(instruction.operands[0], resources, matrix, depth)


def _object(
    name: pikepdf.Object, resources: pikepdf.Object, matrix: pikepdf.Matrix, depth: int
) -> Iterator[PlacedImage]:
    found = resources.get("/XObject", pikepdf.Dictionary()).get(str(name))
    if found is None:
        return
    if found.get("/Subtype") == "/Image":
        yield _placed(found, matrix)
    elif found.get("/Subtype") == "/Form":
        inner = found.get("/Matrix")
        if inner is not None:
            matrix = pikepdf.Matrix(*(float(v) for v in inner.as_list())) @ matrix
        yield from _drawn(found, found, found.get("/Resources", resources), matrix, depth - 1)


def _length(contents: pikepdf.Object) -> int:
    parts = contents.as_list() if isinstance(contents, pikepdf.Array) else [contents]
    return sum(int(part.get("/Length", 0)) for part in parts)


def _placed(image: pikepdf.Object, matrix: pikepdf.Matrix) -> PlacedImage:
    if not _codings(image) <= _CODINGS:
        raise CaptureError(RefusalCode.UNKNOWN_CODING)
    refuse_missing_pdf_colours(image)
    width_pt = float((matrix.a**2 + matrix.b**2) ** 0.5)
    height_pt = float((matrix.c**2 + matrix.d**2) ** 0.5)
    width_px = int(image.get("/Width", image.get("/W", 0)))
    height_px = int(image.get("/Height", image.get("/H", 0)))
    return PlacedImage(width_px, height_px, width_pt, height_pt, _is_gray(image))


def _codings(image: pikepdf.Object) -> set[str]:
    found = image.get("/Filter", image.get("/F"))
    if found is None:
        return set()
    return {str(name) for name in (found.as_list() if isinstance(found, pikepdf.Array) else [found])}


def _is_gray(image: pikepdf.Object) -> bool:
    if bool(image.get("/ImageMask", image.get("/IM", False))):
        return True
    space = image.get("/ColorSpace", image.get("/CS"))
    if isinstance(space, pikepdf.Array) and len(space) == 2 and space[0] == "/ICCBased":
        return int(space[1].get("/N", 0)) == 1
    return space is not None and not isinstance(space, pikepdf.Array) and str(space) in _GRAY_SPACES
