# SPDX-License-Identifier: Apache-2.0
"""What the law says at its edges, on the real procedures: last days, leap years, new editions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from intake.check.check import CheckResult, check
from intake.check.conditions import answer
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.working_days import Calendar, return_date
from templates.catalogue.loading import load_catalogue
from templates.errors import UnknownNameError
from templates.model.procedures import OtherTerm, ProcedureEdition, Term
from tests.support.dossiers.procedure_dossiers import Sample, samples
from tests.support.dossiers.values import on_form

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BASES = {(s.procedure, s.name): s for s in samples()}
EDITIONS = [
    pytest.param(edition, id=f"{procedure.code}-{edition.id}")
    for procedure in load_catalogue().procedures.values()
    for edition in procedure.editions
]


def received(sample: Sample, day: str, **values: dict[str, str | None]) -> CheckResult:
    """The sample received on another day, with values of its papers changed."""
    papers: dict[str, Any] = dict(sample.papers)
    for kind, changes in values.items():
        name = kind.replace("_", "-")
        changed = {**papers[name][0], **changes}
        papers[name] = [{k: v for k, v in changed.items() if v is not None}]
    moment = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZONE)
    return replace(sample, papers=papers, received=moment).check()


def codes(result: CheckResult) -> set[str]:
    return {finding.code for finding in result.findings}


# --- time limits

BIRTH, DEATH, MARRIAGE = (BASES[code, "complete"] for code in ("1.001193", "1.000656", "1.000894"))


def born(day: str, on: str) -> set[str]:
    form = {"child.birth_date": day, "child.birth_date_words": None}
    notice = {"child.birth_date": day, "issued_date": None}
    return codes(received(BIRTH, on, birth_registration=form, birth_notice=notice))


@pytest.mark.parametrize(
    ("day", "on", "late"),
    [
        ("08/09/2026", "2026-11-09", False),  # the sixtieth day, 07/11, is a Saturday: Monday is in time
        ("08/09/2026", "2026-11-10", True),
        ("31/12/2025", "2026-03-02", False),  # through a February of 28 days; 01/03 is a Sunday
        ("31/12/2025", "2026-03-03", True),
        ("01/01/2028", "2028-03-01", False),  # through one of 29 days
        ("01/01/2028", "2028-03-02", True),
        ("29/02/2028", "2028-05-03", False),  # the sixtieth day, 29/04, is a Saturday before the holidays
    ],
)
def test_sixty_days_after_a_birth(day, on, late):
    assert ("sixty-days.late" in born(day, on)) is late


@pytest.mark.parametrize(
    ("day", "on", "late"),
    [
        ("12/11/2026", "2026-11-27", False),
        ("12/11/2026", "2026-11-28", True),
        ("15/02/2028", "2028-03-01", False),  # 29/02 counts
        ("15/02/2028", "2028-03-02", True),
        ("13/11/2026", "2026-11-30", False),  # the fifteenth day, 28/11, is a Saturday
        ("13/11/2026", "2026-12-01", True),
    ],
)
def test_fifteen_days_after_a_death(day, on, late):
    dates = {"deceased.death_date": day}
    result = received(DEATH, on, death_registration=dates, death_notice={**dates, "issued_date": day})
    assert ("fifteen-days.late" in codes(result)) is late
    assert result.status == "complete"


def test_a_birth_date_of_which_only_the_month_is_read_is_neither_late_nor_in_time():
    found = born("09/2026", "2026-11-18")
    assert "sixty-days.unchecked" in found
    assert "sixty-days.late" not in found


# --- the order of events


@pytest.mark.parametrize(("day", "found"), [("13/11/2026", True), ("12/11/2026", False)])
def test_a_birth_that_only_another_paper_tells_is_held_against_the_death(day, found):
    """The form leaves the birth out, so that autofill took it from the notice."""
    edition = load_catalogue().procedure("1.000656", local_day(DEATH.received))
    form = {**DEATH.papers["death-registration"][0], "deceased.death_date": "12/11/2026"}
    del form["deceased.birth_date"]
    facts = replace(DEATH, papers={**DEATH.papers, "death-registration": [form]}, cards=()).facts()
    lent = on_form(day, 0.97, "death-notice", "death-notice", 1)
    facts = replace(facts, form={**facts.form, "deceased.birth_date": lent})
    result = check(facts, edition, load_catalogue(), DEATH.received)
    assert ("born-before-death.after" in codes(result)) is found


# --- ages


def groom(day: str | None, on: str) -> set[str]:
    changed = {"groom.birth_date": day, "groom.id_document": "Hộ chiếu M1234567"}
    sample = replace(MARRIAGE, cards=MARRIAGE.cards[:1])
    return codes(received(sample, on, marriage_registration=changed))


@pytest.mark.parametrize(
    ("day", "on", "what"),
    [
        ("18/11/2006", "2026-11-18", None),
        ("19/11/2006", "2026-11-18", "too-young"),
        ("31/12/2006", "2026-12-30", "too-young"),  # the year alone would do
        ("29/02/2008", "2028-02-28", "too-young"),
        ("29/02/2008", "2028-02-29", None),
        ("2006", "2026-01-02", None),  # TTLT 01/2016 Điều 2: the first of January
        ("12/2006", "2026-11-18", "too-young"),
        ("2007", "2026-11-18", "too-young"),
        (None, "2026-11-18", "unchecked"),
        ("31/02/2006", "2026-11-18", "unchecked"),
    ],
)
def test_the_groom_is_twenty_on_the_day_itself(day, on, what):
    found = {code for code in groom(day, on) if code.startswith("groom-age")}
    assert found == ({f"groom-age.{what}"} if what else set())


@pytest.mark.parametrize(
    ("day", "on", "young"),
    [
        ("28/02/2009", "2027-02-28", False),
        ("29/02/2008", "2026-02-28", True),  # eighteen at the end of 28/02
        ("29/02/2008", "2026-03-01", False),
    ],
)
def test_the_bride_is_eighteen_on_the_day_itself(day, on, young):
    changed = {"bride.birth_date": day, "bride.id_document": "Hộ chiếu M1234567"}
    result = received(replace(MARRIAGE, cards=()), on, marriage_registration=changed)
    assert ("bride-age.too-young" in codes(result)) is young


def test_an_age_that_nobody_knows_keeps_the_marriage_open_without_accusing():
    result = received(
        replace(MARRIAGE, cards=()), "2026-11-18", marriage_registration={"groom.birth_date": "xx/xx/xxxx"}
    )
    finding = next(f for f in result.findings if f.code == "groom-age.unchecked")
    assert (finding.severity, "20" in finding.clerk) == ("warning", True)
    assert result.needs_review


# --- who asks


@pytest.mark.parametrize(
    ("relation", "family"),
    [
        ("Mẹ đẻ", "yes"),
        ("Bố", "yes"),
        ("Ông ngoại", "yes"),
        ("Cô ruột", "yes"),
        ("Bác sĩ", None),
        ("Bác sỹ trạm y tế", None),
        ("Cô giáo", None),
        ("Chị hàng xóm", None),
        ("Anh bạn của bố cháu", None),
        ("Tôi là người quen", None),
        ("Được ủy quyền", "no"),
        ("Mẹ uỷ quyền", "no"),
    ],
)
def test_who_is_called_like_a_relative_need_not_be_one(relation, family):
    changed = {**BIRTH.papers["birth-registration"][0], "requester.relation": relation}
    sample = replace(BIRTH, papers={**BIRTH.papers, "birth-registration": [changed]})
    edition = load_catalogue().procedure("1.001193", local_day(sample.received))
    assert answer("requester_is_family", sample.facts(), edition) == family


@pytest.mark.parametrize(
    ("relation", "acts_as"),
    [("Bản thân", "self"), ("Tôi", "self"), ("Chính tôi", "self"), ("Tôi là mẹ", None), ("Bạn", None)],
)
def test_nobody_asks_for_himself_by_beginning_with_i(relation, acts_as):
    sample = BASES["2.000635", "complete"]
    changed = {**sample.papers["extract-copy"][0], "requester.relation": relation}
    facts = replace(sample, papers={"extract-copy": [changed]}).facts()
    edition = load_catalogue().procedure("2.000635", local_day(sample.received))
    assert answer("acts_as", facts, edition) == acts_as


# --- where to


@pytest.mark.parametrize(
    ("authority", "wrong"),
    [
        ("UBND xã Hồng Vân", False),
        ("Ủy ban nhân dân phường Kinh Bắc, thành phố Bắc Ninh", False),  # an old address, the right level
        ("UBND đặc khu Phú Quốc", False),
        ("UBND TP. Hưng Yên", True),
        ("Ủy ban nhân dân thành phố Hưng Yên", True),
        ("Uỷ ban nhân dân thị xã Mỹ Hào", True),
        ("UBND H. Ân Thi", True),
        ("UBND Q. Cầu Giấy", True),
        ("Ủy ban nhân dân TP Hưng Yên", True),
        ("Uỷ ban nhân dân H.Ân Thi", True),
        ("U.B.N.D. huyện Ân Thi", True),
        ("Ủy ban huyện Ân Thi", True),
        ("Sở Tư pháp tỉnh Hưng Yên", True),
    ],
)
def test_whoever_is_no_commune_is_the_wrong_level(authority, wrong):
    result = received(BIRTH, "2026-11-18", birth_registration={"authority": authority})
    assert ("authority-level.mentions" in codes(result)) is wrong


@pytest.mark.parametrize(
    ("mother", "father", "what"),
    [
        ("xã Đình Dù, huyện Văn Lâm, tỉnh Hưng Yên", None, "perhaps-here"),  # divided between two communes
        ("xã Đình Dù, huyện Văn Lâm, tỉnh Hưng Yên", "xã Như Quỳnh, tỉnh Hưng Yên", None),
        ("thị trấn Như Quỳnh, huyện Văn Lâm, tỉnh Hưng Yên", None, None),
        ("Phường Kinh Bắc, tỉnh Bắc Ninh", None, "not-here"),
    ],
)
def test_an_old_commune_that_was_divided_is_asked_about(mother, father, what):
    changed = {"mother.residence": mother, "father.residence": father}
    form = {k: v for k, v in {**BIRTH.papers["birth-registration"][0], **changed}.items() if v}
    facts = replace(BIRTH, papers={**BIRTH.papers, "birth-registration": [form]}, cards=()).facts()
    facts = replace(facts, commune="Xã Như Quỳnh, tỉnh Hưng Yên")
    edition = load_catalogue().procedure("1.001193", local_day(BIRTH.received))
    found = codes(check(facts, edition, load_catalogue(), BIRTH.received))
    assert {c for c in found if c.startswith("competence.")} == ({f"competence.{what}"} if what else set())


def test_a_district_was_right_until_the_last_day_of_june_2025():
    to_district = {"authority": "UBND huyện Ân Thi"}
    assert "authority-level.mentions" not in codes(
        received(BIRTH, "2025-06-30", birth_registration=to_district)
    )
    assert "authority-level.mentions" in codes(received(BIRTH, "2025-07-01", birth_registration=to_district))


CORRECTION = BASES["1.004859", "complete"]


@pytest.mark.parametrize(
    ("day", "kind", "born", "district"),
    [
        ("2025-06-30", "cải chính năm sinh", "30/06/2011", True),  # fourteen that day
        ("2025-06-30", "cải chính năm sinh", "01/07/2011", False),
        ("2025-06-30", "bổ sung năm sinh của cha", "30/03/1995", False),
        ("2025-06-30", "xác định lại dân tộc", "01/07/2020", True),
        ("2025-07-01", "cải chính năm sinh", "30/03/1995", False),
    ],
)
def test_the_district_corrected_from_fourteen_years_on_until_june_2025(day, kind, born, district):
    changed = {"change_kind": kind, "subject.birth_date": born}
    found = codes(received(CORRECTION, day, correction=changed))
    assert ("district-competence.alert" in found) is district


@pytest.mark.parametrize("code", ["2.000528", "2.000806", "1.001669", "2.000748", "2.002189"])
def test_a_foreign_element_was_no_matter_of_the_commune_before_july_2025(code):
    with pytest.raises(UnknownNameError) as raised:
        load_catalogue().procedure(code, date(2025, 6, 30))
    assert "01/07/2025" in raised.value.advice
    assert load_catalogue().procedure(code, date(2025, 7, 1))


# --- what changes on known days


@pytest.mark.parametrize(
    ("code", "successor"), [("2.000986", "2.002621"), ("2.001023", "2.002621"), ("1.011733", "2.002622")]
)
def test_the_old_linked_procedures_end_with_their_software_and_name_what_follows(code, successor):
    assert load_catalogue().procedure(code, date(2026, 12, 31))
    with pytest.raises(UnknownNameError) as raised:
        load_catalogue().procedure(code, date(2027, 1, 1))
    assert successor in raised.value.advice


@pytest.mark.parametrize(("day", "ended"), [("2026-12-31", False), ("2027-01-01", True)])
def test_the_end_of_the_linked_software_is_told_from_its_day_on(day, ended):
    for code in ("2.002621", "2.002622"):
        assert ("linked-software.alert" in codes(received(BASES[code, "complete"], day))) is ended


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_law_of_march_2027_begins_and_the_decree_of_2025_ends_on_its_day(edition: ProcedureEdition):
    assert edition.until is None or edition.until <= date(2027, 2, 28)
    if edition.since >= date(2027, 3, 1):
        assert edition.unverified
        assert "03/2026/QH16" in edition.source
        assert not any(rule.id == "competence" for rule in edition.ruled())
    else:
        assert "03/2026/QH16" not in edition.source


CERTIFIED = {code for code, procedure in load_catalogue().procedures.items() if procedure.certification}
"""Their law is another one (NĐ 23/2015/NĐ-CP)."""
ADOPTIONS = {"1.003005", "2.001255", "2.001263"}
"""Theirs is the Law on adoption (52/2010/QH12), which the new law on civil status does not end."""
LASTING = sorted(
    {code for code, _name in BASES} - CERTIFIED - ADOPTIONS - {"2.000986", "2.001023", "1.011733"}
)


@pytest.mark.parametrize("code", LASTING)
def test_no_law_that_has_ended_is_told_as_sure_from_march_2027_on(code):
    sample = replace(BASES[code, "complete"], papers={}, cards=())
    result = received(sample, "2027-03-01")
    assert any("60/2014/QH13" in f.law or "123/2015" in f.law or "04/2020" in f.law for f in result.findings)
    assert all(finding.unverified for finding in result.findings if finding.law)


def test_from_march_2027_on_a_death_is_certified_and_not_extracted():
    for code in ("1.000656", "1.000419", "1.005461", "2.002622"):
        before, after = (
            load_catalogue().procedure(code, day) for day in (date(2027, 2, 28), date(2027, 3, 1))
        )
        assert before.result.name["vi"] == "Trích lục khai tử"
        assert after.result.name["vi"] == "Giấy chứng tử"


# --- what nobody may ask for any more


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_the_databases_hold_is_never_to_be_handed_in(edition: ProcedureEdition):
    handed_back = ("earlier-papers", "earlier-certificate")  # what the citizen himself was given before
    own = {rule.id: set(rule.kinds()) for rule in edition.submit if rule.id not in handed_back}
    assert not {"residence-proof", "marital-status-certificate"} & set().union(*own.values(), set())
    if edition.form in ("birth-registration", "marriage-registration"):
        assert not {"marriage-certificate", "id-card"} & set().union(*own.values(), set())


@pytest.mark.parametrize("edition", EDITIONS)
def test_papers_to_be_shown_never_block(edition: ProcedureEdition):
    assert all(rule.severity != "error" for rule in edition.show)


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_person_without_a_number_is_never_blocked(edition: ProcedureEdition):
    assert all(rule.severity != "error" for rule in edition.rules if rule.check == "has-number")


def test_a_bride_without_certificate_of_marital_status_is_asked_for_none():
    for code in ("1.000894", "2.000806", "1.000094"):
        result = BASES[code, "complete"].check()
        assert result.status == "complete"
        assert "status-looked-up.alert" in codes(result)


@pytest.mark.parametrize("code", ["2.000528", "1.001695", "1.001669", "2.000806"])
def test_only_residents_of_viet_nam_register_free_of_charge(code):
    edition = load_catalogue().procedure(code, date(2026, 11, 18))
    assert all(fee.amount_vnd != 0 for fee in edition.fees)


# --- deadlines


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-11-18T09:00", "2026-12-11"),  # 23 days later, a Friday
        ("2026-11-19T09:00", "2026-12-14"),  # a Saturday, so Monday
        ("2026-11-21T09:00", "2026-12-16"),  # received on a Saturday: counts from Monday
    ],
)
def test_days_that_are_not_working_days_end_on_a_working_day(moment, due):
    at = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    assert return_date(at, Term(days=23), Calendar()) == date.fromisoformat(due)


def test_a_term_counts_either_days_or_working_days():
    for wrong in ({}, {"days": 23, "working_days": 3}):
        with pytest.raises(ValueError, match="working_days hoặc days"):
            Term.model_validate(wrong)
    assert OtherTerm.model_validate({"days": 23, "when": {"paper_present": "consent"}}).working_days == 0


def test_a_certificate_of_marital_status_takes_no_longer_than_23_days_but_for_days_off():
    edition = load_catalogue().procedure("1.004873", date(2026, 11, 18))
    (term,) = edition.processing.instead
    calendar = Calendar(load_catalogue().codes.working_days)
    day = date(2026, 6, 1)
    for number in range(60):
        at = datetime(day.year, day.month, day.day, 8, tzinfo=ZONE) + timedelta(days=number)
        if calendar.is_working(at.date()):
            due = return_date(at, term, calendar)
            assert due == calendar.not_before(at.date() + timedelta(days=23))
