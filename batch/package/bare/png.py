# SPDX-License-Identifier: Apache-2.0
"""A PNG without what it says of its making: texts, EXIF, moments, and what follows its end or last row.

Source of the layout: PNG specification (third edition), 5.3 (chunks), 7.2 (rows), 10.1 (their packing) and 11
(kinds of chunks).
"""

from __future__ import annotations

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs", b"iCCP", b"sRGB", b"gAMA", b"cHRM"))
_AROUND = 12  # length, kind and checksum
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By colour type the values that a pixel has."""
_PIECE_BYTES = 1 << 20


def bare_png(data: bytes) -> bytes:
    """The picture up to its end, its profile as it is; raises ``ValueError`` where it is cut off, interlaced,
    or its data is not its rows alone.
    """
    if not data.startswith(_SIGNATURE):
        raise ValueError("no PNG")
    out, packed, rows_bytes = bytearray(_SIGNATURE), bytearray(), 0
    place, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        if place + _AROUND > len(data):
            raise ValueError("the PNG is cut off")
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind in _KEPT:
            out += data[place : place + _AROUND + length]
        content = data[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            rows_bytes = _rows_bytes(content)
        elif kind == b"IDAT":
            packed += content
        place += _AROUND + length
    if not _unpacks_to(bytes(packed), rows_bytes):
        raise ValueError("the PNG's data is not its rows")
    return bytes(out)


def _rows_bytes(header: bytes) -> int:
    """Bytes of all rows, each with its filter before it; raises ``ValueError`` where it can't be told."""
    if len(header) != 13 or header[9] not in _SAMPLES or header[12]:
        raise ValueError("the PNG's rows can't be counted")
    width, height, bits, colour = struct.unpack_from(">IIBB", header)
    return int(height * (1 + -(-width * bits * _SAMPLES[colour] // 8)))


def _unpacks_to(packed: bytes, size: int) -> bool:
    """Whether zlib data is ``size`` bytes and nothing behind them; no more is unpacked, and in pieces."""
    stream, unpacked = zlib.decompressobj(), 0
    try:
        while unpacked <= size and not stream.eof and packed:
            unpacked += len(stream.decompress(packed, _PIECE_BYTES))
            packed = stream.unconsumed_tail
    except zlib.error:
        return False
    return stream.eof and unpacked == size and not stream.unused_data
