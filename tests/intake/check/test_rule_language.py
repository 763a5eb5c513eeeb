# SPDX-License-Identifier: Apache-2.0
"""The rules one by one, on a procedure made for the test, and their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from intake.check.check import check
from intake.dossier.facts import finding_told
from intake.form.places import Lies, lies_in
from templates.catalogue.loading import load_catalogue
from templates.language.messages import speaking
from templates.model.rules import CrossRule, DocumentRule
from tests.support.dossiers.rule_case import FORM, NAMED, NOW, SAYS, codes, edition, facts, findings, rule
from tests.support.dossiers.values import on_form


@pytest.mark.parametrize(("language", "told"), [("vi", "Thiếu giấy"), ("en", "A paper is missing")])
def test_a_kept_finding_is_told_in_the_language_spoken(language: str, told: str) -> None:
    kept = {"code": "r.missing", "clerk": "?", "said": {"vi": "Thiếu giấy", "en": "A paper is missing"}}
    with speaking(language):
        assert finding_told(kept) == {**kept, "clerk": told}
        assert finding_told({"code": "r.missing", "clerk": "as kept"})["clerk"] == "as kept"


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
        DocumentRule.model_validate({"id": "r", "choices": [{"kind": "consent"}], "at_least": 2, **NAMED})


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
        ("10/2006", set()),
        ("11/2006", {"r.unchecked"}),  # 18 days of that month make twenty years, 12 do not
        ("12/2006", {"r.too-young"}),
        ("2006", {"r.unchecked"}),
        ("2007", {"r.too-young"}),
        ("19/11/1965", set()),
        ("18/11/1965", {"r.too-old"}),
        ("1965", {"r.unchecked"}),
        ("1964", {"r.too-old"}),
        ("unreadable", {"r.unchecked"}),
    ],
)
def test_age_in_full_years_on_the_day_of_reception(born, expected):
    rules = [rule("age", "child.birth_date", years_min=20, years_max=60, decisive=True)]
    assert codes(facts({"child.birth_date": born}), rules=rules) == expected
    undecided = [rule("age", "child.birth_date", years_min=20, years_max=60)]
    assert codes(facts({"child.birth_date": born}), rules=undecided) == expected - {"r.unchecked"}


@pytest.mark.parametrize(
    ("born", "expected"),
    [("11/2006", set()), ("2006", set()), ("12/2006", {"r.too-young"}), ("2007", {"r.too-young"})],
)
def test_for_the_age_of_marriage_the_first_possible_day_counts(born, expected):
    rules = [rule("age", "child.birth_date", years_min=20, decisive=True, first_day_counts=True)]
    assert codes(facts({"child.birth_date": born}), rules=rules) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (on_form("19/11/2006", 0.99, "id-card", "card", 1), {"r.too-young"}),
        (on_form("18/11/2006", 0.99, "id-card", "card", 1), set()),
        (
            on_form("19/11/2007", 0.99, "id-card", "card", 1),
            set(),
        ),  # another year: contradiction, not this
        (on_form("19/11/2006", 0.3, "id-card", "card", 1), set()),  # too poor to use
        (on_form("19/11/2006", corrected=True), {"r.too-young"}),
    ],
)
def test_a_year_on_the_form_does_not_hide_the_day_on_the_card(chosen, expected):
    rules = [rule("age", "child.birth_date", years_min=20, first_day_counts=True)]
    dossier = replace(facts({"child.birth_date": "2006"}), form={"child.birth_date": chosen})
    assert codes(dossier, rules=rules) == expected


def test_born_after_the_day_in_question_is_no_age():
    rules = [rule("age", "mother.birth_date", "child.birth_date", years_min=12)]
    later = facts({"mother.birth_date": "2030", "child.birth_date": "05/10/2026"})
    (finding,) = findings(later, rules=rules)
    assert (finding.code, "-" in finding.clerk) == ("r.after", False)


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("18/10/2026", set()),
        ("19/09/2026", set()),  # sixtieth day
        ("18/09/2026", {"r.late"}),
        ("10/2026", set()),
        ("09/2026", {"r.unchecked"}),
        ("08/2026", {"r.late"}),
        ("2026", {"r.unchecked"}),
        ("2025", {"r.late"}),
        ("unreadable", {"r.unchecked"}),
    ],
)
def test_a_time_limit_is_judged_as_far_as_the_date_goes(born, expected):
    rules = [rule("within-days", "child.birth_date", days=60, severity="info", decisive=True)]
    assert codes(facts({"child.birth_date": born}), rules=rules) == expected


def test_what_could_not_be_checked_weighs_as_much_as_what_it_could_have_blocked():
    def weight(severity: str) -> str:
        rules = [rule("age", "child.birth_date", years_min=20, decisive=True, severity=severity)]
        (finding,) = findings(facts({"child.sex": "Nam"}), rules=rules)
        return finding.severity

    assert (weight("error"), weight("warning"), weight("info")) == ("warning", "info", "info")


def test_without_the_form_nothing_is_said_about_its_dates():
    rules = [rule("age", "child.birth_date", years_min=20, decisive=True, severity="error")]
    assert codes(replace(facts(), papers=()), rules=rules) == {"application.missing"}


def test_a_paper_that_hangs_on_an_unread_field_is_neither_demanded_nor_waived_in_silence():
    paper = {
        "id": "r",
        "choices": [{"kind": "consent"}],
        "when": {"age": {"field": "child.birth_date", "from": 9}},
        **NAMED,
    }
    assert codes(facts({"child.birth_date": "2017"}), submit=[paper]) == {"r.paper-unchecked"}
    assert codes(facts({"child.birth_date": "01/01/2017"}), submit=[paper]) == {"r.missing"}
    assert codes(facts({"child.birth_date": "2018"}), submit=[paper]) == set()


def test_a_rule_that_could_block_says_when_its_condition_is_not_known():
    when = {"age": {"field": "child.birth_date", "from": 9}}
    grave = rule("alert", say=SAYS, severity="error", when=when)
    light = rule("alert", say=SAYS, severity="info", when=when)
    dossier = facts({"child.birth_date": "2017"})
    assert codes(dossier, rules=[grave]) == {"r.unchecked"}
    assert codes(dossier, rules=[light]) == set()


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
    [
        ("31/12/2015", set()),
        ("01/01/2016", {"r.too-recent"}),
        ("2015", set()),
        ("2016", {"r.too-recent"}),
        ("29/02/2015", {"r.unchecked"}),  # no such day
    ],
)
def test_before_a_fixed_day(told, expected):
    rules = [rule("before-day", "child.birth_date", day=date(2016, 1, 1), decisive=True)]
    assert codes(facts({"child.birth_date": told}), rules=rules) == expected


def test_a_year_that_holds_the_fixed_day_decides_nothing():
    rules = [rule("before-day", "child.birth_date", day=date(2022, 7, 1), decisive=True)]
    assert codes(facts({"child.birth_date": "2022"}), rules=rules) == {"r.unchecked"}


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
        ("Uỷ ban nhân dân Huyện Ân Thi", False),
        ("U.B.N.D huyện Ân Thi", False),
        ("ubnd  HUYEN ân thi", True),
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
    lies = lies_in(address, "Xã Hồng Vân, tỉnh Hưng Yên", load_catalogue())
    assert lies is (Lies.HERE if inside else Lies.ELSEWHERE)


def test_without_a_commune_or_an_address_no_place_is_judged_and_that_is_said():
    rules = [rule("lives-here", "mother.residence", decisive=True)]
    away = {"mother.residence": "Phường Kinh Bắc, tỉnh Bắc Ninh"}
    assert codes(facts(away), rules=rules) == {"r.unchecked"}
    assert codes(facts({"child.sex": "Nam"}, commune="Xã Hồng Vân"), rules=rules) == {"r.unchecked"}
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
