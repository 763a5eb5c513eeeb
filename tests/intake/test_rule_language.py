"""The rules one by one, on a procedure made for the test, and their edges."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from intake.case import ChosenValue, DossierFacts, Finding, PaperFact, ReadingFact
from intake.check import check
from intake.check_papers import asked
from intake.conditions import holds, open_questions
from intake.partial_dates import earliest, full_years, latest
from intake.places import lies_in
from ocr.facts import Source
from templates.catalogue import load_catalogue
from templates.conditions import Condition
from templates.procedures import ProcedureEdition, Question
from templates.rules import CrossRule, PaperRule

FORM, NOTICE = "birth-registration", "birth-notice"
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
NAMED = {"name": {"vi": "giấy", "en": "paper"}, "law": "-"}
SAYS = {"alert": {"vi": "x", "en": "x"}}


def edition(**parts: Any) -> ProcedureEdition:
    """An edition that asks for nothing but what the test gives it."""
    form = {"id": "application", "choices": [{"kind": FORM}], **NAMED}
    rest = {
        "result": {"kind": "other", "name": {"vi": "-", "en": "-"}},
        "processing": {"working_days": 0, "law": "-"},
    }
    plain = {"id": "e", "since": date(2025, 1, 1), "source": "-", "forms": [FORM], "form_rule": form}
    return ProcedureEdition.model_validate({**plain, **rest, **parts})


def facts(
    form: dict[str, str] | None = None, *kinds: str, confidence: float = 0.97, **more: Any
) -> DossierFacts:
    """A dossier with these values on its form and further papers of these kinds."""
    values = form or {}
    papers = [
        PaperFact(FORM, "form", (1,)),
        *(PaperFact(kind, f"{kind}-{n}", (1,)) for n, kind in enumerate(kinds)),
    ]
    readings = [ReadingFact(FORM, k, v, confidence, Source.PRINT, "form", 1) for k, v in values.items()]
    chosen = {key: ChosenValue(value, confidence, FORM, "form", 1) for key, value in values.items()}
    return DossierFacts(NOW, tuple(papers), tuple(readings), chosen, **more)


def findings(dossier: DossierFacts, **parts: Any) -> list[Finding]:
    return list(check(dossier, edition(**parts), load_catalogue(), NOW).findings)


def codes(dossier: DossierFacts, **parts: Any) -> set[str]:
    return {finding.code for finding in findings(dossier, **parts)}


def rule(check_: str, *fields: str, **more: Any) -> dict[str, Any]:
    refs = [{"paper": FORM, "field": field} for field in fields]
    return {"id": "r", "law": "-", "check": check_, "refs": refs, **more}


# --- papers


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), "r.missing"),
        (("commitment",), "r.in-part"),
        (("witness-statement", "witness-statement"), "r.in-part"),
        (("commitment", "witness-statement"), "r.too-few"),
        (("commitment", "witness-statement", "witness-statement"), None),
        (("parentage-evidence",), None),
    ],
)
def test_one_paper_or_several_others_together(kinds, expected):
    choices = [
        {"kind": "parentage-evidence"},
        {"kind": "commitment", "also": [{"kind": "witness-statement", "count": 2}]},
    ]
    found = codes(facts(None, *kinds), submit=[{"id": "r", "choices": choices, "equal": True, **NAMED}])
    assert found == ({expected} if expected else set())


@pytest.mark.parametrize(("kinds", "enough"), [(1, False), (2, True), (3, True)])
def test_n_of_several_papers(kinds, enough):
    names = ("consent", "commitment", "earlier-papers")
    choices = [{"kind": kind} for kind in names]
    found = codes(
        facts(None, *names[:kinds]), submit=[{"id": "r", "choices": choices, "at_least": 2, **NAMED}]
    )
    assert ("r.missing-some" not in found) is enough


def test_equal_papers_stand_in_for_nothing():
    choices = [{"kind": "consent"}, {"kind": "commitment"}]
    preferred = codes(facts(None, "commitment"), submit=[{"id": "r", "choices": choices, **NAMED}])
    equal = codes(facts(None, "commitment"), submit=[{"id": "r", "choices": choices, "equal": True, **NAMED}])
    assert (preferred, equal) == ({"r.substitute"}, set())


def test_more_papers_than_choices_can_never_be_there():
    with pytest.raises(ValidationError):
        PaperRule.model_validate({"id": "r", "choices": [{"kind": "consent"}], "at_least": 2, **NAMED})


def test_one_of_several_fields_will_do():
    fields = [{"id": "r", "law": "-", "need": "one", "keys": ["child.full_name", "mother.full_name"]}]
    assert codes(facts({"mother.full_name": "A"}), fields=fields) == set()
    assert codes(facts({"child.sex": "Nam"}), fields=fields) == {"r.field-missing"}


# --- rules across papers


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("18/11/2006", set()),  # the birthday itself
        ("19/11/2006", {"r.too-young"}),
        ("29/02/2008", {"r.too-young"}),
        ("11/2006", set()),  # the first possible day counts
        ("12/2006", {"r.too-young"}),
        ("2006", set()),
        ("2007", {"r.too-young"}),
        ("18/11/1966", set()),
        ("18/11/1965", {"r.too-old"}),
        ("unreadable", set()),
    ],
)
def test_age_in_full_years_on_the_day_of_reception(born, expected):
    rules = [rule("age", "child.birth_date", years_min=20, years_max=60)]
    assert codes(facts({"child.birth_date": born}), rules=rules) == expected


def test_age_on_the_day_of_another_date():
    rules = [rule("age", "mother.birth_date", "child.birth_date", years_min=12)]
    young = facts({"mother.birth_date": "01/06/2015", "child.birth_date": "31/05/2026"})
    assert codes(young, rules=rules) == {"r.too-young"}
    assert codes(facts({"mother.birth_date": "01/06/2015"}), rules=rules) == set()


def test_a_grave_rule_on_a_doubtful_reading_only_asks_for_a_look():
    rules = [rule("age", "child.birth_date", years_min=20, severity="error")]
    (sure,) = findings(facts({"child.birth_date": "2020"}), rules=rules)
    (unsure,) = findings(facts({"child.birth_date": "2020"}, confidence=0.7), rules=rules)
    assert (sure.severity, unsure.severity) == ("error", "warning")


@pytest.mark.parametrize(
    ("told", "expected"),
    [("31/12/2015", set()), ("01/01/2016", {"r.too-recent"}), ("2015", set()), ("2016", {"r.too-recent"})],
)
def test_before_a_fixed_day(told, expected):
    rules = [rule("before-day", "child.birth_date", day=date(2016, 1, 1))]
    assert codes(facts({"child.birth_date": told}), rules=rules) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("02/01/2026", "01/01/2026", {"r.after"}),
        ("01/01/2026", "01/01/2026", set()),
        ("2026", "01/06/2026", set()),  # may lie before
        ("01/06/2026", "2026", set()),
        ("2027", "01/06/2026", {"r.after"}),
    ],
)
def test_order_of_dates_as_far_as_they_go(first, second, expected):
    rules = [rule("not-after", "child.birth_date", "made.date")]
    assert codes(facts({"child.birth_date": first, "made.date": second}), rules=rules) == expected


@pytest.mark.parametrize(
    ("born", "number", "expected"),
    [
        ("30/06/2022", "", {"r.no-number-yet"}),
        ("01/07/2022", "", {"r.no-number"}),
        ("1950", "CMND 145236987", {"r.no-number-yet"}),
        ("1950", "033150001010", set()),
    ],
)
def test_a_person_without_a_number_is_flagged_and_never_blocked(born, number, expected):
    birth = {"paper": FORM, "field": "mother.birth_date"}
    rules = [rule("has-number", "mother.id_document", birth=birth, day=date(2022, 7, 1))]
    values = {"mother.birth_date": born, "mother.full_name": "A"} | (
        {"mother.id_document": number} if number else {}
    )
    result = check(facts(values), edition(rules=rules), load_catalogue(), NOW)
    assert {f.code for f in result.findings} == expected
    assert result.status == "complete"


def test_two_people_with_one_number():
    rules = [rule("other-number", "mother.id_document", "father.id_document")]
    same = {"mother.id_document": "033150001010", "father.id_document": "CCCD 033 150 001 010"}
    assert codes(facts(same), rules=rules) == {"r.same-person"}
    assert codes(facts({**same, "father.id_document": "033050001010"}), rules=rules) == set()


def test_a_value_that_must_be_one_of_a_list():
    rules = [rule("one-of", "mother.nationality", values=["Việt Nam"])]
    assert codes(facts({"mother.nationality": "VIỆT NAM"}), rules=rules) == set()
    assert codes(facts({"mother.nationality": "Hoa Kỳ"}), rules=rules) == {"r.not-one-of"}


@pytest.mark.parametrize(
    ("authority", "found"),
    [
        ("UBND xã Hồng Vân, huyện Ân Thi", False),
        ("UBND huyện Ân Thi", True),
        ("Phòng Tư pháp huyện Ân Thi", True),
    ],
)
def test_phrases_are_found_as_whole_words(authority, found):
    rules = [rule("mentions", "authority", values=["UBND huyện", "Phòng Tư pháp"])]
    assert ("r.mentions" in codes(facts({"authority": authority}), rules=rules)) is found


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("Thôn Đông, xã Hồng Vân, tỉnh Hưng Yên", True),
        ("thôn Đông xã HỒNG VÂN tỉnh Hưng Yên", True),
        ("Hồng Vân, Hưng Yên", True),
        ("Thôn Đông, xã Hồng Vân, huyện Ân Thi, tỉnh Hải Hưng", True),  # a province of before says nothing
        ("Xã Hồng Vân, thành phố Hà Nội", False),
        ("Xã Vân Hồng, tỉnh Hưng Yên", False),
        ("Phường Kinh Bắc, tỉnh Bắc Ninh", False),
    ],
)
def test_an_address_lies_in_a_commune(address, inside):
    assert lies_in(address, "Xã Hồng Vân, tỉnh Hưng Yên", load_catalogue()) is inside


def test_without_a_commune_in_the_settings_no_place_is_judged():
    rules = [rule("lives-here", "mother.residence")]
    away = {"mother.residence": "Phường Kinh Bắc, tỉnh Bắc Ninh"}
    assert codes(facts(away), rules=rules) == set()
    assert codes(facts(away, commune="Xã Hồng Vân"), rules=rules) == {"r.not-here"}


def test_an_alert_needs_no_value():
    assert codes(facts(), rules=[rule("alert", say=SAYS)]) == {"r.alert"}
    never = {"paper_present": "consent"}
    assert codes(facts(), rules=[rule("alert", say=SAYS, when=never)]) == set()


@pytest.mark.parametrize(
    "broken",
    [
        rule("age", "child.birth_date"),
        rule("before-day", "child.birth_date"),
        rule("has-number", "mother.id_document"),
        rule("one-of", "mother.nationality"),
        rule("mentions", "authority"),
        rule("other-number", "mother.id_document"),
        rule("lives-here"),
        rule("alert"),
    ],
)
def test_a_rule_without_its_measure_does_not_load(broken):
    with pytest.raises(ValidationError):
        CrossRule.model_validate(broken)


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
