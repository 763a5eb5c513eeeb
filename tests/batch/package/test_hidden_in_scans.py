# SPDX-License-Identifier: Apache-2.0
"""What nobody saw on a page – switched off, blended away, rows behind the last one – leaves with none."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from batch.package.scan import scan_of, wrap
from tests.batch.package.test_scan import coding, shown
from tests.support.pages.drawn_scans import drawn, jpeg
from tests.support.pages.viewed_pdfs import difference

WHITE = Image.new("RGB", (827, 1169), "white")


def _page(path: Path, change: Callable[[Pdf, pikepdf.Page, pikepdf.Stream], bytes]) -> Path:
    """A drawn scan over a whole page whose image, resources and content ``change`` sets; %s is the image."""
    with pikepdf.open(io.BytesIO(wrap(jpeg(drawn().image.convert("L"))))) as pdf:
        page = pdf.pages[0]
        ((name, image),) = page.resources.XObject.items()
        left, bottom, right, top = (float(edge) for edge in page.mediabox.as_list())
        draw = f"{right - left} 0 0 {top - bottom} 0 0 cm {name} Do".encode()
        page.obj.Contents = pdf.make_stream(change(pdf, page, image).replace(b"%s", draw))
        pdf.save(path)
    return path


def _switched_off(pdf: Pdf) -> pikepdf.Object:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="L"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return layer


def layered_mark(pdf: Pdf, page: pikepdf.Page, _image: pikepdf.Stream) -> bytes:
    page.resources.Properties = Dictionary(MC0=_switched_off(pdf))
    return b"/OC /MC0 BDC q %s Q EMC"


def layered_image(pdf: Pdf, _page: pikepdf.Page, image: pikepdf.Stream) -> bytes:
    image.OC = _switched_off(pdf)
    return b"q %s Q"


def _state(**values: object) -> Callable[[Pdf, pikepdf.Page, pikepdf.Stream], bytes]:
    def change(_pdf: Pdf, page: pikepdf.Page, _image: pikepdf.Stream) -> bytes:
        page.resources.ExtGState = Dictionary(G0=Dictionary(values))
        return b"q /G0 gs %s Q"

    return change


def unknown_key(_pdf: Pdf, _page: pikepdf.Page, image: pikepdf.Stream) -> bytes:
    image.Alternates = Array([])
    return b"q %s Q"


def turned_white(_pdf: Pdf, _page: pikepdf.Page, image: pikepdf.Stream) -> bytes:
    image.Decode = Array([1, 1])
    return b"q %s Q"


def other_colours(_pdf: Pdf, page: pikepdf.Page, _image: pikepdf.Stream) -> bytes:
    page.resources.ColorSpace = Dictionary(
        DefaultGray=Array([Name.CalGray, Dictionary(WhitePoint=Array([1, 1, 1]))])
    )
    return b"q %s Q"


@pytest.mark.parametrize(
    "change",
    [layered_mark, layered_image, _state(**{"/ca": 0.0}), turned_white],
    ids=["layered-mark", "layered-image", "clear", "turned-white"],
)
def test_a_page_shown_white_leaves_white(
    tmp_path: Path, change: Callable[[Pdf, pikepdf.Page, pikepdf.Stream], bytes]
) -> None:
    assert difference(shown(scan_of(_page(tmp_path / "a.pdf", change), 1)), WHITE) < 1


@pytest.mark.parametrize(
    "change",
    [
        _state(**{"/ca": 0.05}),
        _state(**{"/BM": Name.Screen}),
        _state(**{"/SMask": Dictionary(S=Name.Luminosity)}),
        _state(**{"/TR": Name.Identity}),
        unknown_key,
        other_colours,
    ],
    ids=["faint", "blended", "masked", "transferred", "unknown-key", "other-colours"],
)
def test_a_page_that_does_more_than_draw_its_image_is_rendered(
    tmp_path: Path, change: Callable[[Pdf, pikepdf.Page, pikepdf.Stream], bytes]
) -> None:
    assert coding(scan_of(_page(tmp_path / "a.pdf", change), 1)) == "/FlateDecode"


@pytest.mark.parametrize(
    "change",
    [
        _state(
            **{"/Type": Name.ExtGState, "/ca": 1, "/CA": 1.0, "/BM": Name.Normal, "/SMask": Name("/None")}
        ),
        lambda _pdf, _page, _image: b"/Artifact BMC q %s Q EMC",
        lambda _pdf, _page, _image: b"/Figure <</MCID 0>> BDC q %s Q EMC",
    ],
    ids=["default-state", "artifact", "tagged"],
)
def test_what_changes_nothing_on_the_page_keeps_its_own_stream(
    tmp_path: Path, change: Callable[[Pdf, pikepdf.Page, pikepdf.Stream], bytes]
) -> None:
    scan = scan_of(_page(tmp_path / "a.pdf", change), 1)

    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        (kept,) = pdf.pages[0].resources.XObject.values()
        assert kept.read_raw_bytes() == jpeg(drawn().image.convert("L"))


def _two_sheets() -> Image.Image:
    """A white sheet above one with a black bar."""
    both = Image.new("L", (400, 1120), 255)
    both.paste(0, (100, 700, 300, 900))
    return both


def _lowered(data: bytes, rows: int) -> bytes:
    """A JPEG that says it has so many rows."""
    frame = data.index(b"\xff\xc2" if b"\xff\xc2" in data else b"\xff\xc0") + 5
    return data[:frame] + struct.pack(">H", rows) + data[frame + 2 :]


@pytest.mark.parametrize("rows", [560, 1104], ids=["half", "one-row-of-blocks-less"])
@pytest.mark.parametrize("coding_options", [{}, {"restart_marker_rows": 1}], ids=["plain", "restarts"])
def test_rows_behind_those_a_jpeg_tells_of_stay_here(
    tmp_path: Path, rows: int, coding_options: dict[str, int]
) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (1120, 400), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "JPEG", **coding_options)
    (tmp_path / "a.jpg").write_bytes(_lowered(out.getvalue(), rows))

    scan = scan_of(tmp_path / "a.jpg", 1)

    assert (coding(scan), scan.height_px) == ("/FlateDecode", rows)


def test_rows_behind_those_a_progressive_jpeg_tells_of_stay_here(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.effect_noise((400, 1120), 90).save(out, "JPEG", progressive=True)
    (tmp_path / "a.jpg").write_bytes(_lowered(out.getvalue(), 560))

    scan = scan_of(tmp_path / "a.jpg", 1)

    assert (coding(scan), scan.height_px) == ("/DCTDecode", 560)
    assert len(scan.image_pdf) < 0.7 * len(out.getvalue())


def test_a_jpeg_with_more_rows_than_its_pdf_says_is_rendered(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(wrap(jpeg(_two_sheets())))) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        image.Height = 560
        pdf.save(tmp_path / "a.pdf")

    assert coding(scan_of(tmp_path / "a.pdf", 1)) == "/FlateDecode"


@pytest.mark.parametrize("rows_told", [560, 1120])
def test_rows_and_words_behind_the_last_row_of_a_fax_stay_here(tmp_path: Path, rows_told: int) -> None:
    out = io.BytesIO()
    _two_sheets().convert("1").save(out, "TIFF", compression="group4")
    with pikepdf.open(io.BytesIO(wrap(out.getvalue()))) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        parameters = image.DecodeParms
        parameters = parameters[0] if isinstance(parameters, Array) else parameters
        image.write(image.read_raw_bytes() + b"said-of-a-person", filter=Name.CCITTFaxDecode)
        image.DecodeParms, image.Height, parameters.Rows = parameters, 560, rows_told
        pdf.pages[0].mediabox = Array([0, 0, 400, 560])
        pdf.pages[0].obj.Contents = pdf.make_stream(
            b"q 400 0 0 560 0 0 cm " + next(iter(pdf.pages[0].resources.XObject)).encode() + b" Do Q"
        )
        pdf.save(tmp_path / "a.pdf")

    scan = scan_of(tmp_path / "a.pdf", 1)

    assert scan.bilevel
    assert coding(scan) == "/CCITTFaxDecode"
    assert difference(shown(scan), WHITE) < 1
    with pikepdf.open(io.BytesIO(scan.image_pdf)) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        assert b"said-of" not in image.read_raw_bytes()
        image.Height, image.DecodeParms.Rows = 1120, 1120
        try:
            all_rows = np.asarray(pikepdf.PdfImage(image).as_pil_image().convert("L"))
        except OSError:  # the data ends behind the last row
            return
        assert not np.array_equal(all_rows[560:], np.asarray(_two_sheets())[560:])


@pytest.mark.parametrize("inverted", [False, True])
def test_a_fax_in_a_pdf_shows_the_same_pixels(tmp_path: Path, inverted: bool) -> None:
    out = io.BytesIO()
    drawn().image.convert("1").save(out, "TIFF", compression="group4")
    with pikepdf.open(io.BytesIO(wrap(out.getvalue()))) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        if inverted:
            image.Decode = Array([1, 0])
        pdf.save(tmp_path / "a.pdf")

    scan = scan_of(tmp_path / "a.pdf", 1)

    assert (coding(scan), scan.bilevel) == ("/CCITTFaxDecode", True)
    wanted = drawn().image.convert("L").point(lambda level: 255 - level if inverted else level)
    assert difference(shown(scan), wanted.convert("RGB")) < 4
