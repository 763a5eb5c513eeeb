# SPDX-License-Identifier: Apache-2.0
"""Asking the gateway what became of a dossier: what is kept, moved and told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from batch.gateway.contract import RemoteOutcome
from batch.gateway.errors import BrokenConnectionError, GatewayTroubleError, RefusedError
from batch.outbox.delivery import PATIENCE
from batch.outbox.tracking import Asked, open_dossiers, refresh
from bench.storm.dossiers import queued_dossier
from intake.dossier.journal import What
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.store.store import Store
from tests.support.desks.packing_desk import WHO, Clock
from tests.support.desks.queue_desk import a_round, asked, nights, number_of, pusher, row_of, state_of
from tests.support.desks.told_events import MISSING, issued, moved, of_status, sent
from tests.support.dossiers.led_dossiers import last_events
from tests.support.servers.scripted_gateway import STATES, Fault, ScriptedGateway


@pytest.mark.parametrize(
    ("outcome", "states"),
    [
        (RemoteOutcome.PENDING, []),
        (RemoteOutcome.UNKNOWN, []),
        (RemoteOutcome.ACCEPTED, [State.ACCEPTED]),
        (RemoteOutcome.RETURNED, [State.RETURNED]),
        (RemoteOutcome.REJECTED, [State.REJECTED]),
    ],
)
def test_the_gateway_s_word_is_kept_with_its_note_and_moves_the_dossier(
    store: Store,
    gateway: ScriptedGateway,
    dossier: str,
    clock: Clock,
    outcome: RemoteOutcome,
    states: list[State],
) -> None:
    sent(store, gateway)
    sent_at = clock()
    clock.move(timedelta(minutes=5))
    gateway.outcomes["G09-0001"], gateway.notes["G09-0001"] = outcome, "Ghi chú"

    assert asked(store, gateway) == [Asked(dossier)]

    row = row_of(store, dossier)
    assert (row.state, row.remote_status, row.remote_note) == (Sending.SENT, outcome.value, "Ghi chú")
    assert row.remote_state == STATES.get(outcome, "")
    assert (row.sent_at, row.remote_at) == (sent_at, clock())
    told = of_status(outcome, "Ghi chú")
    way = [State.PUSHED, *states]
    expected = [moved(before, after, **told) for before, after in zip(way, states, strict=False)]
    stopped = [(What.CLOCK_STOPPED, WHO, {"slip": None})] if outcome is RemoteOutcome.RETURNED else []
    assert last_events(store, dossier, 1 + len(states) + len(stopped)) == [
        moved(State.QUEUED, State.PUSHED, number="G09-0001"),
        *expected,
        *stopped,
    ]


def test_who_asks_is_who_moves_the_dossier(store: Store, gateway: ScriptedGateway, dossier: str) -> None:
    sent(store, gateway)
    gateway.outcomes["G09-0001"] = RemoteOutcome.ACCEPTED
    found = refresh(store, gateway, dossier, who="hoa")
    assert found is not None and found.number == "G09-0001"
    assert [who for _what, who, _data in last_events(store, dossier, 1)] == ["hoa"]


def test_an_answer_behind_what_is_known_moves_nothing_back(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    sent(store, gateway)
    gateway.outcomes["G09-0001"] = RemoteOutcome.ACCEPTED
    asked(store, gateway)
    with store.write() as session:
        store.advance(session, dossier, State.RESULT_ATTACHED, who=WHO)
    refresh(store, gateway, dossier, who=WHO)
    assert state_of(store, dossier) is State.RESULT_ATTACHED


def test_who_is_asked_about_is_open_and_comes_oldest_first(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    first, second, third = (queued_dossier(store, number) for number in range(3))
    never = queued_dossier(store, 4)
    for dossier in (second, first, third):
        pusher(store, gateway).push(dossier)
        clock.move(timedelta(minutes=1))
    gateway.outcomes[number_of(store, third) or ""] = RemoteOutcome.REJECTED
    assert open_dossiers(store) == [second, first, third]
    asked(store, gateway)
    assert open_dossiers(store) == [second, first]
    assert open_dossiers(store, [first, third, never]) == [first]
    assert open_dossiers(store, []) == []


def test_a_status_that_fails_is_told_by_dossier_with_its_reason(
    store: Store, gateway: ScriptedGateway, dossier: str, caplog: pytest.LogCaptureFixture
) -> None:
    sent(store, gateway)
    gateway.faults.append(Fault("find", GatewayTroubleError("Cổng gặp lỗi.")))
    assert asked(store, gateway) == [Asked(dossier, "gateway-trouble", "Cổng gặp lỗi.")]
    assert any("gateway-silent" in line and "gateway-trouble" in line for line in caplog.messages)
    gateway.faults.append(Fault("find", KeyError("x")))
    (told,) = asked(store, gateway)
    assert (told.dossier, told.trouble) == (dossier, "unexpected") and "nhật ký" in told.sentence


@pytest.mark.parametrize(
    "ago", [timedelta(0), PATIENCE - timedelta(seconds=1)], ids=["just now", "in the hour"]
)
def test_a_gateway_may_take_its_time_before_it_shows_what_it_took(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock, ago: timedelta
) -> None:
    sent(store, gateway)
    gateway.hidden.add("G09-0001")
    clock.move(ago)
    assert refresh(store, gateway, dossier, who=WHO) is None
    row = row_of(store, dossier)
    assert (row.state, row.trouble, row.remote_at) == (Sending.SENT, "", clock())


@pytest.mark.parametrize("ago", [PATIENCE, -timedelta(days=400)], ids=["an hour", "by a clock set back"])
def test_what_is_not_shown_for_an_hour_is_told_as_not_there(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock, ago: timedelta
) -> None:
    sent(store, gateway)
    gateway.hidden.add("G09-0001")
    clock.move(ago)
    asked(store, gateway)
    row = row_of(store, dossier)
    assert (row.state, row.trouble, row.remote_at) == (Sending.LOST, "not-there", clock())
    gateway.hidden.clear()
    clock.move(timedelta(hours=1))
    asked(store, gateway)
    row = row_of(store, dossier)
    assert (row.state, row.trouble, row.remote_at) == (Sending.SENT, "", clock())


def test_refused_here_and_taken_there_stands_as_sent_at_the_moment_it_was_found(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("submit", BrokenConnectionError("x"), late=True))
    gateway.hidden.add("G09-0001")
    a_round(store, gateway)
    gateway.faults.append(Fault("submit", RefusedError("x", "", (MISSING,))))
    nights(store, gateway, clock)
    gateway.hidden.clear()
    clock.move(timedelta(hours=1))
    asked(store, gateway)

    row = row_of(store, dossier)
    assert (row.state, row.trouble, row.messages, row.sent_at) == (Sending.SENT, "", [], clock())
    assert (row.progress["number"], row.progress["remote_id"]) == ("G09-0001", "HS-G09-0001")
    assert last_events(store, dossier, 2) == [
        issued("G09-0001"),
        moved(State.RETURNED, State.PUSHED, number="G09-0001"),
    ]
