# SPDX-License-Identifier: Apache-2.0
"""Whose papers these are, and every other finding, is decided by itself, for these papers only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intake.dossier.decisions import reviewed_in_one_go
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.errors import ClosedDossierError
from intake.services.changing.edit import Edit, edit
from intake.services.changing.undo import undo
from intake.services.fill_and_check import fill
from intake.services.judging import check_dossier
from intake.services.reviewing.deciding import decide_finding
from intake.services.reviewing.doubts import left_to_decide
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import speaking
from tests.support.dossiers import led_dossiers
from tests.support.dossiers.led_dossiers import last_events, led_to, state_of
from tests.support.dossiers.reviewed_papers import (
    ANOTHER,
    WHO,
    a_birth,
    form,
    lay_in,
    notice,
    of_two_families,
)

OTHERS = ("forms-of-several", "card-of-nobody")
STRANGER = {"person.personal_id": "001190002222", "person.full_name": "VŨ VĂN LẠ"}


def open_codes(store: Store, dossier: str) -> set[str]:
    left = left_to_decide(store, dossier, who=WHO, commune="")
    return {one.finding.code for one in left.findings}


def say(store: Store, dossier: str, finding: str, reason: str = "Thẻ của bà ngoại, đi cùng cháu") -> None:
    decide_finding(store, dossier, finding, reason=reason, who=WHO, commune="")


def test_a_decision_is_kept_with_name_reason_and_what_was_told(store: Store, dossier: str) -> None:
    of_two_families(store, dossier)
    say(store, dossier, "card-of-nobody")
    decided = [event for event in last_events(store, dossier, 3) if event[0] == What.DECIDED]
    ((_what, who, data),) = decided
    assert (who, data["finding"]) == (WHO, "card-of-nobody")
    assert data["reason"].startswith("Thẻ của bà") and "thẻ căn cước" in data["told"]
    told = check_dossier(store, dossier, commune="")
    (found,) = [finding for finding in told["findings"] if finding["code"] == "card-of-nobody"]
    assert (found["severity"], found["decided_by"]) == ("info", WHO)
    assert found["reason"].startswith("Thẻ của bà")
    assert open_codes(store, dossier) & set(OTHERS) == {"forms-of-several"}


@pytest.mark.parametrize("reason", ["", "  "])
@pytest.mark.parametrize("code", OTHERS)
def test_whose_papers_these_are_is_not_decided_without_a_reason(
    store: Store, dossier: str, code: str, reason: str
) -> None:
    of_two_families(store, dossier)
    with pytest.raises(UsageError) as told:
        say(store, dossier, code, reason)
    assert f"sohoa decide {dossier} {code} --because" in told.value.advice
    assert code in open_codes(store, dossier)


@pytest.mark.parametrize("before", [True, False], ids=["seen beside it", "come after it"])
def test_a_word_settles_no_contradiction_with_a_paper_that_came_after_it(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    """Whoever typed the mother's name saw nothing of a notice that a later night laid in."""
    now = store.clock()
    lay_in(store, dossier, "birth-registration", form(1))
    fill(store, dossier, load_catalogue())
    monkeypatch.setattr(store, "clock", lambda: now + timedelta(hours=1 if before else 9))
    lay_in(store, dossier, "birth-notice", notice(ANOTHER))
    monkeypatch.setattr(store, "clock", lambda: now + timedelta(hours=5))
    mine = form(1)["mother.full_name"].title()
    edit(store, dossier, Edit([("mother.full_name", mine)]), who=WHO, commune="")
    told = check_dossier(store, dossier, commune="")
    found = [one for one in told["findings"] if one["field"] == "mother.full_name"]
    assert {(one["code"].rpartition(".")[2], one["severity"]) for one in found} == (
        {("decided", "info")} if before else {("differs", "warning")}
    )


def test_another_paper_ends_the_decision(store: Store, dossier: str) -> None:
    of_two_families(store, dossier)
    for code in OTHERS:
        say(store, dossier, code)
    lay_in(store, dossier, "marriage-certificate", {"number": "12/2020"})
    assert set(OTHERS) <= open_codes(store, dossier)


