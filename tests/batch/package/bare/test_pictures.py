# SPDX-License-Identifier: Apache-2.0
"""A bare picture shows what the whole one showed, whatever its coding; a damaged one is told, not guessed."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from batch.package.bare.jpeg import bare_jpeg
from batch.package.bare.png import bare_png
from batch.package.bare.profile import bare_profile
from tests.support.pages.poisoned import phone_jpeg, profile

COLOURS = Image.merge("RGB", [Image.radial_gradient("L").rotate(turn) for turn in (0, 90, 180)]).resize(
    (64, 48)
)


def pixels(data: bytes) -> np.ndarray:  # type: ignore[type-arg]
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture)


@pytest.mark.parametrize(
    ("mode", "coding"),
    [
        ("RGB", {"restart_marker_blocks": 1}),
        ("RGB", {"subsampling": 0, "keep_rgb": True}),
        ("L", {}),
        ("CMYK", {}),
    ],
    ids=["restarts", "not-turned-to-luma", "gray", "cmyk"],
)
def test_bare_jpeg_has_the_same_pixels(mode: str, coding: dict[str, object]) -> None:
    out = io.BytesIO()
    COLOURS.convert(mode).save(out, "JPEG", comment=b"told", **coding)

    bare = bare_jpeg(out.getvalue())

    assert b"told" not in bare
    assert np.array_equal(pixels(bare), pixels(out.getvalue()))


def test_what_is_bare_already_stays_byte_for_byte() -> None:
    bare = bare_jpeg(phone_jpeg(COLOURS))

    assert bare_jpeg(bare) == bare


def test_profile_without_its_words_means_the_same_colours() -> None:
    bare = bare_profile(profile())
    assert bare is not None

    def in_lab(data: bytes) -> bytes:
        source = ImageCms.ImageCmsProfile(io.BytesIO(data))
        turned = ImageCms.buildTransform(source, ImageCms.createProfile("LAB"), "RGB", "LAB")
        return ImageCms.applyTransform(COLOURS, turned).tobytes()  # type: ignore[union-attr]

    assert in_lab(bare) == in_lab(profile())


WHOLE = phone_jpeg(COLOURS)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), st.integers(3, len(WHOLE)))
def test_damaged_jpeg_is_bare_or_told(place: int, value: int, end: int) -> None:
    damaged = bytearray(WHOLE[:end])
    damaged[min(place, end - 1)] = value
    try:
        bare = bare_jpeg(bytes(damaged))
    except ValueError:
        return
    assert bare_jpeg(bare) == bare


@given(st.binary(max_size=300))
def test_any_bytes_are_no_picture_but_never_a_crash(data: bytes) -> None:
    assert bare_profile(data) is None
    for bare in (bare_jpeg, bare_png):
        with pytest.raises(ValueError, match=r"."):
            bare(data)


def _png(packed: bytes, *, interlaced: int = 0, size: tuple[int, int] = (64, 48)) -> bytes:
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, interlaced)),
        (b"IDAT", packed[:20]),
        (b"tIME", b"told"),
        (b"IDAT", packed[20:]),
        (b"IEND", b""),
    ]
    told = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)


_ROWS = b"".join(b"\0" + row.tobytes() for row in np.asarray(COLOURS))
_OTHERS = b"a paper of somebody else"


def test_bare_png_has_the_same_pixels() -> None:
    bare = bare_png(_png(zlib.compress(_ROWS)))
    assert np.array_equal(pixels(bare), np.asarray(COLOURS))
    assert b"told" not in bare


@pytest.mark.parametrize(
    "data",
    [
        _png(zlib.compress(_ROWS + _OTHERS)),
        _png(zlib.compress(_ROWS) + _OTHERS),
        _png(zlib.compress(_ROWS), size=(64, 40)),
        _png(zlib.compress(_ROWS)[:-9]),
        _png(zlib.compress(_ROWS), interlaced=1),
    ],
    ids=["behind-the-last-row", "behind-the-packing", "more-rows-than-told", "cut-off", "interlaced"],
)
def test_a_png_of_more_or_less_than_its_rows_does_not_pass(data: bytes) -> None:
    with pytest.raises(ValueError, match="PNG"):
        bare_png(data)
