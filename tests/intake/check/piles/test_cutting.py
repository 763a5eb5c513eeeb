# SPDX-License-Identifier: Apache-2.0
"""Where a stack falls apart, and what is left to a person; pure, with pages that say what they are told."""

from __future__ import annotations

from datetime import date

import pytest

from intake.check.piles.cutting import PileCut, cut
from intake.check.piles.ties import TieReason
from intake.form.autofill import PaperPage
from ocr.result import Box, FieldReading, PageReading, Source
from templates.catalogue.loading import load_catalogue

FORM, NOTICE, CARD, WEDDING = "birth-registration", "birth-notice", "id-card", "marriage-registration"
DAY = date(2026, 11, 20)
AN, BA, DEATH = "TRẦN GIA AN", "LÊ HOÀI BA", "death-registration"
MOTHER_A, MOTHER_B = "Trần Thị Lan Anh", "Lê Thị Mai Hoa"
NUMBER_A, NUMBER_B = "001190047218", "038195012377"
TAIL = {"made.place": "An Bình", "made.date": "10/11/2026", "copies.wanted": "Có", "copies.count": "2"}


def page(
    kind: str, said: dict[str, str] | None = None, sure: float = 0.98, face: float = 0.97, text: str = ""
) -> tuple[PageReading, str]:
    said = said or {}
    fields = tuple(
        FieldReading(key, value, value, sure, Source.PRINT, Box(1, 1, 9, 9)) for key, value in said.items()
    )
    blank = kind == "blank"
    reading = PageReading(0, "other" if blank else kind, face, 0, 0.0, 99, 99, fields, (), "2024", blank)
    return reading, text or " ".join(said.values())


def form(child: str, mother: str, number: str, **more: str) -> tuple[PageReading, str]:
    people = {"child.full_name": child, "mother.full_name": mother, "mother.id_document": f"CCCD số {number}"}
    return page(FORM, people | TAIL | more)


def card(name: str, number: str, **said: str) -> tuple[PageReading, str]:
    return page(CARD, {"person.full_name": name, "person.personal_id": number} | said)


def stack(*pages: tuple[PageReading, str]) -> list[PaperPage]:
    from dataclasses import replace

    return [
        PaperPage(1, "s", replace(reading, page=at), 0, at, text=text)
        for at, (reading, text) in enumerate(pages, start=1)
    ]


def cut_apart(*pages: tuple[PageReading, str]) -> PileCut:
    return cut(stack(*pages), load_catalogue(), DAY)


def numbers(found: PileCut) -> list[list[int]]:
    """The pages of each heap."""
    return [sorted(n for placed in heap for _doc, n in placed.paper.pages) for heap in found.heaps]


def waiting(found: PileCut) -> list[tuple[list[int], str, int | None]]:
    return [([n for _d, n in p.paper.pages], p.tie.why.value, p.tie.heap) for p in found.doubtful]


A, B = form(AN, MOTHER_A, NUMBER_A), form(BA, MOTHER_B, NUMBER_B)
NOTICE_A = page(NOTICE, {"mother.full_name": MOTHER_A.upper(), "mother.personal_id": NUMBER_A})
NOTICE_B = page(NOTICE, {"mother.full_name": MOTHER_B.upper(), "mother.personal_id": NUMBER_B})


def test_papers_join_the_form_whose_people_stand_on_them_wherever_they_lie() -> None:
    cards = card(MOTHER_B, NUMBER_B), card(MOTHER_A, NUMBER_A)
    found = cut_apart(A, NOTICE_B, B, NOTICE_A, *cards)
    assert (numbers(found), waiting(found)) == ([[1, 4, 6], [2, 3, 5]], [])
    assert all(placed.tie.sure for heap in found.heaps for placed in heap)


def test_two_forms_of_one_kind_in_a_row_are_two_dossiers() -> None:
    assert numbers(cut_apart(A, B)) == [[1], [2]]


def test_a_form_scanned_twice_stays_one_dossier() -> None:
    assert numbers(cut_apart(A, A, B)) == [[1, 2], [3]]


def test_twins_have_a_dossier_each() -> None:
    found = cut_apart(A, form("TRẦN GIA ÂN", MOTHER_A, NUMBER_A))
    assert numbers(found) == [[1], [2]]


