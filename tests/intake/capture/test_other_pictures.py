# SPDX-License-Identifier: Apache-2.0
"""Pictures that phones, chats and old programs write are read as JPEG and PNG are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from intake.capture.opening import load_page, probe
from intake.capture.refusals import CaptureError, RefusalCode

INK = (200, 20, 20)


def _sheet() -> Image.Image:
    pixels = np.full((300, 200, 3), 255, np.uint8)
    pixels[50:60, 20:150] = INK
    return Image.fromarray(pixels)


@pytest.mark.parametrize("ending", ["webp", "gif", "bmp"])
def test_one_is_a_page_in_its_colours(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"zalo.{ending}"
    _sheet().save(path, **({"lossless": True} if ending == "webp" else {}))
    assert probe(path).media_type == f"image/{ending}"
    page = load_page(path).image
    assert page.shape == (300, 200, 3)
    assert np.abs(page[55, 100].astype(int) - INK).max() < 8
    assert page[0, 0].min() > 250


@pytest.mark.parametrize("ending", ["webp", "gif", "bmp"])
def test_one_cut_off_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"zalo.{ending}"
    Image.effect_noise((200, 200), 60).convert("RGB").save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal.code in (RefusalCode.TRUNCATED, RefusalCode.UNREADABLE)


def test_what_moves_is_one_page(tmp_path: Path) -> None:
    path = tmp_path / "moves.gif"
    _sheet().save(path, save_all=True, append_images=[_sheet().rotate(180)])
    assert probe(path).pages == 1


def test_a_see_through_ground_is_white(tmp_path: Path) -> None:
    path = tmp_path / "clear.webp"
    clear = _sheet().convert("RGBA")
    clear.putdata([(*p[:3], 0 if p[:3] == (255, 255, 255) else 255) for p in clear.get_flattened_data()])
    clear.save(path, lossless=True)
    assert load_page(path).image[0, 0].min() > 250


def test_a_bitmap_that_leaves_its_alpha_empty_is_no_empty_sheet(tmp_path: Path) -> None:
    path = tmp_path / "paint.bmp"
    clear = _sheet().convert("RGBA")
    clear.putalpha(0)
    masks = b"".join(mask.to_bytes(4, "little") for mask in (0xFF << 16, 0xFF << 8, 0xFF, 0xFF << 24))
    size = clear.width.to_bytes(4, "little") + clear.height.to_bytes(4, "little")
    header = (124).to_bytes(4, "little") + size + b"\x01\0\x20\0\x03\0\0\0" + bytes(20) + masks
    pixels = clear.transpose(Image.Transpose.FLIP_TOP_BOTTOM).tobytes("raw", "BGRA")
    begin = b"BM" + (138 + len(pixels)).to_bytes(4, "little") + bytes(4) + (138).to_bytes(4, "little")
    path.write_bytes(begin + header.ljust(124, b"\0") + pixels)
    assert np.abs(load_page(path).image[55, 100].astype(int) - INK).max() < 8
