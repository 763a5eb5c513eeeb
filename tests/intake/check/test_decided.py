# SPDX-License-Identifier: Apache-2.0
"""A decision about a finding holds for these papers and these values, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.check.check import contradicts, may_hold_others, wants_reason
from intake.check.decided import addresses, decidable
from intake.dossier.decisions import Decision
from intake.dossier.facts import DocumentFact, DossierFacts, Finding, Severity
from intake.dossier.values import PageRef
from templates.language.messages import speaking
from tests.support.desks.intake_desk import NOW
from tests.support.dossiers.rule_case import FORM, NOTICE, dossier_of, found_by, rule, seen

NAMES = rule("same-name", "mother.full_name")
NAMES["refs"].append({"paper": NOTICE, "field": "mother.full_name"})
A, B = PageRef("a", 1), PageRef("b", 1)
ALERT = rule("alert", "mother.full_name", say={"alert": {"vi": "x", "en": "y"}})


def differing(other: str = "LÝ THỊ KHÁC") -> DossierFacts:
    names = (seen(FORM, "mother.full_name", "NGÔ THỊ HẠNH"), seen(NOTICE, "mother.full_name", other))
    return dossier_of(*names)


def joined(dossier: DossierFacts, *pages: PageRef) -> DossierFacts:
    """The same where a person joined pages of other files to the form."""
    form, *rest = dossier.papers
    return replace(dossier, papers=(replace(form, elsewhere=pages), *rest))


def found(dossier: DossierFacts) -> Finding:
    (finding,) = found_by(dossier, NAMES)
    return finding


def test_a_decision_ends_when_a_page_of_another_file_is_joined_to_a_paper_or_taken_from_it() -> None:
    prints = [found(joined(differing(), *pages)).fingerprint for pages in ((), (A,), (A, B), (B,))]
    assert len(set(prints)) == 4


def test_what_was_decided_only_informs_and_names_who_and_why() -> None:
    asked = found(differing())
    assert (asked.severity, asked.decided_by, decidable(asked)) == (Severity.WARNING, "", True)
    decided = {asked.fingerprint: Decision("hoa", NOW, "Đổi tên năm 2020")}
    told = found(replace(differing(), decisions=decided))
    assert (told.severity, told.decided_by, told.reason) == (Severity.INFO, "hoa", "Đổi tên năm 2020")
    assert told.fingerprint == asked.fingerprint and not decidable(told)


CHANGES: dict[str, Callable[[DossierFacts], DossierFacts]] = {
    "another paper": lambda facts: replace(facts, papers=(*facts.papers, DocumentFact("other", "x", (1,)))),
    "a paper less": lambda facts: replace(facts, papers=facts.papers[:1]),
    "another page": lambda facts: replace(
        facts, papers=(*facts.papers[:1], replace(facts.papers[1], pages=(1, 2, 3)))
    ),
    "another kind": lambda facts: replace(
        facts, papers=(*facts.papers[:1], replace(facts.papers[1], kind="other"))
    ),
    "other bytes": lambda facts: replace(
        facts, papers=(*facts.papers[:1], replace(facts.papers[1], document="scanned anew"))
    ),
    "no longer readable": lambda facts: replace(
        facts, papers=(*facts.papers[:1], replace(facts.papers[1], readable=False))
    ),
    "another value": lambda _facts: differing("LÝ THỊ LẠ"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_decision_ends_with_the_papers_and_values_it_was_made_for(change: str) -> None:
    changed = found(CHANGES[change](differing()))
    assert changed.fingerprint and changed.fingerprint != found(differing()).fingerprint


def test_it_holds_in_whatever_order_the_papers_lie_and_in_every_language() -> None:
    other_way = replace(differing(), papers=differing().papers[::-1])
    with speaking("en"):
        assert found(other_way).fingerprint == found(differing()).fingerprint
        english = found(differing()).fingerprint
    with speaking("vi"):
        assert found(differing()).fingerprint == english


@pytest.mark.parametrize("severity", ["error", "info"])
def test_what_blocks_or_only_informs_is_not_decided(severity: str) -> None:
    (finding,) = found_by(differing(), {**ALERT, "severity": severity})
    assert (finding.fingerprint, decidable(finding)) == ("", False)
    kept = replace(differing(), decisions={"": Decision("hoa", NOW)})
    assert found_by(kept, {**ALERT, "severity": severity}) == [finding]


BY_VALUE = ("question", "field-unread", "field-hand", "field-pen-differs", "field-doubtful", "field-confirm")


@pytest.mark.parametrize("what", BY_VALUE)
def test_a_doubtful_value_or_an_open_question_is_decided_by_itself(what: str) -> None:
    assert not decidable(Finding(f"r.{what}", Severity.WARNING, "x"))
    assert decidable(Finding(f"r.{what}-else", Severity.WARNING, "x"))


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("code", ["card-of-nobody", "forms-of-several", "r.differs", "r.late"])
def test_a_reason_is_needed_where_papers_contradict_or_may_be_of_others(
    code: str, severity: Severity
) -> None:
    grave = contradicts(code, severity) or may_hold_others(code, severity)
    assert wants_reason(code, severity) is grave is (severity is not Severity.INFO and code != "r.late")


@given(st.lists(st.sampled_from(["a", "b", "c"])))
def test_every_finding_has_an_address_of_its_own_that_begins_with_its_code(codes: list[str]) -> None:
    told = addresses(codes)
    assert len(set(told)) == len(told) == len(codes)
    assert [one.partition(":")[0] for one in told] == codes
    assert all((one == code) is (codes.count(code) == 1) for one, code in zip(told, codes, strict=True))
