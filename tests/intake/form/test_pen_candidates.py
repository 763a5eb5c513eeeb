# SPDX-License-Identifier: Apache-2.0
"""What is penned on the form is held against the other papers: it confirms them, or is asked about."""

from __future__ import annotations

from dataclasses import replace

from pydantic import TypeAdapter

from intake.dossier.record_json import plain
from intake.form.autofill import Filled, PaperPage, autofill
from intake.form.offers import offers
from ocr.result import PEN_OTHER, PageReading, Proposal, Source
from templates.catalogue.loading import load_catalogue
from templates.model.autofill_map import load_autofill_map
from tests.support.dossiers.filled_form import CARD, FORM, MOTHER, NOTICE, card, fill, page, value
from tests.support.pages.drawn_pen import strokes_of

CORRECTION = "correction"


def penned(key: str, written: str, read: str = "Pnam Tni Ldn", kind: str = FORM) -> PageReading:
    """A form on which ``written`` stands by pen, of which nobody could read more than ``read``."""
    form = page(kind, {key: read}, Source.HAND, 0.1)
    (field,) = form.fields
    field = replace(field, strokes=strokes_of(written).packed(), proposals=(Proposal(read, "pen", 0.3),))
    return replace(form, fields=(field,))


def corrected(readings: list[PageReading]) -> Filled:
    """The form of a correction, which takes nothing from cards."""
    plan = load_autofill_map("", CORRECTION)
    assert plan is not None
    pages = [PaperPage(number, f"{number:064x}", reading) for number, reading in enumerate(readings, start=1)]
    return autofill(plan, load_catalogue(), pages)


def test_a_value_of_the_card_is_confirmed_by_the_pen_on_the_form() -> None:
    notice = page(NOTICE, {"mother.full_name": "PHẠM THỊ LAN"})
    chosen = value(
        fill([penned("mother.full_name", "Phạm thị Lan"), notice, card(MOTHER)]), "mother.full_name"
    )
    assert (chosen.value, chosen.paper, chosen.needs_review) == ("PHẠM THỊ LAN", CARD, False)
    assert [(one.paper, one.source) for one in chosen.confirmed] == [(FORM, Source.HAND)]


def test_one_that_the_strokes_leave_open_is_neither_confirmed_nor_asked_about() -> None:
    notice = page(NOTICE, {"mother.full_name": "PHẠM THỊ LAN"})
    chosen = value(
        fill([penned("mother.full_name", "Phạm Thị Lân"), notice, card(MOTHER)]), "mother.full_name"
    )
    assert (chosen.confirmed, chosen.needs_review, chosen.said.proposals) == ((), False, ())


def test_a_pen_that_says_another_name_is_asked_about_and_overwrites_nothing() -> None:
    notice = page(NOTICE, {"mother.full_name": "PHẠM THỊ LAN"})
    form = penned("mother.full_name", "Vũ Hoài Đức", read="Vũ Hoai Đuc")
    chosen = value(fill([form, notice, card(MOTHER)]), "mother.full_name")
    assert (chosen.value, chosen.needs_review) == ("PHẠM THỊ LAN", True)
    assert chosen.said.proposals == (Proposal("Vũ Hoai Đuc", PEN_OTHER, 0.0),)


def test_a_place_written_otherwise_is_not_asked_about() -> None:
    named = page(FORM, {"mother.full_name": "PHẠM THỊ LAN"})
    form = penned("mother.residence", "thôn 5")
    chosen = value(fill([named, form, card({**MOTHER, "residence": "Thôn Đông, Xã A"})]), "mother.residence")
    assert (chosen.value, chosen.said.proposals, chosen.confirmed) == ("Thôn Đông, Xã A", (), ())


def test_what_is_not_taken_from_a_card_is_proposed_where_the_pen_says_it_too() -> None:
    named = page(CORRECTION, {"subject.full_name": "PHẠM THỊ LAN"})
    form = penned("subject.birth_date", "12/3/1995", read="12/3/1905", kind=CORRECTION)
    chosen = value(corrected([named, form, card(MOTHER)]), "subject.birth_date")
    assert (chosen.value, chosen.needs_review) == ("", True)
    assert (chosen.said.proposals[0].text, chosen.said.proposals[0].source) == (
        "12/03/1995",
        "pen:same:id-card:qr",
    )
    first = offers(chosen, load_catalogue())[0]
    assert (first.text, first.sources) == ("12/03/1995", ("chữ viết tay khớp với Thẻ căn cước, mã QR",))


def test_strokes_are_kept_with_the_page_and_told_nobody() -> None:
    form = penned("mother.full_name", "Phạm thị Lan")
    pages = TypeAdapter(PageReading)
    assert pages.validate_json(pages.dump_json(form)) == form
    told = str(plain(value(fill([form]), "mother.full_name")))
    assert form.fields[0].strokes not in told and "strokes" not in told
