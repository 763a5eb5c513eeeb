# SPDX-License-Identifier: Apache-2.0
"""A page that is only a scan comes by the short way, and looks as if it had been drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import img2pdf
import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw

from intake.capture import pdf as capture_pdf
from intake.capture.opening import load_page
from intake.capture.pages import PageImage

Change = Callable[[pikepdf.Pdf], None]


def _scan(mode: str) -> Image.Image:
    """A4 at 100 dpi with marks that tell up from down and left from right."""
    picture = Image.new("RGB", (827, 1169), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 60, 400, 160), fill=(150, 20, 20))
    draw.ellipse((500, 700, 700, 1000), fill=(20, 20, 150))
    return picture.convert(mode, dither=Image.Dither.NONE)


def _pdf(path: Path, mode: str = "RGB", image_format: str = "JPEG", change: Change | None = None) -> Path:
    stream = io.BytesIO()
    options = {"compression": "group4"} if image_format == "TIFF" else {}
    _scan(mode).save(stream, format=image_format, dpi=(100, 100), **options)
    path.write_bytes(img2pdf.convert(stream.getvalue(), rotation=img2pdf.Rotation.ifvalid) or b"")
    if change:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            change(pdf)
            pdf.save(path)
    return path


def _both_ways(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[PageImage, PageImage]:
    with monkeypatch.context() as patch:
        patch.setattr(capture_pdf, "convert_from_path", _must_not_draw)
        direct = load_page(path)
    with monkeypatch.context() as patch:
        patch.setattr(capture_pdf, "decode_scan", lambda *_arguments: None)
        drawn = load_page(path)
    return direct, drawn


def _must_not_draw(*_arguments: object, **_options: object) -> None:
    raise AssertionError("the page was drawn")


def _turn(degrees: int) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Rotate = degrees

    return change


@pytest.mark.parametrize(
    ("mode", "image_format", "degrees"),
    [
        *(("RGB", "JPEG", degrees) for degrees in (0, 90, 180, 270)),
        ("L", "JPEG", 0),
        ("L", "PNG", 90),
        ("RGB", "PNG", 0),
        ("1", "TIFF", 0),
    ],
)
def test_the_short_way_gives_what_drawing_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, image_format: str, degrees: int
) -> None:
    path = _pdf(tmp_path / "scan.pdf", mode, image_format, _turn(degrees))
    direct, drawn = _both_ways(path, monkeypatch)
    assert direct.dpi == drawn.dpi
    assert direct.image.ndim == drawn.image.ndim
    height, width = min(direct.height, drawn.height), min(direct.width, drawn.width)
    assert max(abs(direct.height - drawn.height), abs(direct.width - drawn.width)) <= 1
    difference = direct.image[:height, :width].astype(int) - drawn.image[:height, :width].astype(int)
    assert np.abs(difference).mean() < 2.0


def _image(pdf: pikepdf.Pdf) -> pikepdf.Object:
    _name, image = next(iter(pdf.pages[0].Resources.XObject.items()))
    return image


def _write_over(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 100 100 re f")


def _mirror(pdf: pikepdf.Pdf) -> None:
    width, height = (float(v) for v in pdf.pages[0].mediabox.as_list()[2:])
    name = next(iter(pdf.pages[0].Resources.XObject.keys()))
    pdf.pages[0].Contents = pdf.make_stream(f"q -{width} 0 0 {height} {width} 0 cm {name} Do Q".encode())


def _invert(pdf: pikepdf.Pdf) -> None:
    image = _image(pdf)
    image.Decode = [1, 0] * 3


def _annotate(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array())


def _crop(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].CropBox = [0, 0, 300, 400]


@pytest.mark.parametrize("change", [_write_over, _mirror, _invert, _annotate, _crop])
def test_a_page_that_is_more_than_its_scan_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    path = _pdf(tmp_path / "scan.pdf", change=change)
    drawn = _watched(monkeypatch)
    load_page(path)
    assert drawn


def test_a_scan_damaged_inside_a_whole_file_is_left_to_poppler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damage(pdf: pikepdf.Pdf) -> None:
        image = _image(pdf)
        image.write(image.read_raw_bytes()[:4000], filter=pikepdf.Name.DCTDecode)

    path = _pdf(tmp_path / "scan.pdf", change=damage)
    drawn = _watched(monkeypatch)
    load_page(path)
    assert drawn


def _watched(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Gets an entry for each page that Poppler draws."""
    drawn: list[bool] = []
    draw = capture_pdf.convert_from_path

    def watched(*arguments: object, **options: object) -> object:
        drawn.append(True)
        return draw(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(capture_pdf, "convert_from_path", watched)
    return drawn
