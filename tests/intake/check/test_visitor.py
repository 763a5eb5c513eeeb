# SPDX-License-Identifier: Apache-2.0
"""Who stood at the counter is looked for in the papers: another family's papers are told before a slip is
printed.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.check.check import CheckResult, check, wants_reason
from intake.check.whose.visitor import AT_COUNTER, NOT_AT_COUNTER
from intake.dossier.decisions import Decision
from intake.dossier.facts import DossierFacts, Severity
from intake.dossier.requester import Requester
from intake.dossier.values import Statement
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.rule_case import FORM, MOTHER, codes, dossier_of, findings, seen

CODE = NOT_AT_COUNTER
READ = (
    seen(FORM, "requester.full_name", "LÝ VĂN MẪU"),
    seen(FORM, MOTHER, "NGÔ THỊ HẠNH"),
    seen("id-card", "person.personal_id", "001190012345"),
)


def came(name: str, number: str = "", *, confidence: float = 0.97) -> DossierFacts:
    """Papers that say the above, and who stood at the counter."""
    read = [replace(said, confidence=confidence) for said in READ]
    return dossier_of(*read, requester=Requester(name, number))


def test_papers_of_others_are_told_with_both_names() -> None:
    (finding,) = [one for one in findings(came("Phạm Văn Ví Dụ", "001190099999")) if one.code == CODE]
    assert finding.severity is Severity.WARNING
    assert "Phạm Văn Ví Dụ" in finding.clerk and "LÝ VĂN MẪU" in finding.clerk
    assert finding.field == "requester.full_name"
    assert finding.citizen == ""


@pytest.mark.parametrize("name", ["Lý Văn Mẫu", "ly van mau", "NGÔ THỊ HẠNH", "  ngô thị  hạnh "])
def test_whoever_a_paper_names_may_stand_there(name: str) -> None:
    assert CODE not in codes(came(name))


def test_the_number_of_a_card_is_enough() -> None:
    assert CODE not in codes(came("Phạm Thị Ví Dụ", "001190012345"))


def test_a_name_that_differs_in_a_letter_is_told_where_it_was_read_surely() -> None:
    assert CODE in codes(came("Lý Văn Mẫn"))
    unsure = replace(READ[0], confidence=0.6)
    mixed = dossier_of(unsure, *READ[1:], requester=Requester("Lý Văn Mẫn"))
    assert CODE not in codes(mixed)


def test_a_name_that_a_person_typed_for_the_form_counts() -> None:
    dossier = dossier_of(
        *READ, decided={"requester.full_name": "Phạm Văn Ví Dụ"}, requester=Requester("Phạm Văn Ví Dụ")
    )
    assert CODE not in codes(dossier)


def test_a_form_that_a_person_typed_names_others_too() -> None:
    """Nothing was read of it: it was filled in by pen."""
    typed = {"requester.full_name": "LÝ VĂN MẪU", MOTHER: "NGÔ THỊ HẠNH"}
    dossier = dossier_of(decided=typed, requester=Requester("Phạm Văn Ví Dụ"))
    (finding,) = [one for one in findings(dossier) if one.code == CODE]
    assert "LÝ VĂN MẪU" in finding.clerk
    assert finding.field == "requester.full_name"
    assert CODE not in codes(replace(dossier, requester=Requester("Ngô Thị Hạnh")))


def otherwise(typed: Requester, *said: Statement) -> list[str]:
    """The findings about who stood at the counter, where papers say this besides."""
    found = findings(dossier_of(*READ, *said, requester=typed))
    return [one.code for one in found if one.code in AT_COUNTER]


NUMBER = seen(FORM, "requester.id_document", "CCCD số 001090012345, cấp ngày 01/01/2022")
BORN = seen(FORM, "requester.birth_date", "04/02/1990")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (Requester("Lý Văn Mẫu", "001090012345", birth_date="04/02/1990"), []),
        (Requester("Lý Văn Mẫu", "001090099999"), ["counter-number"]),
        (Requester("ly van mau", "001090099999"), ["counter-number"]),
        (Requester("Lý Văn Mẫu", "012345678"), []),  # an old card's
        (Requester("Lý Văn Mẫu", birth_date="1990"), []),
        (Requester("Lý Văn Mẫu", birth_date="05/02/1990"), ["counter-birth"]),
        (Requester("Lý Văn Mậu", "001090012345"), ["counter-name"]),
        (
            Requester("Lý Văn Mậu", "001090099999", birth_date="1991"),
            ["counter-name", "counter-number", "counter-birth"],
        ),
    ],
)
def test_name_number_and_birth_are_held_against_the_papers(typed: Requester, told: list[str]) -> None:
    assert otherwise(typed, NUMBER, BORN) == told


def test_what_was_not_read_surely_accuses_nobody_and_one_paper_that_agrees_is_enough() -> None:
    typed = Requester("Lý Văn Mẫu", "001090099999", birth_date="05/02/1990")
    assert otherwise(typed, *(replace(one, confidence=0.6) for one in (NUMBER, BORN))) == []
    assert otherwise(typed, NUMBER, BORN) != []
    agreeing = [replace(one, key=one.key.replace("requester", "father")) for one in (READ[0], NUMBER, BORN)]
    agreeing[1:] = [replace(agreeing[1], value="001090099999"), replace(agreeing[2], value="05/02/1990")]
    assert otherwise(typed, NUMBER, BORN, *agreeing) == []


def test_what_a_person_entered_for_the_form_is_held_against_it_too() -> None:
    entered = {"requester.full_name": "LÝ VĂN MẪU", "requester.id_document": "001090012345"}
    dossier = dossier_of(decided=entered, requester=Requester("Lý Văn Mậu", "001090099999"))
    assert [one.code for one in findings(dossier) if one.code in AT_COUNTER] == [
        "counter-name",
        "counter-number",
    ]


def test_the_difference_is_said_before_what_is_missing() -> None:
    dossier = dossier_of(*READ, NUMBER, requester=Requester("Lý Văn Mẫu", "001090099999"))
    edition = load_catalogue().procedure("1.001193", dossier.received_at.date())
    told = check(dossier, edition, load_catalogue(), dossier.received_at).findings
    assert any(one.severity is Severity.ERROR for one in told)
    assert told[0].code == "counter-number"
    assert "001090" not in told[0].clerk  # a number is looked up, not shown


def test_nothing_is_told_where_nobody_was_named_or_read() -> None:
    assert CODE not in codes(came(""))
    assert CODE not in codes(came("Phạm Văn Ví Dụ", confidence=0.5))
    assert CODE not in codes(DossierFacts(came("").received_at, requester=Requester("Phạm Văn Ví Dụ")))


def test_an_answer_that_the_papers_contradict_is_said_first_and_stands_in_the_way_until_decided() -> None:
    read = (*READ, seen(FORM, "requester.relation", "bà ngoại"))
    told = dossier_of(*read, answers={"requester_is_family": "no"})
    by, now = load_catalogue().procedure("1.001193", told.received_at.date()), told.received_at

    def found(facts: DossierFacts) -> CheckResult:
        return check(facts, by, load_catalogue(), now)

    first = found(told).findings[0]
    assert (first.code, first.field) == ("requester-is-family.answer-differs", "requester_is_family")
    assert (first.severity, wants_reason(first.code, first.severity)) == (Severity.WARNING, True)
    assert "“Không”" in first.clerk and "“Có”" in first.clerk
    decision = Decision("lan", now, "the form is wrong")
    decided = found(replace(told, decisions={first.fingerprint: decision}))
    assert [one.severity for one in decided.findings if one.code == first.code] == [Severity.INFO]
    agreed = found(replace(told, answers={"requester_is_family": "yes"}))
    assert first.code not in [one.code for one in agreed.findings]


@pytest.mark.parametrize(
    ("written", "answered", "differs"),
    [
        ("Đã đăng ký kết hôn, chưa ly hôn", "married", False),
        ("Chưa ly hôn, đang có vợ", "married", False),
        ("Đã ly hôn, hiện đã kết hôn với bà A", "married", False),
        ("Vợ đã chết, hiện đang có vợ là bà B", "married", False),
        ("Đã ly hôn", "married", True),
        ("Chưa kết hôn lần nào", "divorced", True),
    ],
)
def test_words_that_are_denied_or_say_several_things_contradict_nobody(
    written: str, answered: str, differs: bool
) -> None:
    told = dossier_of(seen(FORM, "subject.marital_status", written), answers={"status": answered})
    by = load_catalogue().procedure("1.004873", told.received_at.date())
    found = [one.code for one in check(told, by, load_catalogue(), told.received_at).findings]
    assert any(code.endswith(".answer-differs") for code in found) == differs
