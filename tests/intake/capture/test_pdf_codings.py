# SPDX-License-Identifier: Apache-2.0
"""Pictures inside PDFs: every coding that PDF knows opens, any other is refused, none is lost as blank.

Made here, page by page; each with Poppler and without it.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from intake.capture.opening import load_page, probe
from intake.capture.refusals import CaptureError, RefusalCode
from tests.support.pages.odd_pdfs import jbig2_pdf, page_picture
from tests.support.programs.hidden_programs import forget_programs, hide_programs


@pytest.fixture(params=["poppler", "pdfium"])
def _drawn_by(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[None]:
    if request.param == "pdfium":
        hide_programs(monkeypatch, tmp_path / "no-programs")
    yield
    monkeypatch.undo()
    forget_programs()


pytestmark = pytest.mark.usefixtures("_drawn_by")


def one_picture(path: Path, data: bytes, coding: str, bits: int = 8, **parms: int) -> Path:
    """A page that is one picture of ``page_picture``'s size in any coding."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595.2, 841.92))
        image = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        image.write(data, filter=pikepdf.Name(coding), decode_parms=pikepdf.Dictionary(**parms))
        image.Width, image.Height, image.BitsPerComponent = *page_picture().size, bits
        image.ColorSpace = pikepdf.Name.DeviceGray
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        pdf.pages[0].Contents = pdf.make_stream(b"q 595.2 0 0 841.92 0 0 cm /Im Do Q")
        pdf.save(path)
    return path


def jpeg2000(picture: Image.Image, *, raw: bool) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG2000", no_jp2=raw)
    return stream.getvalue()


def _jp2(path: Path) -> Path:
    return one_picture(path, jpeg2000(page_picture(), raw=False), "/JPXDecode")


def _j2k(path: Path) -> Path:
    return one_picture(path, jpeg2000(page_picture(), raw=True), "/JPXDecode")


def _group4(path: Path) -> Path:
    picture, stream = page_picture("1"), io.BytesIO()
    picture.save(stream, "TIFF", compression="group4", tiffinfo={278: picture.height})
    with Image.open(stream) as coded:
        start, length = coded.tag_v2[273][0], coded.tag_v2[279][0]
        black_is_1 = coded.tag_v2[262] == 0
    data = stream.getvalue()[start : start + length]
    columns = {"K": -1, "Columns": picture.width, "Rows": picture.height, "BlackIs1": not black_is_1}
    return one_picture(path, data, "/CCITTFaxDecode", 1, **columns)


def _predicted(path: Path) -> Path:
    """Deflated rows, each of them what differs from the one above (PNG's filter "up")."""
    rows = np.asarray(page_picture())
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    coded = b"".join(b"\x02" + row.tobytes() for row in rows - above)
    return one_picture(path, zlib.compress(coded), "/FlateDecode", Predictor=15, Columns=rows.shape[1])


@pytest.mark.parametrize("made", [jbig2_pdf, _jp2, _j2k, _group4, _predicted])
def test_every_coding_that_pdf_knows_shows_the_picture(tmp_path: Path, made: Callable[[Path], Path]) -> None:
    page = load_page(made(tmp_path / "scan.pdf"))
    wanted = np.asarray(page_picture().resize((page.width, page.height)), np.int16)
    gray = page.image if page.image.ndim == 2 else page.image[:, :, 0]
    assert np.abs(gray - wanted).mean() < 3
    assert page.dpi == pytest.approx(150, rel=0.01)


def test_a_coding_that_is_none_of_pdfs_is_refused_by_name_and_never_read_as_a_blank_page(
    tmp_path: Path,
) -> None:
    path = one_picture(tmp_path / "scan.pdf", b"II\xbc\x01" + bytes(2000), "/JXRDecode")
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal.code is RefusalCode.UNKNOWN_CODING
    assert caught.value.refusal.page == 1
    assert "JPEG XR" in caught.value.sentence
    assert "imagecodecs" in caught.value.advice


@pytest.mark.parametrize("coding", ["/JPXDecode", "/JBIG2Decode"])
def test_a_picture_that_is_damaged_beyond_decoding_is_refused_and_never_read_as_a_blank_page(
    tmp_path: Path, coding: str
) -> None:
    path = one_picture(tmp_path / "scan.pdf", bytes(2000), coding, 1 if coding == "/JBIG2Decode" else 8)
    with pytest.raises(CaptureError) as caught:
        load_page(path)
    assert caught.value.refusal.code is RefusalCode.UNREADABLE


def test_a_sheet_that_is_blank_is_a_blank_page(tmp_path: Path) -> None:
    blank = jpeg2000(Image.new("L", page_picture().size, 255), raw=False)
    page = load_page(one_picture(tmp_path / "scan.pdf", blank, "/JPXDecode"))
    assert page.image.min() == 255


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"II\xbc\x01", RefusalCode.UNSUPPORTED),
        (b"\xff\x0a", RefusalCode.JPEG_XL),
        (b"\x00\x00\x00\x0cJXL \r\n\x87\n", RefusalCode.JPEG_XL),
    ],
)
def test_a_picture_of_another_kind_is_called_one(tmp_path: Path, head: bytes, code: RefusalCode) -> None:
    (tmp_path / "photo.jpg").write_bytes(head + bytes(100))
    refusal = probe(tmp_path / "photo.jpg").refusal
    assert refusal is not None
    assert refusal.code is code
