# SPDX-License-Identifier: Apache-2.0
"""What people see in their viewer is read: faults of a file's order, locks that lock nothing, odd codings."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from intake.capture import pdf as capture_pdf
from intake.capture.opening import load_page, probe
from intake.capture.pages import DEFAULT_LIMITS, PageImage
from intake.capture.pdfium import count_pages, picture_in, render_page
from intake.capture.refusals import CaptureError, RefusalCode
from tests.support.pages import odd_pdfs

SHOWN = [
    odd_pdfs.without_end,
    odd_pdfs.with_wrong_table,
    odd_pdfs.without_endobj,
    odd_pdfs.with_mail_before,
    odd_pdfs.with_page_after,
    odd_pdfs.with_zeros_after,
    odd_pdfs.for_all_to_read,
    odd_pdfs.with_locked_attachment,
]


def _is_the_page(page: PageImage) -> bool:
    height, width = page.image.shape[:2]
    seen = [int(page.image[y * height // 4, x * width // 4].max()) for y, x in ((1, 1), (1, 3), (3, 1))]
    return abs(width - 1240) <= 1 and abs(height - 1754) <= 1 and seen[0] < 20 and min(seen[1:]) > 235


@pytest.mark.parametrize("spoilt", SHOWN, ids=lambda made: made.__name__)
def test_a_pdf_that_viewers_show_is_read(tmp_path: Path, spoilt: object) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(spoilt(odd_pdfs.scanned_pdf()))  # type: ignore[operator]
    info = probe(path)
    assert (info.pages, info.refusal) == (1, None)
    page = load_page(path)
    assert _is_the_page(page) and page.dpi == pytest.approx(150, rel=0.01)


def test_a_pdf_that_is_locked_stays_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(odd_pdfs.locked(odd_pdfs.scanned_pdf()))
    refusal = probe(path).refusal
    assert refusal is not None and refusal.code is RefusalCode.ENCRYPTED


def test_a_change_whose_end_is_missing_is_told_as_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(odd_pdfs.scanned_pdf() + b"9 0 obj\n<< /Length 400000 >>\nstream\n" + b"x" * 9999)
    refusal = probe(path).refusal
    assert refusal is not None and refusal.code is RefusalCode.TRUNCATED


def test_a_jbig2_scan_is_read(tmp_path: Path) -> None:
    path = odd_pdfs.jbig2_pdf(tmp_path / "scan.pdf")
    assert _is_the_page(load_page(path))


def test_the_pixels_of_a_jbig2_scan_need_no_program_of_their_own(tmp_path: Path) -> None:
    picture = picture_in(odd_pdfs.jbig2_pdf(tmp_path / "scan.pdf").read_bytes())
    assert picture is not None
    assert picture.convert("L").tobytes() == odd_pdfs.page_picture("1").convert("L").tobytes()


def test_a_page_that_poppler_does_not_draw_is_drawn_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = odd_pdfs.jbig2_pdf(tmp_path / "scan.pdf")

    def fails(*_arguments: object, **_options: object) -> None:
        raise OSError("pdftoppm: not found")

    monkeypatch.setattr(capture_pdf, "convert_from_path", fails)
    assert _is_the_page(load_page(path))


def test_a_damaged_page_of_which_nothing_is_to_be_seen_is_not_taken_for_a_blank_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "blank.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(path)

    def fails(*_arguments: object, **_options: object) -> None:
        raise OSError("damaged")

    assert load_page(path).image.min() == 255
    monkeypatch.setattr(capture_pdf, "convert_from_path", fails)
    with pytest.raises(CaptureError):
        load_page(path)


def test_a_page_turned_by_its_own_mark_comes_turned_from_pdfium_too(tmp_path: Path) -> None:
    path = tmp_path / "turned.pdf"
    path.write_bytes(odd_pdfs.scanned_pdf())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.save(path)
    drawn, wanted = render_page(path, 1, 300, DEFAULT_LIMITS, 40.0), load_page(path)
    assert drawn is not None
    small = [Image.fromarray(page.image).convert("L").resize((40, 30)) for page in (drawn, wanted)]
    assert max(abs(a - b) for a, b in zip(small[0].tobytes(), small[1].tobytes(), strict=True)) < 40


def test_what_is_no_pdf_has_no_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    assert count_pages(path) == 0 and render_page(path, 1, 300, DEFAULT_LIMITS, 40.0) is None
