# SPDX-License-Identifier: Apache-2.0
"""A JPEG without what it says of its making: pixels, resolution and colour profile stay, byte for byte.

Phones write position, moment, owner and a thumbnail into application segments (EXIF, XMP, IPTC, MPF), and
append further pictures or a film behind the end. Which segments decode the picture: ITU-T T.81, table B.1;
JFIF: ITU-T T.871, 10.1; Adobe's colour transform: T.872, 6.5.3; profiles: ICC.1:2022, B.4.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from PIL import Image

from batch.package.bare.profile import bare_profile

_SOI, _EOI, _SOS, _TEM = 0xD8, 0xD9, 0xDA, 0x01
_SEQUENTIAL_FRAMES, _DNL = (0xC0, 0xC1), 0xDC
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PADDING = 4
"""Bytes: a scanner's chip may fill its coded data up to a whole word."""
_APP0, _APP2, _APP14 = 0xE0, 0xE2, 0xEE
# Tables, frames, scans, restart interval, number of lines, hierarchical frames; arithmetic coding (CC) too.
_DECODING = frozenset((*range(0xC0, 0xD0), _SOS, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF)) - {0xC8}
_JFIF, _ICC, _ADOBE = b"JFIF\0", b"ICC_PROFILE\0", b"Adobe"
_JFIF_LENGTH, _ADOBE_LENGTH, _FRAME_LENGTH = 12, 12, 6
_MOST_IN_A_SEGMENT = 65_533 - len(_ICC) - 2
# In coded data FF is followed by 00 or a restart marker; anything else ends it.
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)

Segment = tuple[int, bytes, bytes]
"""Marker, its content, and the coded data that follows a start of scan."""


def bare_jpeg(data: bytes, size: tuple[int, int] | None = None) -> bytes:
    """The first picture in ``data``; raises ``ValueError`` where it can't be followed to a scan, may hold
    more rows than it tells of, or is not of ``size`` (width and height in pixels).
    """
    segments = list(_segments(data))
    told = _told_size(segments)
    if size is not None and told != size:
        raise ValueError("the JPEG is not of the size it is shown in")
    profile = _profile(content for marker, content, _coded in segments if marker == _APP2)
    out = bytearray(b"\xff\xd8")
    for marker, content, coded in segments:
        if marker == _APP0 and content.startswith(_JFIF) and len(content) >= _JFIF_LENGTH:
            out += _segment(marker, content[:_JFIF_LENGTH] + bytes(2))  # without its thumbnail
        elif marker == _APP14 and content.startswith(_ADOBE) and len(content) >= _ADOBE_LENGTH:
            out += _segment(marker, content[:_ADOBE_LENGTH])
        elif marker == _APP2 and content.startswith(_ICC):
            out += profile
            profile = b""
        elif marker in _DECODING:
            out += _segment(marker, content) + coded
        elif marker == _EOI:
            out += b"\xff\xd9"
    if not _ends_with_its_rows(bytes(out)):
        raise ValueError("the JPEG's data does not end with its last row")
    return bytes(out)


def _told_size(segments: list[Segment]) -> tuple[int, int]:
    """Width and height of the one frame, which one scan fills: only of such can the rows be counted."""
    markers = [marker for marker, _content, _coded in segments]
    frames = [(marker, content) for marker, content, _coded in segments if marker in _FRAMES]
    if markers.count(_SOS) != 1 or len(frames) != 1 or _DNL in markers:
        raise ValueError("not one frame and one scan in the JPEG")
    marker, content = frames[0]
    if marker not in _SEQUENTIAL_FRAMES or len(content) < _FRAME_LENGTH:
        raise ValueError("the JPEG's rows can't be counted")
    height, width = struct.unpack_from(">HH", content, 1)
    return width, height


def _ends_with_its_rows(bare: bytes) -> bool:
    """Whether the last row takes the coded data to its end: with a few bytes less it can't be decoded."""
    end = len(bare) - (2 if bare.endswith(b"\xff\xd9") else 0)
    return _decodes(bare) and not _decodes(bare[: end - _PADDING])


def _decodes(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
            picture.draft(picture.mode, (1, 1))  # all of the data is read, an eighth of the pixels made
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


def _segments(data: bytes) -> Iterator[Segment]:
    """Every segment up to the end of the first picture, or of the data."""
    if not data.startswith(b"\xff\xd8"):
        raise ValueError("no JPEG")
    place = 2
    while (found := _NEXT_MARKER.search(data, place)) is not None:
        marker, place = found[1][0], found.end()
        if marker == _EOI:
            yield marker, b"", b""
            return
        if marker in (_SOI, _TEM):
            continue
        length = int.from_bytes(data[place : place + 2], "big")
        content = data[place + 2 : place + length]
        if length < 2 or len(content) != length - 2:
            raise ValueError("a segment of the JPEG is cut off")
        place += length
        coded = b""
        if marker == _SOS:
            after = _NEXT_MARKER.search(data, place)
            end = after.start() if after else len(data)
            coded, place = data[place:end], end
        yield marker, content, coded


def _profile(contents: Iterator[bytes]) -> bytes:
    """The segments that carry the bare colour profile; none where there is none or it is damaged."""
    chunks = sorted(content[len(_ICC) :] for content in contents if content.startswith(_ICC))
    bare = bare_profile(b"".join(chunk[2:] for chunk in chunks))
    if bare is None:
        return b""
    parts = [bare[i : i + _MOST_IN_A_SEGMENT] for i in range(0, len(bare), _MOST_IN_A_SEGMENT)]
    return b"".join(
        _segment(_APP2, _ICC + bytes((number, len(parts))) + part) for number, part in enumerate(parts, 1)
    )


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
