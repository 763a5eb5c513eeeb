# SPDX-License-Identifier: Apache-2.0
"""What each end of a sending leaves in the queue, in the journal and on the screen: a supervisor reads there
weeks later what was sent, under which number, by whom, and what the gateway said to it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from batch.errors import BatchError
from batch.gateway.contract import FieldMessage, RemoteOutcome, Submission
from batch.gateway.errors import (
    AlreadyThereError,
    BrokenConnectionError,
    GatewayTroubleError,
    LostNumberError,
    LostUploadsError,
    NetworkDownError,
    NotQueuedError,
    RefusedError,
    Scope,
)
from batch.outbox import outbox
from batch.outbox import push as push_module
from batch.outbox.delivery import PATIENCE
from batch.outbox.push import Pushed, as_it_stands, require_queued
from batch.outbox.submission import submission_of
from batch.outbox.tracking import Asked, open_dossiers, refresh
from bench.storm.dossiers import RECEIVED, package, queued_dossier
from intake.dossier.journal import What
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.errors import OnItsWayError
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from tests.support.packing_desk import WHO, Clock, new_store
from tests.support.queue_desk import (
    NIGHT,
    a_round,
    asked,
    corrected,
    named,
    nights,
    number_of,
    pusher,
    row_of,
    state_of,
)
from tests.support.scripted_gateway import Fault, ScriptedGateway

MISSING = FieldMessage("ChuHoSo", "requester.full_name", "missing", 50, "Thiếu")
MISSING_TOLD = {
    "field": "ChuHoSo",
    "key": "requester.full_name",
    "kind": "missing",
    "limit": 50,
    "text": "Thiếu",
}


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
def dossier(store: Store) -> str:
    return queued_dossier(store)


def last_events(store: Store, dossier: str, count: int) -> list[tuple[str, str, dict[str, Any]]]:
    """What, who and data of the newest events, oldest first."""
    with store.read() as session:
        events = store.journal(session, dossier)[-count:]
    return [(event.what, event.who, dict(event.data)) for event in events]


def moved(before: State, after: State, **told: Any) -> tuple[str, str, dict[str, Any]]:
    return (What.STATE, WHO, {"from": before, "to": after, **told})


def noted(code: str, **told: Any) -> tuple[str, str, dict[str, Any]]:
    return (What.NOTED, WHO, {"code": code, **told})


def issued(number: str, replaced: str | None = None) -> tuple[str, str, dict[str, Any]]:
    return (What.NUMBER_ISSUED, WHO, {"number": number, "replaced": replaced})


def of_status(outcome: RemoteOutcome, note: str = "") -> dict[str, str]:
    return {"status": outcome.value, "connector": outcome.value, "note": note}


def sent(store: Store, gateway: ScriptedGateway) -> None:
    assert [result.state for result in a_round(store, gateway)] == ["sent"]


# -- sent


def test_a_sent_dossier_is_told_with_its_number_everywhere(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    clock.move(timedelta(hours=1))
    assert a_round(store, gateway) == [Pushed(dossier, "sent", "G09-0001")]

    row = row_of(store, dossier)
    assert (row.state, row.attempts, row.trouble, row.messages) == (Sending.SENT, 1, "", [])
    assert (row.lease_owner, row.lease_until) == ("", None)
    assert row.sent_at == row.remote_at == clock()
    assert row.queued_at == RECEIVED + timedelta(hours=3)
    uploads = {sha256: {"id": f"TT-{sha256[:8]}", "hash": sha256} for sha256 in gateway.uploaded}
    assert row.progress == {
        "number": "G09-0001",
        "uploads": uploads,
        "uploading": "",
        "asked": True,
        "in_doubt": True,
        "package": row.package_id,
        "noted": ["G09-0001", row.package_id],
        "remote_id": "HS-G09-0001",
    }
    assert last_events(store, dossier, 2) == [
        issued("G09-0001"),
        moved(State.QUEUED, State.PUSHED, number="G09-0001"),
    ]


def test_every_step_is_told_to_whoever_watches(store: Store, gateway: ScriptedGateway, dossier: str) -> None:
    steps: list[str] = []
    one = pusher(store, gateway)
    one.after_step = steps.append
    one.push(dossier)
    upload = ["kept", "uploaded", "kept"]
    assert steps == ["kept", "issued", "kept", *upload, *upload, "kept", "asked", "submitted", "finished"]


def test_what_is_under_way_is_the_pusher_s_until_its_lease_ends(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    """Each step makes the lease new, so that a slow gateway does not give the dossier to a second pusher."""
    until = []

    def slow(step: str) -> None:
        clock.move(LEASE / 2)
        if step == "kept":
            clock.move(-LEASE / 2)
            row = row_of(store, dossier)
            until.append((row.state, row.lease_owner == one.owner, (row.lease_until or clock()) - clock()))
            clock.move(LEASE / 2)

    one = pusher(store, gateway)
    one.after_step = slow
    assert one.push(dossier).state == "sent"
    assert until == [(Sending.SENDING, True, LEASE)] * 7


# -- retried


def test_what_may_pass_is_told_with_its_number_and_the_moment_of_the_next_try(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("submit", NetworkDownError("Không tới được.")))
    (result,) = a_round(store, gateway)

    row = row_of(store, dossier)
    assert result == Pushed(
        dossier, "failed-retry", "G09-0001", "network-down", (), "Không tới được.", row.next_at, Scope.LINE
    )
    assert clock() < row.next_at < clock() + timedelta(minutes=1)
    assert (row.state, row.trouble, row.lease_owner, row.lease_until) == (
        Sending.RETRY,
        "network-down",
        "",
        None,
    )
    assert state_of(store, dossier) is State.QUEUED
    assert as_it_stands(store, dossier) == Pushed(
        dossier, "failed-retry", "G09-0001", "network-down", next_at=row.next_at
    )


@pytest.mark.usefixtures("dossier")
def test_a_failure_of_the_program_itself_points_to_the_log(store: Store, gateway: ScriptedGateway) -> None:
    gateway.faults.append(Fault("number", KeyError("x")))
    (result,) = a_round(store, gateway)
    assert (result.state, result.trouble, result.scope) == ("failed-retry", "unexpected", Scope.DOSSIER)
    assert "nhật ký" in result.sentence
    assert result.number == ""


def test_each_failure_waits_longer_than_the_one_before(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("number", GatewayTroubleError("x"), times=100))
    waits = []
    for _try in range(6):
        a_round(store, gateway)
        waits.append(row_of(store, dossier).next_at - clock())
        clock.move(NIGHT)
    assert all(later > 1.1 * earlier for earlier, later in pairwise(waits))
    assert row_of(store, dossier).attempts == 6


# -- refused


def test_a_refusal_is_told_with_every_reason_and_kept_in_the_journal(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    gateway.faults.append(Fault("submit", RefusedError("Cổng từ chối.", "", (MISSING,))))
    (result,) = a_round(store, gateway)

    assert result == Pushed(dossier, "refused", "G09-0001", "refused", (MISSING,), "Cổng từ chối.")
    row = row_of(store, dossier)
    assert (row.state, row.trouble, row.messages) == (Sending.REFUSED, "refused", [MISSING_TOLD])
    assert (row.lease_owner, row.lease_until) == ("", None)
    assert last_events(store, dossier, 1) == [
        moved(State.QUEUED, State.RETURNED, trouble="refused", messages=[MISSING_TOLD])
    ]


def test_what_the_connector_itself_finds_wrong_is_a_refusal_before_anything_leaves(
    store: Store, gateway: ScriptedGateway, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "check", lambda _submission: (MISSING,))
    (result,) = a_round(store, gateway)
    assert (result.state, result.messages, result.number) == ("refused", (MISSING,), "")
    assert (gateway.issued, gateway.uploaded, gateway.taken) == (0, [], [])
    assert row_of(store, dossier).messages == [MISSING_TOLD]


def test_a_refusal_that_another_pusher_overtook_moves_nothing(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    """Its lease is over, another pusher has the dossier: it is not this one's to give back."""

    def overtaken(step: str) -> None:
        if step == "issued":
            clock.move(LEASE)
            assert outbox.lease(store, dossier, "another computer/1/x") is not None

    slow = pusher(store, gateway)
    slow.after_step = overtaken
    assert slow.push(dossier) == Pushed(dossier, "busy")
    assert state_of(store, dossier) is State.QUEUED
    assert row_of(store, dossier).lease_owner == "another computer/1/x"
    assert gateway.taken == []


