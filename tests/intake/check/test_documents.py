# SPDX-License-Identifier: Apache-2.0
"""Which papers are demanded, waived, only shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.check.check import check
from intake.dossier.facts import DocumentFact, Severity
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.birth_case import FORM, MARRIAGE, ON_FORM, Case, codes, of_code


def test_a_dossier_that_holds_every_rule_is_complete_without_review():
    result = Case().check()
    assert (result.status, result.needs_review, result.findings) == ("complete", False, ())


def test_without_the_form_the_dossier_is_incomplete_and_single_fields_are_not_listed():
    result = replace(Case(), form=None).check()
    assert result.status == "incomplete"
    assert [f.code for f in result.missing] == ["application.missing"]


def test_a_missing_birth_notice_is_named_to_the_citizen_with_its_substitutes():
    result = replace(Case(), notice=None).check()
    finding = of_code(result, "birth-proof.missing")
    assert finding.severity is Severity.ERROR
    assert "Giấy chứng sinh" in finding.citizen
    assert "người làm chứng" in finding.citizen
    assert "cam đoan" in finding.citizen
    assert finding.law


@pytest.mark.parametrize("kind", ["witness-statement", "commitment"])
def test_a_substitute_for_the_birth_notice_satisfies_and_is_pointed_out(kind):
    result = replace(Case(), notice=None, others=[kind]).check()
    assert result.status == "complete"
    assert of_code(result, "birth-proof.substitute").severity is Severity.INFO


def test_a_notice_in_the_database_is_not_demanded_on_paper():
    result = replace(Case(), notice=None, answers={"notice_in_database": "yes"}).check()
    assert result.status == "complete"


def test_an_abandoned_child_needs_the_record_instead_of_notice_and_mother():
    without_mother = {k: v for k, v in ON_FORM.items() if not k.startswith(("mother.", "father."))}
    case = replace(Case(), form=without_mother, notice=None, cards=[], answers={"abandoned": "yes"})
    assert [f.code for f in case.check().missing] == ["abandonment-record.missing"]
    assert replace(case, others=["abandonment-record"]).check().status == "complete"


def test_an_abandonment_record_in_the_dossier_answers_the_question_by_itself():
    result = replace(Case(), notice=None, others=["abandonment-record"]).check()
    assert "birth-proof.missing" not in codes(result)


def test_surrogacy_needs_the_clinics_paper_only_when_it_was_surrogacy():
    case = replace(Case(), answers={"surrogacy": "yes"})
    assert [f.code for f in case.check().missing] == ["surrogacy-paper.missing"]
    assert replace(case, others=["surrogacy-confirmation"]).check().status == "complete"


@pytest.mark.parametrize(
    "relation", ["Cha đẻ", "Mẹ", "mẹ của cháu", "Ông nội", "Bà ngoại", "Cậu ruột", "Con"]
)
def test_parents_and_relatives_need_no_authorisation(relation):
    result = Case().with_form(requester__relation=relation).check()
    assert not any(code.startswith("authorisation") for code in codes(result))


def test_an_authorised_requester_needs_the_authorisation():
    case = Case().with_form(requester__relation="Người được ủy quyền")
    assert [f.code for f in case.check().missing] == ["authorisation.missing"]
    assert replace(case, others=["authorisation"]).check().status == "complete"


def test_an_unclear_relation_is_asked_not_demanded():
    case = Case().with_form(requester__relation="Hàng xóm")
    result = case.check()
    assert (result.status, result.needs_review) == ("complete", True)
    question = of_code(result, "authorisation.question")
    assert question.field == "requester_is_family"
    assert "sohoa answer … requester_is_family=Có|Không" in question.clerk
    answered = replace(case, answers={"requester_is_family": "no"}).check()
    assert [f.code for f in answered.missing] == ["authorisation.missing"]


def test_marriage_certificate_and_residence_papers_are_never_demanded_while_the_database_has_them():
    result = replace(Case(), cards=[]).check()
    assert not any(f.paper in (MARRIAGE, "residence-proof") for f in result.findings)


def test_marriage_certificate_not_in_the_database_is_asked_of_the_other_office_and_not_of_the_citizen():
    result = replace(Case(), answers={"marriage_in_database": "no"}).check()
    assert (result.status, result.needs_review) == ("complete", False)
    told = of_code(result, "marriage-to-be-verified.alert")
    assert (told.severity, told.citizen) == (Severity.INFO, "")


def test_the_requesters_identity_paper_is_only_shown():
    result = replace(Case(), cards=[]).check()
    assert (result.status, result.needs_review) == ("complete", False)
    assert of_code(result, "requester-identity.show").severity is Severity.INFO


def test_another_persons_card_does_not_stand_for_the_requesters():
    case = Case().with_form(requester__full_name="VŨ THỊ LOAN", requester__id_document="033160007777")
    assert "requester-identity.show" in codes(case.with_form(requester__relation="Bà nội").check())


def test_an_old_print_is_told_and_the_requesters_birth_date_not_demanded_of_it():
    case = replace(Case().with_form(requester__birth_date=None), edition="2015")
    result = case.check()
    assert result.status == "complete"
    assert of_code(result, "old-print").paper == FORM
    assert replace(case, edition="2024").check().status == "incomplete"


def test_an_unreadable_page_wants_a_look():
    case = Case()
    facts = case.facts()
    blurred = DocumentFact("other", "blurred", (3,), readable=False)
    facts = replace(facts, papers=(*facts.papers, blurred), files={"blurred": "mờ.pdf"})
    catalogue = load_catalogue()
    edition = catalogue.procedure("1.001193", case.received.date())
    result = check(facts, edition, catalogue, case.received)
    finding = of_code(result, "unreadable")
    assert (finding.severity, finding.page and finding.page.page) == (Severity.WARNING, 3)
    assert "mờ.pdf, trang 3" in finding.clerk


STRANGER = {
    "person.personal_id": "001190001111",
    "person.full_name": "LÝ THỊ KHÁC",
    "person.birth_date": "01/02/1990",
    "person.sex": "Nữ",
}


def test_a_card_of_nobody_in_the_dossier_waits_for_a_person():
    result = replace(Case(), cards=[*Case().cards, STRANGER]).check()
    finding = of_code(result, "card-of-nobody")
    assert (finding.severity, result.needs_review) == (Severity.WARNING, True)
    assert finding.page and finding.page.document == "card2"
    assert "KHÁC" not in finding.clerk and "001190001111" not in finding.clerk


def test_a_card_of_which_the_number_alone_was_read_may_be_nobody_s_too():
    number = {"person.personal_id": "001190001111"}
    assert "card-of-nobody" in codes(replace(Case(), cards=[*Case().cards, number]).check())


def test_two_cards_of_nobody_are_told_apart_by_file_and_page():
    other = {**STRANGER, "person.personal_id": "001190002222", "person.full_name": "VŨ VĂN LẠ"}
    result = replace(Case(), cards=[*Case().cards, STRANGER, other]).check()
    told = [finding.clerk for finding in result.findings if finding.code == "card-of-nobody"]
    assert ["card2.jpg, trang 1" in told[0], "card3.jpg, trang 1" in told[1]] == [True, True]


def test_a_card_is_somebody_s_whose_name_or_number_any_other_paper_gives():
    for said in ({"full_name": "LÝ THỊ KHÁC"}, {"id_document": "Căn cước số 001190001111"}):
        marriage = {f"wife.{key}": value for key, value in said.items()}
        result = replace(Case(), cards=[*Case().cards, STRANGER], marriage=marriage).check()
        assert "card-of-nobody" not in codes(result)


@pytest.mark.parametrize("kind", ["authorisation", "witness-statement"])
def test_whom_a_paper_brings_whose_names_are_not_read_is_looked_up_on_it_by_a_person(kind: str) -> None:
    result = replace(Case(), cards=[*Case().cards, STRANGER], others=[kind]).check()
    finding = of_code(result, "card-of-brought")
    assert finding.severity is Severity.WARNING
    assert load_catalogue().paper_name(kind) in finding.clerk
    assert "card-of-nobody" not in codes(result)


def test_without_the_form_nobody_s_card_is_strange():
    assert "card-of-nobody" not in codes(replace(Case(), form=None, cards=[STRANGER]).check())
