# SPDX-License-Identifier: Apache-2.0
"""A PNG without what it says of its making: texts, EXIF, moments, and whatever follows its end.

Source of the layout: PNG specification (third edition), 5.3 (chunks) and 11 (their kinds).
"""

from __future__ import annotations

import struct

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs", b"iCCP", b"sRGB", b"gAMA", b"cHRM"))
_AROUND = 12  # length, kind and checksum


def bare_png(data: bytes) -> bytes:
    """The picture up to its end, its profile as it is; raises ``ValueError`` where it is cut off."""
    if not data.startswith(_SIGNATURE):
        raise ValueError("no PNG")
    out, place, kind = bytearray(_SIGNATURE), len(_SIGNATURE), b""
    while kind != b"IEND":
        if place + _AROUND > len(data):
            raise ValueError("the PNG is cut off")
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind in _KEPT:
            out += data[place : place + _AROUND + length]
        place += _AROUND + length
    return bytes(out)
