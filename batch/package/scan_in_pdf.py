# SPDX-License-Identifier: Apache-2.0
"""The scan inside a PDF page that shows exactly one image over the whole page.

Scanners and phone apps make such pages. Their image goes into our PDF in its own coding, so that no
generation of JPEG is lost, but without what it tells besides its pixels. Invisible text that an earlier
program laid over the scan is left out: ours takes its place.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Matrix, Pdf

from batch.package.bare.image import KEPT_FILTERS, bare_image

# What draws nothing visible by itself, besides showing one image.
_STATE = ("q", "Q", "cm", "gs", "i", "ri", "n")
_TEXT = ("BT", "ET", "Tf", "Tr", "Tm", "Td", "TD", "T*", "Tc", "Tw", "Tz", "TL", "Ts", "Tj", "TJ")
_MARKS = ("BMC", "BDC", "EMC", "MP", "DP", "BX", "EX")
_HARMLESS = frozenset((*_STATE, *_TEXT, *_MARKS, "Do"))
# What a graphics state may set without changing how the image looks: any value, or only the one by default.
_ANY_STATE = frozenset(("/Type", "/LW", "/LC", "/LJ", "/ML", "/SA", "/SM", "/FL", "/RI"))
_DEFAULT_STATE = {
    "/ca": ("1", "1.0"),
    "/CA": ("1", "1.0"),
    "/BM": ("/Normal", "/Compatible"),
    "/SMask": ("/None",),
    "/AIS": ("False",),
}
# What an image may carry: what decodes it, and what a viewer never draws.
_IMAGE_KEYS = frozenset(
    (
        *("/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace", "/ImageMask"),
        *("/Filter", "/DecodeParms", "/Length", "/Decode", "/Interpolate", "/Intent"),
        *("/Name", "/ID", "/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/AF"),
    )
)
_REPLACED_COLOURS = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
_LAYER = "/OC"
_SHOWS_TEXT = frozenset(("Tj", "TJ"))
_INVISIBLE = 3
_FULL_PAGE_SHARE = 0.85
_OVER_THE_EDGE = 0.005
"""So much of the sheet (1.5 mm of an A4's length) a rounded size or a straightened scan may reach over it."""
_LEAST_MEASURED_DPI = 100.0
_MAX_CONTENT_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class PdfScan:
    """See ``batch.package.scan.Scan``; ``measured`` is False where the page's size is only one point a
    pixel.
    """

    image_pdf: bytes
    image_to_sheet: Matrix
    width_pt: float
    height_pt: float
    width_px: int
    height_px: int
    bilevel: bool
    measured: bool


def only_image(path: Path, page: int) -> PdfScan | None:
    """The scan of page ``page`` (from 1), None where the page holds more than one full-page image."""
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            return _only_image(pdf.pages[page - 1])
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None


def _only_image(page: pikepdf.Page) -> PdfScan | None:
    drawn = _single_drawing(page)
    if drawn is None:
        return None
    image, matrix = drawn
    if not _can_be_kept(image):
        return None
    sheet, width_pt, height_pt = _sheet(page)
    image_to_sheet = matrix @ sheet
    if abs(image_to_sheet.a * image_to_sheet.d - image_to_sheet.b * image_to_sheet.c) < _FULL_PAGE_SHARE:
        return None
    if not _wholly_seen(image_to_sheet):
        return None
    image_pdf = _alone(image)
    if image_pdf is None:
        return None
    width_px, height_px = int(image.Width), int(image.Height)
    long_px, long_pt = max(width_px, height_px), max(width_pt, height_pt)
    return PdfScan(
        image_pdf=image_pdf,
        image_to_sheet=image_to_sheet,
        width_pt=width_pt,
        height_pt=height_pt,
        width_px=width_px,
        height_px=height_px,
        bilevel=int(image.get("/BitsPerComponent", 8)) == 1,
        measured=long_px / long_pt * 72 >= _LEAST_MEASURED_DPI,
    )


def _wholly_seen(image_to_sheet: Matrix) -> bool:
    """Whether no part of the image lies outside the sheet, cropped away: nobody read or checked that, and it
    may be another person's paper.
    """
    corners = [image_to_sheet.transform(corner) for corner in ((0, 0), (1, 0), (0, 1), (1, 1))]
    return all(-_OVER_THE_EDGE <= place <= 1 + _OVER_THE_EDGE for corner in corners for place in corner)


def _single_drawing(page: pikepdf.Page) -> tuple[pikepdf.Stream, Matrix] | None:
    """The one image and its place in page space; None if anything else can be seen."""
    contents = page.obj.get("/Contents")
    if contents is None or page.obj.get("/Annots"):
        return None
    spaces = page.resources.get("/ColorSpace", pikepdf.Dictionary())
    if any(name in spaces for name in _REPLACED_COLOURS):
        return None
    parts = contents.as_list() if isinstance(contents, pikepdf.Array) else [contents]
    if sum(int(part.get("/Length", 0)) for part in parts) > _MAX_CONTENT_BYTES:
        return None
    found: list[tuple[pikepdf.Stream, Matrix]] = []
    matrix, render_mode = Matrix(), 0
    stack: list[tuple[Matrix, int]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator not in _HARMLESS or (operator in _SHOWS_TEXT and render_mode != _INVISIBLE):
            return None
        if not _changes_nothing(page, operator, list(instruction.operands)):
            return None
        if operator == "q":
            stack.append((matrix, render_mode))
        elif operator == "Q" and stack:
            matrix, render_mode = stack.pop()
        elif operator == "cm":
            matrix = Matrix(*(float(v) for v in instruction.operands)) @ matrix
        elif operator == "Tr":
            render_mode = int(instruction.operands[0])
        elif operator == "Do":
            drawn = page.resources.XObject[str(instruction.operands[0])]
            if drawn.get("/Subtype") != "/Image" or not isinstance(drawn, pikepdf.Stream):
                return None
            found.append((drawn, matrix))
    return found[0] if len(found) == 1 else None


def _changes_nothing(page: pikepdf.Page, operator: str, operands: Sequence[object]) -> bool:
    """Whether a state or a mark lets the image be seen as it is: neither faint nor blended nor in a layer,
    which a viewer may switch off.
    """
    if operator == "gs":
        state = page.resources.ExtGState[str(operands[0])]
        return all(
            key in _ANY_STATE or str(value) in _DEFAULT_STATE.get(key, ()) for key, value in state.items()
        )
    if operator in ("BDC", "BMC"):
        named = operator == "BDC" and not isinstance(operands[1], pikepdf.Dictionary)
        return str(operands[0]) != _LAYER and not named
    return True


def _can_be_kept(image: pikepdf.Stream) -> bool:
    """Whether the image shows its pixels and nothing else, and PDF/A-1 with an sRGB output intent takes its
    own coding and colours.
    """
    if not set(image.keys()) <= _IMAGE_KEYS or bool(image.get("/ImageMask", False)):
        return False
    if "/Decode" in image and not _plain_decode(image):
        return False
    filters = image.get("/Filter")
    names = [
        str(f)
        for f in (filters.as_list() if isinstance(filters, pikepdf.Array) else [filters] if filters else [])
    ]
    if not set(names) <= KEPT_FILTERS or int(image.get("/BitsPerComponent", 8)) > 8:
        return False
    return _plain_colour(image.get("/ColorSpace"))


def _plain_decode(image: pikepdf.Stream) -> bool:
    """Whether every value is shown as it is, or black and white change places."""
    bits, decode = int(image.get("/BitsPerComponent", 8)), [float(number) for number in image.Decode]
    if isinstance(image.ColorSpace, pikepdf.Array) and str(image.ColorSpace[0]) == "/Indexed":
        return decode == [0, 2**bits - 1] or (bits == 1 and decode == [1, 0])
    return decode == [0, 1] * (len(decode) // 2) or (bits == 1 and decode == [1, 0])


def _plain_colour(space: pikepdf.Object | None) -> bool:
    if space is None:
        return False
    if not isinstance(space, pikepdf.Array):
        return str(space) in ("/DeviceRGB", "/DeviceGray")
    family = str(space[0])
    if family == "/ICCBased":
        return int(space[1].get("/N", 0)) in (1, 3)
    if family == "/Indexed":
        return _plain_colour(space[1])
    return family in ("/CalRGB", "/CalGray")


def _sheet(page: pikepdf.Page) -> tuple[Matrix, float, float]:
    """From page space to the unit square of the sheet as seen (y down), and its size in points."""
    left, bottom, right, top = (float(v) for v in page.cropbox.as_list())
    left, right = sorted((left, right))
    bottom, top = sorted((bottom, top))
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = (right - left), (top - bottom)
    square = Matrix(1, 0, 0, 1, -left, -bottom) @ Matrix(1 / width, 0, 0, -1 / height, 0, 1)
    turns = _rotate(page) // 90 % 4
    for _ in range(turns):
        square = square @ Matrix(0, 1, -1, 0, 1, 0)
    size = (height, width) if turns % 2 else (width, height)
    return square, size[0] * unit, size[1] * unit


def _rotate(page: pikepdf.Page) -> int:
    node: pikepdf.Object | None = page.obj
    while node is not None:  # /Rotate is inherited from the page tree
        if "/Rotate" in node:
            return int(node["/Rotate"])
        node = node.get("/Parent")
    return 0


def _alone(image: pikepdf.Stream) -> bytes | None:
    """A one-page PDF whose single image is ``image``, None where nothing but its pixels can't be had."""
    out = Pdf.new()
    copied = bare_image(out, image)
    if copied is None:
        return None
    page = out.add_blank_page(page_size=(72, 72))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/Im0": copied}))
    page.obj.Contents = out.make_stream(b"/Im0 Do")
    data = io.BytesIO()
    out.save(data, static_id=True)
    return data.getvalue()
