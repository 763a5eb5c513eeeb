# SPDX-License-Identifier: Apache-2.0
"""Whether a JBIG2 stream of a PDF holds only the pixels of its image: its extension segments are comments,
and a page or region may reach past the image's last row.

Source of the layout: ITU-T T.88 (08/2018), 7.2, 7.3.1, 7.4.1 and 7.4.8; how a PDF embeds it: ISO 32000-1,
7.4.7.
"""

from __future__ import annotations

import struct

_EXTENSION, _PAGE = 62, 48
_REGIONS = frozenset((4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43))
_UNKNOWN_LENGTH = 0xFFFF_FFFF
_LONG_FORM = 7


def only_pixels(data: bytes, size: tuple[int, int]) -> bool:
    """False where a segment is a comment, reaches past the image's ``size`` (width and height in pixels), or
    can't be followed to its end.
    """
    place = 0
    try:
        while place < len(data):
            kind, start, place = _after(data, place)
            if kind == _EXTENSION or not _inside(kind, data, start, size):
                return False
    except struct.error:
        return False
    return place == len(data)


def _inside(kind: int, data: bytes, start: int, size: tuple[int, int]) -> bool:
    if kind == _PAGE:
        return struct.unpack_from(">II", data, start) == size
    if kind not in _REGIONS:
        return True
    width, height, left, top = struct.unpack_from(">IIII", data, start)
    return bool(left + width <= size[0] and top + height <= size[1])


def _after(data: bytes, place: int) -> tuple[int, int, int]:
    """The type of the segment at ``place``, where its data and the next begin; ``struct.error`` past the
    end.
    """
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
    return flags & 0x3F, place + 4, place + 4 + length
