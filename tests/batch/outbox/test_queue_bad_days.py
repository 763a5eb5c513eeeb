# SPDX-License-Identifier: Apache-2.0
"""Bad days of the gateway and of this program: whatever may pass waits and goes out once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from batch.gateway.errors import (
    AskedToWaitError,
    BrokenConnectionError,
    CredentialsError,
    GatewayError,
    GatewayTroubleError,
    NetworkDownError,
    Scope,
    TransientError,
)
from batch.outbox.fatal import MOST_FAILURES
from batch.outbox.pace.rounds import ENOUGH_OF_ANY, ENOUGH_OF_THE_LINE
from batch.outbox.push import due_dossiers
from bench.storm.dossiers import queued_dossier
from intake.dossier.sending import Sending
from intake.dossier.sending.outbox_words import FAILS_EACH_TIME, trouble_word
from intake.dossier.sending.pauses import LONGEST_WAIT
from intake.errors import StorageFullError
from intake.services.changing.reopening import reopen
from intake.store.queue.standing import waiting
from intake.store.store import Store
from tests.support.desks.packing_desk import WHO, Clock
from tests.support.desks.queue_desk import (
    NIGHT,
    UNTHOUGHT,
    a_round,
    everything_arrived_once,
    named,
    nights,
    pusher,
    row_of,
)
from tests.support.servers.scripted_gateway import STEPS, Fault, ScriptedGateway


def subclasses(of: type[GatewayError]) -> list[type[GatewayError]]:
    return [found for one in of.__subclasses__() for found in (one, *subclasses(one))]


WAYS = ("check", *STEPS)
WAYS = ("check", *STEPS)
PASSING = [TransientError, CredentialsError, *subclasses(TransientError)]


_UNTHOUGHT_AT = [  # each step and each error in every run, all together with --slow
    pytest.param(
        step,
        error,
        id=f"{step}-{type(error).__name__}",
        marks=() if number % len(WAYS) == place else pytest.mark.slow,
    )
    for place, step in enumerate(WAYS)
    for number, error in enumerate(UNTHOUGHT)
]


@pytest.mark.long
@pytest.mark.parametrize(("step", "error"), _UNTHOUGHT_AT)
def test_an_error_nobody_thought_of_costs_one_dossier_one_try(
    store: Store,
    gateway: ScriptedGateway,
    two: tuple[str, str],
    clock: Clock,
    step: str,
    error: Exception,
) -> None:
    gateway.faults.append(Fault(step, error, two[0] if step == "check" else ""))

    first, second = a_round(store, gateway)

    assert (first.state, first.trouble) == ("failed-retry", "unexpected")
    assert first.next_at == row_of(store, two[0]).next_at
    assert second.state == "sent"
    nights(store, gateway, clock)
    everything_arrived_once(store, gateway, *two)


@pytest.mark.long
def test_a_dossier_at_which_the_program_fails_each_time_is_set_aside_and_sent_at_a_person_s_word(
    store: Store, gateway: ScriptedGateway, two: tuple[str, str], clock: Clock
) -> None:
    gateway.faults.append(Fault("check", KeyError("data"), two[0], times=MOST_FAILURES))
    nights(store, gateway, clock, MOST_FAILURES + 2)
    row = row_of(store, two[0])
    assert (row.state, row.trouble) == (Sending.REFUSED, FAILS_EACH_TIME)
    assert gateway.dossiers == [two[1]]
    with store.read() as session:
        (told,) = waiting(session, clock())
    assert f"sohoa push {two[0]}" in told.until() and told.needs_person
    assert named(store, gateway, two[0]).state == "sent"


@pytest.mark.long
def test_failures_of_the_program_that_others_stand_between_are_no_row(
    store: Store, gateway: ScriptedGateway, two: tuple[str, str], clock: Clock
) -> None:
    for _turn in range(MOST_FAILURES):
        gateway.faults.append(Fault("check", KeyError("data"), two[0]))
        nights(store, gateway, clock)
        gateway.faults.append(Fault("check", BrokenConnectionError("x"), two[0]))
        nights(store, gateway, clock)
    assert row_of(store, two[0]).state == Sending.RETRY


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    ("kind", "step"),
    [
        *(pytest.param(kind, "submit", marks=pytest.mark.slow) for kind in PASSING[2:]),
        *((kind, "submit") for kind in PASSING[:2]),
        *((TransientError, step) for step in STEPS if step != "submit"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_whatever_may_pass_waits_and_goes_out_once(
    store: Store,
    gateway: ScriptedGateway,
    two: tuple[str, str],
    clock: Clock,
    kind: type[GatewayError],
    late: bool,
    step: str,
) -> None:
    gateway.faults.append(Fault(step, kind("x"), late=late, times=2))

    nights(store, gateway, clock, 4)

    everything_arrived_once(store, gateway, *two)


@pytest.mark.parametrize("kind", PASSING, ids=lambda kind: kind.__name__)
def test_every_trouble_has_words_of_its_own(kind: type[GatewayError]) -> None:
    assert trouble_word(kind.trouble) != kind.trouble


@pytest.mark.long
def test_a_gateway_that_is_away_for_months_gives_nothing_up(
    store: Store, gateway: ScriptedGateway, two: tuple[str, str], clock: Clock
) -> None:
    gateway.faults.append(Fault("number", GatewayTroubleError("x"), times=10_000))

    for _try in range(60):
        a_round(store, gateway)
        rows = [row_of(store, dossier) for dossier in two]
        assert {row.state for row in rows} == {Sending.RETRY}
        assert max(row.next_at for row in rows) - clock() <= LONGEST_WAIT * 1.25
        clock.move(timedelta(hours=3))
    gateway.faults.clear()
    a_round(store, gateway)

    everything_arrived_once(store, gateway, *two)


def test_the_gateways_own_wish_to_wait_is_followed(
    store: Store, gateway: ScriptedGateway, two: tuple[str, str], clock: Clock
) -> None:
    error = AskedToWaitError("x")
    error.retry_after_s = 5 * 3600.0
    gateway.faults.append(Fault("upload", error, times=2))
    a_round(store, gateway)

    clock.move(timedelta(hours=4, minutes=59))
    assert due_dossiers(store) == []
    clock.move(timedelta(hours=2))
    a_round(store, gateway)

    everything_arrived_once(store, gateway, *two)


@pytest.mark.long
def test_a_dossier_that_always_fails_holds_up_no_other(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    poisoned, *others = [queued_dossier(store, number) for number in range(5)]
    reset = BrokenConnectionError("x")
    gateway.faults.append(Fault("upload", reset, poisoned, times=10_000))

    a_round(store, gateway)

    assert sorted(gateway.dossiers) == sorted(others)
    late = queued_dossier(store, 9)
    clock.move(NIGHT)
    later = queued_dossier(store, 10)
    assert [result.dossier for result in a_round(store, gateway)] == [late, poisoned, later]


def test_a_line_that_is_down_ends_the_round_and_the_next_begins_with_those_left_out(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    waiting = [queued_dossier(store, number) for number in range(5)]
    gateway.faults.append(Fault("number", NetworkDownError("x"), times=ENOUGH_OF_THE_LINE))

    tried = [result.dossier for result in a_round(store, gateway)]
    clock.move(NIGHT)
    again = [result.dossier for result in a_round(store, gateway)]

    assert tried == waiting[:ENOUGH_OF_THE_LINE]
    assert again[:2] == waiting[ENOUGH_OF_THE_LINE:]
    assert sorted(again[2:]) == sorted(tried)
    everything_arrived_once(store, gateway, *waiting)


@pytest.mark.long
def test_a_gateway_that_hangs_at_each_dossier_ends_the_round(store: Store, gateway: ScriptedGateway) -> None:
    waiting = [queued_dossier(store, number) for number in range(ENOUGH_OF_ANY + 2)]
    gateway.faults.append(Fault("number", BrokenConnectionError("x"), times=10_000))

    assert [result.dossier for result in a_round(store, gateway)] == waiting[:ENOUGH_OF_ANY]


def test_troubles_with_successes_between_them_end_no_round(store: Store, gateway: ScriptedGateway) -> None:
    waiting = [queued_dossier(store, number) for number in range(2 * ENOUGH_OF_THE_LINE)]
    for dossier in waiting[::2]:
        gateway.faults.append(Fault("upload", NetworkDownError("x"), dossier))

    assert len(a_round(store, gateway)) == len(waiting)


def test_credentials_that_do_not_hold_end_the_round_at_once(
    store: Store, gateway: ScriptedGateway, two: tuple[str, str]
) -> None:
    gateway.faults.append(Fault("number", CredentialsError("x")))

    (only,) = a_round(store, gateway)

    assert (only.dossier, only.scope) == (two[0], Scope.CREDENTIALS)
    assert row_of(store, two[1]).attempts == 0


@pytest.mark.parametrize("early", [False, True], ids=["whose-turn-it-is", "all-that-wait"])
def test_one_that_a_person_changes_while_the_round_goes_on_is_told_so_and_holds_up_no_other(
    store: Store, gateway: ScriptedGateway, two: tuple[str, str], early: bool
) -> None:
    changed, other = two
    both = due_dossiers(store, early=early)
    with store.write() as session:
        reopen(store, session, changed, who=WHO)

    told = {one.dossier: one for one in pusher(store, gateway).push_all(both, early=early)}

    assert told[changed].state == Sending.WITHDRAWN
    assert f"sohoa package {changed}" in told[changed].sentence
    assert told[other].state == "sent"


def test_a_full_disk_is_everybodys_and_ends_the_run(
    store: Store, gateway: ScriptedGateway, two: tuple[str, str], clock: Clock
) -> None:
    gateway.faults.append(Fault("upload", StorageFullError("x")))

    with pytest.raises(StorageFullError):
        a_round(store, gateway)
    nights(store, gateway, clock)

    everything_arrived_once(store, gateway, *two)
