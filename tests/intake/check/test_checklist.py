# SPDX-License-Identifier: Apache-2.0
"""What a citizen at the counter still has to bring, as the check would find it."""

from __future__ import annotations

import pytest

from intake.check.checklist import asked, facts_at_counter, missing, told_by_relation
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import DocumentFact
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.rule_case import FORM, NAMED, NOTICE, NOW, edition

CATALOGUE = load_catalogue()
MARITAL = CATALOGUE.procedure("1.004873", local_day(NOW))
CORRECTION = CATALOGUE.procedure("1.004859", local_day(NOW))
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


def names(edition, **answers: str) -> list[str]:
    return [each.question.name for each in asked(edition, facts_at_counter(NOW, edition, answers=answers))]


ALWAYS = ("earlier_certificate", "acts_as", "residence_in_database")


@pytest.mark.parametrize(
    ("answers", "names_asked"),
    [
        ({}, ["status", *ALWAYS]),
        ({"status": "never"}, ["status", *ALWAYS]),
        ({"status": "married"}, ["status", *ALWAYS]),
        ({"status": "divorced"}, ["status", "end_in_database", *ALWAYS]),
        ({"status": "widowed"}, ["status", "end_in_database", *ALWAYS]),
        ({"status": "never", "end_in_database": "yes"}, ["status", *ALWAYS]),
        ({"end_in_database": "yes"}, ["status", "end_in_database", *ALWAYS]),
    ],
)
def test_who_never_married_is_asked_of_no_divorce(answers: dict[str, str], names_asked: list[str]) -> None:
    assert names(MARITAL, **answers) == names_asked


def test_a_question_waits_for_the_one_it_hangs_on() -> None:
    assert names(CORRECTION)[0] == "change_group"
    assert "parents_agree_on_form" not in names(CORRECTION)
    assert "parents_agree_on_form" in names(CORRECTION, change_group="change")
    assert "parents_agree_on_form" not in names(CORRECTION, change_group="correct")


def test_an_answer_does_not_take_the_question_before_it_away() -> None:
    assert "status" in names(MARITAL, status="divorced", end_in_database="yes")


def test_what_the_program_takes_for_an_answer_gives_way_to_what_is_told() -> None:
    (found,) = [
        each
        for each in asked(BIRTH, facts_at_counter(NOW, BIRTH, answers={"abandoned": "yes"}))
        if each.question.name == "abandoned"
    ]
    assert (found.assumed, found.told, found.reply) == ("no", "yes", "yes")
