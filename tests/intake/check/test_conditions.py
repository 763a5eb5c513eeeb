"""Conditions with three values."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from intake.check.conditions import answer, holds, open_questions
from intake.dossier.facts import ChosenValue, DocumentFact, DossierFacts, ReadingFact
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from templates.model.conditions import Condition

EDITION = load_catalogue().procedure("1.001193", date(2026, 11, 18))
FACTS = DossierFacts(
    datetime(2026, 11, 18, tzinfo=UTC),
    papers=(DocumentFact("birth-notice", "d", (1,)),),
    form={
        "child.sex": ChosenValue("Nữ", 0.99),
        "child.ethnicity": ChosenValue("Kinh", 0.7),
        "child.nationality": ChosenValue("Việt Nam", 0.2),
        "child.hometown": ChosenValue("Hưng Yên", corrected=True),
    },
    readings=(
        ReadingFact("birth-registration", "child.birth_place", "Phố Nối", 0.4, Source.HAND, "f", 1),
        ReadingFact("birth-notice", "child.sex", "Nữ", 0.99, Source.PRINT, "d", 1),
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
        form={"requester.relation": ChosenValue("Mẹ")},
        answers={"requester_is_family": "no"},
    )
    assert answer("requester_is_family", facts, EDITION) == "no"


def test_open_questions_are_those_without_answer_inference_and_default():
    condition = Condition.model_validate({"all": [UNKNOWN, {"answer": {"name": "surrogacy", "is": "no"}}]})
    assert open_questions(condition, FACTS, EDITION) == ["requester_is_family"]
