# SPDX-License-Identifier: Apache-2.0
"""Asking what became of it, on days when the line or the gateway fails."""

from __future__ import annotations

import pytest

from batch.gateway import errors
from batch.gateway.contract import RemoteOutcome
from batch.gateway.errors import NetworkDownError
from batch.outbox.pace.rounds import ENOUGH_OF_THE_LINE
from batch.outbox.push import due_dossiers
from batch.outbox.tracking import dossiers_to_follow, open_dossiers
from bench.storm.dossiers import queued_dossier
from intake.dossier.states import State
from intake.store.store import Store
from tests.support.desks.packing_desk import Clock
from tests.support.desks.queue_desk import (
    NIGHT,
    UNTHOUGHT,
    a_round,
    asked,
    everything_arrived_once,
    named,
    row_of,
    state_of,
)
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway


@pytest.mark.parametrize(
    "error", [*UNTHOUGHT, errors.BadAnswerError("x")], ids=lambda error: type(error).__name__
)
def test_a_status_that_fails_for_one_dossier_is_asked_for_all_others(
    store: Store, gateway: ScriptedGateway, error: Exception
) -> None:
    dossiers = [queued_dossier(store, number) for number in range(3)]
    a_round(store, gateway)
    for number in gateway.numbers:
        gateway.outcomes[number] = RemoteOutcome.ACCEPTED
    gateway.faults.append(Fault("find", error, dossiers[0]))

    told = asked(store, gateway)

    assert [bool(one.trouble) for one in told] == [True, False, False]
    assert [state_of(store, dossier) for dossier in dossiers] == [
        State.PUSHED,
        State.ACCEPTED,
        State.ACCEPTED,
    ]


@pytest.mark.long
def test_a_silent_line_ends_the_asking(store: Store, gateway: ScriptedGateway) -> None:
    for number in range(5):
        queued_dossier(store, number)
    a_round(store, gateway)
    gateway.faults.append(Fault("find", NetworkDownError("x"), times=100))

    assert len(asked(store, gateway)) == ENOUGH_OF_THE_LINE


def test_a_dossier_that_the_gateway_lost_is_named_and_sent_again_only_by_a_person(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    a_round(store, gateway)
    gateway.hidden.add("G09-0001")
    asked(store, gateway)
    assert row_of(store, dossier).trouble == ""  # it may not show yet what it took

    clock.move(NIGHT)
    asked(store, gateway)
    assert row_of(store, dossier).trouble == "not-there"
    assert due_dossiers(store, early=True) == []
    assert a_round(store, gateway) == []
    gateway.taken.clear()
    gateway.hidden.clear()
    assert named(store, gateway, dossier).state == "sent"

    everything_arrived_once(store, gateway, dossier)
    assert gateway.issued == 1


def test_a_lost_dossier_that_shows_again_is_not_sent_again(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    a_round(store, gateway)
    gateway.hidden.add("G09-0001")
    clock.move(NIGHT)
    asked(store, gateway)
    gateway.hidden.clear()

    asked(store, gateway)

    assert row_of(store, dossier).trouble == ""
    assert named(store, gateway, dossier).state == "already-sent"
    everything_arrived_once(store, gateway, dossier)


def test_of_what_was_sent_long_ago_the_night_asks_less_often_and_in_the_end_no_more(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    a_round(store, gateway)
    clock.move(NIGHT)
    assert list(dossiers_to_follow(store)) == [dossier]
    clock.move(60 * NIGHT)
    asked(store, gateway)
    clock.move(2 * NIGHT)
    assert list(dossiers_to_follow(store)) == []
    clock.move(6 * NIGHT)
    assert list(dossiers_to_follow(store)) == [dossier]
    clock.move(365 * NIGHT)
    assert list(dossiers_to_follow(store)) == []
    assert list(open_dossiers(store)) == [dossier]  # a person may still ask
