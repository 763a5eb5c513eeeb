# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageOps

from batch.package.pdfa import Leaf, master
from batch.package.scan import Scan, scan_of, wrap
from intake.capture.refusals import CaptureError, RefusalCode
from ocr.result import PageReading
from tests.support.pages.drawn_scans import drawn, jpeg, saved
from tests.support.pages.viewed_pdfs import IMPRINT, difference, seen


def shown(scan: Scan) -> Image.Image:
    """The scan as the master shows it where the reader found nothing to turn."""
    return seen(master([Leaf(scan, PageReading(1, "", 0.0, 0, 0.0, 1, 1))], IMPRINT), dpi=100)


def coding(scan: Scan) -> str:
    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        filters = image.Filter
        return str(filters[0] if isinstance(filters, pikepdf.Array) else filters)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_turn_of_a_phone_is_followed_without_touching_the_pixels(
    tmp_path: Path, orientation: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(drawn().image, tmp_path / "phone.jpg", exif=exif)

    with Image.open(path) as picture:
        wanted = ImageOps.exif_transpose(picture)
    scan = scan_of(path, 1)

    assert difference(shown(scan), wanted) < 4
    assert coding(scan) == "/DCTDecode"


def test_a_progressive_jpeg_stays_a_jpeg_of_its_quality_and_about_its_size(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Máy của chị Ví Dụ"
    path = saved(drawn().image, tmp_path / "phone.jpg", progressive=True, quality=70, exif=exif, comment=b"x")
    with Image.open(path) as picture:
        wanted = np.asarray(picture.convert("L"), np.int16)
    scan = scan_of(path, 1)
    assert coding(scan) == "/DCTDecode"
    assert len(scan.image_pdf) < 1.5 * path.stat().st_size
    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        kept = image.read_raw_bytes()
    assert b"Exif" not in kept and b"\xff\xfe" not in kept[:600]
    with Image.open(io.BytesIO(kept)) as picture:
        assert np.abs(np.asarray(picture.convert("L"), np.int16) - wanted).mean() < 1


def test_a_progressive_jpeg_that_is_cut_off_is_refused_and_no_crash(tmp_path: Path) -> None:
    path = saved(drawn().image, tmp_path / "phone.jpg", progressive=True)
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(CaptureError):
        scan_of(path, 1)


def test_one_bit_scan_stays_one_bit(tmp_path: Path) -> None:
    path = saved(drawn().image.convert("1"), tmp_path / "fax.tif", compression="group4")

    scan = scan_of(path, 1)

    assert scan.bilevel
    assert coding(scan) == "/CCITTFaxDecode"
    assert difference(shown(scan), drawn().image) < 4


def test_every_page_of_a_tiff_is_its_own(tmp_path: Path) -> None:
    first, second = drawn().image, Image.new("RGB", (400, 300), "navy")
    path = tmp_path / "bundle.tif"
    first.save(path, save_all=True, append_images=[second], dpi=(100, 100))

    assert (scan_of(path, 2).width_px, scan_of(path, 2).height_px) == (400, 300)
    assert difference(shown(scan_of(path, 2)), second) < 1


def test_transparent_parts_are_paper(tmp_path: Path) -> None:
    image = Image.new("RGBA", (200, 300), (0, 0, 0, 0))

    assert (
        difference(
            shown(scan_of(saved(image, tmp_path / "clear.png"), 1)), Image.new("RGB", (200, 300), "white")
        )
        < 1
    )


def test_lossless_picture_keeps_every_pixel(tmp_path: Path) -> None:
    noise = np.random.default_rng(7).integers(0, 255, (120, 90, 3), dtype=np.uint8)
    scan = scan_of(saved(Image.fromarray(noise), tmp_path / "noise.tif"), 1)

    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        kept = pikepdf.PdfImage(image).as_pil_image()
    assert np.array_equal(np.asarray(kept), noise)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_scan_inside_a_pdf_keeps_its_own_stream_and_turn(tmp_path: Path, turn: int) -> None:
    image, data = drawn().image, jpeg(drawn().image)
    path = tmp_path / "scan.pdf"
    with pikepdf.open(io.BytesIO(wrap(data))) as pdf:
        pdf.pages[0].Rotate = turn
        pdf.save(path)

    scan = scan_of(path, 1)

    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        (kept,) = pdf.pages[0].resources.XObject.values()
        assert kept.read_raw_bytes() == data
    assert difference(shown(scan), image.rotate(-turn, expand=True)) < 4


def test_pdf_page_with_more_than_its_scan_is_rendered_whole(tmp_path: Path) -> None:
    path = tmp_path / "stamped.pdf"
    with pikepdf.open(io.BytesIO(wrap(jpeg(Image.new("RGB", (827, 1169), "white"))))) as pdf:
        stamp = pdf.make_stream(b"0 0 0.5 rg 100 100 300 300 re f")
        pdf.pages[0].contents_add(stamp)
        pdf.save(path)

    scan = scan_of(path, 1)

    assert coding(scan) == "/FlateDecode"
    assert shown(scan).getpixel((250, 800)) == (0, 0, 128)


def _two_sheets(path: Path, *, crop: tuple[float, ...], media: tuple[float, ...], wide_pt: float) -> Path:
    """A PDF page whose one picture is a white and a black sheet side by side, drawn ``wide_pt`` wide."""
    both = Image.new("RGB", (800, 560), "white")
    both.paste("black", (400, 0, 800, 560))
    with pikepdf.open(io.BytesIO(wrap(jpeg(both)))) as pdf:
        page = pdf.pages[0]
        (name,) = page.resources.XObject.keys()
        page.obj.Contents = pdf.make_stream(f"q {wide_pt} 0 0 842 0 0 cm {name} Do Q".encode())
        page.mediabox, page.cropbox = pikepdf.Array(media), pikepdf.Array(crop)
        pdf.save(path)
    return path


@pytest.mark.parametrize("media", [(0, 0, 1190, 842), (0, 0, 595, 842)], ids=["cropped", "over-the-edge"])
def test_what_is_cropped_away_from_a_page_goes_nowhere(tmp_path: Path, media: tuple[float, ...]) -> None:
    path = _two_sheets(tmp_path / "a.pdf", crop=(0, 0, 595, 842), media=media, wide_pt=1190)

    scan = scan_of(path, 1)

    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        assert np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("L"))[:, :-8].min() > 200
    assert abs(scan.width_pt - 595) < 1


def test_a_scan_a_hair_larger_than_its_page_keeps_its_own_stream(tmp_path: Path) -> None:
    sheet = (0, 0, 1188, 842)
    assert (
        coding(scan_of(_two_sheets(tmp_path / "a.pdf", crop=sheet, media=sheet, wide_pt=1190), 1))
        == "/DCTDecode"
    )


def test_text_layer_of_an_earlier_program_is_not_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "ocr.pdf"
    with pikepdf.open(io.BytesIO(wrap(jpeg(drawn().image)))) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(b"BT 3 Tr /F1 10 Tf 50 50 Td (wrong) Tj ET"))
        pdf.save(path)

    assert coding(scan_of(path, 1)) == "/DCTDecode"


def test_paper_size_follows_the_resolution_told_and_is_a4_without_one(tmp_path: Path) -> None:
    told, untold = drawn().image, tmp_path / "untold.png"
    told.save(untold)

    assert scan_of(saved(told, tmp_path / "told.png"), 1).width_pt == pytest.approx(595.4, abs=0.5)
    assert scan_of(untold, 1).height_pt == pytest.approx(841.9, abs=0.5)


def test_file_gone_is_a_capture_error(tmp_path: Path) -> None:
    with pytest.raises(CaptureError) as caught:
        scan_of(tmp_path / "gone.jpg", 1)

    assert caught.value.refusal.code is RefusalCode.VANISHED
