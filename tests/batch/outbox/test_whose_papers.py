# SPDX-License-Identifier: Apache-2.0
"""Papers of two families leave in one package only where a person decided that they belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.errors import PackageError
from batch.outbox.submission import OthersPapersError
from intake.dossier.journal import REVIEWED_BY_PERSON, What
from intake.dossier.states import State
from intake.errors import UndecidedError
from intake.services.changing.edit import Edit, edit
from intake.services.fill_and_check import PROGRAM
from intake.services.reviewing.deciding import decide_finding, done
from intake.services.reviewing.doubts import left_to_decide
from templates.errors import UsageError
from tests.support.desks.packing_desk import WHO
from tests.support.desks.waiting_desk import CHANGES, WaitingDesk, outcome_of
from tests.support.dossiers.fake_dossiers import FORM, PENNED
from tests.support.dossiers.reviewed_papers import look_at_everything
from tests.support.programs.examples import share_of_examples

ANOTHERS = 5
FINDING = "forms-of-several"


def anothers(desk: WaitingDesk) -> None:
    """Another child's form is scanned along."""
    desk.add(FORM, child=ANOTHERS)
    desk.judge()


def decided(desk: WaitingDesk, finding: str = FINDING) -> None:
    told = {"reason": "Hai anh em sinh đôi, cùng một hồ sơ", "who": WHO, "commune": ""}
    decide_finding(desk.store, desk.dossier, finding, **told)


def everything_confirmed(desk: WaitingDesk) -> None:
    """Every page is looked at, every value that may be is confirmed, everything else typed as it was read."""
    look_at_everything(desk.store, desk.dossier, WHO)
    for doubt in left_to_decide(desk.store, desk.dossier, who=WHO, commune="").values:
        typed = [] if doubt.offered else [(doubt.key, doubt.held.said.raw if doubt.held else "")]
        change = Edit(values=typed, confirm=[doubt.key] if doubt.offered else [], because="x")
        edit(desk.store, desk.dossier, change, who=WHO, commune="")


def said_done(desk: WaitingDesk) -> None:
    done(desk.store, desk.dossier, who=WHO, commune="")


@pytest.fixture
def of_two(complete: WaitingDesk) -> WaitingDesk:
    anothers(complete)
    return complete


@pytest.mark.long
def test_two_families_forms_lead_a_complete_dossier_back_and_no_value_settles_that(
    of_two: WaitingDesk,
) -> None:
    assert of_two.state is State.READ
    everything_confirmed(of_two)
    of_two.edit()
    assert of_two.state is State.READ
    with pytest.raises(UndecidedError):
        said_done(of_two)


def test_another_family_s_form_by_pen_waits_for_a_decision_too(complete: WaitingDesk) -> None:
    """Nothing on it was read surely enough to contradict anything."""
    complete.add(FORM, child=ANOTHERS, odd=PENNED)
    complete.judge()
    assert complete.state is State.READ
    everything_confirmed(complete)
    with pytest.raises(PackageError) as told:
        complete.package()
    assert f"sohoa decide {complete.dossier} paper-of-whom --because" in told.value.advice
    decided(complete, "paper-of-whom")
    decided(complete, "unreadable")
    assert complete.state is State.COMPLETE
    complete.package()
    assert complete.push().state == "sent"


@pytest.mark.long
def test_packaging_refuses_with_what_to_do(of_two: WaitingDesk) -> None:
    everything_confirmed(of_two)
    with pytest.raises(PackageError) as told:
        of_two.package()
    assert "người khác" in told.value.sentence
    for way in (f"sohoa papers {of_two.dossier}", f"sohoa decide {of_two.dossier} {FINDING} --because"):
        assert way in told.value.advice


