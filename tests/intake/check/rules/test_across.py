# SPDX-License-Identifier: Apache-2.0
"""Rules across papers: each with a dossier that holds and one that fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from intake.check.check import check
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import Severity
from intake.dossier.record_json import plain
from intake.dossier.requester import Requester
from ocr.result import Source
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.birth_case import (
    CARD,
    MARRIAGE,
    NOTICE,
    ON_FATHERS_CARD,
    ON_FORM,
    PROCEDURE,
    RECEIVED,
    Case,
    codes,
    of_code,
)
from tests.support.dossiers.values import on_form

HOLDS = Case()

FAILING = {
    "child-birth-date.differs": HOLDS.with_notice(child__birth_date="06/10/2026"),
    "child-birth-date-in-words.words-differ": HOLDS.with_form(
        child__birth_date_words="Ngày mười lăm tháng mười năm hai nghìn không trăm hai mươi sáu"
    ),
    "child-birth-date-in-words.words-unread": HOLDS.with_form(child__birth_date_words="xxxx yyyy"),
    "child-sex.differs": HOLDS.with_notice(child__sex="Nữ"),
    "mother-name.differs": HOLDS.with_notice(mother__full_name="NGÔ THỊ THƠM"),
    "mother-name.differs-marks": HOLDS.with_form(mother__full_name="NGÔ THỊ HANH"),
    "mother-birth-date.differs": HOLDS.with_notice(mother__birth_date="12/07/1995"),
    "mother-number.differs": HOLDS.with_notice(mother__personal_id="033196009999"),
    "mother-ethnicity.differs": HOLDS.with_notice(mother__ethnicity="Mường"),
    "father-name-agrees.differs-marks": HOLDS.with_card(1, person__full_name="VŨ ĐINH KHẢI"),
    "father-birth-date.differs": HOLDS.with_card(1, person__birth_date="04/02/1993"),
    "father-number.differs": HOLDS.with_form(father__id_document="033094005555"),
    "requester-name.differs-marks": HOLDS.with_form(requester__full_name="VŨ ĐÌNH KHAI"),
    "requester-number.differs": HOLDS.with_form(requester__id_document="033094005555"),
    "mother-number-fits.number-sex": HOLDS.with_form(mother__id_document="033096004321"),
    "mother-number-fits.number-year": HOLDS.with_form(mother__birth_date="1997"),
    "father-number-fits.number-sex": HOLDS.with_form(father__id_document="033194001234"),
    "requester-number-fits.number-year": HOLDS.with_form(requester__birth_date="04/02/1990"),
    "mother-card-fits.number-sex": HOLDS.with_card(0, person__sex="Nam"),
    "father-card-fits.number-year": HOLDS.with_card(1, person__birth_date="04/02/1984"),
    "born-before-notice.after": HOLDS.with_notice(issued_date="04/10/2026"),
    "marriage-number.differs": replace(HOLDS.with_form(marriage__number="12"), marriage={"number": "21"}),
}


@pytest.mark.parametrize("code", sorted(FAILING))
def test_a_broken_rule_is_found_and_wants_a_look_without_blocking(code):
    result = FAILING[code].check()
    assert code in codes(result)
    finding = next(f for f in result.findings if f.code == code)
    assert finding.severity is Severity.WARNING
    assert finding.law
    assert finding.page is not None
    assert (result.status, result.needs_review) == ("complete", True)


def test_a_child_born_after_the_reception_can_not_be_registered():
    result = HOLDS.with_form(child__birth_date="19/11/2026").check()
    assert of_code(result, "born-before-reception.after-reception").severity is Severity.ERROR
    assert "born-before-reception.after-reception" not in codes(HOLDS.check())


@pytest.mark.parametrize("code", sorted(FAILING))
def test_the_same_rule_holds_in_the_sound_dossier(code):
    assert code not in codes(HOLDS.check())


def test_a_contradiction_shows_both_values_and_both_papers():
    finding = of_code(FAILING["mother-number.differs"].check(), "mother-number.differs")
    assert "033196004321" in finding.clerk
    assert "033196009999" in finding.clerk


def test_codes_and_places_carry_no_values():
    finding = of_code(FAILING["mother-name.differs"].check(), "mother-name.differs")
    bare = {k: v for k, v in plain(finding).items() if k not in ("clerk", "said", "citizen")}
    assert "THƠM" not in str(bare)


def test_a_contradictory_dossier_says_so():
    assert FAILING["child-sex.differs"].check().contradictory
    assert not HOLDS.check().contradictory


def test_names_that_differ_in_a_mark_only_are_to_be_looked_at_and_no_contradiction():
    result = FAILING["mother-name.differs-marks"].check()
    assert result.needs_review
    assert not result.contradictory


def test_another_name_than_intended_is_the_parents_right():
    result = HOLDS.with_notice(child__intended_name="VŨ GIA BẢO").check()
    assert of_code(result, "child-name.differs").severity is Severity.INFO
    assert not result.needs_review


def test_a_tone_in_its_other_place_is_the_same_name():
    assert HOLDS.with_form(child__full_name="VŨ GIA HOÀ").check().findings == ()


def test_other_spellings_of_an_ethnic_group_are_the_same_group():
    case = HOLDS.with_form(mother__ethnicity="Hmông").with_notice(mother__ethnicity="H'Mông")
    assert "mother-ethnicity.differs" not in codes(case.check())


def test_a_nine_digit_number_is_not_compared_with_a_personal_number():
    result = HOLDS.with_form(mother__id_document="CMND 145236987").check()
    assert "mother-number.differs" not in codes(result)


def test_a_persons_decision_silences_the_contradiction():
    case = FAILING["mother-name.differs"]
    decided = on_form("NGÔ THỊ HẠNH", corrected=True)
    result = replace(case, chosen={"mother.full_name": decided}).check()
    assert not result.needs_review
    assert of_code(result, "mother-name.decided").severity is Severity.INFO


def test_readings_too_poor_to_use_contradict_nothing():
    misread = HOLDS.with_form(mother__full_name="NGÔ THỊ THƠM")
    assert "mother-name.differs" in codes(misread.check())
    assert "mother-name.differs" not in codes(replace(misread, confidence=0.3).check())


def test_a_mark_that_was_not_read_surely_only_informs():
    unsure = replace(HOLDS.with_form(mother__full_name="NGÔ THỊ HANH"), confidence=0.8)
    assert of_code(unsure.check(), "mother-name.differs-marks").severity is Severity.INFO


def test_what_the_mrz_writes_without_marks_is_no_difference():
    mrz = {"person.personal_id": "033196004321", "person.full_name": "NGO THI HANH"}
    assert codes(replace(HOLDS, cards=[mrz, ON_FATHERS_CARD], card_source=Source.MRZ).check()) == set()


def test_a_strangers_card_is_nobodys():
    stranger = {**ON_FATHERS_CARD, "person.personal_id": "001080123456", "person.full_name": "ĐỖ VĂN TOÀN"}
    result = replace(HOLDS, cards=[*HOLDS.cards, stranger]).check()
    assert [finding.code for finding in result.findings] == ["card-of-nobody"]


@pytest.mark.parametrize(
    ("typed", "strange"),
    [
        (Requester("Đỗ Văn Toàn", "001080123456"), False),
        (Requester("do van toan"), False),
        (Requester("Người Khác", "001080123456"), False),
        (Requester("Đỗ Văn Toàn", "001080999999"), True),
        (Requester("Đỗ Văn Toàn", birth_date="01/01/1960"), True),
        (Requester("Đỗ Văn Toán Khác"), True),
        (Requester("Đỗ Văn Toán"), True),  # another tone mark is another name
    ],
)
def test_the_card_of_who_stands_at_the_counter_is_nobody_elses(typed, strange):
    shown = {**ON_FATHERS_CARD, "person.personal_id": "001080123456", "person.full_name": "ĐỖ VĂN TOÀN"}
    facts = replace(HOLDS, cards=[*HOLDS.cards, shown]).facts()
    edition = load_catalogue().procedure(PROCEDURE, local_day(RECEIVED))
    found = check(replace(facts, requester=typed), edition, load_catalogue(), RECEIVED).findings
    assert ("card-of-nobody" in {finding.code for finding in found}) is strange


def test_a_fathers_name_only_on_other_papers_wants_the_requesters_word():
    case = HOLDS.with_form(father__full_name=None)
    chosen = {"father.full_name": on_form("VŨ ĐÌNH KHẢI", 0.97, NOTICE, NOTICE, 1)}
    result = replace(case, chosen=chosen).check()
    assert of_code(result, "father-on-form.elsewhere").severity is Severity.WARNING
    assert of_code(replace(case, form={}, chosen=chosen).check(), "father-on-form.elsewhere-unread")


def test_a_father_whom_only_the_notice_names_is_not_demanded_in_full():
    unmarried = {k: v for k, v in ON_FORM.items() if not k.startswith("father.")}
    chosen = {"father.full_name": on_form("VŨ ĐÌNH KHẢI", 0.97, NOTICE, NOTICE, 1)}
    assert replace(HOLDS, form=unmarried, chosen=chosen).check().missing == ()


@pytest.mark.parametrize(
    ("born", "received", "late"),
    [
        ("19/09/2026", "2026-11-18", False),  # the sixtieth day, a Wednesday
        ("18/09/2026", "2026-11-18", True),
        ("16/09/2026", "2026-11-16", False),  # the sixtieth day is a Sunday: Monday is in time
        ("16/09/2026", "2026-11-17", True),
    ],
)
def test_after_the_sixtieth_day_it_is_late_but_never_blocked(born, received, late):
    case = HOLDS.with_form(child__birth_date=born, child__birth_date_words=None)
    case = case.with_notice(child__birth_date=born, issued_date=None)
    moment = datetime.fromisoformat(f"{received}T10:00:00").replace(tzinfo=RECEIVED.tzinfo)
    result = replace(case, received=moment).check()
    assert ("sixty-days.late" in codes(result)) is late
    assert result.status == "complete"


def test_a_dossier_is_judged_by_the_rules_of_its_day():
    later = datetime(2027, 3, 2, 10, 0, tzinfo=RECEIVED.tzinfo)
    assert HOLDS.check().edition == "2025-07"
    assert replace(HOLDS, received=later).check().edition == "2027-03"


def test_a_reception_after_now_points_at_the_clock():
    from intake.check.check import check
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    edition = catalogue.procedure("1.001193", RECEIVED.date())
    result = check(HOLDS.facts(), edition, catalogue, RECEIVED - timedelta(hours=1))
    assert "received-in-future" in codes(result)


def test_a_digital_signature_is_told_also_while_the_procedure_is_asked_and_holds_nothing_up():
    from intake.check.check import check
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    edition = catalogue.procedure("1.001193", RECEIVED.date())
    facts, document = HOLDS.facts(), "a" * 64
    told = replace(facts, signed=(document,), files={**facts.files, document: "ket-qua.pdf"})
    for asked in ((), ("1.001193", "1.001695")):
        plain = check(replace(facts, procedures=asked), edition, catalogue, RECEIVED)
        result = check(replace(told, procedures=asked), edition, catalogue, RECEIVED)
        (found,) = (finding for finding in result.findings if finding.code == "paper-signed")
        assert found.severity == "info" and "ket-qua.pdf" in found.clerk
        assert (result.status, result.needs_review) == (plain.status, plain.needs_review)


def test_the_gravest_findings_come_first():
    case = FAILING["child-sex.differs"].with_form(child__hometown=None)
    ranks = [f.severity for f in replace(case, cards=[]).check().findings]
    assert ranks == sorted(ranks, key=["error", "warning", "info"].index)


def test_a_marriage_certificate_agrees_with_the_form_by_wife_and_husband():
    marriage = {"wife.full_name": "NGÔ THỊ HẠNH", "husband.full_name": "VŨ ĐÌNH KHÁI", "number": "7"}
    result = replace(HOLDS, marriage=marriage).check()
    assert of_code(result, "father-name-agrees.differs-marks").page is not None
    assert "mother-name.differs" not in codes(result)
    assert {MARRIAGE, CARD} & {f.paper for f in result.findings} == set()


def test_a_check_is_printed_for_programs_under_these_names():
    result = FAILING["child-sex.differs"].check()
    assert result.to_dict() == {
        "status": "complete",
        "needs_review": True,
        "contradictory": True,
        "return_date": f"{result.return_date:%d/%m/%Y}",
        "clock_stopped": False,
        "edition": result.edition,
        "findings": plain(result.findings),
    }
    assert result.edition and result.findings
