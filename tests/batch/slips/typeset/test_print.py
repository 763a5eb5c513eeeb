# SPDX-License-Identifier: Apache-2.0
"""The look of printed documents: pages, repeated headings, fonts, codes, and the same bytes each time."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import docx
import pikepdf
import pytest
import zxingcpp
from pdf2image import convert_from_bytes

from batch.slips.errors import FontError
from batch.slips.typeset.blocks import (
    Blank,
    BlankLine,
    Letterhead,
    ListItem,
    Paragraph,
    PrintDocument,
    RuledTable,
    Signature,
    SignatureBlock,
    Title,
    plain,
)
from batch.slips.typeset.fonts import find_typeface
from batch.slips.typeset.pdf import pdf_of
from batch.slips.typeset.word import docx_of
from templates.model.slip_texts import load_slip
from tests.support.desks.slip_desk import folded, text_of_docx, text_of_pdf

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def document(*blocks: object) -> PrintDocument:
    return PrintDocument("Bản in thử", NOW, tuple(blocks))  # type: ignore[arg-type]


def page_texts(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        count = len(pdf.pages)
    texts = []
    for number in range(count):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            one = pikepdf.new()
            one.pages.append(pdf.pages[number])
            out = io.BytesIO()
            one.save(out)
        texts.append(text_of_pdf(out.getvalue()))
    return texts


def test_the_same_document_gives_the_same_bytes() -> None:
    made = document(Letterhead(("UBND",), ("Số: 1",), "Ví Dụ"), Title(("PHIẾU",), qr="261116-2234"))
    assert pdf_of(made) == pdf_of(made)
    assert docx_of(made) == docx_of(made)


def test_every_vietnamese_letter_is_in_the_file_and_its_font_too() -> None:
    letters = "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ"
    data = pdf_of(document(Paragraph(plain(f"{letters} {letters.upper()}"))))
    assert f"{letters} {letters.upper()}" in text_of_pdf(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = [f for page in pdf.pages for f in page.Resources.Font.values()]
        assert all("/FontFile2" in font.FontDescriptor for font in fonts if "/FontDescriptor" in font)
        assert str(pdf.Root.Lang) == "vi-VN"


def test_a_long_table_repeats_its_heading_on_every_page() -> None:
    rows = tuple((str(n), f"Giấy tờ số {n:03d}") for n in range(1, 90))
    pages = page_texts(pdf_of(document(RuledTable(("TT", "Tên giấy tờ"), rows, (1, 9)))))
    assert len(pages) > 2
    assert all("Tên giấy tờ" in page for page in pages)
    assert all(f"Giấy tờ số {n:03d}" in " ".join(pages) for n in range(1, 90))


def test_pages_after_the_first_are_numbered_at_the_top() -> None:
    pages = page_texts(pdf_of(document(*(ListItem(n, "Một nội dung cần bổ sung.") for n in range(1, 120)))))
    assert not pages[0].startswith("1 ")
    assert [page.split()[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]


@pytest.mark.parametrize("lines", range(36, 46))
def test_nobody_signs_a_page_that_says_nothing(lines: int) -> None:
    body = [Paragraph(plain(f"Dòng thứ {n}.")) for n in range(lines)]
    signed = SignatureBlock((Signature("NGƯỜI NỘP", "(Ký)", "A"), Signature("NGƯỜI NHẬN", "(Ký)", "B")))
    last = page_texts(pdf_of(document(*body, signed)))[-1]
    assert "NGƯỜI NỘP" in last
    assert f"Dòng thứ {lines - 1}." in last


@pytest.mark.parametrize("lines", range(30, 46))
def test_what_stands_behind_the_signatures_stays_with_them(lines: int) -> None:
    body = [Paragraph(plain(f"Dòng thứ {n}.")) for n in range(lines)]
    signed = SignatureBlock((Signature("NGƯỜI NỘP", "(Ký)", "A"),))
    opinion = SignatureBlock((Signature("Ý KIẾN CỦA CHA, MẸ", "(Ký)"),))
    copies = BlankLine((Blank("Số lượng:"), Blank("bản", text=True)))
    last = page_texts(pdf_of(document(*body, signed, opinion, copies)))[-1]
    assert [words in last for words in ("NGƯỜI NỘP", "Ý KIẾN CỦA CHA, MẸ", "Số lượng")] == [True] * 3


def test_names_of_two_who_sign_do_not_touch() -> None:
    long = "NGUYỄN PHÚC HOÀNG TÔN NỮ THỊ DIỆU HUYỀN PHƯỢNG QUỲNH TRANG"
    signed = SignatureBlock((Signature("Bên nữ", "(Ký)", long), Signature("Bên nam", "(Ký)", long)))
    assert "THỊNGUYỄN" not in text_of_pdf(pdf_of(document(signed)))


def test_tables_that_follow_each_other_stay_two_in_word() -> None:
    head = Letterhead(("UBND",), ("Số: 1",), "Ví Dụ"), Title(("PHIẾU",), qr="261116-2234")
    signed = SignatureBlock((Signature("NGƯỜI NỘP", "(Ký)", "A"),))
    body = docx.Document(io.BytesIO(docx_of(document(*head, signed, signed)))).element.body
    kinds = [child.tag.rpartition("}")[2] for child in body]
    assert not any(pair == ("tbl", "tbl") for pair in pairwise(kinds))


def test_the_code_on_paper_reads_as_the_dossier() -> None:
    data = pdf_of(document(Title(("GIẤY TIẾP NHẬN",), qr="261116-2234")))
    (image,) = convert_from_bytes(data, dpi=150)
    assert [code.text for code in zxingcpp.read_barcodes(image)] == ["261116-2234"]


def test_blanks_that_do_not_fit_beside_each_other_all_stand_there() -> None:
    long = "Ủy ban nhân dân phường Ví Dụ Đông, thành phố Ví Dụ, tỉnh Đắk Lắk"
    line = BlankLine((Blank("số:", "12/2019"), Blank("do:", long), Blank("cấp ngày:", "01/02/2019")))
    for text in (text_of_pdf(pdf_of(document(line))), text_of_docx(docx_of(document(line)))):
        assert all(part in text for part in ("số: 12/2019", f"do: {long}", "cấp ngày: 01/02/2019"))


def test_what_looks_like_markup_is_printed_as_it_stands() -> None:
    nasty = "A < B & <b>C</b> &amp; {requester}"
    blocks = (
        Paragraph(plain(nasty)),
        BlankLine((Blank("Tên:", nasty),)),
        RuledTable(("x",), ((nasty,),), (1,)),
    )
    for text in (text_of_pdf(pdf_of(document(*blocks))), text_of_docx(docx_of(document(*blocks)))):
        assert folded(text).count(nasty) == 3


def test_a_word_longer_than_the_line_is_broken_not_lost() -> None:
    word = "x" * 400
    text = text_of_pdf(pdf_of(document(Paragraph(plain(word)), BlankLine((Blank("Tên:", word),)))))
    assert text.count("x") == 800


def test_the_docx_is_a4_with_the_margins_of_the_decree() -> None:
    section = docx.Document(io.BytesIO(docx_of(document(Title(("PHIẾU",)))))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.left_margin.mm), round(section.top_margin.mm)) == (30, 20)


def test_leaders_of_the_docx_are_tab_leaders() -> None:
    file = docx.Document(io.BytesIO(docx_of(document(BlankLine((Blank("Địa chỉ:"),), rows=2)))))
    stops = [list(paragraph.paragraph_format.tab_stops) for paragraph in file.paragraphs]
    assert [len(each) for each in stops] == [1, 1]
    assert "....." not in text_of_docx(docx_of(document(BlankLine((Blank("Địa chỉ:"),)))))


def test_without_a_font_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(FontError) as failure:
        find_typeface((tmp_path,))
    assert "fonts-liberation2" in failure.value.advice


def test_a_font_without_vietnamese_letters_is_not_taken(tmp_path: Path) -> None:
    for name in ("Regular", "Bold", "Italic", "BoldItalic"):
        (tmp_path / f"LiberationSerif-{name}.ttf").write_bytes(b"no font at all")
    with pytest.raises(FontError):
        find_typeface((tmp_path,))


@pytest.mark.parametrize("kind", ["receipt", "supplement", "refusal", "apology", "control"])
def test_every_slip_names_its_source_and_says_what_is_unverified(kind: str) -> None:
    text = load_slip(kind)
    assert text.kind == kind
    for edition in text.editions:
        assert "TT 03/2025/TT-VPCP" in edition.source
        assert edition.unverified
