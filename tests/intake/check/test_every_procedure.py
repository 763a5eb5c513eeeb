# SPDX-License-Identifier: Apache-2.0
"""Every procedure judges its dossiers as expected: sound, lacking, contradictory, late …"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from intake.check.check import CheckResult
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import Severity
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.procedure_dossiers import Sample, samples

SAMPLES = samples()
EACH = pytest.mark.parametrize(
    "place", range(len(SAMPLES)), ids=[f"{sample.procedure}-{sample.name}" for sample in SAMPLES]
)


@cache
def checked(place: int) -> CheckResult:
    """What the check of the sample at that place of ``SAMPLES`` finds."""
    return SAMPLES[place].check()


@pytest.mark.long
@EACH
def test_a_dossier_is_judged_as_expected(place: int) -> None:
    sample, result = SAMPLES[place], checked(place)
    found = {weight: {f.code for f in result.findings if f.severity is weight} for weight in Severity}
    assert found[Severity.ERROR] == set(sample.expected["errors"] or ())
    assert found[Severity.WARNING] == set(sample.expected["warnings"] or ())
    assert set(sample.expected["infos"] or ()) <= found[Severity.INFO]
    if sample.expected["asked"] is not None:
        opened = {f.field for f in result.findings if f.code.endswith(".question")}
        assert opened == set(sample.expected["asked"])
    if sample.expected["due"]:
        assert f"{result.return_date:%d/%m/%Y}" == sample.expected["due"]


@pytest.mark.parametrize("sample", [pytest.param(s, id=s.procedure) for s in SAMPLES if s.expected["fees"]])
def test_the_fees_are_those_of_the_law(sample: Sample) -> None:
    edition = load_catalogue().procedure(sample.procedure, local_day(sample.received))
    amounts = {fee.name["vi"]: fee.amount_vnd for fee in edition.fees}
    asked = {name: None if sum_ == "theo tỉnh" else sum_ for name, sum_ in sample.expected["fees"].items()}
    assert amounts == asked


@EACH
def test_every_finding_of_a_rule_names_its_law_and_says_a_whole_sentence(place: int) -> None:
    for finding in checked(place).findings:
        assert finding.law or "." not in finding.code
        assert "{" not in finding.clerk + finding.citizen
        assert "$" not in finding.clerk + finding.citizen
        assert finding.citizen or finding.severity is not Severity.ERROR


def test_every_procedure_has_four_dossiers_and_one_of_them_is_complete() -> None:
    counted = Counter(sample.procedure for sample in SAMPLES)
    few = [code for code in load_catalogue().procedures if counted[code] < 4]
    assert not few
    sound = {s.procedure for s in SAMPLES if not s.expected["errors"] and not s.expected["warnings"]}
    assert sound == set(load_catalogue().procedures)


def test_every_procedure_has_a_dossier_that_lacks_something_and_one_that_contradicts_itself() -> None:
    results = [(sample.procedure, checked(place)) for place, sample in enumerate(SAMPLES)]
    lacking = {code for code, result in results if any("missing" in f.code for f in result.missing)}
    only_asked_for = {"2.000908", "2.000942"}  # at the counter a word will do
    assert lacking == set(load_catalogue().procedures) - only_asked_for
    # Of what is certified nothing is read that could contradict.
    read = {code for code, procedure in load_catalogue().procedures.items() if not procedure.certification}
    assert {code for code, result in results if result.contradictory} == read


def test_every_procedure_has_a_dossier_that_is_late_or_at_the_wrong_office() -> None:
    out_of_place = {"competence.not-here", "competence.alert", "authority-level.mentions"}
    told = {s.procedure for s in SAMPLES if out_of_place & {*(s.expected["warnings"] or ())}}
    told |= {s.procedure for s in SAMPLES if any(i.endswith(".late") for i in s.expected["infos"] or ())}
    # A will, a copy, a signature is certified anywhere, on any day.
    anywhere = {"2.000815", "2.000884", "2.000992", "2.001008", "2.001016", "2.001019"}
    assert told == set(load_catalogue().procedures) - anywhere