def test_a_decision_holds_over_every_change_of_values_and_in_every_language(
    store: Store, dossier: str
) -> None:
    of_two_families(store, dossier)
    for code in OTHERS:
        say(store, dossier, code)
    edit(store, dossier, Edit(values=[("copies.count", "3")]), who=WHO, commune="")
    for language in ("en", "vi"):
        with speaking(language):
            assert not set(OTHERS) & open_codes(store, dossier)


def test_a_decision_can_be_taken_back(store: Store, dossier: str) -> None:
    of_two_families(store, dossier)
    say(store, dossier, "card-of-nobody")
    undo(store, dossier, who=WHO, commune="")
    assert "card-of-nobody" in open_codes(store, dossier)


def test_of_two_strangers_cards_each_is_decided_by_itself(store: Store, dossier: str) -> None:
    of_two_families(store, dossier)
    lay_in(store, dossier, "id-card", STRANGER)
    fill(store, dossier, load_catalogue())
    with pytest.raises(UsageError) as told:
        say(store, dossier, "card-of-nobody")
    assert "card-of-nobody" in told.value.sentence
    assert "card-of-nobody:1" in told.value.advice and "card-of-nobody:2" in told.value.advice
    say(store, dossier, "card-of-nobody:2")
    left = left_to_decide(store, dossier, who=WHO, commune="").findings
    (one,) = [one for one in left if one.finding.code == "card-of-nobody"]
    assert one.address == "card-of-nobody"
    say(store, dossier, one.finding.fingerprint)
    assert "card-of-nobody" not in open_codes(store, dossier)


def test_what_is_missing_asked_or_doubtful_is_not_decided_away(store: Store, dossier: str) -> None:
    lay_in(store, dossier, "birth-registration", form(1), {"child.sex": 0.6})
    fill(store, dossier, load_catalogue())
    codes = [finding["code"] for finding in check_dossier(store, dossier, commune="")["findings"]]
    wanted = [code for code in codes if code.endswith((".missing", ".field-doubtful"))]
    assert len(wanted) > 1
    for code in [*wanted, "no-such-finding"]:
        with pytest.raises(UsageError) as told:
            say(store, dossier, code)
        assert code in f"{told.value.sentence} {told.value.advice}"
    assert dossier in told.value.sentence


def test_nothing_is_decided_about_what_was_sent(store: Store, dossier: str) -> None:
    led_to(store, dossier, State.PUSHED)
    with pytest.raises(ClosedDossierError):
        say(store, dossier, "card-of-nobody")


@pytest.mark.long
def test_what_an_earlier_version_let_a_person_review_in_one_go_stays_so_until_it_is_touched(
    store: Store, dossier: str
) -> None:
    of_two_families(store, dossier)
    for doubt in left_to_decide(store, dossier, who=WHO, commune="").values:
        edit(store, dossier, Edit(values=[(doubt.key, doubt.offered)]), who="lan", commune="")
    with store.write() as session:
        led_dossiers.reviewed_in_one_go(store, session, dossier)
    for _again in range(2):
        assert check_dossier(store, dossier, commune="")["state"] == State.COMPLETE
    edit(store, dossier, Edit(values=[("copies.count", "3")]), who=WHO, commune="")
    assert state_of(store, dossier) is State.READ
    with store.read() as session:
        assert not reviewed_in_one_go(store.journal(session, dossier))


def test_a_review_in_one_go_ends_with_the_next_paper(store: Store, dossier: str) -> None:
    a_birth(store, dossier)
    check_dossier(store, dossier, commune="")
    with store.write() as session:
        store.advance(session, dossier, State.READ, who="lan")
    with store.write() as session:
        led_dossiers.reviewed_in_one_go(store, session, dossier)
    with store.write() as session:
        store.advance(session, dossier, State.CAPTURED, who="lan")
        store.advance(session, dossier, State.READ, who="lan")
    with store.read() as session:
        assert not reviewed_in_one_go(store.journal(session, dossier))
