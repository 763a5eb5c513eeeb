# SPDX-License-Identifier: Apache-2.0
"""Who stood at the counter is looked for in the papers: another family's papers are told before a slip is
printed.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.dossier.facts import DossierFacts, Severity
from intake.dossier.requester import Requester
from tests.support.dossiers.rule_case import FORM, MOTHER, codes, dossier_of, findings, seen

CODE = "not-at-counter"
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


def test_nothing_is_told_where_nobody_was_named_or_read() -> None:
    assert CODE not in codes(came(""))
    assert CODE not in codes(came("Phạm Văn Ví Dụ", confidence=0.5))
    assert CODE not in codes(DossierFacts(came("").received_at, requester=Requester("Phạm Văn Ví Dụ")))
