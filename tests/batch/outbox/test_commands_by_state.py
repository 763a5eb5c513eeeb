# SPDX-License-Identifier: Apache-2.0
"""Every command in every state, and any of them one after another: what the gateway gets was shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.outbox.push import require_queued
from intake.dossier.sending import Sending
from intake.dossier.states import CLOSED, State
from tests.support.desks.packing_desk import WHO
from tests.support.desks.waiting_desk import CHANGES, WaitingDesk, outcome_of, returned
from tests.support.dossiers.fake_dossiers import OTHER_MOTHER, PENNED
from tests.support.programs.examples import share_of_examples

WAYS = {
    State.RECEIVED: (),
    State.CAPTURED: ("captured",),
    State.READ: ("captured", "read"),
    State.REVIEWED: ("captured", "read", "reviewed"),
    State.COMPLETE: (),
    State.INCOMPLETE: ("incomplete",),
    State.PACKAGED: ("packaged",),
    State.QUEUED: (),
    State.PUSHED: (),
    State.ACCEPTED: ("accepted",),
    State.RETURNED: ("returned",),
    State.REJECTED: ("rejected",),
    State.RESULT_ATTACHED: ("accepted", "result-attached"),
}


def brought_to(state: State, folder: Path, made: dict[State, Path]) -> WaitingDesk:
    """A dossier in this state; what leads there from a complete or a sent one is told in ``WAYS``."""
    sent = state in (*CLOSED, State.RETURNED)
    base = State.QUEUED if sent else State.COMPLETE
    desk = WaitingDesk(folder, like=made.get(state, made[base]))
    if sent:
        assert desk.push().state == "sent"
    for step in WAYS[state]:
        with desk.store.write() as session:
            desk.store.advance(session, desk.dossier, State(step), who=WHO)
    assert desk.state is state
    return desk


OPEN = [state for state in State if state not in CLOSED]

# What each command comes to, from every state; "" where it changes nothing and refuses nothing.
TABLE: dict[str, dict[State, str]] = {
    "edit": dict.fromkeys(OPEN, "done") | dict.fromkeys(CLOSED, "ClosedDossierError"),
    "answer": dict.fromkeys(OPEN, "done") | dict.fromkeys(CLOSED, "ClosedDossierError"),
    "hold": dict.fromkeys(OPEN, "done") | dict.fromkeys(CLOSED, "ClosedDossierError"),
    "undo": dict.fromkeys(OPEN, "done")
    | dict.fromkeys(CLOSED, "ClosedDossierError")
    | {State.RECEIVED: "UndoError"},
    "add": dict.fromkeys(OPEN, "done") | dict.fromkeys(CLOSED, "late"),
    "add what can't be opened": dict.fromkeys(State, "done"),
    "package": dict.fromkeys(State, "PackageError")
    | dict.fromkeys((State.COMPLETE, State.PACKAGED, State.QUEUED), "done"),
    "push": dict.fromkeys(State, "NotQueuedError")
    | dict.fromkeys((State.QUEUED, *CLOSED, State.RETURNED), "done"),
}

COMMANDS = {**CHANGES, "package": WaitingDesk.package, "push": lambda desk: _push(desk)}


def _push(desk: WaitingDesk) -> None:
    require_queued(desk.store, desk.dossier)
    desk.push()


@pytest.mark.long
@pytest.mark.parametrize("command", TABLE)
@pytest.mark.parametrize("state", State)
def test_every_command_in_every_state(
    tmp_path: Path, made: dict[State, Path], state: State, command: str
) -> None:
    desk = brought_to(state, tmp_path, made)
    before, given = desk.facts(), len(desk.gateway.taken)

    told = outcome_of(COMMANDS[command], desk)

    assert told == TABLE[command][state]
    if state in CLOSED:
        assert desk.state is state
        assert desk.facts()[1] == before[1]
    assert len(desk.gateway.taken) == given + (state is State.QUEUED and command == "push")
    desk.store.close()


STEPS: dict[str, Callable[[WaitingDesk], object]] = {
    **CHANGES,
    "add another's": lambda desk: desk.add(odd=OTHER_MOTHER),
    "add a doubtful one": lambda desk: desk.add(odd=PENNED),
    "edit otherwise": lambda desk: desk.edit("Xã Khác"),
    "edit, killed before the check": lambda desk: desk.edit("Xã Kia", judged=False),
    "let go": WaitingDesk.let_go,
    "check": WaitingDesk.judge,
    "package": WaitingDesk.package,
    "push": WaitingDesk.push,
    "push, down": lambda desk: _faulty(desk, "down"),
    "push, answer lost": lambda desk: _faulty(desk, "answer_lost"),
    "returned": lambda desk: returned(desk),
}


def _faulty(desk: WaitingDesk, fault: str) -> None:
    setattr(desk.gateway, fault, True)
    try:
        desk.push()
    finally:
        setattr(desk.gateway, fault, False)


@pytest.mark.long
@settings(max_examples=share_of_examples(7), deadline=None)
@given(st.lists(st.sampled_from(sorted(STEPS)), min_size=3, max_size=14))
def test_whatever_happens_the_gateway_gets_what_the_last_check_was_shown(
    made: dict[State, Path], steps: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        desk = WaitingDesk(Path(folder), like=made[State.QUEUED])
        for step in steps:
            shown, given = desk.shown, len(desk.gateway.taken)
            told = outcome_of(STEPS[step], desk)
            assert all(facts == shown for facts in desk.sent()[given:]), (step, told)
            waits = desk.row is not None and desk.row.state != Sending.WITHDRAWN
            assert desk.state is not State.QUEUED or waits
        desk.store.close()