@pytest.mark.parametrize("state", [State.COMPLETE, State.PACKAGED, State.QUEUED])
def test_no_state_alone_lets_them_be_packaged(of_two: WaitingDesk, state: State) -> None:
    with of_two.store.write() as session:
        for step in (State.REVIEWED, State.COMPLETE, State.PACKAGED):
            of_two.store.advance(session, of_two.dossier, step, who=WHO)
            if step is state:
                break
    with pytest.raises(PackageError):
        of_two.package()


@pytest.mark.long
def test_with_the_decision_they_are_packaged_and_sent(of_two: WaitingDesk) -> None:
    everything_confirmed(of_two)
    decided(of_two)
    assert of_two.state is State.COMPLETE
    of_two.package()
    assert of_two.push().state == "sent"
    ((papers, _values),) = of_two.sent()
    assert len(of_two.families(papers)) == 2


@pytest.mark.long
def test_sending_refuses_what_a_person_took_the_decision_back_for(of_two: WaitingDesk) -> None:
    """Also where the dossier still stands in the queue, as after a fault of ours."""
    everything_confirmed(of_two)
    decided(of_two)
    of_two.package()
    with of_two.store.write() as session:
        found = of_two.store.findings(session, of_two.dossier)
        open_again = [{**f, "severity": "warning"} if f["code"] == FINDING else f for f in found]
        of_two.store.set_findings(session, of_two.dossier, open_again, who=WHO)
    pushed = of_two.push()
    assert (pushed.state, pushed.set_aside, pushed.trouble) == ("refused", True, OthersPapersError.trouble)
    assert f"sohoa decide {of_two.dossier} {FINDING}" in pushed.sentence
    assert of_two.gateway.taken == []


@pytest.mark.long
def test_what_an_earlier_version_had_reviewed_in_one_go_still_goes(of_two: WaitingDesk) -> None:
    everything_confirmed(of_two)
    with of_two.store.write() as session:
        told = {REVIEWED_BY_PERSON: True}
        of_two.store.advance(session, of_two.dossier, State.REVIEWED, who=WHO, data=told)
    of_two.judge()
    of_two.package()
    assert of_two.push().state == "sent"


STEPS: dict[str, Callable[[WaitingDesk], object]] = {
    **CHANGES,
    "another's form": anothers,
    "a doubtful one": lambda desk: desk.add(odd=PENNED),
    "everything confirmed": everything_confirmed,
    "let go": WaitingDesk.let_go,
    "done": said_done,
    "check": WaitingDesk.judge,
    "package": WaitingDesk.package,
    "push": WaitingDesk.push,
}


def steps_of(desk: WaitingDesk, steps: list[str]) -> Iterator[str]:
    for step in steps:
        try:
            yield outcome_of(STEPS[step], desk)
        except UsageError as refused:  # something is left to decide
            yield type(refused).__name__


def reviewed_by(desk: WaitingDesk) -> set[str]:
    """In whose name the dossier was ever called reviewed or complete."""
    with desk.store.read() as session:
        moves = [e for e in desk.store.journal(session, desk.dossier) if e.what == What.STATE]
    return {move.who for move in moves if move.data["to"] in (State.REVIEWED, State.COMPLETE)}


SOME_STEPS = st.lists(st.sampled_from(sorted(STEPS)), max_size=8)


@pytest.mark.long
@settings(max_examples=share_of_examples(4), deadline=None)
@given(SOME_STEPS, SOME_STEPS)
def test_no_other_words_send_the_papers_of_two_families(
    made: dict[State, Path], before: list[str], after: list[str]
) -> None:
    """Whatever is entered, confirmed, held, let go, taken back: the gateway never gets both forms at once."""
    with TemporaryDirectory() as folder:
        desk = WaitingDesk(Path(folder), like=made[State.COMPLETE])
        steps = [*before, "another's form", *after, "everything confirmed", "check", "package", "push"]
        assert len(list(steps_of(desk, steps))) == len(steps)
        assert all(len(desk.families(papers)) < 2 for papers, _values in desk.sent())
        assert reviewed_by(desk) <= {PROGRAM}
        desk.store.close()
