# SPDX-License-Identifier: Apache-2.0
"""Conditions and questions, on a procedure made for the test."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from intake.check.check import check
from intake.check.conditions import holds, open_questions
from intake.check.documents import asked
from intake.dossier.deadline.partial_dates import earliest, full_years, latest
from templates.catalogue.loading import load_catalogue
from templates.model.conditions import Condition
from templates.model.procedures import Question
from tests.support.dossiers.rule_case import NOW, edition, facts

# --- conditions and questions


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"age": {"field": "child.birth_date", "from": 9}}, True),
        ({"age": {"field": "child.birth_date", "from": 9, "under": 18}}, True),
        ({"age": {"field": "child.birth_date", "from": 10}}, False),
        ({"age": {"field": "mother.birth_date", "under": 18}}, None),  # only the year is known
        ({"age": {"field": "mother.birth_date", "under": 19}}, True),
        ({"age": {"field": "father.birth_date", "under": 19}}, None),
        ({"field_date": {"field": "child.birth_date", "before": "2017-11-19"}}, True),
        ({"field_date": {"field": "child.birth_date", "from": "2017-11-19"}}, False),
        ({"field_date": {"field": "mother.birth_date", "from": "2008-06-01"}}, None),
    ],
)
def test_conditions_on_dates_and_ages(condition, expected):
    dossier = facts({"child.birth_date": "18/11/2017", "mother.birth_date": "2008"})
    assert holds(Condition.model_validate(condition), dossier, edition()) is expected


@pytest.mark.parametrize("test", ["age", "field_date"])
def test_a_condition_without_a_bound_does_not_load(test):
    with pytest.raises(ValidationError):
        Condition.model_validate({test: {"field": "child.birth_date"}})


@pytest.mark.parametrize(
    ("nationality", "expected"),
    [
        ("Việt Nam", False),
        ("VIỆT NAM", False),
        ("Vietnam", False),
        ("VNM", False),
        ("Hàn Quốc", True),
        ("Mỹ", True),
        ("Vịệt Nạm", None),  # no country; a misread Việt Nam rather
        ("", False),
    ],
)
def test_a_foreigner_is_who_names_another_country(nationality, expected):
    condition = Condition.model_validate({"foreigner": "mother.nationality"})
    assert holds(condition, facts({"mother.nationality": nationality}), edition()) is expected


def test_a_country_that_was_not_read_surely_makes_nobody_vietnamese():
    condition = Condition.model_validate({"foreigner": "mother.nationality"})
    assert holds(condition, facts({"mother.nationality": "Việt Nam"}, confidence=0.7), edition()) is None


@pytest.mark.parametrize(
    ("told", "words", "expected"),
    [
        ("Từ trước đến nay chưa kết hôn", ["tử"], False),
        ("Chồng đã tử vong", ["tử"], True),
        ("Bản thân", ["bạn"], False),
        ("BẠN", ["bạn"], True),
        ("Chị (hàng xóm)", ["hàng xóm"], True),
        ("goá chồng", ["góa"], True),  # old and new place of the tone
    ],
)
def test_words_are_compared_with_their_tones(told, words, expected):
    condition = Condition.model_validate({"field_contains": {"field": "requester.relation", "words": words}})
    assert holds(condition, facts({"requester.relation": told}), edition()) is expected


def yes_no(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "ask": {"vi": "?", "en": "?"}, "kind": "yes-no", **more}


def test_a_later_question_is_put_once_the_earlier_one_is_answered():
    both = edition(questions=[yes_no("one"), yes_no("two")])
    condition = Condition.model_validate(
        {"all": [{"answer": {"name": "one", "is": "yes"}}, {"answer": {"name": "two", "is": "yes"}}]}
    )
    assert open_questions(condition, facts(), both) == ["one"]
    assert open_questions(condition, facts(answers={"one": "yes"}), both) == ["two"]
    assert open_questions(condition, facts(answers={"one": "no"}), both) == []


def test_a_question_may_be_put_for_its_own_sake():
    when = {"paper_present": "consent"}
    text = {"name": "who", "ask": {"vi": "?", "en": "?"}, "kind": "text", "when": when}
    rules = edition(questions=[text])
    assert [question.name for question, _rule in asked(facts(None, "consent"), rules)] == ["who"]
    assert asked(facts(), rules) == []
    assert asked(facts(None, "consent", answers={"who": "Lan"}), rules) == []


@pytest.mark.parametrize("kind", ["text", "date", "number"])
def test_only_choices_have_a_list_of_answers(kind):
    with pytest.raises(ValidationError):
        Question.model_validate({"name": "q", "ask": {"vi": "?"}, "kind": kind, "values": {"a": {"vi": "a"}}})
    with pytest.raises(ValidationError):
        Question.model_validate({"name": "q", "ask": {"vi": "?"}, "kind": "choice"})


# --- terms


@pytest.mark.parametrize(
    ("answers", "due"),
    [
        ({}, date(2026, 11, 23)),
        ({"quick": "yes"}, date(2026, 11, 18)),
        ({"verify": "yes"}, date(2026, 11, 27)),
        ({"quick": "yes", "verify": "yes"}, date(2026, 11, 23)),
    ],
)
def test_other_terms_and_more_days_where_they_apply(answers, due):
    processing = {
        "working_days": 3,
        "law": "-",
        "instead": [{"working_days": 0, "when": {"answer": {"name": "quick", "is": "yes"}}}],
        "more": [{"working_days": 3, "when": {"answer": {"name": "verify", "is": "yes"}}}],
    }
    rules = edition(questions=[yes_no("quick"), yes_no("verify")], processing=processing)
    assert check(facts(answers=answers), rules, load_catalogue(), NOW).return_date == due


# --- dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("05/10/2026", date(2026, 10, 5), date(2026, 10, 5)),
        ("02/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("12/1999", date(1999, 12, 1), date(1999, 12, 31)),
        ("1999", date(1999, 1, 1), date(1999, 12, 31)),
        ("13/1999", None, None),
        ("31/02/1999", None, None),
        ("", None, None),
        ("khoảng 1999", None, None),
    ],
)
def test_what_days_a_date_can_mean(text, first, last):
    assert (earliest(text), latest(text)) == (first, last)


def test_full_years_turn_on_the_birthday():
    assert full_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert full_years(date(2008, 2, 29), date(2026, 3, 1)) == 18
