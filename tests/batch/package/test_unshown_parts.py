# SPDX-License-Identifier: Apache-2.0
"""Parts of a picture's own coding that no pixel shows: colours, regions, data behind a fault."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Name, String
from PIL import Image

from batch.package.pack_work import ComponentPlan, PagePlan
from batch.package.package import bears_signature
from batch.package.scan import Scan, scan_of
from intake.capture.opening import load_page
from intake.reading.page_work import PageTask, read_task
from intake.store.objects import ObjectFolder
from ocr.result import SIGNED, PageReading
from tests.batch.package.test_scan import coding
from tests.support.pages.odd_pdfs import jbig2_pdf, mmr_region, page_picture

SAID = b"said of a person"


def _all_of(scan: Scan) -> bytes:
    """Every stream and string of the copy."""
    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        pages = [pdf.pages[0].resources.XObject[name] for name in pdf.pages[0].resources.XObject]
        spaces = [bytes(image.ColorSpace[3]) for image in pages if isinstance(image.ColorSpace, Array)]
        return b"".join([scan.image_pdf, *(image.read_raw_bytes() for image in pages), *spaces])


def _pixels(scan: Scan) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        return np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("L"))


def _indexed(path: Path, bits: int, lookup: bytes, most: int, values: list[int]) -> Path:
    """A page of 64 × 64 pixels in these values of a palette."""
    row = np.resize(np.array(values, np.uint8), (64, 8 * 8))
    each = 8 // bits
    packed = np.zeros((64, 64 // each), np.uint8)
    for place in range(each):
        packed |= row[:, place::each] << (8 - bits * (place + 1))
    with pikepdf.new() as pdf:
        image = pdf.make_stream(zlib.compress(packed.tobytes()), Type=Name.XObject, Subtype=Name.Image)
        image.Width, image.Height, image.BitsPerComponent, image.Filter = 64, 64, bits, Name.FlateDecode
        image.ColorSpace = Array([Name.Indexed, Name.DeviceRGB, most, String(lookup)])
        pdf.add_blank_page(page_size=(64, 64))
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        pdf.pages[0].Contents = pdf.make_stream(b"q 64 0 0 64 0 0 cm /Im Do Q")
        pdf.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return path


@pytest.mark.parametrize(("bits", "values"), [(8, [0, 2, 200]), (4, [0, 2, 5]), (2, [0, 2])])
def test_of_a_palette_in_a_pdf_only_colours_that_pixels_have_leave(
    tmp_path: Path, bits: int, values: list[int]
) -> None:
    most = 2**bits - 1
    colours = np.full((most + 1, 3), 255, np.uint8)
    colours[2], colours[-1] = (40, 50, 60), (1, 2, 3)
    colours[values[-1]] = (90, 10, 10)
    lookup = bytearray(colours.tobytes())
    lookup[3:6] = SAID[:3]
    if bits == 8:
        lookup[300 : 300 + len(SAID)] = SAID
    path = _indexed(tmp_path / "a.pdf", bits, bytes(lookup) + SAID, most, values)

    scan = scan_of(path, 1)

    assert coding(scan) == "/FlateDecode"
    assert SAID not in _all_of(scan)
    assert SAID[:3] not in _all_of(scan)
    wanted = Image.fromarray(colours[np.resize(np.array(values), (64, 64))]).convert("L")
    assert np.array_equal(_pixels(scan), np.asarray(wanted))


def test_of_a_palette_shorter_than_it_says_what_was_read_leaves(tmp_path: Path) -> None:
    path = _indexed(tmp_path / "a.pdf", 8, bytes([255, 255, 255, 0, 0, 0]), 255, [0, 1])
    read = load_page(path, 1).image
    pixels = _pixels(scan_of(path, 1))
    assert np.array_equal(pixels.min() < 128, read.min() < 128)


def test_a_scan_of_few_colours_that_is_cut_off_leaves_as_it_was_read(tmp_path: Path) -> None:
    colours = bytes([255, 255, 255, 0, 0, 0, 255, 0, 0])
    path = _indexed(tmp_path / "a.pdf", 8, colours, 2, [0, 1])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        there = bytes([0, 1] * 32) * 30 + bytes([2]) * 40  # its last row in a colour of its own
        image.write(zlib.compress(there), filter=Name.FlateDecode)
        pdf.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)

    scan = scan_of(path, 1)

    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        assert not isinstance(image.ColorSpace, Array) or str(image.ColorSpace[0]) != "/Indexed"
    read = np.asarray(Image.fromarray(load_page(path, 1).image).convert("L"), int)
    assert np.abs(_pixels(scan) - read).mean() < 2


def test_of_a_png_only_colours_that_pixels_have_leave(tmp_path: Path) -> None:
    picture = Image.new("P", (64, 64), 0)
    picture.putpalette([255, 255, 255, *SAID[:15], 10, 20, 30])
    picture.paste(6, (10, 10, 30, 30))
    picture.save(tmp_path / "a.png", dpi=(200, 200))
    assert SAID[:15] in (tmp_path / "a.png").read_bytes()

    scan = scan_of(tmp_path / "a.png", 1)

    assert SAID[:3] not in _all_of(scan)
    assert np.array_equal(_pixels(scan), np.asarray(picture.convert("RGB").convert("L")))
    assert scan.width_pt == pytest.approx(64 * 72 / 200, rel=0.01)


@pytest.mark.parametrize("inverted", [False, True])
def test_what_another_region_of_a_jbig2_page_covers_stays_here(tmp_path: Path, inverted: bool) -> None:
    hidden = page_picture("1").rotate(180)
    path = jbig2_pdf(tmp_path / "a.pdf", covered=hidden, inverted=inverted)
    assert mmr_region(hidden)[20:] in path.read_bytes()

    scan = scan_of(path, 1)

    assert (coding(scan), scan.bilevel) == ("/CCITTFaxDecode", True)
    assert mmr_region(hidden)[20:220] not in _all_of(scan)
    wanted = np.asarray(page_picture("1").convert("L"))
    assert np.array_equal(_pixels(scan), 255 - wanted if inverted else wanted)


def test_what_stands_behind_the_fault_of_a_damaged_stream_stays_here(tmp_path: Path) -> None:
    path = _indexed(tmp_path / "a.pdf", 8, bytes(range(256)) * 3, 255, [0, 9])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        image.ColorSpace, image.Width = Name.DeviceRGB, 64
        packing = zlib.compressobj()
        whole = packing.compress(bytes(range(192)) * 40) + packing.flush(zlib.Z_FULL_FLUSH)
        no_such_block = b"\x07"
        image.write(whole + no_such_block + SAID, filter=Name.FlateDecode)
        pdf.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)

    assert SAID not in _all_of(scan_of(path, 1))


@pytest.mark.long
@pytest.mark.parametrize("signed", [True, False])
def test_a_paper_that_somebody_signed_digitally_is_noticed(tmp_path: Path, signed: bool) -> None:
    picture, paper = tmp_path / "a.png", tmp_path / "b.pdf"
    page_picture("1").save(picture)
    picture.write_bytes(picture.read_bytes() + b"/ByteRange")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if signed:
            value = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=Name.Sig,
                    Filter=Name("/Adobe.PPKLite"),
                    SubFilter=Name("/adbe.pkcs7.detached"),
                    ByteRange=Array([0, 9, 9, 9]),
                )
            )
            pdf.Root.AcroForm = pikepdf.Dictionary(
                SigFlags=3, Fields=Array([pikepdf.Dictionary(FT=Name.Sig, T=String("Sig1"), V=value)])
            )
        pdf.save(paper)
    objects = ObjectFolder(tmp_path / "objects")
    reading = PageReading(1, "", 0.0, 0, 0.0, 1, 1)
    pages = tuple(PagePlan(objects.keep(path).sha256, path.name, 1, reading) for path in (picture, paper))
    component = ComponentPlan("", "other", "", pages)

    assert bears_signature(component, objects) is signed
    assert (SIGNED in read_task(PageTask(str(paper), 1)).notes) is signed
