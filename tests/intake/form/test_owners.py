# SPDX-License-Identifier: Apache-2.0
"""Whose card is whose: rather nobody's than somebody else's."""

from __future__ import annotations

import pytest

from intake.dossier.values import Statement
from intake.form.owners import Owners, owners
from ocr.result import Source
from templates.model.autofill_map import AutofillMap
from tests.support.dossiers.values import on_paper

FORM, NOTICE, CARD = "birth-registration", "birth-notice", "id-card"


def _ref(field: str, paper: str = FORM) -> dict[str, str]:
    return {"paper": paper, "field": field}


PLAN = AutofillMap.model_validate(
    {
        "form": FORM,
        "birth": [_ref("child.birth_date", NOTICE), _ref("child.birth_date")],
        "people": {
            "mother": {
                "sex": "Nữ",
                "ages": (15, 50),
                "names": [_ref("mother.full_name"), _ref("mother.full_name", NOTICE)],
                "numbers": [_ref("mother.id_document")],
            },
            "father": {"sex": "Nam", "ages": (16, 70), "names": [_ref("father.full_name")]},
            "requester": {
                "names": [_ref("requester.full_name")],
                "relation": "requester.relation",
                "relation_words": {"mother": ("Mẹ",), "father": ("Cha", "Bố")},
            },
        },
        "fields": {},
    }
)


def _read(
    key: str, value: str, *, paper: str = FORM, confidence: float = 0.95, document: str = "tờ khai"
) -> Statement:
    return on_paper(paper, key, value, confidence, Source.PRINT, document, 1)


def _card(name: str, sex: str = "Nữ", born: str = "12/03/1995", number: str = "") -> list[Statement]:
    told = {"full_name": name, "sex": sex, "birth_date": born, "personal_id": number}
    return [
        _read(f"person.{key}", value, paper=CARD, document=f"thẻ {name}{number}")
        for key, value in told.items()
        if value
    ]


BORN = _read("child.birth_date", "20/07/2026")
LAN = _card("PHẠM THỊ LAN", number="034195000001")


def _given(*readings: Statement, decided: dict[str, str] | None = None) -> Owners:
    return owners(PLAN, readings, decided or {})


def _names(found: Owners) -> dict[str, str]:
    return {role: card.text("person.full_name") for role, card in found.cards.items()}


@pytest.mark.parametrize(
    ("born", "mothers"),
    [
        ("12/03/1995", True),
        ("1995", True),
        ("03/1976", True),
        ("31/12/1975", False),
        ("2011", True),
        ("01/01/2012", False),
        ("12/03/95", False),
        ("¹⁹⁹⁵", False),
        ("", False),
    ],
)
def test_a_left_over_card_is_the_mothers_only_by_an_age_that_it_gives(born: str, mothers: bool) -> None:
    found = _given(BORN, *_card("PHẠM THỊ LAN", born=born))
    assert (found.guessed == {"mother"}) is mothers
    assert ("mother" in found.cards) is mothers


@pytest.mark.parametrize("sex", ["Nam", "", "Không xác định"])
def test_a_left_over_card_without_her_sex_is_not_the_mothers(sex: str) -> None:
    assert "mother" not in _given(BORN, *_card("PHẠM LAN", sex=sex)).cards


def test_without_the_childs_birth_nobodys_age_is_known() -> None:
    assert _given(*LAN) == Owners()
    assert _given(_read("child.birth_date", "?"), *LAN) == Owners()


def test_the_first_paper_that_gives_a_year_tells_the_childs_age() -> None:
    old = _read("child.birth_date", "1990", paper=NOTICE)
    assert "mother" not in _given(BORN, old, *LAN).cards
    unread = _read("child.birth_date", "tháng 7", paper=NOTICE)
    assert "mother" in _given(unread, BORN, *LAN).cards


@pytest.mark.parametrize("key", ["mother.full_name", "mother.id_document"])
def test_a_mother_of_whom_a_paper_says_a_name_or_number_gets_no_left_over_card(key: str) -> None:
    said = _read(key, "LÊ THỊ HOA" if key.endswith("name") else "034165000003")
    assert "mother" not in _given(BORN, said, *LAN).cards


def test_what_was_hardly_read_says_nothing_of_the_mother() -> None:
    said = _read("mother.full_name", "LÊ THỊ HOA", confidence=0.49)
    assert _given(BORN, said, *LAN).guessed == {"mother"}
    assert _given(BORN, _read("mother.full_name", "LÊ THỊ HOA", confidence=0.5), *LAN) == Owners()


