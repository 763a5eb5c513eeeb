# SPDX-License-Identifier: Apache-2.0
"""Uploads and numbers that a gateway loses, or gives out twice."""

from __future__ import annotations

import pytest

from batch.gateway.errors import (
    BrokenConnectionError,
    GatewayTroubleError,
    LostNumberError,
    LostUploadsError,
)
from bench.storm.dossiers import queued_dossier
from intake.store.store import Store
from tests.support.desks.packing_desk import Clock
from tests.support.desks.queue_desk import (
    a_round,
    everything_arrived_once,
    lost_answer,
    nights,
    noted,
    number_of,
    pusher,
    row_of,
)
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway


def test_uploads_that_the_gateway_lost_are_made_anew(
    store: Store, gateway: ScriptedGateway, two: tuple[str, str]
) -> None:
    gateway.faults.append(Fault("submit", LostUploadsError("x"), two[0]))

    assert [result.state for result in a_round(store, gateway)] == ["sent", "sent"]
    assert len(gateway.uploaded) == 3 * 2
    everything_arrived_once(store, gateway, *two)


def test_a_gateway_that_loses_every_upload_is_met_again_later(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    gateway.faults.append(Fault("submit", LostUploadsError("x"), times=2))

    assert [result.trouble for result in a_round(store, gateway)] == ["lost-uploads"]
    assert len(gateway.uploaded) == 4
    nights(store, gateway, clock)
    everything_arrived_once(store, gateway, dossier)


def test_a_number_that_the_gateway_lost_is_replaced_once_and_asked_about_first(
    store: Store, gateway: ScriptedGateway
) -> None:
    dossier = queued_dossier(store)
    gateway.faults.append(Fault("submit", LostNumberError("x")))

    (sent,) = a_round(store, gateway)

    assert (sent.state, sent.number, gateway.issued) == ("sent", "G09-0002", 2)
    assert gateway.asked == ["G09-0001"]
    assert row_of(store, dossier).progress["lost"] == []  # it was refused, so nothing left under it
    assert noted(store, dossier) == ["number-lost"]
    everything_arrived_once(store, gateway, dossier)


def test_a_number_that_is_known_after_all_is_kept(store: Store, gateway: ScriptedGateway) -> None:
    dossier = queued_dossier(store)
    gateway.faults.append(Fault("submit", LostNumberError("x"), late=True))

    (sent,) = a_round(store, gateway)

    assert (sent.number, gateway.issued) == ("G09-0001", 1)
    everything_arrived_once(store, gateway, dossier)


@pytest.mark.long
def test_a_lost_number_that_never_shows_again_is_asked_about_no_more(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    lost_answer(store, gateway)
    gateway.taken.clear()
    gateway.faults.append(Fault("submit", LostNumberError("x")))
    gateway.faults.append(Fault("submit", GatewayTroubleError("x"), times=5))
    nights(store, gateway, clock, 4)
    gateway.asked.clear()

    nights(store, gateway, clock, 3)

    assert "G09-0001" not in gateway.asked
    everything_arrived_once(store, gateway, dossier)


@pytest.mark.long
@pytest.mark.parametrize("first_was_sent", [True, False])
def test_a_number_given_out_twice_is_not_taken_for_another_family(
    store: Store, gateway: ScriptedGateway, two: tuple[str, str], clock: Clock, first_was_sent: bool
) -> None:
    if not first_was_sent:
        gateway.faults.append(Fault("upload", BrokenConnectionError("x"), two[0]))
    pusher(store, gateway).push(two[0])
    gateway.issued = 0

    second = pusher(store, gateway).push(two[1])

    assert (second.state, second.trouble) == ("failed-retry", "taken-number")
    assert "number" not in row_of(store, two[1]).progress
    nights(store, gateway, clock, 2)
    everything_arrived_once(store, gateway, *two)
    assert number_of(store, two[0]) != number_of(store, two[1])


def test_a_gateway_that_loses_every_number_gets_one_request_a_try(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    gateway.faults.append(Fault("submit", LostNumberError("x"), times=4))

    assert [result.trouble for result in a_round(store, gateway)] == ["lost-number"]
    assert gateway.issued == 2
    nights(store, gateway, clock, 2)
    everything_arrived_once(store, gateway, dossier)


def test_a_dossier_that_turns_up_under_a_lost_number_gets_no_second_one(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    lost_answer(store, gateway)
    gateway.faults.append(Fault("submit", LostNumberError("x")))
    gateway.faults.append(Fault("submit", GatewayTroubleError("x")))
    nights(store, gateway, clock)
    assert (gateway.issued, gateway.dossiers) == (2, [dossier])

    gateway.hidden.clear()
    nights(store, gateway, clock)

    assert number_of(store, dossier) == "G09-0001"
    everything_arrived_once(store, gateway, dossier)
