# SPDX-License-Identifier: Apache-2.0
"""Papers that say the same or not: what makes a value surer, doubtful, or give way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.dossier.values import Agreement
from ocr.result import Proposal, Source
from tests.support.dossiers.filled_form import FORM, MOTHER, NOTICE, card, fill, page, value


@pytest.mark.parametrize(
    ("on_notice", "agreement", "review"),
    [
        ("20/07/2026", Agreement.EQUAL, False),
        ("21/07/2026", Agreement.DIFFERS, True),
    ],
)
def test_birth_dates_of_form_and_notice_are_compared(
    on_notice: str, agreement: Agreement, review: bool
) -> None:
    filled = fill(
        [page(FORM, {"child.birth_date": "20/07/2026"}), page(NOTICE, {"child.birth_date": on_notice})]
    )
    chosen = value(filled, "child.birth_date")
    assert (chosen.said.paper, chosen.agreement, chosen.needs_review) == (NOTICE, agreement, review)


@pytest.mark.parametrize(
    ("on_notice", "agreement", "review"),
    [
        ("PHẠM THỊ HOÀ", Agreement.EQUAL, False),
        ("PHẠM THỊ HÒA", Agreement.TONES, False),
        ("Phạm Thị Hoà", Agreement.TONES, False),
        ("PHAM THI HOA", Agreement.TONES, True),
        ("PHẠM THỊ HUỆ", Agreement.DIFFERS, True),
    ],
)
def test_names_that_differ_in_print_are_told_apart_by_how_much(
    on_notice: str, agreement: Agreement, review: bool
) -> None:
    form, notice = (
        page(FORM, {"mother.full_name": "PHẠM THỊ HOÀ"}),
        page(NOTICE, {"mother.full_name": on_notice}),
    )
    chosen = value(fill([form, notice]), "mother.full_name")
    assert (chosen.agreement, chosen.needs_review) == (agreement, review)


def test_two_papers_read_alike_are_surer_than_one() -> None:
    name = {"mother.full_name": "PHẠM THỊ LAN"}
    alone = value(fill([page(FORM, name, confidence=0.8)]), "mother.full_name")
    both = value(
        fill([page(FORM, name, confidence=0.8), page(NOTICE, name, confidence=0.8)]), "mother.full_name"
    )
    assert alone.needs_review and not both.needs_review
    assert alone.said.confidence < both.said.confidence < 1


def test_pen_is_never_made_sure_by_agreement() -> None:
    name = {"child.full_name": "TRẦN GIA HÂN"}
    filled = fill([page(FORM, name, Source.HAND, 0.6), page(FORM, name, Source.HAND, 0.6)])
    assert value(filled, "child.full_name").needs_review


def test_the_form_s_own_words_for_an_identity_paper_stay_where_they_hold_the_card_s_number() -> None:
    words = "CCCD số 034195000001, Cục Cảnh sát QLHC về TTXH cấp ngày 10/05/2021"
    chosen = value(fill([page(FORM, {"mother.id_document": words}), card(MOTHER)]), "mother.id_document")
    assert (chosen.said.value, chosen.agreement) == (words, Agreement.EQUAL)
    misread = words.replace("034195000001", "034196000001")
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN", "mother.id_document": misread})
    chosen = value(fill([form, card(MOTHER)]), "mother.id_document")
    assert (chosen.said.value, chosen.agreement) == ("034195000001", Agreement.DIFFERS)
    assert chosen.needs_review


@pytest.mark.parametrize(
    ("doubtful", "sure", "taken"),
    [
        ("Bản Nậm Pọng, xã Sìn Hầ, tỉnh Lai Chân", "Bản Nậm Pọng, xã Sìn Hồ, tỉnh Lai Châu", True),
        ("Số 12 phố Ngạc Hà, nhường Ngọc Hà", "Số 14 phố Ngọc Hà, phường Ngọc Hà", False),
        ("thôn Đông, xã Vũ Thư, tỉnh Hưng Yên", "Tổ 5, phường Cửa Lò, tỉnh Nghệ An", False),
    ],
)
def test_a_doubtful_address_gives_way_to_the_same_one_read_surely(
    doubtful: str, sure: str, taken: bool
) -> None:
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN"})
    second = page(FORM, {"mother.residence": doubtful}, confidence=0.7)
    chosen = value(fill([form, second, card({**MOTHER, "residence": sure})]), "mother.residence")
    assert (chosen.said.value, chosen.needs_review) == (sure if taken else doubtful, not taken)


def test_an_equal_number_does_not_make_the_words_around_it_surer() -> None:
    words = "CCCD số 034195000001 da Cục Cảnh sát"
    chosen = value(
        fill([page(FORM, {"mother.id_document": words}, confidence=0.91), card(MOTHER)]), "mother.id_document"
    )
    assert chosen.said.confidence == 0.91


def test_a_date_that_agrees_as_far_as_it_goes_makes_the_whole_one_surer() -> None:
    form = page(FORM, {"child.birth_date": "20/07/2026"}, confidence=0.8)
    chosen = {
        other: value(
            fill([form, page(NOTICE, {"child.birth_date": other}, confidence=0.8)]), "child.birth_date"
        )
        for other in ("07/2026", "08/2026")
    }
    assert chosen["07/2026"].said.confidence == pytest.approx(0.96)
    assert chosen["08/2026"].said.confidence == 0.8


def test_what_a_code_says_is_not_taken_for_a_misreading_of_the_print() -> None:
    form = page(FORM, {"mother.id_document": "034195000001", "mother.full_name": "PHẠM THỊ LANG"})
    holder = card({**MOTHER, "full_name": "PHẠM THỊ LAN"}, confidence=0.8)
    chosen = value(fill([form, holder]), "mother.full_name")
    assert (chosen.said.value, chosen.said.source, chosen.needs_review) == ("PHẠM THỊ LAN", "qr", True)


def test_a_paper_of_proposals_is_no_surer_spelling_of_the_forms_own_words() -> None:
    form = page(FORM, {"child.full_name": "TRẦN GIA HÂM"}, confidence=0.7)
    notice = page(NOTICE, {"child.intended_name": "TRẦN GIA HÂN"}, confidence=0.99)
    chosen = value(fill([form, notice]), "child.full_name")
    assert (chosen.said.value, chosen.needs_review) == ("TRẦN GIA HÂM", True)


def test_a_value_that_needs_no_look_carries_no_proposals() -> None:
    proposal = Proposal("PHẠM THỊ LAM", "lexicon", 0.5)
    form = page(FORM, {"mother.full_name": "PHẠM THỊ LAN"})
    for confidence, proposals in ((0.97, ()), (0.6, (proposal,))):
        fields = tuple(replace(f, proposals=(proposal,), confidence=confidence) for f in form.fields)
        assert value(fill([replace(form, fields=fields)]), "mother.full_name").said.proposals == proposals


@pytest.mark.parametrize(("sure", "weighs"), [(0.5, True), (0.49, False)])
def test_another_paper_contradicts_from_where_its_reading_says_something(sure: float, weighs: bool) -> None:
    form = page(FORM, {"child.birth_date": "21/07/2026"}, confidence=sure)
    notice = page(NOTICE, {"child.birth_date": "20/07/2026"}, confidence=0.99)
    chosen = value(fill([form, notice]), "child.birth_date")
    assert (chosen.needs_review, chosen.agreement is Agreement.DIFFERS) == (weighs, weighs)
