# SPDX-License-Identifier: Apache-2.0
"""Whether a JBIG2 stream of a PDF holds pixels only: its extension segments are comments.

Source of the layout: ITU-T T.88 (08/2018), 7.2 and 7.3.1; how a PDF embeds it: ISO 32000-1, 7.4.7.
"""

from __future__ import annotations

import struct

_EXTENSION = 62
_UNKNOWN_LENGTH = 0xFFFF_FFFF
_LONG_FORM = 7


def only_pixels(data: bytes) -> bool:
    """False where a segment is a comment, or can't be followed to its end."""
    place = 0
    try:
        while place < len(data):
            kind, place = _after(data, place)
            if kind == _EXTENSION:
                return False
    except struct.error:
        return False
    return place == len(data)


def _after(data: bytes, place: int) -> tuple[int, int]:
    """The type of the segment at ``place``, and where the next begins; ``struct.error`` past the end."""
    number, flags, counted = struct.unpack_from(">IBB", data, place)
    place += 5
    count = counted >> 5
    if count == _LONG_FORM:
        (count,) = struct.unpack_from(">I", data, place)
        count &= 0x1FFF_FFFF
        place += 4 + (count + 8) // 8
    else:
        place += 1
    place += count * (1 if number <= 256 else 2 if number <= 65_536 else 4)
    place += 4 if flags & 0x40 else 1
    (length,) = struct.unpack_from(">I", data, place)
    if length == _UNKNOWN_LENGTH:
        raise struct.error("only a decoder knows where this segment ends")
    return flags & 0x3F, place + 4 + length
