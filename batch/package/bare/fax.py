# SPDX-License-Identifier: Apache-2.0
"""A fax-coded scan without what stands behind its last row: its rows are decoded and coded anew, no pixel
changed. Coding: ITU-T T.6, which a PDF calls CCITTFaxDecode with a negative K and TIFF 6.0 compression 4.
"""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageChops

# TIFF 6.0, section 2: the tags of a picture of one strip, in their order.
_WIDTH, _LENGTH, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_STRIP_OFFSETS, _SAMPLES, _ROWS_PER_STRIP, _STRIP_BYTES = 273, 277, 278, 279
_GROUP_4, _WHITE_IS_ZERO, _LONG = 4, 0, 4
_HEADER, _ENTRY = 8, 12


def bare_fax(data: bytes, width: int, height: int) -> bytes:
    """The first ``height`` rows of ``data``, in the same coding; raises ``ValueError`` where they can't be
    decoded.
    """
    try:
        with Image.open(io.BytesIO(_tiff(data, width, height)), formats=["TIFF"]) as rows:
            rows.load()
    except (OSError, Image.DecompressionBombError, struct.error) as error:
        raise ValueError("the rows of the fax can't be decoded") from error
    return fax_of(rows)


def fax_of(rows: Image.Image) -> bytes:
    """Black and white pixels (mode "1") so coded."""
    out = io.BytesIO()
    # Pillow writes a black pixel as 0, which a fax calls white.
    ImageChops.invert(rows).save(out, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: rows.height})
    with Image.open(out, formats=["TIFF"]) as coded:
        start, length = coded.tag_v2[_STRIP_OFFSETS][0], coded.tag_v2[_STRIP_BYTES][0]  # type: ignore[attr-defined]
    return out.getvalue()[start : start + length]


def _tiff(data: bytes, width: int, height: int) -> bytes:
    tags = {
        _WIDTH: width,
        _LENGTH: height,
        _BITS: 1,
        _COMPRESSION: _GROUP_4,
        _PHOTOMETRIC: _WHITE_IS_ZERO,
        _STRIP_OFFSETS: 0,
        _SAMPLES: 1,
        _ROWS_PER_STRIP: height,
        _STRIP_BYTES: len(data),
    }
    tags[_STRIP_OFFSETS] = _HEADER + 2 + len(tags) * _ENTRY + 4
    entries = b"".join(struct.pack("<HHII", tag, _LONG, 1, value) for tag, value in tags.items())
    return struct.pack("<2sHIH", b"II", 42, _HEADER, len(tags)) + entries + bytes(4) + data
