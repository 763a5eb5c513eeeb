# SPDX-License-Identifier: Apache-2.0
"""Which fields must be filled, and what counts as filled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.dossier.facts import Severity
from intake.dossier.values import PERSON
from ocr.result import PEN_OTHER, Proposal, Source
from templates.language.messages import choose_language
from tests.support.dossiers.birth_case import FORM, NOTICE, ON_FORM, Case, codes, of_code
from tests.support.dossiers.values import on_form

# What notes (2) and (3) under the form of TT 04/2024/TT-BTP ask for only where no identity paper is given.
REST = {f"{who}.{what}" for who in ("mother", "father") for what in ("ethnicity", "nationality", "residence")}
OPTIONAL = {"child.birth_date_words", "mother.id_document", "father.id_document", "father.full_name"}
REQUIRED = sorted(set(ON_FORM) - OPTIONAL - REST - {"requester.residence"})


@pytest.mark.parametrize("key", REQUIRED)
def test_a_required_field_left_empty_on_a_typed_form_is_missing(key):
    form = {k: v for k, v in ON_FORM.items() if k != key}
    result = replace(Case(), form=form).check()
    assert {f.field for f in result.missing} == {key}
    assert all(f.citizen.startswith("Xin ông/bà") for f in result.missing)


@pytest.mark.parametrize("key", [*sorted(REST), "requester.residence"])
def test_who_gives_an_identity_paper_need_not_write_what_the_database_knows(key):
    assert replace(Case(), form={k: v for k, v in ON_FORM.items() if k != key}).check().missing == ()


@pytest.mark.parametrize("key", sorted(REST))
def test_without_an_identity_paper_the_form_must_say_the_rest(key):
    number = f"{key.partition('.')[0]}.id_document"
    form = {k: v for k, v in ON_FORM.items() if k not in (key, number)}
    assert {f.field for f in replace(Case(), form=form).check().missing} == {key}


def test_a_foreigner_without_identity_paper_need_not_name_an_ethnic_group():
    foreign = {"father__nationality": "Hàn Quốc", "father__ethnicity": None, "father__id_document": None}
    assert Case().with_form(**foreign).check().missing == ()


def test_a_child_whose_mother_nobody_knows_is_registered_without_her():
    form = {k: v for k, v in ON_FORM.items() if not k.startswith("mother.")}
    nobody = replace(Case(), form=form, notice=None, others=("witness-statement",), cards=())
    assert {f.field for f in nobody.check().missing} >= {"mother.full_name", "mother.birth_date"}
    assert replace(nobody, answers={"mother_unknown": "yes"}).check().missing == ()


def test_a_child_without_declared_father_needs_no_data_of_a_father():
    form = {k: v for k, v in ON_FORM.items() if not k.startswith("father.")}
    case = replace(Case(), form={**form, "requester.relation": "Ông ngoại"})
    assert case.check().status == "complete"


def test_a_marriage_without_a_father_on_the_form_wants_a_question():
    form = {k: v for k, v in ON_FORM.items() if not k.startswith("father.")}
    result = replace(Case(), form={**form, "marriage.number": "12"}).check()
    assert result.status == "complete"
    assert of_code(result, "father-name.missing").severity is Severity.WARNING


def test_a_field_taken_from_another_paper_counts_as_filled_and_names_its_source():
    case = Case().with_form(child__sex=None)
    case = replace(case, chosen={"child.sex": on_form("Nam", 0.97, NOTICE, NOTICE, 1)})
    result = case.check()
    assert result.status == "complete"
    finding = of_code(result, "filled-from")
    assert (finding.paper, finding.severity) == (NOTICE, Severity.INFO)
    assert "giới tính của trẻ" in finding.clerk


def test_a_value_that_the_form_says_too_is_not_called_borrowed():
    case = replace(Case(), chosen={"child.sex": on_form("Nam", 0.97, NOTICE, NOTICE, 1)})
    assert case.check().findings == ()


def test_a_proposal_from_another_paper_wants_confirming():
    case = Case().with_form(child__full_name=None)
    proposal = on_form("VŨ GIA HOÀ", 0.97, NOTICE, NOTICE, 1, review=True)
    result = replace(case, chosen={"child.full_name": proposal}).check()
    assert result.needs_review
    assert of_code(result, "child-fields.field-confirm").field == "child.full_name"


def test_an_unsure_reading_wants_a_look_with_its_page():
    doubtful = on_form("Nam", 0.7, FORM, "form", 1)
    result = replace(Case(), chosen={"child.sex": doubtful}).check()
    finding = of_code(result, "child-fields.field-doubtful")
    assert (result.status, result.needs_review) == ("complete", True)
    assert finding.page is not None
    assert finding.page.document == "form"


def test_a_persons_correction_is_final():
    decided = on_form("Nam", 0.2, hand=True, corrected=True)
    result = replace(Case(), chosen={"child.sex": decided}).check()
    assert not any(f.field == "child.sex" for f in result.findings)


def test_what_is_written_by_hand_wants_a_look_however_sure_it_was_read():
    result = replace(Case(), source=Source.HAND, confidence=0.95).check()
    warnings = {f.code.partition(".")[2] for f in result.findings if f.severity is Severity.WARNING}
    assert warnings == {"field-hand"}


def test_a_pen_that_does_not_look_like_the_other_paper_is_asked_about_until_a_person_says():
    read = on_form("12/03/1995", 0.99, NOTICE, NOTICE, 1, review=True)
    doubt = Proposal("17/11/1990", PEN_OTHER, 0.0)
    penned = replace(read, said=replace(read.said, proposals=(doubt,)))
    result = replace(Case(), chosen={"child.birth_date": penned}).check()
    finding = of_code(result, "child-fields.field-pen-differs")
    assert (finding.severity, finding.field) == (Severity.WARNING, "child.birth_date")
    assert "?" in finding.clerk and "12/03" not in finding.clerk
    decided = replace(penned, corrected_by="hoa", said=replace(penned.said, source=PERSON))
    assert "field-pen-differs" not in str(
        codes(replace(Case(), chosen={"child.birth_date": decided}).check())
    )


def test_a_penned_form_that_was_not_read_is_looked_at_and_not_called_empty():
    result = replace(Case(), form={}).check()
    assert result.status == "complete"
    assert result.needs_review
    unread = {f.field for f in result.findings if f.code.endswith("field-unread")}
    assert {"child.full_name", "child.birth_date", "mother.full_name"} <= unread
    assert "field-missing" not in {code.partition(".")[2] for code in codes(result)}


def test_sentences_follow_the_language_but_the_citizens_stays_vietnamese():
    case = Case().with_form(child__sex=None)
    try:
        choose_language("en")
        (finding,) = case.check().missing
    finally:
        choose_language("vi")
    assert finding.clerk == "The form lacks the child's sex."
    assert finding.citizen == "Xin ông/bà ghi thêm giới tính của trẻ vào tờ khai."