@pytest.mark.parametrize("kind", ["book-entry-other", FORM])
def test_a_page_without_a_title_goes_on_with_the_form_that_lacks_its_end(kind: str) -> None:
    first = page(FORM, {"child.full_name": AN, "mother.full_name": MOTHER_A})
    second = page(kind, {"father.full_name": "Trần Văn Cha"} | TAIL, face=0.5)
    found = cut_apart(first, second, B)
    assert numbers(found) == [[1, 2], [3]]
    assert found.heaps[0][1].tie.why is TieReason.CONTINUES


@pytest.mark.parametrize(
    "sheet",
    [
        page("other", face=0.0),
        page("court-decision", face=0.5),
        page(FORM, {"father.full_name": "Ngô Văn Cha", "requester.full_name": MOTHER_B} | TAIL, face=0.5),
    ],
)
def test_a_page_that_may_be_anothers_is_not_laid_to_an_unfinished_form(
    sheet: tuple[PageReading, str],
) -> None:
    first = page(FORM, {"child.full_name": AN, "mother.full_name": MOTHER_A})
    found = cut_apart(first, sheet, B)
    assert numbers(found) == [[1], [3]]
    assert [pages for pages, _why, _heap in waiting(found)] == [[2]]


def test_a_page_that_names_another_family_goes_to_it_also_behind_an_unfinished_form() -> None:
    first = page(FORM, {"child.full_name": AN, "mother.full_name": MOTHER_A})
    found = cut_apart(first, page("other", face=0.0, text=f"của bà {MOTHER_B}, số {NUMBER_B}"), B)
    assert numbers(found) == [[1], [2, 3]]


@pytest.mark.parametrize("rest", [(), (B,)])
def test_a_form_of_which_no_person_was_read_is_not_laid_to_the_form_before(
    rest: tuple[tuple[PageReading, str], ...],
) -> None:
    unread = page(FORM, {"made.date": "10/11/2026"}, face=0.99)
    found = cut_apart(A, unread, *rest)
    assert found.several
    assert waiting(found) == [([2], TieReason.UNTOLD, None)]


def test_a_form_scanned_twice_and_read_badly_once_waits() -> None:
    people = {"child.full_name": AN, "mother.full_name": MOTHER_A} | TAIL
    found = cut_apart(page(FORM, people), page(FORM, people, sure=0.7))
    assert (found.several, waiting(found)) == (True, [([2], TieReason.PERHAPS, 0)])


@pytest.mark.parametrize("sure", [0.98, 0.7])
@pytest.mark.parametrize("other", [FORM, "parent-child"])
def test_namesakes_with_numbers_of_their_own_are_never_laid_together(sure: float, other: str) -> None:
    role = "claimant" if other != FORM else "mother"
    said = {f"{role}.full_name": MOTHER_A, f"{role}.id_document": f"CCCD số {NUMBER_B}"}
    alone = {"mother.full_name": MOTHER_A, "mother.id_document": f"CCCD số {NUMBER_A}"}
    found = cut_apart(page(FORM, alone | TAIL), page(other, said, sure=sure))
    assert numbers(found)[0] == [1] and found.several


def test_of_forms_of_which_no_person_was_read_all_but_the_first_wait_with_what_follows() -> None:
    bare = page(FORM, TAIL)
    found = cut_apart(bare, bare, card(MOTHER_B, NUMBER_B))
    assert numbers(found) == [[1]] and found.several
    assert [pages for pages, _why, _heap in waiting(found)] == [[2], [3]]
    assert all(found.follows_a_doubtful_form(placed) for placed in found.doubtful)


def test_the_back_of_a_doubtful_form_is_not_the_form_s_before_it() -> None:
    first = page(FORM, {"made.date": "10/11/2026"})
    back = page(FORM, {"father.full_name": "Vũ Văn Cha", "copies.count": "5"}, face=0.4)
    found = cut_apart(A, NOTICE_A, first, back)
    assert numbers(found) == [[1, 2]]
    assert all(found.follows_a_doubtful_form(placed) for placed in found.doubtful)


