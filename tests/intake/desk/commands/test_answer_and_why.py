# SPDX-License-Identifier: Apache-2.0
"""What can't be read is asked, the answer kept with who gave it; a finding can be explained."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from rich.console import Console

from intake.check.check import check, may_hold_others
from intake.check.why import Why, why
from intake.desk import console
from intake.desk.screens.why import show_explained
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import DossierFacts, Finding
from intake.dossier.record_json import plain
from intake.services.answers import checked_answer
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.model.procedures import ProcedureEdition, Question
from tests.support.desks.typed_commands import Desk
from tests.support.dossiers.procedure_dossiers import Sample, samples
from tests.support.dossiers.values import on_form

pytestmark = pytest.mark.long


@pytest.fixture
def dossier(desk: Desk) -> str:
    """A birth whose requester is a stranger as far as the form tells."""
    found = str(desk.json("new", "--who", "lan")["id"])
    desk.run("edit", found, "requester.relation=Hàng xóm", "child.birth_date=05/10/2026", code=1)
    return found


def test_open_questions_are_listed_with_key_text_and_kind(desk: Desk, dossier: str) -> None:
    (line,) = desk.json("answer", dossier)["questions"]
    assert (line["name"], line["kind"], line["open"]) == ("requester_is_family", "choice", True)
    assert line["question"].endswith("?")
    assert "requester_is_family" in desk.run("answer", dossier).stdout


def test_an_answer_is_kept_with_who_gave_it_and_when(desk: Desk, dossier: str) -> None:
    desk.run("answer", dossier, "requester_is_family=no", "--who", "Lan", code=1)
    (line,) = desk.json("answer", dossier)["questions"]
    assert (line["answer"], line["who"], line["open"]) == ("no", "Lan", False)
    assert line["at"]


def test_what_is_no_answer_is_refused_and_nothing_kept(desk: Desk, dossier: str) -> None:
    with pytest.raises(UsageError):
        desk.run("answer", dossier, "requester_is_family=perhaps")
    with pytest.raises(UsageError):
        desk.run("answer", dossier, "no_such_question=yes")
    assert desk.json("answer", dossier)["questions"][0]["answer"] is None


def test_a_finding_is_explained_with_its_law_its_conditions_and_who_answered(
    desk: Desk, dossier: str
) -> None:
    desk.run("answer", dossier, "requester_is_family=no", "--who", "Lan", code=1)
    (told,) = desk.json("check", dossier, "--why", "authorisation.missing")
    assert told["law"]
    assert told["conditions"][0]["what"].endswith("? Không (requester_is_family=no)")
    assert told["answers"][0]["who"] == "Lan"
    assert "Lan" in desk.run("check", dossier, "--why", "authorisation").stdout


def test_a_code_that_was_not_found_is_wrong_use(desk: Desk, dossier: str) -> None:
    with pytest.raises(UsageError, match=r"no-such"):
        desk.run("check", dossier, "--why", "no-such.finding")


def test_the_findings_on_the_screen_name_the_code_to_ask_for(desk: Desk, dossier: str) -> None:
    assert "authorisation.question" in "".join(desk.run("check", dossier, code=1).stdout.split())


CONTRADICTORY = [sample for sample in samples() if sample.name == "contradictory"]


@pytest.mark.parametrize("sample", CONTRADICTORY, ids=lambda sample: sample.procedure)
def test_every_contradiction_is_explained_by_the_values_it_was_found_in(sample: Sample) -> None:
    catalogue, facts = load_catalogue(), sample.facts()
    edition = catalogue.procedure(sample.procedure, local_day(sample.received))
    for finding in sample.check().findings:
        told = why(finding, facts, edition, catalogue)
        assert (told.procedure, told.edition) == (sample.procedure, edition.id)
        about_a_paper = may_hold_others(finding.code, finding.severity)
        if finding.severity == "warning" and not (finding.code.endswith(".question") or about_a_paper):
            values = [datum.value for datum in told.data if datum.value != "–"]
            assert len(values) >= 2
            assert all(0 < datum.confidence <= 1 for datum in told.data if datum.confidence is not None)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  Lan,  Hà Nội ", "Lan, Hà Nội"),
        ("text", "", None),
        ("date", "5/10/2026", "05/10/2026"),
        ("date", "soon", None),
        ("number", "2", "2"),
        ("number", "two", None),
        ("yes-no", "yes", "yes"),
        ("yes-no", "maybe", None),
    ],
)
def test_an_answer_fits_the_kind_of_its_question(kind: str, typed: str, kept: str | None) -> None:
    question = Question.model_validate({"name": "q", "ask": {"vi": "?", "en": "?"}, "kind": kind})
    edition = load_catalogue().procedure("1.001193", local_day(CONTRADICTORY[0].received))
    asking: ProcedureEdition = edition.model_copy(update={"questions": (question,)})
    if kept is None:
        with pytest.raises(UsageError):
            checked_answer(asking, "q", typed)
    else:
        assert checked_answer(asking, "q", typed) == kept


@cache
def _one_of_each_code() -> list[tuple[Sample, Finding]]:
    """A finding of each code that the samples bring up, in the first that does."""
    found: dict[str, tuple[Sample, Finding]] = {}
    for sample in samples():
        for finding in sample.check().findings:
            found.setdefault(finding.code, (sample, finding))
    return list(found.values())


def test_every_finding_is_explained_within_eighty_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All that the dossiers of all procedures bring up: law, what was looked at, nothing cut off."""
    wide = Console(width=80, highlight=False)
    monkeypatch.setattr(console, "results", lambda: wide)
    catalogue = load_catalogue()
    explained = _one_of_each_code()
    assert len(explained) > 150
    for sample, finding in explained:
        facts, code = sample.facts(), finding.code
        edition = catalogue.procedure(sample.procedure, local_day(sample.received))
        told = why(finding, facts, edition, catalogue)
        assert told.law or "." not in code
        assert told.data or told.conditions or code.endswith(".alert"), code
        show_explained([{**plain(told), "answers": []}], catalogue)
        shown = capsys.readouterr().out
        assert code in shown
        assert max(len(line) for line in shown.splitlines()) <= 80
        assert "".join(finding.clerk.split()) in "".join(shown.split())


