# SPDX-License-Identifier: Apache-2.0
"""PDFs that were never paper: their own text is used where it is sound, and only there."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from intake.capture import pdf_text as capture_text
from intake.capture.opening import load_page
from ocr.born_digital.layer_check import USED, Flaw
from ocr.result import PageReading, Source
from ocr.text.folding import same_text
from samples.printing import papers
from samples.printing.press import set_paper
from samples.printing.style import Style
from tests.support.pages.drawn_pdfs import (
    drawn_over,
    filled_form,
    flaw,
    invisible,
    picture_of,
    read,
    retyped,
    saved,
    values,
    with_boxes,
    with_fields,
    with_picture,
    written,
)
from tests.support.programs.examples import some_of

pytestmark = pytest.mark.long

_TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ",
        strict=True,
    )
)
_VNI_MARKS = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_HAT = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_VNI_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_ALONE = {"đ": "ñ", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "í": "í", "ì": "ì", "ơ": "ô", "ư": "ö"}


def _tcvn3(letter: str) -> str:
    """A letter as typed in a font of TCVN3, which has small letters only."""
    return _TCVN3.get(letter.lower(), letter)


def _vni(letter: str) -> str:
    small = letter.lower()
    if small in _VNI_ALONE:
        coded = _VNI_ALONE[small]
    else:
        base, *marks = unicodedata.normalize("NFD", small)
        if not marks:
            return letter
        tone = "".join(mark for mark in marks if mark in _VNI_MARKS)
        if "\u031b" in marks:
            coded = {"o": "ô", "u": "ö"}[base] + _VNI_MARKS[tone]
        elif "\u0302" in marks or "\u0306" in marks:
            coded = base + (_VNI_HAT if "\u0302" in marks else _VNI_BREVE)[tone]
        else:
            coded = base + _VNI_MARKS[tone]
    return coded if small == letter else coded.upper()


def _assert_true(reading: PageReading, page: papers.Page, *, but: int = 0) -> None:
    """All typed values of the page are read, ``but`` so many that differ."""
    found = values(reading)
    typed = {key: value for key, value in page.truth.items() if key != "copies.wanted"}
    wrong = [key for key, value in typed.items() if not same_text(found.get(key, ""), value)]
    assert len(wrong) <= but, f"{len(wrong)} values differ: {wrong}"


@dataclass(frozen=True)
class Sheet:
    """A form as a file, and what is read of it."""

    pdf: bytes
    reading: PageReading


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    pdf = set_paper("birth-registration-2024", {}, papers.MACHINE).pdf
    return Sheet(pdf, read(written(tmp_path_factory.mktemp("blank") / "form.pdf", pdf)))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    pdf = filled_form().printed.pdf
    return Sheet(pdf, read(written(tmp_path_factory.mktemp("filled") / "form.pdf", pdf)))


@pytest.mark.parametrize("leader", some_of([".", "…", "_", ". "], always=["…"]))
def test_the_text_of_the_file_gives_every_value_surely(leader: str, tmp_path: Path) -> None:
    page = filled_form(Style(leader=leader, dots="through"))
    reading = read(written(tmp_path / "form.pdf", page.printed.pdf))
    assert reading.notes == (USED,)
    assert reading.kind == "birth-registration"
    _assert_true(reading, page)
    typed = [field for field in reading.fields if field.source is not Source.MARK]
    assert {field.source for field in typed} == {Source.TEXT_LAYER}
    assert min(field.confidence for field in typed) >= 0.9


def test_an_empty_form_gives_no_value(blank: Sheet) -> None:
    assert blank.reading.notes == (USED,)
    assert values(blank.reading) == {}


@pytest.mark.parametrize(
    ("encode", "regular", "bold"),
    [
        (_tcvn3, ".VnTime", ".VnTimeH"),
        pytest.param(_vni, "VNI-Times", "VNI-Times-Bold", marks=pytest.mark.slow),
        pytest.param(_tcvn3, "", "", marks=pytest.mark.slow),
        (_vni, "", ""),
    ],
    ids=["tcvn3-by-name", "vni-by-name", "tcvn3-by-its-words", "vni-by-its-words"],
)
def test_fonts_from_before_unicode_are_read(
    encode: Callable[[str], str], regular: str, bold: str, tmp_path: Path
) -> None:
    page = filled_form()
    pdf = retyped(page.printed.pdf, encode, bold, only="Serif-Bold")
    reading = read(written(tmp_path / "form.pdf", retyped(pdf, encode, regular, only="Serif")))
    assert reading.notes == (USED,)
    _assert_true(reading, page)


def _swapped(letter: str) -> str:
    """Another letter, so that words stay words: what a file with a broken table says."""
    return letter.translate(str.maketrans("nmtchbdgNMTCHBDG0123456789", "mnctbhgdMNCTBHGD9876543210"))


def test_text_that_means_nothing_is_read_from_the_picture(tmp_path: Path) -> None:
    page = filled_form()
    pdf = retyped(page.printed.pdf, lambda letter: chr(ord(letter) + 5) if letter.isalpha() else letter)
    reading = read(written(tmp_path / "form.pdf", pdf))
    assert reading.notes == (Flaw.GARBLED,)
    _assert_true(reading, page, but=1)


def test_letters_without_a_meaning_are_read_from_the_picture(tmp_path: Path) -> None:
    page = filled_form()
    pdf = retyped(page.printed.pdf, lambda letter: "\ue001" if letter in "aeiou" else letter)
    assert flaw(written(tmp_path / "form.pdf", pdf)) == Flaw.UNMAPPED


def test_a_text_that_differs_from_the_picture_is_not_believed(tmp_path: Path) -> None:
    page = filled_form()
    said = flaw(written(tmp_path / "form.pdf", retyped(page.printed.pdf, _swapped)))
    assert said in (Flaw.DIFFERS, Flaw.GARBLED)


def test_one_font_that_differs_is_enough(tmp_path: Path) -> None:
    page = filled_form(Style(value_face="sans"))
    pdf = retyped(page.printed.pdf, _swapped, only="Sans")
    assert flaw(written(tmp_path / "form.pdf", pdf)) == Flaw.DIFFERS


def test_the_words_of_a_scanner_app_are_not_believed(tmp_path: Path) -> None:
    page = filled_form()
    scan = with_picture(invisible(retyped(page.printed.pdf, _swapped)), picture_of(page.printed.pdf))
    assert flaw(written(tmp_path / "scan.pdf", scan)) == Flaw.SCAN


def test_invisible_text_is_not_believed(tmp_path: Path) -> None:
    page = filled_form()
    pdf = with_picture(invisible(page.printed.pdf), picture_of(page.printed.pdf), share=0.8)
    assert flaw(written(tmp_path / "scan.pdf", pdf)) == Flaw.INVISIBLE


@pytest.mark.slow
def test_a_page_partly_of_pictures_is_read_from_the_picture(blank: Sheet, tmp_path: Path) -> None:
    page = filled_form()
    pdf = with_picture(blank.pdf, picture_of(page.printed.pdf), share=0.8)
    reading = read(written(tmp_path / "form.pdf", pdf))
    assert reading.notes == (Flaw.PARTLY,)
    _assert_true(reading, page, but=2)


def test_text_that_is_not_drawn_is_not_believed(tmp_path: Path) -> None:
    def cover(canvas: object) -> None:
        canvas.setFillColorRGB(1, 1, 1)  # type: ignore[attr-defined]
        canvas.rect(0, 500, 595, 200, stroke=0, fill=1)  # type: ignore[attr-defined]

    pdf = drawn_over(filled_form().printed.pdf, cover)
    assert flaw(written(tmp_path / "form.pdf", pdf)) == Flaw.NOT_SHOWN


def test_a_value_under_a_white_patch_is_not_sure(filled: Sheet, tmp_path: Path) -> None:
    box = next(field.box for field in filled.reading.fields if field.key == "mother.full_name")
    pt = 72 / 300

    def cover(canvas: object) -> None:
        canvas.setFillColorRGB(1, 1, 1)  # type: ignore[attr-defined]
        low = 841.9 - (box.y + box.h) * pt
        canvas.rect(box.x * pt, low, box.w * pt, box.h * pt, stroke=0, fill=1)  # type: ignore[attr-defined]

    reading = read(written(tmp_path / "patched.pdf", drawn_over(filled.pdf, cover)))
    found = reading.value("mother.full_name")
    assert found is None or found.confidence <= 0.5
    assert reading.value("father.full_name").confidence >= 0.9  # type: ignore[union-attr]


def _right_of(reading: PageReading, text: str, width: float) -> tuple[float, float, float, float]:
    """A place of ``width`` points right of the last word ``text`` (left, bottom, right, top in points)."""
    word = {word.text: word for word in reading.words}[text]
    (_x, top), (x, _y), (_x2, bottom), _low = word.quad
    pt = 72 / 300
    return x * pt + 2, 841.9 - bottom * pt - 3, x * pt + width, 841.9 - top * pt + 3


def test_what_was_typed_into_form_fields_is_read(blank: Sheet, tmp_path: Path) -> None:
    fields = {
        _right_of(blank.reading, "tính:", 60): "Nữ",
        _right_of(blank.reading, "quán:", 300): "xã Đại Mỗ, thành phố Hà Nội",
    }
    reading = read(written(tmp_path / "form.pdf", with_fields(blank.pdf, fields)))
    assert values(reading) == {"child.sex": "Nữ", "child.hometown": "xã Đại Mỗ, thành phố Hà Nội"}
    assert {field.source for field in reading.fields} == {Source.TEXT_LAYER}


_TICKS = [((True, False), "Có"), ((False, True), "Không"), ((False, False), None)]
_BOXES = [  # each way of writing and each tick in every run, all together with --slow
    pytest.param(kind, *tick, marks=[pytest.mark.slow] if number != place else [])
    for number, tick in enumerate(_TICKS)
    for place, kind in enumerate(("checkbox", "radio", "value-only"))
]


@pytest.mark.parametrize(("kind", "ticked", "meant"), _BOXES)
def test_a_box_that_is_a_form_field_says_itself_whether_it_is_ticked(
    kind: str, ticked: tuple[bool, bool], meant: str | None, blank: Sheet, tmp_path: Path
) -> None:
    places = (_right_of(blank.reading, "Có", 14), _right_of(blank.reading, "Không", 14))
    pdf = with_boxes(blank.pdf, dict(zip(places, ticked, strict=True)), kind)
    found = read(written(tmp_path / "form.pdf", pdf)).value("copies.wanted")
    assert (found and (found.value, found.source, found.confidence)) == (
        (meant, Source.MARK, 0.99) if meant else None
    )


def test_boxes_that_are_both_ticked_say_nothing(blank: Sheet, tmp_path: Path) -> None:
    places = (_right_of(blank.reading, "Có", 14), _right_of(blank.reading, "Không", 14))
    reading = read(written(tmp_path / "form.pdf", with_boxes(blank.pdf, dict.fromkeys(places, True))))
    assert values(reading) == {}


@pytest.mark.parametrize("turn", some_of([90, 180, 270], always=[90]))
def test_a_page_shown_turned_is_read_and_its_boxes_lie_on_the_words(
    turn: int, filled: Sheet, tmp_path: Path
) -> None:
    page = filled_form()
    with pikepdf.open(io.BytesIO(page.printed.pdf)) as opened:
        opened.pages[0].Rotate = turn
        pdf = saved(opened)
    path = written(tmp_path / "form.pdf", pdf)
    reading = read(path)
    assert (reading.notes, reading.rotation) == ((USED,), 360 - turn)
    _assert_true(reading, page)
    straight, turned = filled.reading.value("child.full_name"), reading.value("child.full_name")
    assert straight is not None
    assert turned is not None
    assert abs(max(straight.box.w, straight.box.h) - max(turned.box.w, turned.box.h)) <= 6
    image = load_page(path).image
    cut = image[turned.box.y : turned.box.y + turned.box.h, turned.box.x : turned.box.x + turned.box.w]
    assert (cut < 100).mean() > 0.05


def test_a_page_cut_by_its_crop_box_is_read(tmp_path: Path) -> None:
    page = filled_form()
    with pikepdf.open(io.BytesIO(page.printed.pdf)) as opened:
        opened.pages[0].MediaBox = [-50, -40, 700, 900]
        opened.pages[0].CropBox = [20, 10, 580, 835]
        pdf = saved(opened)
    reading = read(written(tmp_path / "form.pdf", pdf))
    assert reading.notes == (USED,)
    _assert_true(reading, page)


def test_a_page_with_more_signs_than_any_form_is_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture_text, "MAX_CHARS", 100)
    assert load_page(written(tmp_path / "form.pdf", filled_form().printed.pdf)).text is None
