# SPDX-License-Identifier: Apache-2.0
"""What a citizen at the counter still has to bring, as the check would find it."""

from __future__ import annotations

import pytest

from intake.check.checklist import facts_at_counter, missing, told_by_relation
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import DocumentFact
from templates.catalogue.loading import load_catalogue
from tests.support.rule_case import FORM, NAMED, NOTICE, NOW, edition

CATALOGUE = load_catalogue()
BIRTH = CATALOGUE.procedure("1.001193", local_day(NOW))
CARD = "id-card"


def test_who_shows_a_paper_that_is_needed_twice_has_brought_both() -> None:
    twice = {"id": "twice", "choices": [{"kind": NOTICE, "count": 2}, {"kind": CARD}], **NAMED}
    shown = facts_at_counter(NOW, edition(submit=[twice]), kinds=[NOTICE, CARD])
    notice, card = DocumentFact(NOTICE, "", (1,)), DocumentFact(CARD, "", (1,))
    assert (shown.received_at, shown.papers) == (NOW, (notice, notice, card))


def test_what_was_not_shown_is_named_until_it_is() -> None:
    nothing = facts_at_counter(NOW, BIRTH)
    assert [found.code for found in missing(BIRTH, nothing, CATALOGUE)] == [
        "application.missing",
        "birth-proof.missing",
    ]
    assert missing(BIRTH, facts_at_counter(NOW, BIRTH, kinds=[FORM, NOTICE]), CATALOGUE) == []


@pytest.mark.parametrize(("relation", "told"), [("Mẹ đẻ", {"requester_is_family": "yes"}), ("Hàng xóm", {})])
def test_what_the_relation_says_is_not_asked_again(relation: str, told: dict[str, str]) -> None:
    assert told_by_relation(BIRTH, NOW, relation) == told
