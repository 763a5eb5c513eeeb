# SPDX-License-Identifier: Apache-2.0
"""A colour profile without what it says of people, places and devices.

Profiles made by measuring a screen or a scanner name the computer, its serial number and the day. A copy
keeps what a colour is computed from and nothing else. Source of the layout: ICC.1:2022, 7.2 (header) and 7.3
(tags); the required texts are those of ICC.1:2001-04, 6.5.17 and 6.5.19 for version 2.
"""

from __future__ import annotations

import struct

_HEADER, _TAG = 128, 12
_SIGNATURE = b"acsp"
_MOST_TAGS = 100
_COLOUR_TAGS = frozenset(
    b"wtpt bkpt chad cicp rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC gamt "
    b"A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3".split()
)
# Preferred CMM, moment, manufacturer, model, creator with the profile's own hash, reserved.
_BLANKED = ((4, 8), (24, 36), (48, 56), (80, 128))
_SOME_DAY = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
_WORD = "colour"


def bare_profile(profile: bytes) -> bytes | None:
    """``profile`` with its colours only, the same bytes each time; None where it is no whole ICC profile."""
    if len(profile) < _HEADER + 4 or profile[36:40] != _SIGNATURE:
        return None
    (count,) = struct.unpack_from(">I", profile, _HEADER)
    if count > _MOST_TAGS or len(profile) < _HEADER + 4 + count * _TAG:
        return None
    tags: dict[bytes, bytes] = {b"desc": _text(profile[8]), b"cprt": _text(profile[8], plain=True)}
    for place in range(count):
        name, start, size = struct.unpack_from(">4sII", profile, _HEADER + 4 + place * _TAG)
        if start + size > len(profile):
            return None
        if name in _COLOUR_TAGS:
            tags[name] = profile[start : start + size]
    return _assembled(profile[:_HEADER], tags)


def _assembled(old_header: bytes, tags: dict[bytes, bytes]) -> bytes:
    table, data, places = bytearray(struct.pack(">I", len(tags))), bytearray(), dict[bytes, int]()
    start = _HEADER + 4 + len(tags) * _TAG
    for name, content in tags.items():
        if content not in places:  # the three curves are often one
            places[content] = start + len(data)
            data += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", name, places[content], len(content))
    header = bytearray(old_header)
    for begin, end in _BLANKED:
        header[begin:end] = bytes(end - begin)
    header[24:36] = _SOME_DAY
    header[0:4] = struct.pack(">I", start + len(data))
    return bytes(header + table + data)


def _text(major: int, *, plain: bool = False) -> bytes:
    """The description (``plain``: the copyright) that every profile must have, in its version's type."""
    if major >= 4:
        words = _WORD.encode("utf-16-be")
        return b"mluc" + struct.pack(">4xII2s2sII", 1, 12, b"en", b"US", len(words), 28) + words
    words = _WORD.encode("ascii") + b"\0"
    if plain:
        return b"text" + bytes(4) + words
    return b"desc" + struct.pack(">4xI", len(words)) + words + bytes(4 + 4 + 2 + 1 + 67)
