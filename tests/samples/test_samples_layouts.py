# SPDX-License-Identifier: Apache-2.0
"""The layouts of all kinds: their language, that they fit, that they ask for what the field list names."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from bench.pages import CARD, SHARES
from samples.families.answers import is_field
from samples.printing.layout import Blank, Fill, Line, Tick, parse
from samples.printing.layout_files import kind_of, paper_text
from samples.printing.press import set_paper
from samples.printing.style import Style, random_style
from samples.printing.tables import set_cells
from samples.printing.typeset import DoesNotFitError, Sheet
from templates.catalogue.loading import load_catalogue

_LAYOUTS = [layout for layout in SHARES if layout != CARD]
_NOT_READ = {"copies.wanted"}  # a tick


def _keys(layout: str) -> Iterator[str]:
    for line in parse(paper_text(layout)):
        for token in (token for column in line.columns for token in column):
            if isinstance(token, Blank | Tick | Fill):
                yield token.key.partition(":")[0]


def _fields_of(kind: str) -> set[str]:
    editions = load_catalogue().document_types[kind].editions
    return {step.field for edition in editions for step in edition.skeleton if step.field}


def test_every_kind_that_carries_fields_has_a_layout() -> None:
    catalogue = load_catalogue()
    unseen = {
        kind
        for kind, paper in catalogue.document_types.items()
        if paper.role == "form" and not catalogue.blank_known(kind)  # nobody could draw it like its blank
    }
    with_fields = {kind for kind in catalogue.document_types if _fields_of(kind)} - unseen
    assert with_fields == {kind_of(layout) for layout in SHARES} - {"other"}


@pytest.mark.parametrize("kind", sorted({kind_of(layout) for layout in _LAYOUTS} - {"other"}))
def test_the_layouts_of_a_kind_ask_for_all_its_fields_and_no_others(kind: str) -> None:
    asked = {
        key for layout in _LAYOUTS if kind_of(layout) == kind for key in _keys(layout) if is_field(kind, key)
    }
    assert asked == _fields_of(kind)


@pytest.mark.long
@pytest.mark.parametrize("layout", _LAYOUTS)
def test_a_layout_fits_on_its_page_in_any_style(layout: str) -> None:
    for seed in range(3):
        rng = random.Random(f"{layout}/{seed}")
        assert set_paper(layout, {}, random_style(rng), rng).pdf.startswith(b"%PDF")


def test_prints_differ_by_their_guarded_lines() -> None:
    new, old = paper_text("death-registration-2024"), paper_text("death-registration-2015")
    assert "{requester.birth_date}" in new and "{requester.birth_date}" not in old
    assert old.index("{requester.id_document") < old.index("{requester.residence")
    assert new.index("{requester.residence") < new.index("{requester.id_document")
    assert paper_text("death-registration") == new
    assert "$" not in new + old and "^use" not in new + old


def test_the_father_stands_before_the_mother_in_the_print_of_2015() -> None:
    for layout in ("book-entry-birth", "re-registration-birth"):
        old, new = paper_text(f"{layout}-2015"), paper_text(f"{layout}-2024")
        assert old.index("{father.full_name}") < old.index("{mother.full_name}")
        assert new.index("{mother.full_name}") < new.index("{father.full_name}")


def test_an_unknown_layout_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        paper_text("no-such-paper")
    with pytest.raises(FileNotFoundError):
        paper_text("No such paper")


def _line(row: str) -> Line:
    return parse(row)[0]


def test_a_value_runs_on_where_its_second_blank_stands() -> None:
    sheet = Sheet(Style(), {"a": "Bệnh viện Đa khoa tỉnh Lạng Sơn"})
    sheet.row(_line("do {a>}").columns[0], 77, 200, 13)
    assert sheet.rests["a"] and "Bệnh viện Đa khoa tỉnh Lạng Sơn".endswith(sheet.rests["a"])
    sheet.row(_line("{>a@0.6} cấp ngày").columns[0], 77, 500, 13)
    assert not sheet.rests["a"] and sheet.placed == {"a"} and not sheet.dropped


def test_what_finds_no_room_on_the_second_blank_either_is_no_silent_loss() -> None:
    words = {"a": "một hai ba bốn năm sáu bảy tám chín mười " * 4}
    strict, loose = Sheet(Style(), words), Sheet(Style(), words, strict=False)
    for sheet in (strict, loose):
        sheet.row(_line("do {a>}").columns[0], 77, 200, 13)
    with pytest.raises(DoesNotFitError):
        strict.row(_line("{>a@0.2}").columns[0], 77, 500, 13)
    loose.row(_line("{>a@0.2}").columns[0], 77, 500, 13)
    assert loose.cut == {"a"}


def test_of_a_value_that_runs_on_too_far_nothing_is_printed() -> None:
    long = {"registration.place": "Ủy ban nhân dân " + "xã " * 60, "registration.book": "01/2001"}
    printed = set_paper("re-registration-marriage", long, Style(), strict=False)
    assert printed.placed == {"registration.book"}
    assert printed.pdf == set_paper("re-registration-marriage", {"registration.book": "01/2001"}, Style()).pdf


def test_a_comb_takes_only_a_value_of_its_length() -> None:
    sheet = Sheet(Style(), {"full": "001196047218", "short": "123"})
    sheet.row(_line("{full#12}").columns[0], 77, 500, 13)
    sheet.row(_line("{short#12}").columns[0], 77, 500, 13)
    assert sheet.finish().placed == {"full"}


def test_a_row_of_a_table_is_as_high_as_its_longest_cell() -> None:
    def height(home: str) -> float:
        sheet = Sheet(Style(), {"bride.residence": home})
        start = sheet.y
        set_cells(sheet, _line("^cells 1 Nơi cư trú // {bride.residence} // {groom.residence}"))
        assert "bride.residence" in sheet.placed
        return sheet.y - start

    assert height("Huế") < height("Khu phố Trang Liệt, phường Từ Sơn, tỉnh Bắc Ninh và nơi khác")


def test_the_two_halves_of_a_correction_are_one_value() -> None:
    sheet = Sheet(Style(), {"content": "Từ: Vũ Nam Thành: Lê Nam"})
    assert (sheet.text_of("content:f"), sheet.text_of("content:t")) == ("Vũ Nam", "Lê Nam")
