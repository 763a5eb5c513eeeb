# SPDX-License-Identifier: Apache-2.0
"""Whose card is whose: by name, number, sex and age, and never by guessing alone."""

from __future__ import annotations

from dataclasses import replace

from intake.form.autofill import PaperPage, autofill
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from templates.model.autofill_map import load_autofill_map
from tests.support.dossiers.filled_form import (
    FATHER,
    FORM,
    GRANDMOTHER,
    MOTHER,
    NOTICE,
    PROCEDURE,
    card,
    fill,
    keys,
    page,
    value,
)


def test_parents_whose_cards_lie_on_one_sheet_are_not_mixed() -> None:
    plan = load_autofill_map(PROCEDURE, FORM)
    assert plan is not None
    form = {"mother.full_name": MOTHER["full_name"], "father.full_name": FATHER["full_name"]}
    sheet = replace(card(MOTHER), others=(card(FATHER),))
    pages = [PaperPage(1, "a", page(FORM, form))]
    pages += [PaperPage(2, "b", paper, nth) for nth, paper in enumerate(sheet.papers())]
    filled = autofill(plan, load_catalogue(), pages)
    for role, person in (("mother", MOTHER), ("father", FATHER)):
        assert value(filled, f"{role}.birth_date").said.value == person["birth_date"]


def test_a_card_that_fits_nobody_is_nobody_s() -> None:
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN"})
    filled = fill([form, card(GRANDMOTHER)])
    assert "mother.id_document" not in keys(filled)
    assert value(filled, "mother.full_name").said.value == "PHẠM THỊ LAN"


def test_two_cards_that_fit_alike_are_left_out_and_named() -> None:
    namesake = {**MOTHER, "personal_id": "034190000009", "birth_date": "09/09/1990"}
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN"})
    filled = fill([form, card(MOTHER), card(namesake)])
    assert filled.owners.ambiguous == {"mother"}
    assert "mother.id_document" not in keys(filled)


def test_the_number_settles_between_two_cards_of_one_name() -> None:
    namesake = {**MOTHER, "personal_id": "034190000009", "birth_date": "09/09/1990"}
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN", "mother.id_document": "034195000001"})
    assert value(fill([form, card(namesake), card(MOTHER)]), "mother.birth_date").said.value == "12/03/1995"


def test_sex_and_age_give_the_mother_the_only_card_left_but_a_person_must_confirm() -> None:
    form = page(FORM, {"child.birth_date": "20/07/2026"})
    filled = fill([form, card(MOTHER), card(FATHER)])
    assert filled.owners.guessed == {"mother"}
    assert value(filled, "mother.id_document").needs_review
    assert "father.full_name" not in keys(filled), "a man's card does not make him the father"


def test_a_grandmother_is_too_old_to_be_taken_for_the_mother() -> None:
    form = page(FORM, {"child.birth_date": "20/07/2026"})
    filled = fill([form, card(GRANDMOTHER)])
    assert "mother.id_document" not in keys(filled)


def test_two_women_s_cards_and_no_name_give_no_mother() -> None:
    sister = {
        **MOTHER,
        "full_name": "PHẠM THỊ CÚC",
        "personal_id": "034198000004",
        "birth_date": "01/01/1998",
    }
    form = page(FORM, {"child.birth_date": "20/07/2026"})
    assert "mother.id_document" not in keys(fill([form, card(MOTHER), card(sister)]))


def test_a_requester_who_is_the_mother_gets_her_card() -> None:
    form = page(FORM, {"requester.relation": "Mẹ", "mother.full_name": "PHẠM THỊ LAN"})
    filled = fill([form, card(MOTHER), card(FATHER)])
    assert value(filled, "requester.id_document").said.value == "034195000001"


def test_a_grandmother_who_asks_does_not_get_the_mother_s_card() -> None:
    form = page(FORM, {"requester.relation": "Bà ngoại", "mother.full_name": "PHẠM THỊ LAN"})
    assert "requester.id_document" not in keys(fill([form, card(MOTHER)]))


def test_a_father_whom_the_form_does_not_name_wants_a_look() -> None:
    notice = page(NOTICE, {"father.full_name": "TRẦN VĂN HẢI"})
    filled = fill([page(FORM, {"mother.full_name": "PHẠM THỊ LAN"}), notice, card(FATHER)])
    assert value(filled, "father.full_name").needs_review
    declared = page(FORM, {"father.full_name": "TRẦN VĂN HẢI"})
    assert not value(fill([declared, notice, card(FATHER)]), "father.full_name").needs_review


def test_a_person_s_name_for_the_mother_finds_her_card() -> None:
    form = page(FORM, {"mother.full_name": "Pnam Tni Ldn"}, Source.HAND, 0.2)
    filled = fill([form, card(MOTHER), card(GRANDMOTHER)], {"mother.full_name": "PHẠM THỊ LAN"})
    assert value(filled, "mother.id_document").said.value == "034195000001"


def test_a_form_that_has_no_place_for_the_father_s_number_still_declares_him_by_name() -> None:
    form = page(FORM, {"father.full_name": "TRẦN VĂN HẢI"})
    assert not value(fill([form, card(FATHER)]), "father.id_document").needs_review
