# SPDX-License-Identifier: Apache-2.0
"""The queue on bad days: no dossier holds up another, nothing is given up that may pass or goes out twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from batch.gateway import errors
from batch.gateway.contract import FieldMessage, RemoteOutcome
from batch.gateway.errors import (
    AlreadyThereError,
    AskedToWaitError,
    BrokenConnectionError,
    CredentialsError,
    GatewayError,
    GatewayTroubleError,
    LostNumberError,
    LostUploadsError,
    NetworkDownError,
    RefusedError,
    Scope,
    TransientError,
)
from batch.outbox.outbox import lease
from batch.outbox.push import due_dossiers
from batch.outbox.rounds import ENOUGH_OF_ANY, ENOUGH_OF_THE_LINE
from batch.outbox.tracking import dossiers_to_follow, open_dossiers
from bench.storm.dossiers import RECEIVED, package, queued_dossier
from intake.dossier.outbox_words import trouble_word
from intake.dossier.pauses import LONGEST_WAIT
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.errors import StorageFullError
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from tests.support.packing_desk import Clock, new_store
from tests.support.queue_desk import (
    NIGHT,
    a_round,
    asked,
    corrected,
    named,
    nights,
    noted,
    number_of,
    pusher,
    row_of,
    state_of,
)
from tests.support.scripted_gateway import STEPS, Fault, ScriptedGateway

# What a connector may raise without having thought of it: bad letters, wrong shapes, bottomless JSON.
UNTHOUGHT = [
    UnicodeEncodeError("ascii", "ộ", 0, 1, "x"),
    KeyError("data"),
    RecursionError(),
    AttributeError("get"),
    OSError(22, "x"),
]


class Killed(BaseException):
    """Stands for the process being killed: nothing in the program catches it."""


def subclasses(of: type[GatewayError]) -> list[type[GatewayError]]:
    return [found for one in of.__subclasses__() for found in (one, *subclasses(one))]


PASSING = [TransientError, CredentialsError, *subclasses(TransientError)]


@pytest.fixture
def clock() -> Clock:
    return Clock(RECEIVED + timedelta(hours=3))


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = new_store(tmp_path / "home", clock)
    yield store
    store.close()


@pytest.fixture
def gateway() -> ScriptedGateway:
    return ScriptedGateway()


@pytest.fixture
def two(store: Store) -> tuple[str, str]:
    return queued_dossier(store, 1), queued_dossier(store, 2)


def everything_arrived_once(store: Store, gateway: ScriptedGateway, *dossiers: str) -> None:
    assert sorted(gateway.dossiers) == sorted(dossiers)
    for dossier in dossiers:
        assert (state_of(store, dossier), row_of(store, dossier).state) == (State.PUSHED, Sending.SENT)
        assert (number_of(store, dossier), dossier) in gateway.taken


def lost_answer(store: Store, gateway: ScriptedGateway) -> None:
    """The first submission arrives, its answer doesn't, and the gateway does not show it yet."""
    gateway.faults.append(Fault("submit", BrokenConnectionError("x"), late=True))
    gateway.hidden.add("G09-0001")
    a_round(store, gateway)


@pytest.mark.parametrize("step", ["check", *STEPS])
@pytest.mark.parametrize("error", UNTHOUGHT, ids=lambda error: type(error).__name__)
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


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("kind", PASSING, ids=lambda kind: kind.__name__)
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


def test_a_full_disk_is_everybodys_and_ends_the_run(
    store: Store, gateway: ScriptedGateway, two: tuple[str, str], clock: Clock
) -> None:
    gateway.faults.append(Fault("upload", StorageFullError("x")))

    with pytest.raises(StorageFullError):
        a_round(store, gateway)
    nights(store, gateway, clock)

    everything_arrived_once(store, gateway, *two)


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


def test_a_package_damaged_on_disk_is_set_aside_once_and_goes_out_when_made_again(
    store: Store, gateway: ScriptedGateway, two: tuple[str, str], clock: Clock
) -> None:
    victim = next((store.packages / two[0]).glob("*.portal.pdf"))
    victim.unlink()

    first, second = a_round(store, gateway)
    nights(store, gateway, clock, 3)

    assert (first.state, first.trouble, second.state) == ("refused", "damaged-package", "sent")
    assert f"sohoa package {two[0]}" in first.sentence
    assert noted(store, two[0]) == ["set-aside"]
    assert state_of(store, two[0]) is State.QUEUED
    package(store, two[0])
    a_round(store, gateway)
    everything_arrived_once(store, gateway, *two)


def test_a_package_damaged_after_it_may_have_left_is_asked_for_first(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    gateway.faults.append(Fault("submit", BrokenConnectionError("x"), late=True))
    a_round(store, gateway)
    next((store.packages / dossier).glob("*.portal.pdf")).unlink()

    nights(store, gateway, clock)

    everything_arrived_once(store, gateway, dossier)


def test_a_damaged_package_that_did_not_arrive_may_be_made_again(
    store: Store, gateway: ScriptedGateway, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    gateway.faults.append(Fault("submit", BrokenConnectionError("x")))
    a_round(store, gateway)
    assert row_of(store, dossier).progress["asked"]
    next((store.packages / dossier).glob("*.portal.pdf")).unlink()

    nights(store, gateway, clock)

    assert row_of(store, dossier).trouble == "damaged-package"
    assert not row_of(store, dossier).progress["asked"]


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