def test_two_matters_of_one_who_asks_are_two_dossiers() -> None:
    asks = {"requester.full_name": "Phạm Văn Xã"} | TAIL
    birth = page(FORM, {"child.full_name": AN, "mother.full_name": MOTHER_A} | asks)
    both = page("parent-child", {"claimant.full_name": "Vũ Văn Kia", "recognised.full_name": BA} | asks)
    assert numbers(cut_apart(birth, both)) == [[1], [2]]


def test_the_heap_that_is_said_to_be_the_dossiers_leads() -> None:
    found = cut_apart(A, B, NOTICE_B, page("other", face=0.9)).led_by(1)
    assert (numbers(found), waiting(found)) == ([[2, 3], [1]], [([4], TieReason.SEQUENCE, 0)])


def test_a_page_without_a_title_behind_a_whole_form_is_not_its_own() -> None:
    found = cut_apart(A, page("other", face=0.9, text="Đơn xin xác nhận"), B)
    assert numbers(found) == [[1], [3]]
    assert waiting(found) == [([2], TieReason.SEQUENCE, 0)]


def test_an_empty_sheet_stays_with_the_paper_before_it() -> None:
    assert numbers(cut_apart(A, page("blank"), B)) == [[1, 2], [3]]


def test_a_namesake_with_another_number_is_not_taken_along() -> None:
    namesake = form(BA, MOTHER_A, NUMBER_B)
    found = cut_apart(A, namesake, card(MOTHER_A, NUMBER_B))
    assert numbers(found) == [[1], [2, 3]]
    found = cut_apart(A, B, card(MOTHER_A, "079199000123"))
    assert (numbers(found), waiting(found)) == ([[1], [2]], [([3], TieReason.OTHERS, None)])


def test_a_card_that_two_dossiers_could_have_waits_for_a_person() -> None:
    found = cut_apart(A, form("TRẦN GIA BẢO", MOTHER_A, NUMBER_A), card(MOTHER_A, NUMBER_A))
    assert waiting(found) == [([3], TieReason.SEVERAL, 1)]


def test_a_card_of_nobody_in_the_stack_waits_without_a_proposal() -> None:
    found = cut_apart(A, B, card("Phạm Người Lạ", "079199000123"))
    assert waiting(found) == [([3], TieReason.OTHERS, None)]


def test_a_paper_without_fields_joins_by_a_full_name_in_its_text() -> None:
    judgment = page("court-decision", text=f"Tòa án … công nhận bà {MOTHER_B}, sinh năm 1995")
    found = cut_apart(A, judgment, B)
    assert (numbers(found), waiting(found)) == ([[1], [2, 3]], [])


def test_a_side_of_a_card_that_tells_of_nobody_is_only_proposed() -> None:
    found = cut_apart(A, card(MOTHER_A, NUMBER_A), page(CARD, {"person.issuer": "Bộ Công an"}, face=0.8), B)
    assert waiting(found) == [([3], TieReason.OTHER_SIDE, 0)]


def test_names_read_badly_join_only_where_the_stack_says_so_too() -> None:
    blurred = page(NOTICE, {"mother.full_name": MOTHER_A}, sure=0.5, text="…")
    assert numbers(cut_apart(A, blurred, B)) == [[1, 2], [3]]
    assert waiting(cut_apart(A, B, blurred)) == [([3], TieReason.SEVERAL, 0)]


@pytest.mark.parametrize("number", ["", "001190047299"])
def test_a_name_that_is_only_nearly_the_same_is_proposed_also_in_its_place(number: str) -> None:
    said = {"person.full_name": "Trần Thị Lan Ánh"} | ({"person.personal_id": number} if number else {})
    assert waiting(cut_apart(A, page(CARD, said, sure=0.5), B)) == [([2], TieReason.PERHAPS, 0)]


def test_one_dossier_is_no_stack() -> None:
    found = cut_apart(A, NOTICE_A, card("Phạm Người Lạ", "079199000123"))
    assert not found.several


def test_a_stack_without_any_form_is_left_alone() -> None:
    assert cut_apart(NOTICE_A, NOTICE_B) == PileCut()


def test_forms_of_other_procedures_open_dossiers_too() -> None:
    death = page(DEATH, {"deceased.full_name": "Vũ Văn Cụ", "requester.full_name": MOTHER_A} | TAIL)
    assert numbers(cut_apart(A, death)) == [[1], [2]]
