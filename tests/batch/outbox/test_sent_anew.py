# SPDX-License-Identifier: Apache-2.0
"""Sent again: a clean row, numbers and uploads that the gateway lost, and what may be changed meanwhile."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from batch.errors import BatchError
from batch.gateway.contract import RemoteOutcome
from batch.gateway.errors import (
    AlreadyThereError,
    BrokenConnectionError,
    GatewayTroubleError,
    LostNumberError,
    LostUploadsError,
    RefusedError,
)
from batch.outbox.push import Pushed
from bench.storm.dossiers import package
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.errors import OnItsWayError
from intake.store.store import Store
from tests.support.desks.packing_desk import WHO, Clock
from tests.support.desks.queue_desk import (
    a_round,
    asked,
    corrected,
    nights,
    number_of,
    pusher,
    row_of,
    state_of,
)
from tests.support.desks.told_events import damaged, issued, moved, noted, sent
from tests.support.dossiers.led_dossiers import last_events
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway


def test_a_dossier_sent_again_begins_with_a_clean_row_under_its_number(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    sent(store, gateway)
    gateway.outcomes["G09-0001"], gateway.notes["G09-0001"] = RemoteOutcome.RETURNED, "Thiếu"
    asked(store, gateway)
    corrected(store, dossier)
    clock.move(timedelta(hours=1))
    package(store, dossier, "supplement")

    row = row_of(store, dossier)
    assert (row.state, row.attempts, row.next_at) == (Sending.QUEUED, 0, clock())
    assert (row.remote_status, row.remote_note, row.sent_at) == ("", "", None)
    assert (row.messages, row.trouble, row.lease_owner, row.lease_until) == ([], "", "", None)
    assert (row.progress["number"], row.progress["again"], row.progress["in_doubt"]) == (
        "G09-0001",
        True,
        False,
    )
    assert last_events(store, dossier, 1) == [moved(State.PACKAGED, State.QUEUED)]
    sent(store, gateway)
    assert gateway.issued == 1
    assert row_of(store, dossier).progress.keys() >= {"number", "noted"}


def test_a_number_that_the_gateway_lost_is_noted_with_the_number(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    gateway.faults.append(Fault("submit", LostNumberError("x")))
    sent(store, gateway)
    assert last_events(store, dossier, 3) == [
        noted("number-lost", number="G09-0001"),
        issued("G09-0002"),
        moved(State.QUEUED, State.PUSHED, number="G09-0002"),
    ]


def test_a_lost_number_is_asked_about_for_an_hour_and_then_no_more(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("submit", BrokenConnectionError("x"), late=True))
    gateway.hidden.add("G09-0001")
    a_round(store, gateway)
    gateway.taken.clear()
    gateway.faults.append(Fault("submit", LostNumberError("x")))
    gateway.faults.append(Fault("submit", GatewayTroubleError("x"), times=10))
    clock.move(timedelta(hours=2))
    a_round(store, gateway)
    assert row_of(store, dossier).progress["lost"] == ["G09-0001"]

    missed = []
    for _try in range(4):
        gateway.asked.clear()
        clock.move(timedelta(minutes=31))
        pusher(store, gateway).push(dossier, early=True)
        missed.append("G09-0001" in gateway.asked)
    progress = row_of(store, dossier).progress
    assert missed == [True, True, True, False]
    assert (progress["lost"], progress["gone"], progress["missed"]) == ([], ["G09-0001"], {})


def test_uploads_that_arrived_before_the_line_broke_are_not_sent_twice(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("upload", BrokenConnectionError("x"), late=True))
    a_round(store, gateway)
    assert len(gateway.uploaded) == 1
    nights(store, gateway, clock)
    assert sorted(gateway.uploaded) == sorted(set(gateway.uploaded))
    assert state_of(store, dossier) is State.PUSHED


def test_a_file_that_the_gateway_says_it_has_and_does_not_show_is_met_later(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("upload", AlreadyThereError("x")))
    (result,) = a_round(store, gateway)
    assert (result.state, result.trouble) == ("failed-retry", "already-there")
    nights(store, gateway, clock)
    assert state_of(store, dossier) is State.PUSHED


@pytest.mark.usefixtures("dossier")
def test_lost_uploads_and_a_lost_number_are_each_made_anew_in_one_try(
    store: Store, gateway: ScriptedGateway
) -> None:
    gateway.faults += [Fault("submit", LostUploadsError("x")), Fault("submit", LostNumberError("x"))]
    assert [(result.state, result.number) for result in a_round(store, gateway)] == [("sent", "G09-0002")]
    assert len(gateway.uploaded) == 4


def test_an_earlier_version_that_had_arrived_is_told_and_noted(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("submit", BrokenConnectionError("x"), late=True))
    gateway.hidden.add("G09-0001")
    a_round(store, gateway)
    gateway.faults.append(Fault("submit", RefusedError("x")))
    nights(store, gateway, clock)
    corrected(store, dossier)
    package(store, dossier, "corrected")
    gateway.hidden.clear()
    (result,) = a_round(store, gateway)
    assert (result.state, result.number, result.sentence.isascii()) == ("sent", "G09-0001", False)
    assert last_events(store, dossier, 2) == [
        moved(State.QUEUED, State.PUSHED, number="G09-0001"),
        noted("earlier-version-arrived"),
    ]


def test_errors_of_the_batch_without_a_code_of_their_own_are_set_aside_too(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    gateway.faults.append(Fault("check", BatchError("Hỏng.", "Làm lại.")))
    (result,) = a_round(store, gateway)
    assert result == Pushed(dossier, "refused", "", "unexpected", (), "Hỏng. Làm lại.", set_aside=True)


def test_what_a_pusher_s_chance_says_is_followed(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    """Senders do not march in step: each waits by its own chance."""
    gateway.faults.append(Fault("number", GatewayTroubleError("x"), times=2))
    one = pusher(store, gateway)
    one.chance = random.Random(5)
    result = one.push(dossier)
    expected = timedelta(seconds=30) * random.Random(5).uniform(0.75, 1.25)
    assert result.next_at == store.clock() + expected


def taken_out(store: Store, dossier: str) -> None:
    """A person changes it while it waits."""
    with store.write() as session:
        store.advance(session, dossier, State.READ, who=WHO)


def test_what_lost_its_number_after_an_answer_was_lost_may_still_be_there_and_is_not_changed(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("submit", BrokenConnectionError("x"), late=True))
    gateway.hidden.add("G09-0001")
    a_round(store, gateway)
    gateway.faults.append(Fault("submit", LostNumberError("x")))
    gateway.faults.append(Fault("upload", GatewayTroubleError("x")))
    gateway.faults.append(Fault("submit", GatewayTroubleError("x")))
    nights(store, gateway, clock)
    with pytest.raises(OnItsWayError):
        taken_out(store, dossier)


def test_what_only_lost_a_number_that_nothing_was_sent_under_may_be_changed(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    gateway.faults.append(Fault("submit", LostNumberError("x")))
    issue = gateway.issue_number

    def once() -> str:
        if gateway.issued:
            raise GatewayTroubleError("x")
        return issue()

    gateway.issue_number = once  # type: ignore[method-assign]
    assert [result.trouble for result in a_round(store, gateway)] == ["gateway-trouble"]
    taken_out(store, dossier)
    assert row_of(store, dossier).state == Sending.WITHDRAWN


def test_a_damaged_package_of_which_nothing_arrived_may_be_changed(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("submit", BrokenConnectionError("x")))
    a_round(store, gateway)
    with pytest.raises(OnItsWayError):
        taken_out(store, dossier)
    damaged(store, dossier)
    nights(store, gateway, clock)
    taken_out(store, dossier)
    assert state_of(store, dossier) is State.READ


def test_a_number_that_nothing_was_sent_under_is_not_asked_about_when_it_is_lost(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("submit", BrokenConnectionError("x"), late=True))
    gateway.hidden.add("G09-0001")
    a_round(store, gateway)
    gateway.faults += [Fault("submit", LostNumberError("x")), Fault("number", GatewayTroubleError("x"))]
    nights(store, gateway, clock)
    gateway.faults.append(Fault("submit", LostNumberError("x")))
    nights(store, gateway, clock)
    assert number_of(store, dossier) == "G09-0003"
    assert row_of(store, dossier).progress["lost"] == ["G09-0001"]


def test_a_submission_is_written_down_beside_the_database_once_however_often_it_is_tried(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("submit", BrokenConnectionError("x"), times=3))
    nights(store, gateway, clock, 4)
    assert state_of(store, dossier) is State.PUSHED
    assert (store.home / "sohoa.sent").read_text().count(dossier) == 1
