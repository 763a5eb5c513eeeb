# SPDX-License-Identifier: Apache-2.0
"""Pictures of every sort come as upright 8-bit gray or RGB."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from intake.capture.opening import load_page, probe


def _gradient(width: int = 60, height: int = 40) -> np.ndarray:
    return np.tile(np.linspace(0, 255, width).astype(np.uint8), (height, 1))


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "khai_sinh.pdf"
    Image.fromarray(_gradient()).save(path, format="PNG")
    assert probe(path).media_type == "image/png"
    assert load_page(path).image.shape == (40, 60)


def test_every_page_of_a_one_bit_g4_tiff_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    pages = [Image.new("1", (1656, 2340), 1) for _ in range(3)]
    pages[2].paste(0, (0, 0, 800, 2340))
    pages[0].save(path, compression="group4", save_all=True, append_images=pages[1:], dpi=(200, 200))
    info = probe(path)
    assert (info.media_type, info.pages, info.refusal) == ("image/tiff", 3, None)
    last = load_page(path, 3)
    assert last.image.dtype == np.uint8
    assert (last.width, last.height, last.dpi) == (1656, 2340, 200.0)
    assert last.image[100, 100] == 0
    assert last.image[100, 1200] == 255
    assert load_page(path, 1).image.min() == 255


def test_a_page_the_tiff_does_not_have_is_refused(tmp_path: Path) -> None:
    from intake.capture.refusals import CaptureError

    path = tmp_path / "one.tif"
    Image.fromarray(_gradient()).save(path)
    with pytest.raises(CaptureError):
        load_page(path, 2)


def test_a_cmyk_jpeg_comes_as_rgb(tmp_path: Path) -> None:
    path = tmp_path / "press.jpg"
    Image.new("CMYK", (50, 30), (0, 255, 255, 0)).save(path, quality=95)
    pixels = load_page(path).image
    assert pixels.shape == (30, 50, 3)
    red, green, blue = (int(v) for v in pixels[15, 25])
    assert red > 200
    assert green < 60
    assert blue < 60


def test_a_broken_colour_profile_does_not_stop_a_cmyk_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "press.jpg"
    Image.new("CMYK", (50, 30), (0, 0, 0, 0)).save(path, icc_profile=b"no profile at all")
    assert load_page(path).image.min() > 240


def test_an_rgb_profile_on_a_cmyk_jpeg_falls_back_to_arithmetic(tmp_path: Path) -> None:
    path = tmp_path / "press.jpg"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("CMYK", (50, 30), (0, 0, 0, 255)).save(path, icc_profile=profile)
    assert load_page(path).image.max() < 20


def test_a_sixteen_bit_png_keeps_its_tones(tmp_path: Path) -> None:
    path = tmp_path / "deep.png"
    deep = np.tile(np.linspace(0, 65535, 60).astype(np.uint16), (40, 1))
    Image.fromarray(deep).save(path)
    pixels = load_page(path).image
    assert pixels.shape == (40, 60)
    assert np.array_equal(pixels, (deep >> 8).astype(np.uint8))


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparency_lies_on_white_paper(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "alpha.png"
    picture = Image.new(mode, (20, 20), (0,) * len(mode))
    picture.paste((0,) * (len(mode) - 1) + (255,), (0, 0, 10, 20))
    picture.save(path)
    pixels = load_page(path).image
    assert pixels[5, 5].max() == 0
    assert pixels[5, 15].min() == 255


def test_a_transparent_palette_lies_on_white_paper(tmp_path: Path) -> None:
    path = tmp_path / "palette.png"
    picture = Image.new("P", (20, 20), 1)
    picture.putpalette([200, 0, 0, 0, 0, 0] + [0] * 762)
    picture.paste(0, (0, 0, 10, 20))
    picture.save(path, transparency=1)
    pixels = load_page(path).image
    assert tuple(pixels[5, 5]) == (200, 0, 0)
    assert tuple(pixels[5, 15]) == (255, 255, 255)


def test_the_camera_turn_mark_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    picture = Image.new("L", (80, 40), 255)
    picture.paste(0, (0, 0, 20, 40))  # dark left edge
    exif = Image.Exif()
    exif[0x0112] = 6  # shown after a quarter turn clockwise
    picture.save(path, exif=exif, quality=95)
    page = load_page(path)
    assert (page.width, page.height) == (40, 80)
    assert page.image[5].max() < 60  # the left edge has become the top
    assert page.image[70].min() > 200


def test_a_camera_s_72_dpi_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    Image.new("L", (80, 40)).save(path, dpi=(72, 72))
    assert load_page(path).dpi is None


def test_a_scanner_s_300_dpi_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    Image.new("L", (80, 40)).save(path, dpi=(300, 300))
    assert load_page(path).dpi == 300.0


def test_jpeg_2000_is_read(tmp_path: Path) -> None:
    path = tmp_path / "scan.jp2"
    Image.new("RGB", (64, 64), (255, 255, 255)).save(path)
    assert probe(path).media_type == "image/jp2"
    assert load_page(path).image.min() > 250


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_names_of_files_open_in_either_spelling(tmp_path: Path, form: str) -> None:
    import unicodedata

    path = tmp_path / unicodedata.normalize(form, "Tờ khai đăng ký khai sinh – Nguyễn Thị Ở.png")
    Image.fromarray(_gradient()).save(path)
    assert probe(path).refusal is None
    assert load_page(path).width == 60


def test_the_longest_name_a_file_can_have_opens(tmp_path: Path) -> None:
    path = tmp_path / ("ộ" * 83 + ".png")  # 253 bytes of UTF-8; the file system's limit is 255
    Image.fromarray(_gradient()).save(path)
    assert load_page(path).width == 60
