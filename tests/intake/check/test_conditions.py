# SPDX-License-Identifier: Apache-2.0
"""Conditions with three values."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from intake.check.conditions import answer, holds, open_questions, unread_field
from intake.dossier.facts import DocumentFact, DossierFacts
from intake.dossier.values import FormValue
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from templates.model.conditions import Condition
from tests.support.dossiers.values import on_form, on_paper

EDITION = load_catalogue().procedure("1.001193", date(2026, 11, 18))
FACTS = DossierFacts(
    datetime(2026, 11, 18, tzinfo=UTC),
    papers=(DocumentFact("birth-notice", "d", (1,)),),
    form={
        "child.sex": on_form("Nữ", 0.99),
        "child.ethnicity": on_form("Kinh", 0.7),
        "child.nationality": on_form("Việt Nam", 0.2),
        "child.hometown": on_form("Hưng Yên", corrected=True),
    },
    readings=(
        on_paper("birth-registration", "child.birth_place", "Phố Nối", 0.4, Source.HAND, "f", 1),
        on_paper("birth-notice", "child.sex", "Nữ", 0.99, Source.PRINT, "d", 1),
    ),
    answers={"abandoned": "no"},
)
YES, NO, UNKNOWN = (
    {"paper_present": "birth-notice"},
    {"paper_present": "authorisation"},
    {"answer": {"name": "requester_is_family", "is": "yes"}},
)


def value(condition: dict[str, object]) -> bool | None:
    return holds(Condition.model_validate(condition), FACTS, EDITION)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (YES, True),
        (NO, False),
        (UNKNOWN, None),
        ({"not": YES}, False),
        ({"not": UNKNOWN}, None),
        ({"all": [YES, YES]}, True),
        ({"all": [YES, UNKNOWN]}, None),
        ({"all": [NO, UNKNOWN]}, False),
        ({"any": [NO, NO]}, False),
        ({"any": [YES, UNKNOWN]}, True),
        ({"any": [NO, UNKNOWN]}, None),
        ({"field_present": "child.sex"}, True),
        ({"field_present": "child.full_name"}, False),
        ({"field_written": "child.sex"}, False),
        ({"field_written": "child.birth_place"}, True),
        ({"field_written": "child.hometown"}, True),
        ({"field_equals": {"field": "child.sex", "values": ["nữ"]}}, True),
        ({"field_equals": {"field": "child.sex", "values": ["Nam"]}}, False),
        ({"field_equals": {"field": "child.ethnicity", "values": ["kinh"]}}, True),
        ({"field_equals": {"field": "child.ethnicity", "values": ["Tày"]}}, None),
        ({"field_equals": {"field": "child.nationality", "values": ["Việt Nam"]}}, None),
        ({"field_equals": {"field": "child.full_name", "values": ["A"]}}, None),
        ({"field_starts": {"field": "child.sex", "words": ["n"]}}, False),
        ({"field_contains": {"field": "child.ethnicity", "words": ["kinh"]}}, True),
        ({"answer": {"name": "abandoned", "is": "no"}}, True),
        ({"answer": {"name": "no-such-question", "is": "no"}}, None),
    ],
)
def test_value_of_a_condition(condition, expected):
    assert value(condition) is expected


def test_no_condition_always_holds():
    assert holds(None, FACTS, EDITION) is True


def test_a_persons_answer_wins_over_what_the_papers_imply():
    facts = DossierFacts(
        FACTS.received_at,
        form={"requester.relation": on_form("Mẹ")},
        answers={"requester_is_family": "no"},
    )
    assert answer("requester_is_family", facts, EDITION) == "no"


def test_open_questions_are_those_without_answer_inference_and_default():
    condition = Condition.model_validate({"all": [UNKNOWN, {"answer": {"name": "surrogacy", "is": "no"}}]})
    assert open_questions(condition, FACTS, EDITION) == ["requester_is_family"]


def told(chosen: FormValue | None, condition: dict[str, object]) -> bool | None:
    form = {"mother.birth_date": chosen} if chosen else {}
    return holds(Condition.model_validate(condition), DossierFacts(FACTS.received_at, form=form), EDITION)


OF_1996 = {"field_equals": {"field": "mother.birth_date", "values": ["1996"]}}


@pytest.mark.parametrize(
    ("chosen", "match", "mismatch"),
    [
        (on_form("1996", 0.5), True, None),
        (on_form("1996", 0.49), None, None),
        (on_form("1996", 0.89), True, None),
        (on_form("1996", 0.9), True, False),
        (on_form("1996", 0.1, corrected=True), True, False),
        (on_form("", 0.99), None, None),
        (on_form("", corrected=True), None, None),
        (None, None, None),
    ],
)
def test_a_match_needs_a_usable_reading_and_a_mismatch_a_sure_one(
    chosen: FormValue | None, match: bool | None, mismatch: bool | None
) -> None:
    """Else a doubtful reading would demand a paper of a citizen, or waive one."""
    other = {"field_equals": {"field": "mother.birth_date", "values": ["1997"]}}
    assert (told(chosen, OF_1996), told(chosen, other)) == (match, mismatch)


@pytest.mark.parametrize(
    ("value", "since", "before", "expected"),
    [
        ("12/07/1996", "1996-07-12", None, True),
        ("12/07/1996", "1996-07-13", None, False),
        ("12/07/1996", None, "1996-07-13", True),
        ("12/07/1996", None, "1996-07-12", False),
        ("12/07/1996", "1996-01-01", "1997-01-01", True),
        ("12/07/1996", "1997-01-01", "1998-01-01", False),
        ("1996", "1996-01-01", "1997-01-01", True),
        ("1996", "1996-01-02", None, None),
        ("1996", None, "1996-12-31", None),
        ("07/1996", "1996-07-01", "1996-08-01", True),
        ("07/1996", "1996-07-02", None, None),
        ("lạ", "1996-07-01", None, None),
    ],
)
def test_a_date_lies_between_two_days_if_every_day_it_can_mean_does(
    value: str, since: str | None, before: str | None, expected: bool | None
) -> None:
    bounds = {key: day for key, day in (("from", since), ("before", before)) if day}
    condition = {"field_date": {"field": "mother.birth_date", **bounds}}
    assert told(on_form(value, 0.95), condition) is expected


@pytest.mark.parametrize(
    ("value", "bounds", "expected"),
    [
        ("18/11/2012", {"from": 14}, True),
        ("19/11/2012", {"from": 14}, False),
        ("19/11/2012", {"under": 14}, True),
        ("18/11/2012", {"under": 14}, False),
        ("2012", {"from": 13, "under": 15}, True),
        ("2012", {"from": 14}, None),
        ("2012", {"under": 14}, None),
        ("lạ", {"from": 14}, None),
    ],
)
def test_an_age_is_known_where_every_day_of_birth_gives_the_same(
    value: str, bounds: dict[str, int], expected: bool | None
) -> None:
    condition = {"age": {"field": "mother.birth_date", **bounds}}
    assert told(on_form(value, 0.95), condition) is expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (on_form("Lào", 0.5), True),
        (on_form("Lào", 0.49), None),
        (on_form("Việt Nam", 0.9), False),
        (on_form("Việt Nam", 0.89), None),
        (on_form("Việt Nam", 0.1, corrected=True), False),
        (on_form("", 0.99), False),
        (None, False),
    ],
)
def test_who_is_a_foreigner_is_known_from_a_reading_that_can_be_believed(
    chosen: FormValue | None, expected: bool | None
) -> None:
    assert told(chosen, {"foreigner": "mother.birth_date"}) is expected


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("field_starts", ["mẹ"], True),
        ("field_starts", ["bé"], False),
        ("field_contains", ["bé"], True),
        ("field_contains", ["cha", "em bé"], True),
        ("field_contains", ["b"], False),
        ("field_starts", ["m"], False),
    ],
)
def test_words_are_found_whole_whatever_stands_between_them(
    kind: str, words: list[str], expected: bool
) -> None:
    condition = {kind: {"field": "mother.birth_date", "words": words}}
    assert told(on_form("Mẹ, em  (bé)", 0.95), condition) is expected


@pytest.mark.parametrize(
    ("readings", "chosen", "written"),
    [
        ([("birth-registration", "k", "x", 0.1)], None, True),
        ([("birth-registration", "k", "", 0.9)], None, False),
        ([("birth-registration", "other", "x", 0.9)], None, False),
        ([("birth-notice", "k", "x", 0.9)], None, False),
        ([], on_form("x", corrected=True), True),
        ([], on_form("x"), False),
        ([], on_form("", corrected=True), False),
    ],
)
def test_a_field_is_written_where_the_citizen_s_form_or_a_person_says_anything(
    readings: list[tuple[str, str, str, float]], chosen: FormValue | None, written: bool
) -> None:
    read = tuple(on_paper(*one, Source.HAND, "f", 1) for one in readings)
    facts = DossierFacts(FACTS.received_at, readings=read, form={"k": chosen} if chosen else {})
    assert holds(Condition.model_validate({"field_written": "k"}), facts, EDITION) is written


def test_an_answer_given_is_what_it_is_and_another_is_not() -> None:
    assert value({"answer": {"name": "abandoned", "is": "yes"}}) is False
    assert value({"not": {"answer": {"name": "abandoned", "is": "yes"}}}) is True


UNREAD = {"field_equals": {"field": "child.ethnicity", "values": ["Tày"]}}
UNREAD_TOO = {"field_equals": {"field": "child.nationality", "values": ["Việt Nam"]}}


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        (UNREAD, "child.ethnicity"),
        ({"all": [YES, UNREAD_TOO, UNREAD]}, "child.nationality"),
        ({"any": [NO, {"not": UNREAD}]}, "child.ethnicity"),
        ({"all": [UNREAD, UNKNOWN]}, None),
        ({"all": [NO, UNREAD]}, None),
        (YES, None),
        (UNKNOWN, None),
    ],
)
def test_the_first_unread_field_is_named_for_whose_sake_nothing_is_known(
    condition: dict[str, object], field: str | None
) -> None:
    assert unread_field(Condition.model_validate(condition), FACTS, EDITION) == field
    assert unread_field(None, FACTS, EDITION) is None


def test_all_questions_are_open_where_one_of_several_parts_is_enough() -> None:
    other = {"answer": {"name": "no-such-question", "is": "no"}}
    either, both = (Condition.model_validate({kind: [YES, UNKNOWN, other]}) for kind in ("any", "all"))
    assert open_questions(either, FACTS, EDITION) == []  # one part holds already
    either = Condition.model_validate({"any": [NO, UNKNOWN, other]})
    assert open_questions(either, FACTS, EDITION) == ["requester_is_family", "no-such-question"]
    assert open_questions(both, FACTS, EDITION) == ["requester_is_family"]
    inside = Condition.model_validate({"not": UNKNOWN})
    assert open_questions(inside, FACTS, EDITION) == ["requester_is_family"]
    assert open_questions(None, FACTS, EDITION) == []
