# SPDX-License-Identifier: Apache-2.0
"""What is known here against what the gateway says: nothing is sent twice and nothing lost."""

from __future__ import annotations

import pytest

from batch.gateway.contract import FieldMessage, RemoteOutcome
from batch.gateway.errors import AlreadyThereError, RefusedError
from batch.outbox.outbox import lease
from bench.storm.dossiers import package, queued_dossier
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from tests.support.desks.packing_desk import Clock
from tests.support.desks.queue_desk import (
    a_round,
    asked,
    corrected,
    everything_arrived_once,
    lost_answer,
    named,
    nights,
    noted,
    number_of,
    pusher,
    row_of,
    state_of,
)
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway


class Killed(BaseException):
    """Stands for the process being killed: nothing in the program catches it."""


@pytest.mark.parametrize("messages", [(), (FieldMessage("", "", "other", None, "Không"),)])
def test_a_refused_dossier_is_not_sent_again_by_naming_it(
    store: Store, gateway: ScriptedGateway, messages: tuple[FieldMessage, ...]
) -> None:
    dossier = queued_dossier(store)
    gateway.faults.append(Fault("submit", RefusedError("x", "", messages)))
    a_round(store, gateway)

    again = named(store, gateway, dossier)

    assert (again.state, again.trouble, again.messages) == ("refused", "refused", messages)
    assert f"sohoa package {dossier}" in again.sentence
    assert (state_of(store, dossier), gateway.taken) == (State.RETURNED, [])
    corrected(store, dossier)
    package(store, dossier, "corrected")
    a_round(store, gateway)
    everything_arrived_once(store, gateway, dossier)


def test_a_dossier_refused_before_it_left_is_not_asked_about(store: Store, gateway: ScriptedGateway) -> None:
    queued_dossier(store)
    gateway.faults.append(Fault("upload", RefusedError("x")))
    a_round(store, gateway)

    assert (asked(store, gateway), gateway.asked) == ([], [])


def test_a_sent_dossier_is_told_as_sent(store: Store, gateway: ScriptedGateway) -> None:
    dossier = queued_dossier(store)
    a_round(store, gateway)
    assert gateway.asked == []  # what never left need not be asked for

    again = named(store, gateway, dossier)

    assert (again.state, again.number) == ("already-sent", number_of(store, dossier))
    assert again.sentence
    everything_arrived_once(store, gateway, dossier)


def test_a_dossier_that_another_pusher_has_is_told_as_being_sent(
    store: Store, gateway: ScriptedGateway
) -> None:
    dossier = queued_dossier(store)
    assert lease(store, dossier, "another computer/1/x") is not None

    assert named(store, gateway, dossier).state == "busy"


def test_what_the_gateway_says_it_has_and_shows_is_taken_for_sent(
    store: Store, gateway: ScriptedGateway
) -> None:
    dossier = queued_dossier(store)
    gateway.faults.append(Fault("submit", AlreadyThereError("x"), late=True))

    assert [result.state for result in a_round(store, gateway)] == ["sent"]
    everything_arrived_once(store, gateway, dossier)


def test_what_the_gateway_says_it_has_and_does_not_show_waits_until_it_does(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    lost_answer(store, gateway)
    gateway.faults.append(Fault("submit", AlreadyThereError("x"), times=20))
    nights(store, gateway, clock, 10)
    waiting = row_of(store, dossier)

    gateway.hidden.clear()
    nights(store, gateway, clock)

    assert (waiting.state, waiting.trouble) == (Sending.RETRY, "already-there")
    everything_arrived_once(store, gateway, dossier)


def test_a_file_that_the_gateway_says_it_has_is_looked_for(store: Store, gateway: ScriptedGateway) -> None:
    dossier = queued_dossier(store)
    gateway.faults.append(Fault("upload", AlreadyThereError("x"), late=True))

    assert [result.state for result in a_round(store, gateway)] == ["sent"]
    assert len(gateway.uploaded) == 2
    everything_arrived_once(store, gateway, dossier)


def test_killed_after_the_submission_and_returned_meanwhile_nothing_is_sent_twice(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)

    def die(step: str) -> None:
        if step == "submitted":
            raise Killed

    one = pusher(store, gateway)
    one.after_step = die
    with pytest.raises(Killed):
        one.push(dossier)
    gateway.outcomes["G09-0001"] = RemoteOutcome.RETURNED
    clock.move(LEASE)
    a_round(store, gateway)
    everything_arrived_once(store, gateway, dossier)

    asked(store, gateway)
    assert state_of(store, dossier) is State.RETURNED
    corrected(store, dossier)
    package(store, dossier, "supplement")
    a_round(store, gateway)
    assert gateway.taken == [("G09-0001", dossier)] * 2
    assert "again" not in row_of(store, dossier).progress


def test_refused_here_and_accepted_there_is_found_by_the_next_status(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    lost_answer(store, gateway)
    gateway.faults.append(Fault("submit", RefusedError("x", "", (FieldMessage("a", "", "missing"),))))
    nights(store, gateway, clock)
    assert state_of(store, dossier) is State.RETURNED
    asked(store, gateway)
    assert state_of(store, dossier) is State.RETURNED

    gateway.hidden.clear()
    gateway.outcomes["G09-0001"] = RemoteOutcome.ACCEPTED
    asked(store, gateway)

    assert (state_of(store, dossier), number_of(store, dossier)) == (State.ACCEPTED, "G09-0001")
    row = row_of(store, dossier)
    assert (row.state, row.messages, row.trouble) == (Sending.SENT, [], "")
    assert gateway.dossiers == [dossier]


def test_refused_here_and_returned_there_goes_out_again_as_a_supplement(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    lost_answer(store, gateway)
    gateway.faults.append(Fault("submit", RefusedError("x")))
    nights(store, gateway, clock)
    gateway.hidden.clear()
    gateway.outcomes["G09-0001"] = RemoteOutcome.RETURNED
    asked(store, gateway)
    assert state_of(store, dossier) is State.RETURNED

    corrected(store, dossier)
    package(store, dossier, "supplement")
    a_round(store, gateway)

    assert gateway.taken == [("G09-0001", dossier)] * 2


def test_corrected_here_while_an_earlier_version_had_arrived_is_said_and_noted(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    lost_answer(store, gateway)
    gateway.faults.append(Fault("submit", RefusedError("x")))
    nights(store, gateway, clock)
    corrected(store, dossier)
    package(store, dossier, "corrected")
    gateway.hidden.clear()

    (result,) = a_round(store, gateway)

    assert result.state == "sent"
    assert "không được gửi" in result.sentence
    assert noted(store, dossier) == ["earlier-version-arrived"]
    everything_arrived_once(store, gateway, dossier)


def test_taken_up_again_over_there_after_it_was_returned_is_seen(
    store: Store, gateway: ScriptedGateway
) -> None:
    dossier = queued_dossier(store)
    a_round(store, gateway)
    seen = []
    for outcome in (
        RemoteOutcome.RETURNED,
        RemoteOutcome.UNKNOWN,
        RemoteOutcome.PENDING,
        RemoteOutcome.ACCEPTED,
    ):
        gateway.outcomes["G09-0001"] = outcome
        asked(store, gateway)
        seen.append(state_of(store, dossier))

    assert seen == [State.RETURNED, State.RETURNED, State.PUSHED, State.ACCEPTED]