def test_conditions_are_told_in_words() -> None:
    sample = next(s for s in samples() if (s.procedure, s.name) == ("1.004859", "age-not-known"))
    catalogue, facts = load_catalogue(), sample.facts()
    edition = catalogue.procedure(sample.procedure, local_day(sample.received))
    finding = next(f for f in sample.check().findings if f.code == "consent-of-child.paper-unchecked")
    told = why(finding, facts, edition, catalogue)
    lines = {datum.what: datum.value for datum in told.conditions}
    assert lines["Ngày, tháng, năm sinh của người được đề nghị từ đủ 9 tuổi, dưới 18 tuổi"] == "chưa biết"
    assert any(what.endswith("? Có (consent_on_form=yes)") for what in lines)


def test_the_day_that_an_age_was_judged_by_is_shown_with_its_paper() -> None:
    sample = next(s for s in samples() if (s.procedure, s.name) == ("1.000894", "groom-one-day-too-young"))
    form = {**sample.papers["marriage-registration"][0], "groom.birth_date": "2006"}
    dossier = replace(sample, papers={"marriage-registration": [form]}).facts()
    card = on_form("19/11/2006", 0.99, "id-card", "card-0", 1)
    dossier = replace(dossier, form={**dossier.form, "groom.birth_date": card})
    catalogue = load_catalogue()
    edition = catalogue.procedure(sample.procedure, local_day(sample.received))
    findings = check(dossier, edition, catalogue, sample.received).findings
    finding = next(f for f in findings if f.code == "groom-age.too-young")
    told = why(finding, dossier, edition, catalogue)
    assert (told.data[0].value, told.data[0].paper) == ("19/11/2006", "id-card")


def _explained(sample: Sample, dossier: DossierFacts, code: str) -> Why:
    catalogue = load_catalogue()
    edition = catalogue.procedure(sample.procedure, local_day(sample.received))
    findings = check(dossier, edition, catalogue, sample.received).findings
    return why(next(f for f in findings if f.code == code), dossier, edition, catalogue)


def test_every_value_that_a_comparison_quotes_is_among_what_was_looked_at() -> None:
    quoted = 0
    catalogue = load_catalogue()
    for sample, finding in _one_of_each_code():
        code = finding.code
        if code.endswith((".question", ".alert")):
            continue
        edition = catalogue.procedure(sample.procedure, local_day(sample.received))
        told = why(finding, sample.facts(), edition, catalogue)
        for value in re.findall("“(.+?)”", told.clerk):
            quoted += 1
            assert any(value in datum.value for datum in told.data), (code, value)
    assert quoted > 50


BIRTH = next(s for s in samples() if (s.procedure, s.name) == ("1.001193", "complete"))


def _lent(key: str, value: str, kind: str) -> DossierFacts:
    """The sound birth whose form does not say ``key``, so that it was taken from another paper."""
    facts = BIRTH.facts()
    readings = tuple(r for r in facts.readings if (r.paper, r.key) != ("birth-registration", key))
    chosen = on_form(value, 0.97, kind, f"{kind}-0", 1)
    return replace(facts, readings=readings, form={**facts.form, key: chosen})


def test_a_birth_date_from_another_paper_is_shown_where_a_number_was_held_against_it() -> None:
    told = _explained(
        BIRTH, _lent("mother.birth_date", "01/01/1980", "birth-notice"), "mother-number-fits.number-year"
    )
    assert ("01/01/1980", "birth-notice") in [(datum.value, datum.paper) for datum in told.data]
    assert "Nữ" in [datum.value for datum in told.data]


def test_what_another_paper_lent_is_shown_with_that_paper() -> None:
    dossier = _lent("father.full_name", "ĐỖ VĂN LẠ", "birth-notice")
    for code in ("father-on-form.elsewhere", "filled-from"):
        lent = [d.paper for d in _explained(BIRTH, dossier, code).data if d.value == "ĐỖ VĂN LẠ"]
        assert lent == ["birth-notice"], code
