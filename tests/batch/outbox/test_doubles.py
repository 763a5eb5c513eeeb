# SPDX-License-Identifier: Apache-2.0
"""A dossier of which another is a double is neither packaged nor sent before a person decided."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

import pytest

from batch.errors import PackageError
from batch.outbox.submission import DoubleDossierError
from intake.dossier.matter.dossiers import DOUBLE
from intake.dossier.states import State
from intake.errors import OnItsWayError
from intake.services.judging import judged
from intake.services.reviewing.deciding import decide_finding
from intake.services.reviewing.withdrawing import withdraw_double
from tests.support.desks.packing_desk import WHO
from tests.support.desks.waiting_desk import WaitingDesk
from tests.support.dossiers.fake_dossiers import FORM, NOTICE, form

ANOTHERS = 5


def beside(desk: WaitingDesk, child: int = 1) -> WaitingDesk:
    """Another dossier at the same desk, of this child, read and checked."""
    other = copy(desk)
    other.folder = desk.folder / "again"
    other.folder.mkdir()
    with desk.store.write() as session:
        other.dossier = desk.store.create_dossier(session, procedure="1.001193", who=WHO).id
    other.add(FORM, child=child)
    other.add(NOTICE, child=child)
    other.judge()
    return other


def decide(desk: WaitingDesk) -> None:
    told = {"reason": "Không phải một cháu", "who": WHO, "commune": ""}
    decide_finding(desk.store, desk.dossier, DOUBLE, **told)


def changes_under_it(desk: WaitingDesk, child: int) -> None:
    """The dossier tells of this child from now on, and the program ends before anything is checked."""
    with desk.store.write() as session:
        for key in ("child.full_name", "mother.full_name", "mother.id_document"):
            desk.store.correct(session, desk.dossier, key, form(child)[key], who=WHO)


@pytest.fixture
def again(complete: WaitingDesk) -> WaitingDesk:
    return beside(complete)


@pytest.mark.long
def test_packaging_refuses_with_what_to_do(again: WaitingDesk, complete: WaitingDesk) -> None:
    with pytest.raises(PackageError) as told:
        again.package()
    assert complete.dossier in told.value.sentence
    assert f"sohoa decide {again.dossier} double --because" in told.value.advice


@pytest.mark.long
@pytest.mark.parametrize("state", [State.COMPLETE, State.PACKAGED, State.QUEUED])
def test_no_state_alone_lets_it_be_packaged(again: WaitingDesk, state: State) -> None:
    with again.store.write() as session:
        for step in (State.REVIEWED, State.COMPLETE, State.PACKAGED):
            again.store.advance(session, again.dossier, step, who=WHO)
            if step is state:
                break
    with pytest.raises(PackageError):
        again.package()


@pytest.mark.long
def test_the_first_goes_meanwhile_and_with_the_decision_the_other_too(
    again: WaitingDesk, complete: WaitingDesk
) -> None:
    complete.package()
    assert complete.push().state == "sent"
    decide(again)
    assert again.state is State.COMPLETE
    again.package()
    assert again.push().state == "sent"
    assert len(again.gateway.taken) == 2


@pytest.mark.long
@pytest.mark.parametrize("step", [WaitingDesk.package, WaitingDesk.push])
def test_a_double_that_no_check_told_yet_is_stopped_at_the_last_moment(
    complete: WaitingDesk, step: Callable[[WaitingDesk], object]
) -> None:
    later = beside(complete, ANOTHERS)
    assert later.state is State.COMPLETE
    if step is WaitingDesk.push:
        later.package()
    changes_under_it(complete, ANOTHERS)
    if step is WaitingDesk.package:
        with pytest.raises(PackageError) as told:
            later.package()
        assert f"sohoa check {later.dossier}" in told.value.advice
    else:
        pushed = later.push()
        assert (pushed.state, pushed.trouble) == ("refused", DoubleDossierError.trouble)
        assert f"sohoa check {later.dossier}" in pushed.sentence
    assert later.gateway.taken == []


@pytest.mark.long
def test_one_that_may_have_arrived_is_not_withdrawn_as_if_it_never_was_sent(complete: WaitingDesk) -> None:
    later = beside(complete, ANOTHERS)
    later.package()
    later.gateway.answer_lost = True
    assert later.push().state == "failed-retry"
    changes_under_it(complete, ANOTHERS)
    judged(complete.store, complete.dossier, commune="")
    with pytest.raises(OnItsWayError):
        withdraw_double(later.store, later.dossier, DOUBLE, reason="Quét hai lần", who=WHO, commune="")
    assert later.state is State.QUEUED
