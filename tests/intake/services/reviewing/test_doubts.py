# SPDX-License-Identifier: Apache-2.0
"""What is left to decide: in the form's order, each by itself, and done only once nothing is left."""

from __future__ import annotations

import pytest

from intake.dossier.journal import What
from intake.dossier.states import State
from intake.errors import ChangedMeanwhileError, UndecidedError
from intake.services.changing.edit import Edit, edit
from intake.services.changing.hold_back import hold_back, release
from intake.services.fill_and_check import PROGRAM
from intake.services.judging import check_dossier
from intake.services.reviewing.deciding import decide, decide_finding, done
from intake.services.reviewing.doubts import Left, left_to_decide
from intake.services.reviewing.showing import shown
from intake.store.store import Store
from tests.support.dossiers.led_dossiers import last_events, state_of
from tests.support.dossiers.reviewed_papers import WHO, a_birth, form, lay_in, of_two_families, value_of

HOMETOWN = "child.hometown"
DOUBTFUL = {HOMETOWN: 0.6, "child.full_name": 0.3, "child.ethnicity": 0.7, "requester.relation": 0.8}
IN_ORDER = ["requester.relation", "child.full_name", "child.ethnicity", HOMETOWN]


def left(store: Store, dossier: str) -> Left:
    return left_to_decide(store, dossier, who=WHO, commune="")


def moves(store: Store, dossier: str) -> list[tuple[str, str]]:
    with store.read() as session:
        events = store.journal(session, dossier)
    return [(event.data["to"], event.who) for event in events if event.what == What.STATE]


def test_doubtful_values_come_in_the_order_of_the_form_with_what_may_be_confirmed(
    store: Store, dossier: str
) -> None:
    a_birth(store, dossier, DOUBTFUL)
    shown(store, dossier, [HOMETOWN], who=WHO)
    doubts = left(store, dossier).values
    assert [doubt.key for doubt in doubts] == IN_ORDER
    told = {doubt.key: doubt for doubt in doubts}
    assert told["child.full_name"].held and told["child.full_name"].held.value == form(1)["child.full_name"]
    assert told["child.full_name"].offered == ""
    assert (told[HOMETOWN].offered, told[HOMETOWN].seen) == (form(1)[HOMETOWN], True)
    assert not told["child.ethnicity"].seen


@pytest.mark.long
def test_a_field_of_a_penned_form_of_which_nothing_was_read_is_a_doubt_too(
    store: Store, dossier: str
) -> None:
    lay_in(store, dossier, "birth-registration", {})
    check_dossier(store, dossier, commune="")
    told = {doubt.key: doubt for doubt in left(store, dossier).values}
    assert (told["child.full_name"].held, told["child.full_name"].offered) == (None, "")
    change = Edit(
        values=[("child.full_name", "LÊ BÌNH AN"), ("mother.full_name", "")], unreadable=["child.sex"]
    )
    edit(store, dossier, change, who=WHO, commune="")
    after = {doubt.key for doubt in left(store, dossier).values}
    assert after == set(told) - {"child.full_name", "mother.full_name", "child.sex"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Edit(values=[("child.sex", "")]), "child-fields.field-missing"),
        (Edit(unreadable=["child.sex"]), "child-fields.field-illegible"),
    ],
)
@pytest.mark.parametrize("penned", [False, True])
def test_what_is_empty_or_illegible_on_the_paper_the_citizen_is_asked_for(
    store: Store, dossier: str, change: Edit, code: str, penned: bool
) -> None:
    if penned:
        lay_in(store, dossier, "birth-registration", {})
    else:
        a_birth(store, dossier)
    told = edit(store, dossier, change, who=WHO, commune="").check
    (found,) = [finding for finding in told["findings"] if finding["field"] == "child.sex"]
    assert (found["code"].rpartition(".")[2], found["severity"]) == (code.rpartition(".")[2], "error")
    assert found["citizen"] and told["state"] == State.INCOMPLETE


def test_what_nobody_can_read_is_neither_empty_nor_known(store: Store, dossier: str) -> None:
    a_birth(store, dossier, {"child.sex": 0.3})
    decide(store, dossier, Edit(unreadable=["child.sex"]), who=WHO)
    kept = value_of(store, dossier, "child.sex")
    assert (kept.value, kept.unreadable, kept.corrected, kept.needs_review) == ("", True, False, False)
    assert kept.said.document_id is not None
    decide(store, dossier, Edit(values=[("child.sex", "")]), who=WHO)
    assert (value_of(store, dossier, "child.sex").unreadable, last_events(store, dossier, 1)[0][1]) == (
        False,
        WHO,
    )


@pytest.mark.long
def test_each_doubt_decided_by_itself_makes_the_dossier_complete_in_nobody_s_name(
    store: Store, dossier: str
) -> None:
    a_birth(store, dossier, DOUBTFUL)
    check_dossier(store, dossier, commune="")
    for doubt in left(store, dossier).values:
        with pytest.raises(UndecidedError) as told:
            done(store, dossier, who=WHO, commune="")
        assert doubt.name in told.value.left
        shown(store, dossier, [doubt.key], who=WHO)
        change = (
            Edit(confirm=[doubt.key]) if doubt.offered else Edit(values=[(doubt.key, form(1)[doubt.key])])
        )
        decide(store, dossier, change, who=WHO)
        assert state_of(store, dossier) is State.READ
    assert done(store, dossier, who=WHO, commune="")["state"] == State.COMPLETE
    assert moves(store, dossier)[-2:] == [("reviewed", PROGRAM), ("complete", PROGRAM)]


@pytest.mark.long
def test_done_is_refused_while_the_dossier_is_held_or_papers_may_be_of_others(
    store: Store, dossier: str
) -> None:
    of_two_families(store, dossier)
    check_dossier(store, dossier, commune="")
    for code in ("forms-of-several", "card-of-nobody"):
        with pytest.raises(UndecidedError):
            done(store, dossier, who=WHO, commune="")
        decide_finding(store, dossier, code, reason="Đã hỏi", who=WHO, commune="")
    for doubt in left(store, dossier).values:
        shown(store, dossier, [doubt.key], who=WHO)
        decide(store, dossier, Edit(confirm=[doubt.key]), who=WHO)
    for one in left(store, dossier).findings:
        decide_finding(store, dossier, one.address, reason="Đã xem", who=WHO, commune="")
    hold_back(store, dossier, who="lan", reason="Chờ bản chính", commune="")
    with pytest.raises(UndecidedError) as told:
        done(store, dossier, who=WHO, commune="")
    assert len(told.value.left) == 1 and "Chờ bản chính" in told.value.left[0]
    release(store, dossier, who=WHO, reason="Đã xem bản chính", commune="")
    assert done(store, dossier, who=WHO, commune="")["state"] == State.COMPLETE


def test_a_value_changed_since_it_was_looked_at_is_not_decided_over(store: Store, dossier: str) -> None:
    a_birth(store, dossier, DOUBTFUL)
    seen = value_of(store, dossier, "child.ethnicity").version
    decide(store, dossier, Edit(values=[("child.full_name", "LÊ BÌNH ÂN")]), who="lan")
    decide(store, dossier, Edit(values=[("child.ethnicity", "Tày")]), who="lan", seen=seen)
    with pytest.raises(ChangedMeanwhileError):
        decide(store, dossier, Edit(values=[("child.ethnicity", "Kinh")]), who=WHO, seen=seen)
    assert value_of(store, dossier, "child.ethnicity").value == "Tày"
