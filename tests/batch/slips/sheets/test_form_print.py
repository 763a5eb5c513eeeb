# SPDX-License-Identifier: Apache-2.0
"""Forms printed back: every kind, in the official order, nothing lost and nothing doubtful shown as true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from batch.slips.errors import SlipRefusedError
from batch.slips.sheets.files import SlipDelivery
from batch.slips.sheets.form_print import form_document, print_of
from batch.slips.sheets.unnumbered import print_form
from batch.slips.typeset.pdf import pdf_of
from batch.slips.typeset.word import docx_of
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import DocumentType
from templates.model.form_lines import labels_of, load_form_layouts
from tests.support.desks.slip_desk import (
    PERSON,
    choice,
    in_order,
    new_dossier,
    opened,
    pages_of_pdf,
    set_office,
    text_of_docx,
    text_of_pdf,
)

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
CATALOGUE = load_catalogue()
LAYOUTS = load_form_layouts()
FORMS = sorted(kind for kind, paper in CATALOGUE.document_types.items() if paper.role == "form")
KINDS = [kind for kind in FORMS if CATALOGUE.blank_known(kind)]
TABLES = {"marriage-registration"}  # labels stand once for both: the order is by row, not by party


def fields_of(paper: DocumentType) -> list[str]:
    return list(labels_of(print_of(paper, NOW.date())))


def distinct_values(kind: str) -> dict[str, str]:
    """A value for every field that no other field has."""
    paper = CATALOGUE.document_type(kind)
    values = {key: f"giá trị {number:02d}x" for number, key in enumerate(fields_of(paper))}
    return values | {"copies.wanted": "Có"} if "copies.wanted" in values else values


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_s_lines_hold_every_field_of_its_newest_print_in_order(kind: str) -> None:
    printed = list(LAYOUTS.forms[kind].printed_fields())
    known = fields_of(CATALOGUE.document_type(kind))
    assert (sorted(printed), len(printed)) == (sorted(known), len(known))
    if kind not in TABLES:
        assert printed == known


NO_BLANK = {"adoption-again", "adoption-application", "guardianship-supervision-end"}


def test_only_forms_whose_blank_nobody_saw_have_no_lines_and_say_so() -> None:
    assert set(FORMS) - set(KINDS) == NO_BLANK
    for kind in NO_BLANK:
        assert all(edition.unverified for edition in CATALOGUE.document_type(kind).editions)


@pytest.mark.parametrize("procedure", ["2.001263", "2.000815"], ids=["blank unseen", "citizen's own paper"])
def test_a_form_without_an_official_blank_is_not_made_up(store: Store, procedure: str) -> None:
    dossier = new_dossier(store, procedure=procedure)
    with pytest.raises(SlipRefusedError, match=r"official blank|bản mẫu chính thức"):
        print_form(store, dossier, SlipDelivery())


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_is_lost_in_print(kind: str) -> None:
    values = distinct_values(kind)
    document = form_document(CATALOGUE.document_type(kind), LAYOUTS.forms[kind], values, NOW)
    expected = [value for key, value in values.items() if key != "copies.wanted"]
    for text in (text_of_pdf(pdf_of(document)), text_of_docx(docx_of(document))):
        missing = [value for value in expected if value not in text]
        assert missing == []
        if kind not in TABLES | {"marriage-note"}:
            assert in_order(text, *expected)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_keeps_its_leaders_and_labels(kind: str) -> None:
    paper = CATALOGUE.document_type(kind)
    text = text_of_pdf(pdf_of(form_document(paper, LAYOUTS.forms[kind], {}, NOW)))
    assert text.count("....") >= len(fields_of(paper)) // 2 or kind in TABLES
    assert "Người yêu cầu" in text or kind in TABLES


def test_values_of_any_length_stay_within_the_page() -> None:
    long = " ".join(["Thôn Hạnh Phúc Ấm No"] * 30)
    values = dict.fromkeys(fields_of(CATALOGUE.document_type("death-registration")), long)
    document = form_document(
        CATALOGUE.document_type("death-registration"), LAYOUTS.forms["death-registration"], values, NOW
    )
    data = pdf_of(document)
    assert text_of_pdf(data).count("Ấm No") >= 30 * (len(values) - 1)
    assert pages_of_pdf(data) > 2


def test_the_print_is_the_one_in_force_on_the_day() -> None:
    paper = CATALOGUE.document_type("birth-registration")
    assert print_of(paper, date(2019, 1, 1)).id == "2015"
    assert print_of(paper, date(2026, 1, 1)).id == "2024"


def test_time_and_day_are_written_as_the_form_writes_them() -> None:
    kind = "death-registration"
    values = {"deceased.death_time": "09:05", "made.date": "05/02/2026", "made.place": "Ví Dụ"}
    document = form_document(CATALOGUE.document_type(kind), LAYOUTS.forms[kind], values, NOW)
    text = text_of_pdf(pdf_of(document))
    assert "Đã chết vào lúc: 09 giờ 05 phút" in text
    assert "Làm tại: Ví Dụ, ngày 05 tháng 02 năm 2026" in text


def test_boxes_are_ticked_as_the_citizen_ticked_them() -> None:
    kind = "birth-registration"
    for wanted, boxes in (("Có", "Có ☒ Không ☐"), ("Không", "Có ☐ Không ☒"), ("", "Có ☐ Không ☐")):
        values = {"copies.wanted": wanted} if wanted else {}
        text = text_of_docx(
            docx_of(form_document(CATALOGUE.document_type(kind), LAYOUTS.forms[kind], values, NOW))
        )
        assert boxes in text


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    set_office(monkeypatch)
    store = opened(tmp_path / "home")
    yield store
    store.close()


@pytest.mark.parametrize(
    "doubt",
    [{"confidence": 0.7}, {"source": "hand"}],
    ids=["read unsurely", "written by pen"],
)
def test_what_is_doubtful_is_left_open_and_named(store: Store, doubt: dict[str, object]) -> None:
    dossier = new_dossier(store, PERSON, **doubt)
    with store.write() as session:
        store.correct(session, dossier, "child.full_name", "NGUYỄN VIỆT AN", who="lan")
    printed = print_form(store, dossier, SlipDelivery())
    text = text_of_pdf(printed.files.pdf)
    assert "NGUYỄN VIỆT AN" in text
    assert "PHƯỢNG" not in text
    assert set(printed.left_open) == set(PERSON)


def test_what_papers_dispute_is_left_open(store: Store) -> None:
    dossier = new_dossier(store)
    disputed = replace(choice("requester.full_name", "LÊ THỊ MỘT"), agreement="differs")
    with store.write() as session:
        store.set_form_values(session, dossier, [disputed])
    printed = print_form(store, dossier, SlipDelivery())
    assert "LÊ THỊ MỘT" not in text_of_pdf(printed.files.pdf)
    assert printed.left_open == ("requester.full_name",)


def test_every_form_of_every_procedure_can_be_laid_out_on_the_screen() -> None:
    forms = {form for code in CATALOGUE.procedures.values() for each in code.editions for form in each.forms}
    empty = {form for form in forms if not any(CATALOGUE.form_layout(form).printed_fields())}
    assert empty == {form for form in forms if not CATALOGUE.document_type(form).editions} != set()