def test_a_pusher_that_was_overtaken_asks_for_no_number(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files took longer to look through than its lease lasts."""

    def slow(*told: Any, **named: Any) -> Submission:
        clock.move(LEASE)
        assert outbox.lease(store, dossier, "another computer/1/x") is not None
        return submission_of(*told, **named)

    monkeypatch.setattr(push_module, "submission_of", slow)
    assert pusher(store, gateway).push(dossier) == Pushed(dossier, "busy")
    assert (gateway.issued, gateway.uploaded, gateway.taken) == (0, [], [])


@pytest.mark.parametrize(
    "meets", [NetworkDownError.at("x"), RefusedError.because([])], ids=["line", "refusal"]
)
def test_what_a_pusher_met_that_was_overtaken_is_not_written(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock, meets: Exception
) -> None:
    def overtaken(step: str) -> None:
        if step == "issued":
            clock.move(LEASE)
            assert outbox.lease(store, dossier, "another computer/1/x") is not None
            raise meets

    slow = pusher(store, gateway)
    slow.after_step = overtaken
    assert slow.push(dossier) == Pushed(dossier, "busy")
    row = row_of(store, dossier)
    assert (row.state, row.trouble) == (Sending.SENDING, "")
    assert state_of(store, dossier) is State.QUEUED


def damaged(store: Store, dossier: str) -> None:
    next((store.packages / dossier).glob("*.portal.pdf")).unlink()


def test_what_is_set_aside_says_why_and_what_to_do_and_stays_in_the_queue(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    damaged(store, dossier)
    (result,) = a_round(store, gateway)

    assert (result.state, result.trouble, result.set_aside) == ("refused", "damaged-package", True)
    assert (result.number, result.messages) == ("", ())
    assert result.sentence.endswith(f"sohoa package {dossier}") and not result.sentence.isascii()
    assert last_events(store, dossier, 1) == [noted("set-aside", trouble="damaged-package")]
    assert state_of(store, dossier) is State.QUEUED
    told = as_it_stands(store, dossier)
    assert told == Pushed(dossier, "refused", "", "damaged-package", set_aside=True)


# -- as it stands


def test_a_dossier_that_was_never_packaged_or_was_taken_out_does_not_wait(store: Store, dossier: str) -> None:
    with store.write() as session:
        never = store.create_dossier(session, procedure="1.001193", who=WHO).id
        store.advance(session, dossier, State.READ, who=WHO)
    for one in (never, dossier):
        for ask in (require_queued, as_it_stands):
            with pytest.raises(NotQueuedError) as told:
                ask(store, one)
            assert one in told.value.sentence
            assert f"sohoa package {one}" in told.value.advice


def test_naming_what_waits_tells_when_its_turn_is_and_what_is_sent_that_it_was(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    require_queued(store, dossier)
    assert as_it_stands(store, dossier) == Pushed(dossier, "queued", next_at=row_of(store, dossier).next_at)
    sent(store, gateway)
    require_queued(store, dossier)
    told = named(store, gateway, dossier)
    assert (told.state, told.number, told.next_at, told.set_aside) == (
        "already-sent",
        "G09-0001",
        None,
        False,
    )
    assert not told.sentence.isascii()


def test_a_dossier_in_another_pusher_s_hands_is_told_as_busy_with_its_number(
    store: Store, gateway: ScriptedGateway, dossier: str, clock: Clock
) -> None:
    gateway.faults.append(Fault("upload", BrokenConnectionError("x")))
    a_round(store, gateway)
    clock.move(NIGHT)
    assert outbox.lease(store, dossier, "another computer/1/x") is not None
    told = named(store, gateway, dossier)
    assert (told.state, told.number) == ("busy", "G09-0001")
    assert pusher(store, gateway).push(dossier) == Pushed(dossier, "busy")


def test_a_returned_dossier_is_told_with_the_officer_s_words_and_the_way_back(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    sent(store, gateway)
    gateway.outcomes["G09-0001"], gateway.notes["G09-0001"] = RemoteOutcome.RETURNED, "Thiếu giấy. "
    asked(store, gateway)

    told = named(store, gateway, dossier)
    assert (told.state, told.number) == ("returned", "G09-0001")
    assert "Thiếu giấy. " in told.sentence and "Thiếu giấy.." not in told.sentence
    assert f"sohoa check {dossier}" in told.sentence and "sohoa edit" in told.sentence
    with store.write() as session:
        store.advance(session, dossier, State.REVIEWED, who=WHO)
    told = named(store, gateway, dossier)
    assert (told.state, "sohoa edit" in told.sentence) == ("returned", False)
    assert f"sohoa package {dossier}" in told.sentence


def test_a_dossier_returned_without_a_word_says_so(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    sent(store, gateway)
    gateway.outcomes["G09-0001"] = RemoteOutcome.RETURNED
    asked(store, gateway)
    assert "không nêu lý do" in named(store, gateway, dossier).sentence


def test_a_dossier_rejected_for_good_is_told_with_who_refused_it_and_why(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    sent(store, gateway)
    gateway.outcomes["G09-0001"], gateway.notes["G09-0001"] = RemoteOutcome.REJECTED, "Không thuộc xã"
    asked(store, gateway)
    told = named(store, gateway, dossier)
    assert (told.state, told.number) == ("rejected", "G09-0001")
    assert f"{dossier}" in told.sentence and "Không thuộc xã." in told.sentence


def test_a_dossier_that_the_office_rejected_itself_is_not_told_as_the_gateway_s_word(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    gateway.faults.append(Fault("submit", RefusedError("x", "", (MISSING,))))
    a_round(store, gateway)
    with store.write() as session:
        store.advance(session, dossier, State.REJECTED, who=WHO)
    told = named(store, gateway, dossier)
    assert told.state == "rejected"
    assert "Cổng" not in told.sentence and not told.sentence.isascii()


# -- asking what became of it


@pytest.mark.parametrize(
    ("outcome", "result", "states"),
    [
        (RemoteOutcome.PENDING, False, []),
        (RemoteOutcome.UNKNOWN, False, []),
        (RemoteOutcome.ACCEPTED, False, [State.ACCEPTED]),
        (RemoteOutcome.ACCEPTED, True, [State.ACCEPTED, State.RESULT_ATTACHED]),
        (RemoteOutcome.RETURNED, False, [State.RETURNED]),
        (RemoteOutcome.RETURNED, True, [State.RETURNED]),
        (RemoteOutcome.REJECTED, False, [State.REJECTED]),
    ],
)
def test_the_gateway_s_word_is_kept_with_its_note_and_moves_the_dossier(
    store: Store,
    gateway: ScriptedGateway,
    dossier: str,
    clock: Clock,
    outcome: RemoteOutcome,
    result: bool,
    states: list[State],
) -> None:
    sent(store, gateway)
    sent_at = clock()
    clock.move(timedelta(minutes=5))
    gateway.outcomes["G09-0001"], gateway.notes["G09-0001"] = outcome, "Ghi chú"
    gateway.results |= {"G09-0001"} if result else set()

    assert asked(store, gateway) == [Asked(dossier)]

    row = row_of(store, dossier)
    assert (row.state, row.remote_status, row.remote_note) == (Sending.SENT, outcome.value, "Ghi chú")
    assert (row.sent_at, row.remote_at) == (sent_at, clock())
    told = of_status(outcome, "Ghi chú")
    way = [State.PUSHED, *states]
    expected = [moved(before, after, **told) for before, after in zip(way, states, strict=False)]
    assert last_events(store, dossier, 1 + len(states)) == [
        moved(State.QUEUED, State.PUSHED, number="G09-0001"),
        *expected,
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
    gateway.results.add("G09-0001")
    asked(store, gateway)
    gateway.results.clear()
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


# -- made anew


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