def test_each_parent_gets_the_left_over_card_of_their_sex_and_two_of_one_sex_are_nobodys() -> None:
    hai = _card("TRẦN VĂN HẢI", "Nam", "01/02/1993")
    found = _given(BORN, *LAN, *hai)
    assert _names(found) == {"mother": "PHẠM THỊ LAN", "father": "TRẦN VĂN HẢI"}
    assert found.guessed == {"mother", "father"}
    assert _names(_given(BORN, *LAN, *hai, *_card("VŨ VĂN BA", "Nam", "1990"))) == {"mother": "PHẠM THỊ LAN"}


def test_a_card_that_is_somebodys_by_name_is_not_left_over() -> None:
    found = _given(BORN, _read("requester.full_name", "PHẠM THỊ LAN"), *LAN)
    assert _names(found) == {"requester": "PHẠM THỊ LAN"}
    assert found.guessed == frozenset()


def test_a_requester_has_no_age_and_gets_no_left_over_card() -> None:
    assert "requester" not in _given(BORN, *LAN).cards


def test_two_cards_that_fit_alike_are_nobodys_also_not_as_left_over() -> None:
    twin = _card("PHẠM THỊ LAN", number="034190000009")
    found = _given(BORN, _read("mother.full_name", "PHẠM THỊ LAN"), *LAN, *twin)
    assert found == Owners(ambiguous=frozenset({"mother"}))


def test_the_better_fit_wins_over_the_nearer_name() -> None:
    near = _card("PHẠM THỊ LANH", number="034190000009")
    found = _given(_read("mother.full_name", "PHẠM THỊ LAN"), *near, *LAN)
    assert _names(found) == {"mother": "PHẠM THỊ LAN"}
    by_number = _given(
        _read("mother.full_name", "PHẠM THỊ LAN"),
        _read("mother.id_document", "CCCD 034190000009"),
        *near,
        *LAN,
    )
    assert _names(by_number) == {"mother": "PHẠM THỊ LANH"}


def test_any_paper_that_names_the_mother_finds_her_card() -> None:
    assert _names(_given(_read("mother.full_name", "PHẠM THỊ LAN", paper=NOTICE), *LAN)) == {
        "mother": "PHẠM THỊ LAN"
    }


def test_a_persons_word_for_a_field_of_the_form_stands_in_place_of_what_was_read() -> None:
    said = _read("mother.full_name", "PHẠM THỊ LAN")
    decided = {"mother.full_name": "LÊ THỊ HOA"}
    assert "mother" not in _given(said, *LAN, decided=decided).cards
    assert _names(_given(said, *LAN, *_card("LÊ THỊ HOA"), decided=decided)) == {"mother": "LÊ THỊ HOA"}
    assert _names(_given(said, *LAN, decided={"mother.full_name": ""})) == {"mother": "PHẠM THỊ LAN"}


@pytest.mark.parametrize(
    ("relation", "asks"),
    [("Mẹ", "mother"), ("mẹ đẻ", "mother"), ("Bố", "father"), ("Bà ngoại", ""), ("Em mẹ", ""), ("", "")],
)
def test_a_requester_whom_the_form_calls_a_parent_is_known_by_what_is_known_of_that_parent(
    relation: str, asks: str
) -> None:
    hai = _card("TRẦN VĂN HẢI", "Nam", "01/02/1993")
    named = [_read("mother.full_name", "PHẠM THỊ LAN"), _read("father.full_name", "TRẦN VĂN HẢI")]
    found = _names(_given(_read("requester.relation", relation), *named, *LAN, *hai))
    assert found["mother"] == "PHẠM THỊ LAN"
    assert found.get("requester", "") == {"mother": "PHẠM THỊ LAN", "father": "TRẦN VĂN HẢI", "": ""}[asks]


def test_the_parents_number_finds_the_requesters_card_too_and_the_parents_sex_keeps_others_away() -> None:
    relation, number = _read("requester.relation", "Mẹ"), _read("mother.id_document", "034195000001")
    assert set(_names(_given(relation, number, *LAN))) == {"mother", "requester"}
    man = _card("PHẠM LAN", "Nam")
    assert "requester" not in _given(relation, _read("requester.full_name", "PHẠM LAN"), *man).cards


def test_a_relation_not_surely_read_makes_nobody_a_parent() -> None:
    named = _read("mother.full_name", "PHẠM THỊ LAN")
    for confidence, known in ((0.89, False), (0.9, True)):
        relation = _read("requester.relation", "Mẹ", confidence=confidence)
        assert ("requester" in _given(relation, named, *LAN).cards) is known
