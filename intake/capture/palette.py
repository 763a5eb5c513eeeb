# SPDX-License-Identifier: Apache-2.0
"""Pictures whose pixels are numbers of colours, and a palette that may hold fewer colours than they name.

Programs that draw them differ there (black, the last colour, none), so nobody can tell what the sheet looks
like: such a picture is refused.
"""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pikepdf
from pikepdf import Array, Stream
from PIL import Image

from intake.capture.refusals import CaptureError, RefusalCode

_NAMED_SPACES = {"/DeviceGray": 1, "/G": 1, "/DeviceCMYK": 4, "/CMYK": 4}
_PARTS = 4
"""Of an indexed space: its name, the space of its colours, the highest number, the colours."""
_FAMILIES = {"/CalGray": 1, "/Separation": 1, "/Indexed": 1, "/I": 1}


def refuse_missing_colours(picture: Image.Image) -> None:
    """Raise CaptureError for a loaded picture with pixels of a colour that its palette lacks."""
    if picture.mode != "P" or picture.palette is None:
        return
    held = len(picture.palette.palette) // len(picture.palette.mode)
    most = picture.getextrema()[1]
    if held <= int(most):  # type: ignore[arg-type]  # one band
        raise CaptureError(RefusalCode.COLOURS_MISSING)


def refuse_missing_pdf_colours(image: pikepdf.Object) -> None:
    """Raise CaptureError for an image of a PDF with pixels of a colour that its palette lacks, or of which
    nobody can tell."""
    space = image.get("/ColorSpace", image.get("/CS"))
    if not isinstance(space, Array) or len(space) != _PARTS or str(space[0]) not in ("/Indexed", "/I"):
        return  # of a palette that is none every viewer says so
    lookup = space[3].read_bytes() if isinstance(space[3], Stream) else bytes(space[3])
    held = len(lookup) // max(1, components(space[1]))
    bits = int(image.get("/BitsPerComponent", image.get("/BPC", 8)))
    if held >= min(int(space[2]) + 1, 1 << bits):
        return
    shown = None
    if isinstance(image, Stream):
        with suppress(pikepdf.PdfError, NotImplementedError):  # in a coding that only viewers decode
            shown = colour_numbers(image)
    # A number beyond the highest one stands for the highest one (ISO 32000-2, 8.6.6.3).
    if shown is None or (len(shown) and min(int(shown[-1]), int(space[2])) >= held):
        raise CaptureError(RefusalCode.COLOURS_MISSING)


def components(space: pikepdf.Object) -> int:
    """How many numbers make a colour of a PDF's colour space."""
    if not isinstance(space, Array):
        return _NAMED_SPACES.get(str(space), 3)
    family = str(space[0])
    if family == "/ICCBased":
        return int(space[1].N)
    return len(space[1]) if family == "/DeviceN" else _FAMILIES.get(family, 3)


def colour_numbers(image: Stream) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """The different values of an image of one component, in order; of two colours both, and none where its
    data is cut off: a row that is not there shows a colour as well. Raises pikepdf.PdfError.
    """
    bits, width, height = int(image.get("/BitsPerComponent", 8)), int(image.Width), int(image.Height)
    if bits == 1:
        return np.arange(2, dtype=np.uint8)
    row = -(-width * bits // 8)
    data = np.frombuffer(image.read_bytes(), np.uint8)
    if len(data) < height * row:
        return np.array([], np.uint8)
    rows = data[: height * row].reshape(-1, row)
    parts = [rows >> shift & (1 << bits) - 1 for shift in range(8 - bits, -1, -bits)]
    values: np.ndarray[tuple[int], np.dtype[np.uint8]] = np.unique(
        np.stack(parts, axis=-1).reshape(len(rows), -1)[:, :width]
    )
    return values
