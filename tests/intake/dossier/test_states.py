# SPDX-License-Identifier: Apache-2.0
"""The ways between a dossier's states, each with its reason, against a table written for these tests alone.

The program keeps its own (``intake.dossier.states.NEXT``); a way that is missing or too many there shows
here.
"""

from __future__ import annotations

from collections import deque

import pytest
import typer
from typer.testing import CliRunner

from intake.desk.commands.registry import register
from intake.dossier.states import State, may_follow
from intake.errors import TransitionError
from intake.settings.current import choose_settings
from intake.store.store import Store
from templates.errors import UsageError

WAYS = """
received    captured         papers came
received    rejected         the office refuses before anything was scanned
captured    read             the pages were read
captured    rejected         the office refuses
read        captured         a further paper came
read        reviewed         a person looked at everything
read        incomplete       the check misses something
read        rejected         the office refuses
reviewed    captured         a further paper came
reviewed    read             it was judged anew and wants a look again
reviewed    complete         the check misses nothing
reviewed    incomplete       the check misses something
reviewed    rejected         the office refuses
complete    captured         a further paper came
complete    read             a value was taken back
complete    reviewed         a value was corrected
complete    incomplete       the check misses something now
complete    packaged         the copies were made
complete    rejected         the office refuses
incomplete  captured         the missing paper came
incomplete  read             it was judged anew and wants a look
incomplete  reviewed         the missing value was entered
incomplete  complete         nothing is missing any more
incomplete  rejected         the office refuses
packaged    captured         a further paper came
packaged    read             a value was taken back
packaged    reviewed         a value was corrected
packaged    incomplete       the check misses something now
packaged    queued           its turn to be sent
packaged    rejected         the office refuses
queued      captured         a paper came while it waited: packaged anew
queued      read             a value was taken back while it waited
queued      reviewed         a value was corrected while it waited
queued      pushed           the gateway has it
queued      returned         the gateway refuses it, the citizen can mend it
queued      rejected         the gateway refuses it for good
pushed      accepted         the office behind the gateway took it
pushed      returned         it wants something of the citizen
pushed      rejected         it refuses
pushed      result-attached  the result is there, and no word of the door by which it left
accepted    returned         it wants something after all
accepted    rejected         it refuses after all
accepted    result-attached  the result is there
returned    captured         the citizen brought the paper
returned    read             a value was taken back
returned    reviewed         a value was corrected
returned    incomplete       the check says what is missing
returned    pushed           the gateway took it up again, or had it after all
returned    rejected         the office ends it
rejected    read             a person ended it as a double, and took that back
result-attached pushed       a person took the result back
result-attached accepted     a person took the result back
"""
LAWFUL = {(State(line.split()[0]), State(line.split()[1])) for line in WAYS.strip().splitlines()}
OURS = {State.RECEIVED, State.CAPTURED, State.READ, State.REVIEWED, State.COMPLETE, State.INCOMPLETE}
OURS |= {State.PACKAGED, State.QUEUED, State.RETURNED}
"""States in which a person may still change the values here."""


@pytest.mark.parametrize("current", list(State))
@pytest.mark.parametrize("wanted", list(State))
def test_a_state_follows_another_only_on_a_way_that_has_a_reason(current: State, wanted: State) -> None:
    assert may_follow(current, wanted) is ((current, wanted) in LAWFUL)


def _way_to(state: State) -> list[State]:
    """The shortest way from received, by the table above."""
    ways, waiting = {State.RECEIVED: list[State]()}, deque([State.RECEIVED])
    while waiting:
        at = waiting.popleft()
        for _before, follower in sorted(pair for pair in LAWFUL if pair[0] is at):
            if follower not in ways:
                ways[follower] = [*ways[at], follower]
                waiting.append(follower)
    return ways[state]


def _led_to(store: Store, dossier: str, state: State) -> str:
    for step in _way_to(state):
        with store.write() as session:
            assert store.advance(session, dossier, step, who="lan")
    return dossier


@pytest.mark.parametrize("state", list(State))
def test_the_store_takes_every_lawful_step_and_refuses_every_other_without_a_trace(
    store: Store, dossier: str, state: State
) -> None:
    _led_to(store, dossier, state)
    with store.read() as session:
        events = len(store.journal(session, dossier))
    for wanted in State:
        if wanted is state or (state, wanted) in LAWFUL:
            continue
        with pytest.raises(TransitionError), store.write() as session:
            store.advance(session, dossier, wanted, who="lan")
    with store.read() as session:
        assert store.get(session, dossier).state is state
        assert len(store.journal(session, dossier)) == events


@pytest.mark.long
@pytest.mark.parametrize("state", list(State))
def test_values_can_be_edited_as_long_as_the_dossier_is_ours_and_then_no_more(
    store: Store, dossier: str, state: State
) -> None:
    _led_to(store, dossier, state)
    app = typer.Typer()
    register(app)
    choose_settings(None, home=store.home)
    done = CliRunner().invoke(app, ["edit", dossier, "child.sex=Nam", "--who", "lan"])
    with store.read() as session:
        kept = store.form_values(session, dossier).get("child.sex")
        now = store.get(session, dossier).state
    if state in OURS:
        assert kept is not None and kept.value == "Nam"
        assert now not in (State.PACKAGED, State.QUEUED, State.RETURNED)
    else:
        assert isinstance(done.exception, UsageError)
        assert (kept, now) == (None, state)
