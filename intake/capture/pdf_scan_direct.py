# SPDX-License-Identifier: Apache-2.0
"""A PDF page that is nothing but one upright scan: its pixels as they are, without drawing the page anew.

Drawing costs a child process and five times the decoding. This way out is taken only where it can't differ
from what a viewer shows; for everything else ``decode_scan`` says None and the page is drawn.
"""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import numpy.typing as npt
import pikepdf
from PIL import Image

# Painting operators that scanners write around their one image; any other draws something more.
_HARMLESS = frozenset({"q", "Q", "cm", "Do"})
_SLACK_PT = 1.0
_FILTERS = (["/DCTDecode"], ["/FlateDecode"], ["/CCITTFaxDecode"])
_MODES = ("1", "L", "RGB")
# Keys by which a page or image asks for more than to be shown as it is.
_PAGE_KEYS = ("/Annots", "/UserUnit")
_IMAGE_KEYS = ("/SMask", "/Mask", "/Decode", "/ImageMask", "/OC")


def decode_scan(page: pikepdf.Page, quarter_turns: int) -> npt.NDArray[np.uint8] | None:
    """The scan that fills ``page``, H×W gray or H×W×3 RGB, turned clockwise by ``quarter_turns``; None if the
    page is not so simple."""
    with suppress(
        pikepdf.PdfError, OSError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError
    ):
        image = _only_image(page)
        if image is not None:
            picture = _picture(image)
            return None if picture is None else _turned(picture, quarter_turns)
    return None


def _only_image(page: pikepdf.Page) -> pikepdf.Stream | None:
    if any(key in page.obj for key in _PAGE_KEYS):
        return None
    instructions = pikepdf.parse_content_stream(page)
    names = [str(i.operands[0]) for i in instructions if str(i.operator) == "Do"]
    if len(names) != 1 or not {str(i.operator) for i in instructions} <= _HARMLESS:
        return None
    matrix = pikepdf.Matrix()
    for instruction in instructions:
        if str(instruction.operator) == "Do":
            break
        if str(instruction.operator) == "cm":
            matrix = pikepdf.Matrix(*(float(v) for v in instruction.operands)) @ matrix
    image = page.resources.XObject[names[0]]
    simple = image.get("/Subtype") == "/Image" and not any(key in image for key in _IMAGE_KEYS)
    return image if simple and isinstance(image, pikepdf.Stream) and _fills(page, matrix) else None


def _fills(page: pikepdf.Page, matrix: pikepdf.Matrix) -> bool:
    """Whether the unit square under ``matrix`` is the page's visible box, neither turned nor mirrored."""
    left, bottom, right, top = (float(v) for v in page.cropbox.as_list())
    wanted = (right - left, 0.0, 0.0, top - bottom, left, bottom)
    found = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    return all(abs(a - b) <= _SLACK_PT for a, b in zip(wanted, found, strict=True))


def _picture(image: pikepdf.Stream) -> Image.Image | None:
    filters = image.get("/Filter", pikepdf.Array())
    names = [str(f) for f in filters.as_list()] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names not in _FILTERS or (names == ["/DCTDecode"] and "/DecodeParms" in image):
        return None
    picture = pikepdf.PdfImage(image).as_pil_image()
    same_size = picture.size == (int(image.Width), int(image.Height))
    return picture if picture.mode in _MODES and same_size else None


def _turned(picture: Image.Image, quarter_turns: int) -> npt.NDArray[np.uint8]:
    pixels = np.asarray(picture.convert("RGB" if picture.mode == "RGB" else "L"), dtype=np.uint8)
    return np.ascontiguousarray(np.rot90(pixels, -quarter_turns)) if quarter_turns else pixels
