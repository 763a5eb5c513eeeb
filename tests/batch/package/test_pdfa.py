# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from batch.package.pdfa import Leaf, master
from batch.package.scan import scan_of
from ocr.result import PageReading
from tests.support.pages.drawn_scans import Drawn, drawn, saved
from tests.support.pages.preflight import preflight
from tests.support.pages.viewed_pdfs import IMPRINT, difference, seen, text_of

pytestmark = pytest.mark.long


def packed(page: Drawn, path: Path) -> bytes:
    return master([Leaf(scan_of(path, 1), page.reading)], IMPRINT)


@pytest.mark.parametrize("skew", [0.0, 3.4, -6.5])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_text_is_found_line_by_line_however_the_page_lay_in_the_scanner(
    tmp_path: Path, turn: int, skew: float
) -> None:
    page = drawn(turn, skew)

    found = text_of(packed(page, saved(page.image, tmp_path / "scan.jpg")))

    assert found == page.lines
    assert all(unicodedata.is_normalized("NFC", line) for line in found)


@pytest.mark.parametrize(("turn", "skew"), [(0, 0.0), (90, 0.0), (180, 4.0), (270, -4.0)])
def test_page_is_shown_upright_and_straight(tmp_path: Path, turn: int, skew: float) -> None:
    page, wanted = drawn(turn, skew), drawn()

    shown = seen(packed(page, saved(page.image, tmp_path / "scan.png")), dpi=100)

    left, top = (shown.width - wanted.image.width) // 2, (shown.height - wanted.image.height) // 2
    cut = shown.crop((left, top, left + wanted.image.width, top + wanted.image.height))
    assert difference(cut, wanted.image) < 4


def test_text_lies_over_its_words(tmp_path: Path) -> None:
    page = drawn(90, 2.0)
    pdf = packed(page, saved(page.image, tmp_path / "scan.png"))

    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)

    row = next(row for row in done.stdout.decode().splitlines() if ">PHƯỢC<" in row)
    left, top, right, bottom = (float(number) for number in re.findall(r'"([\d.]+)"', row))
    shown = seen(pdf, dpi=72).convert("L").crop((round(left), round(top), round(right), round(bottom)))
    # The bar drawn for the word is half as high as its box.
    dark = sum(shown.histogram()[:128]) / (shown.width * shown.height)
    assert 0.35 < dark < 0.75


def test_decomposed_letters_are_searchable_as_composed(tmp_path: Path) -> None:
    page = drawn()
    words = tuple(
        type(word)(unicodedata.normalize("NFD", word.text), word.confidence, word.quad, word.line)
        for word in page.reading.words
    )
    reading = PageReading(1, "other", 1.0, 0, 0.0, page.reading.width, page.reading.height, words=words)
    path = saved(page.image, tmp_path / "scan.jpg")

    assert text_of(master([Leaf(scan_of(path, 1), reading)], IMPRINT)) == page.lines


def test_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    page = drawn(0, 1.0)
    path = saved(page.image, tmp_path / "scan.jpg")

    assert packed(page, path) == packed(page, path)


def test_document_tells_the_dossiers_moment_and_not_today(tmp_path: Path) -> None:
    page = drawn()
    pdf = packed(page, saved(page.image, tmp_path / "scan.jpg"))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/CreationDate"]) == "D:20260115023000+00'00"
        assert b"2026-01-15T02:30:00" in opened.Root.Metadata.read_bytes()
        assert opened.pdf_version == "1.4"


def test_jpeg_of_the_scanner_is_in_the_master_byte_for_byte(tmp_path: Path) -> None:
    page = drawn(90, 2.0)
    path = saved(page.image, tmp_path / "scan.jpg", quality=80)

    with pikepdf.open(io.BytesIO(packed(page, path))) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        assert image.read_raw_bytes() == path.read_bytes()
        assert (int(image.Width), int(image.Height)) == page.image.size


def test_independent_validator_accepts_pages_of_every_coding(tmp_path: Path) -> None:
    page, image = drawn(0, 1.0), drawn(0, 1.0).image
    alpha = image.convert("RGBA")
    alpha.putalpha(200)
    deep = Image.fromarray((np.asarray(image.convert("L")).astype("uint16")) * 257)
    paths = [
        saved(image, tmp_path / "colour.jpg"),
        saved(image.convert("L"), tmp_path / "gray.jpg"),
        saved(image.convert("CMYK"), tmp_path / "cmyk.jpg"),
        saved(image.convert("1"), tmp_path / "fax.tif", compression="group4"),
        saved(alpha, tmp_path / "alpha.png"),
        saved(deep, tmp_path / "deep.png"),
        saved(image.quantize(16), tmp_path / "palette.png"),
        saved(image, tmp_path / "colour.tif"),
        saved(image, tmp_path / "wavelet.jp2"),
        saved(image, tmp_path / "scan.pdf"),
    ]
    out = tmp_path / "master.pdf"
    out.write_bytes(master([Leaf(scan_of(path, 1), page.reading) for path in paths], IMPRINT))

    assert preflight(out) == ""
    assert text_of(out.read_bytes()) == page.lines * len(paths)


def test_independent_validator_can_say_no(tmp_path: Path) -> None:
    page = drawn()
    path = saved(page.image, tmp_path / "scan.jpg")
    with pikepdf.open(io.BytesIO(packed(page, path))) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(tmp_path / "bad.pdf")

    assert preflight(tmp_path / "bad.pdf") != ""


def test_page_without_words_is_packed_all_the_same(tmp_path: Path) -> None:
    page = drawn()
    path = saved(page.image, tmp_path / "scan.jpg")
    unread = PageReading(1, "", 0.0, 0, 0.0, 1, 1)
    out = tmp_path / "master.pdf"

    out.write_bytes(master([Leaf(scan_of(path, 1), unread)], IMPRINT))

    assert preflight(out) == ""
    assert text_of(out.read_bytes()) == []
