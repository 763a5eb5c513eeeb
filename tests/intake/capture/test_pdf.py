# SPDX-License-Identifier: Apache-2.0
"""PDF pages come one at a time, at the resolution of the scan inside."""

from __future__ import annotations

import io
import resource
from pathlib import Path

import img2pdf
import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from intake.capture.opening import load_page, probe

_A4_INCH = (8.27, 11.69)


def _scan(dpi: int, mode: str = "L") -> Image.Image:
    picture = Image.new(mode, (round(_A4_INCH[0] * dpi), round(_A4_INCH[1] * dpi)), "white")
    picture.paste("black", (0, 0, picture.width // 2, picture.height // 4))
    return picture


def _scanned_pdf(path: Path, dpi: int, mode: str = "L") -> Path:
    stream = io.BytesIO()
    _scan(dpi, mode).save(stream, format="JPEG", dpi=(dpi, dpi), quality=90)
    path.write_bytes(img2pdf.convert(stream.getvalue()) or b"")
    return path


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_a_scan_comes_at_its_own_resolution(tmp_path: Path, dpi: int) -> None:
    page = load_page(_scanned_pdf(tmp_path / "scan.pdf", dpi))
    width, height = _scan(dpi).size
    assert page.dpi == pytest.approx(dpi, rel=0.01)
    assert abs(page.width - width) <= 1
    assert abs(page.height - height) <= 1
    assert page.image[20, 20] < 30
    assert page.image[height - 20, width - 20] > 225


def test_a_gray_scan_comes_gray_and_a_colour_scan_in_colour(tmp_path: Path) -> None:
    assert load_page(_scanned_pdf(tmp_path / "gray.pdf", 100)).image.ndim == 2
    assert load_page(_scanned_pdf(tmp_path / "colour.pdf", 100, "RGB")).image.ndim == 3


def test_a_one_bit_scan_with_invisible_text_comes_at_its_own_resolution(tmp_path: Path) -> None:
    path = tmp_path / "ocred.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawImage(ImageReader(_scan(200).convert("1")), 0, 0, *A4)
    text = canvas.beginText(100, 100)
    text.setTextRenderMode(3)
    text.textLine("hidden")
    canvas.drawText(text)
    canvas.save()
    assert load_page(path).dpi == pytest.approx(200, rel=0.01)


def test_a_typeset_page_comes_at_the_wanted_resolution_in_colour(tmp_path: Path) -> None:
    path = tmp_path / "typeset.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(100, 700, "Born digital")
    canvas.save()
    page = load_page(path, target_dpi=150)
    assert page.dpi == 150
    assert page.image.shape[2] == 3
    assert page.width == pytest.approx(A4[0] / 72 * 150, abs=2)


def test_a_logo_on_a_typeset_page_does_not_set_the_resolution(tmp_path: Path) -> None:
    path = tmp_path / "logo.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("RGB", (600, 600))), 50, 700, 36, 36)  # 1200 dpi
    canvas.save()
    assert load_page(path).dpi == 300


def test_a_coarse_scan_is_rendered_at_100_dpi_and_its_size_not_believed(tmp_path: Path) -> None:
    page = load_page(_scanned_pdf(tmp_path / "coarse.pdf", 40))
    assert page.width == pytest.approx(_A4_INCH[0] * 100, abs=3)
    assert page.dpi is None


def test_a_photo_of_one_point_a_pixel_is_not_blown_up(tmp_path: Path) -> None:
    path = tmp_path / "phone.pdf"
    stream = io.BytesIO()
    Image.new("RGB", (1500, 2000), "white").save(stream, format="JPEG")
    canvas = Canvas(str(path), pagesize=(1500, 2000))
    canvas.drawImage(ImageReader(stream), 0, 0, 1500, 2000)
    canvas.save()
    page = load_page(path)
    assert (page.width, page.height, page.dpi) == (1500, 2000, None)


def test_a_page_turned_by_its_own_mark_comes_turned(tmp_path: Path) -> None:
    path = _scanned_pdf(tmp_path / "turned.pdf", 100)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.save(path)
    page = load_page(path)
    assert page.width > page.height
    assert page.image[20, page.width - 20] < 30  # the dark top left corner is now top right


def test_a_scan_inside_a_form_object_is_found(tmp_path: Path) -> None:
    inner = _scanned_pdf(tmp_path / "inner.pdf", 150)
    path = tmp_path / "outer.pdf"
    with pikepdf.open(inner) as source, pikepdf.new() as pdf:
        box = source.pages[0].mediabox.as_list()
        pdf.add_blank_page(page_size=(box[2], box[3]))
        pdf.pages[0].add_overlay(source.pages[0])
        pdf.save(path)
    assert load_page(path).dpi == pytest.approx(150, rel=0.01)


def test_an_inline_image_counts_as_a_scan(tmp_path: Path) -> None:
    path = tmp_path / "inline.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(72, 72))
        pixels = b"\x00" * (200 * 200 // 8)
        drawn = b"q 72 0 0 72 0 0 cm BI /W 200 /H 200 /BPC 1 /CS /G ID " + pixels + b" EI Q"
        pdf.pages[0].Contents = pdf.make_stream(drawn)
        pdf.save(path)
    assert load_page(path).dpi == pytest.approx(200)


def test_five_hundred_pages_are_read_one_by_one_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "bundle.pdf"
    _many_pages(path, 500)
    info = probe(path)
    assert (info.pages, info.refusal) == (500, None)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in (1, 125, 250, 375, 500):
        page = load_page(path, number)
        assert int(page.image.mean()) == pytest.approx(number % 200, abs=2)
    grown_mib = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    one_page_mib = 1654 * 2339 / 2**20
    assert grown_mib < 8 * one_page_mib


def _many_pages(path: Path, count: int) -> None:
    """Full-page gray scans; the pages looked at have the gray of their number modulo 200."""
    with pikepdf.new() as pdf:
        images = {n % 200: _gray_image(pdf, n % 200) for n in (1, 125, 250, 375, 500)}
        for number in range(1, count + 1):
            pdf.add_blank_page(page_size=A4)
            page = pdf.pages[-1]
            image = images.get(number % 200, images[1])
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
            page.Contents = pdf.make_stream(f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /Im Do Q".encode())
        pdf.save(path)


def _gray_image(pdf: pikepdf.Pdf, shade: int) -> pikepdf.Object:
    pixels = np.full((2339, 1654), shade, dtype=np.uint8).tobytes()
    image = pdf.make_stream(pixels, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    image.Width, image.Height, image.BitsPerComponent = 1654, 2339, 8
    image.ColorSpace = pikepdf.Name.DeviceGray
    return image
