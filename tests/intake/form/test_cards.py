# SPDX-License-Identifier: Apache-2.0
"""Telling the cards of a dossier apart."""

from __future__ import annotations

import pytest

from intake.dossier.values import Statement
from intake.form.cards import Card, CardClaims, fits, told_apart
from ocr.result import Source
from tests.support.dossiers.values import on_paper

NUMBER, OTHER = "033196004321", "033094001234"


def reading(
    key: str, value: str, document: str, page: int, source: Source = Source.PRINT, nth: int = 0
) -> Statement:
    return on_paper("id-card", f"person.{key}", value, 0.95, source, document, page, nth)


def pages(*readings: Statement) -> list[list[tuple[str, int]]]:
    return sorted(sorted((p.document, p.page) for p in card.pages) for card in told_apart(readings))


def test_front_and_back_with_one_number_are_one_card_wherever_they_lie():
    front, back = reading("personal_id", NUMBER, "a", 1), reading("personal_id", NUMBER, "z", 4, Source.MRZ)
    between = reading("personal_id", OTHER, "b", 1)
    assert pages(front, between, back) == [[("a", 1), ("z", 4)], [("b", 1)]]


def test_a_back_without_number_joins_the_front_before_it():
    assert pages(reading("personal_id", NUMBER, "a", 1), reading("residence", "Hưng Yên", "a", 2)) == [
        [("a", 1), ("a", 2)]
    ]


@pytest.mark.parametrize(
    "side",
    [
        {"full_name": "LÝ THỊ KHÁC"},
        {"full_name": "NGÔ THỊ HÀNH"},
        {"full_name": "NGÔ THỊ HẠNH", "birth_date": "01/02/1971"},
        {"birth_date": "01/02/1971"},
        {"sex": "Nữ"},
        {"sex": "Nam"},
        {"residence": "Tổ 9, phường Vĩnh Trại, tỉnh Lạng Sơn"},
        {"issued_date": "01/01/2020"},
    ],
)
def test_a_side_without_number_that_says_it_is_another_s_joins_no_card(side: dict[str, str]) -> None:
    ours = {
        "personal_id": NUMBER,
        "full_name": "NGÔ THỊ HẠNH",
        "birth_date": "12/07/1996",
        "sex": "Nữ",
        "residence": "Thôn Đông, xã Hồng Vân, tỉnh Hưng Yên",
        "issued_date": "03/05/2022",
    }
    front = [reading(key, value, "a", 1) for key, value in ours.items()]
    assert pages(*front, *(reading(key, value, "a", 2) for key, value in side.items())) == [
        [("a", 1)],
        [("a", 2)],
    ]


@pytest.mark.parametrize(
    "side",
    [
        {"full_name": "NGÔ THỊ HẠNH"},
        {"birth_date": "12/07/1996", "sex": "Nữ"},
        {"residence": "Thôn Đông, xã Hồng Vân, tỉnh Hưng Yên"},
        {"issued_date": "03/05/2022", "issuer": "Bộ Công an"},
    ],
)
def test_a_second_scan_of_a_front_whose_number_was_not_read_joins_the_first(side: dict[str, str]) -> None:
    ours = {"personal_id": NUMBER, "full_name": "NGÔ THỊ HẠNH", "birth_date": "12/07/1996", "sex": "Nữ"}
    front = [reading(key, value, "a", 1) for key, value in ours.items()]
    assert pages(*front, *(reading(key, value, "a", 2) for key, value in side.items())) == [
        [("a", 1), ("a", 2)]
    ]


def test_a_side_without_number_joins_over_a_blank_back_but_not_over_other_papers() -> None:
    front = reading("personal_id", NUMBER, "a", 1)
    assert pages(front, reading("residence", "Hưng Yên", "a", 3)) == [[("a", 1), ("a", 3)]]
    assert pages(front, reading("residence", "Hưng Yên", "a", 4)) == [[("a", 1)], [("a", 4)]]


