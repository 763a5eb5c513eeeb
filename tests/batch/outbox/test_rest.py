# SPDX-License-Identifier: Apache-2.0
"""A gateway that failed at several in a row is left alone, and tried by one dossier before all go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from batch.gateway.errors import BadAnswerError, GatewayError, NetworkDownError
from batch.outbox.each_door import push_by_doors
from batch.outbox.outbox import Job
from batch.outbox.pace.rest import resting
from batch.outbox.push import Pushed, Pusher, due_dossiers
from batch.outbox.submission import DoubleDossierError
from bench.storm.dossiers import queued_dossier
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.store.store import Store
from tests.support.desks.packing_desk import WHO, Clock
from tests.support.desks.queue_desk import state_of
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway
from tests.support.stores.memory_place import SeveralDoors

A_MINUTE = timedelta(minutes=1)
SENT, AGAIN = Sending.SENT.value, Sending.RETRY.value


@pytest.fixture
def doors(gateway: ScriptedGateway) -> SeveralDoors:
    return SeveralDoors({"ministry": gateway})


@pytest.fixture
def five(store: Store) -> list[str]:
    return [queued_dossier(store, number) for number in range(5)]


def a_program(store: Store, doors: SeveralDoors, *, early: bool = False) -> list[tuple[str, str]]:
    """What another program of the store, begun now, does: dossier and state of each tried."""
    due = due_dossiers(store, early=early)
    return [(one.dossier, one.state) for one in push_by_doors(store, doors, due, who=WHO, early=early)]


def away(gateway: ScriptedGateway, times: int, error: GatewayError | None = None) -> None:
    gateway.faults.extend(Fault("number", error or NetworkDownError.at("x")) for _ in range(times))


def test_after_three_in_a_row_no_program_asks_it_until_their_turn(
    store: Store, doors: SeveralDoors, gateway: ScriptedGateway, five: list[str]
) -> None:
    away(gateway, 3)
    assert a_program(store, doors) == [(one, AGAIN) for one in five[:3]]
    queued_dossier(store, 6)
    assert a_program(store, doors) == []
    rest = resting(store, doors)["ministry"]
    assert (rest.trouble, rest.over, rest.dossiers) == ("network-down", False, frozenset(five[:3]))
    assert rest.until > store.clock()


def test_then_one_is_tried_and_if_that_fails_it_rests_again(
    store: Store, doors: SeveralDoors, gateway: ScriptedGateway, five: list[str], clock: Clock
) -> None:
    away(gateway, 4)
    a_program(store, doors)
    clock.move(A_MINUTE)
    ((tried, state),) = a_program(store, doors)
    assert (tried, state) == (five[3], AGAIN)
    assert a_program(store, doors) == []


@pytest.mark.long
def test_those_that_fail_for_ever_keep_no_other_waiting(
    store: Store, doors: SeveralDoors, gateway: ScriptedGateway, clock: Clock
) -> None:
    many = [queued_dossier(store, number) for number in range(10)]
    away(gateway, 10, BadAnswerError.nonsense("number"))
    a_program(store, doors)
    fresh = queued_dossier(store, 20)
    assert a_program(store, doors) == []
    clock.move(A_MINUTE)
    away(gateway, 1)
    assert a_program(store, doors) == [(fresh, AGAIN)]
    other = queued_dossier(store, 21)
    clock.move(3 * A_MINUTE)
    assert a_program(store, doors)[0] == (other, SENT)
    assert {one for one, _state in a_program(store, doors, early=True)} <= {*many, fresh}


@pytest.mark.usefixtures("five")
def test_a_wish_to_come_back_tomorrow_is_the_dossiers_own(
    store: Store, doors: SeveralDoors, gateway: ScriptedGateway, clock: Clock
) -> None:
    asked = NetworkDownError.at("x")
    asked.retry_after_s = 20 * 3600.0
    away(gateway, 1, asked)
    away(gateway, 2)
    a_program(store, doors)
    rest = resting(store, doors)["ministry"]
    assert max(row.next_at for row in rest.failed) > clock() + timedelta(hours=10)
    assert rest.until < clock() + timedelta(minutes=2)


@pytest.mark.long
def test_once_it_serves_one_all_go_those_that_failed_too(
    store: Store, doors: SeveralDoors, gateway: ScriptedGateway, five: list[str], clock: Clock
) -> None:
    away(gateway, 4)
    a_program(store, doors)
    clock.move(A_MINUTE)
    a_program(store, doors)
    clock.move(3 * A_MINUTE)
    assert sorted(a_program(store, doors)) == [(one, SENT) for one in sorted(five)]
    assert resting(store, doors) == {}


@pytest.mark.long
def test_a_person_who_asks_is_not_kept_waiting(
    store: Store, doors: SeveralDoors, gateway: ScriptedGateway, five: list[str]
) -> None:
    away(gateway, 3)
    a_program(store, doors)
    assert sorted(a_program(store, doors, early=True)) == [(one, SENT) for one in sorted(five)]


@pytest.mark.long
def test_what_may_be_the_dossiers_own_counts_only_where_many_meet_it_and_none_arrives(
    store: Store, doors: SeveralDoors, gateway: ScriptedGateway, clock: Clock
) -> None:
    many = [queued_dossier(store, number) for number in range(12)]
    away(gateway, 9, BadAnswerError.nonsense("number"))
    assert [state for _one, state in a_program(store, doors)] == [AGAIN] * 9 + [SENT] * 3
    assert resting(store, doors) == {}
    clock.move(A_MINUTE)
    queued_dossier(store, 20)
    away(gateway, 10, BadAnswerError.nonsense("number"))
    a_program(store, doors)
    assert resting(store, doors)["ministry"].trouble == "bad-answer"
    assert state_of(store, many[0]).value == "queued" and a_program(store, doors) == []


def test_one_that_is_set_aside_here_does_not_say_that_it_serves_again(
    store: Store, doors: SeveralDoors, gateway: ScriptedGateway, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = [queued_dossier(store, number) for number in range(4)]
    away(gateway, 3)
    a_program(store, doors)
    clock.move(A_MINUTE)
    kept = Pusher._send

    def send(self: Pusher, job: Job) -> Pushed:
        if job.dossier_id == failed[3]:
            raise DoubleDossierError("x", "y")
        return kept(self, job)

    monkeypatch.setattr(Pusher, "_send", send)
    away(gateway, 9)
    tried = a_program(store, doors)
    assert tried == [(failed[3], Sending.REFUSED.value), (tried[1][0], AGAIN)]


@pytest.mark.long
def test_a_further_door_rests_for_no_dossier_that_may_not_follow_any_more(
    store: Store, gateway: ScriptedGateway, five: list[str]
) -> None:
    behind = ScriptedGateway(name="behind")
    doors = SeveralDoors({"ministry": gateway, "behind": behind})
    away(behind, 3)
    a_program(store, doors)
    assert set(resting(store, doors)) == {"behind"}
    for one in five:
        store.write(lambda session, one=one: store.advance(session, one, State.RETURNED, who=WHO))
    assert resting(store, doors) == {}