def test_a_back_in_a_file_of_its_own_joins_nobodys_card():
    found = pages(reading("personal_id", NUMBER, "a", 1), reading("residence", "Hưng Yên", "b", 1))
    assert found == [[("a", 1)], [("b", 1)]]


def test_two_cards_on_one_page_are_two_and_a_back_without_number_after_them_is_nobodys():
    first, second = reading("personal_id", NUMBER, "a", 1), reading("personal_id", OTHER, "a", 1, nth=1)
    back = reading("residence", "Hưng Yên", "a", 2)
    found = {
        card.text("person.personal_id"): len(card.readings) for card in told_apart((first, second, back))
    }
    assert found == {NUMBER: 1, OTHER: 1, "": 1}


def test_other_papers_are_no_cards():
    assert (
        told_apart((on_paper("birth-notice", "person.personal_id", NUMBER, 1, Source.PRINT, "a", 1),)) == []
    )


CARD = Card(
    (),
    (
        reading("personal_id", NUMBER, "a", 1),
        reading("full_name", "NGÔ THỊ HẠNH", "a", 1),
        reading("sex", "Nữ", "a", 1),
    ),
)


@pytest.mark.parametrize(
    ("claims", "score"),
    [
        (CardClaims(numbers={NUMBER}, names={"Somebody Else"}), 3),
        (CardClaims(names={"Ngô Thị Hanh"}), 2),
        (CardClaims(names={"NGÔ THỊ HẠNHH"}), 1),
        (CardClaims(names={"ĐỖ VĂN TOÀN"}, numbers={OTHER}), 0),
        (CardClaims(names={"NGÔ THỊ HẠNH"}, sex="Nam"), 0),
        (CardClaims(), 0),
    ],
)
def test_a_card_fits_by_number_then_name_then_near_name(claims, score):
    assert fits(CARD, claims) == score


def test_a_back_without_number_among_cards_of_two_files_keeps_to_its_own_file():
    first, other = reading("personal_id", NUMBER, "a", 1), reading("personal_id", OTHER, "b", 1)
    assert pages(first, other, reading("residence", "Hưng Yên", "b", 2)) == [[("a", 1)], [("b", 1), ("b", 2)]]


def test_the_card_on_the_nearest_page_before_counts_not_an_earlier_one():
    first, second = reading("personal_id", NUMBER, "a", 1), reading("personal_id", OTHER, "a", 2)
    back = reading("residence", "Hưng Yên", "a", 3)
    assert pages(first, second, back) == [[("a", 1)], [("a", 2), ("a", 3)]]


def test_two_sides_without_number_on_one_page_or_after_nothing_are_each_nobodys():
    same_page = [reading("residence", "Hưng Yên", "a", 1, nth=n) for n in (0, 1)]
    assert pages(*same_page) == [[("a", 1)], [("a", 1)]]
    after = [reading("personal_id", NUMBER, "a", 2), reading("residence", "Hưng Yên", "a", 1)]
    assert pages(*after) == [[("a", 1)], [("a", 2)]]


def test_the_most_trusted_reading_of_either_side_is_the_cards():
    weak = on_paper("id-card", "person.sex", "Nam", 0.5, Source.PRINT, "a", 1)
    empty = on_paper("id-card", "person.sex", "", 0.99, Source.PRINT, "a", 2)
    card = Card((), (weak, reading("sex", "Nữ", "a", 2), empty))
    assert (card.text("person.sex"), card.text("person.full_name"), card.best("person.full_name")) == (
        "Nữ",
        "",
        None,
    )


def test_sexes_that_differ_part_a_card_from_its_namesake_only_where_both_are_known():
    unknown = Card((), (reading("full_name", "NGÔ THỊ HẠNH", "a", 1),))
    assert fits(unknown, CardClaims(names={"NGÔ THỊ HẠNH"}, sex="Nam")) == 2
    assert fits(CARD, CardClaims(names={"NGÔ THỊ HẠNH"}, sex="Nữ")) == 2
    assert fits(CARD, CardClaims(numbers={NUMBER}, sex="Nam")) == 3
    assert fits(Card((), ()), CardClaims(names={""})) == 0
