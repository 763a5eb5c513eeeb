# SPDX-License-Identifier: Apache-2.0
"""What the program tells, keeps and writes into the journal of a dossier sent, retried, refused."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from batch.gateway.contract import Submission
from batch.gateway.errors import GatewayTroubleError, NetworkDownError, RefusedError, Scope
from batch.outbox import outbox
from batch.outbox import push as push_module
from batch.outbox.push import Pushed, as_it_stands
from batch.outbox.submission import submission_of
from bench.storm.dossiers import RECEIVED
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from tests.support.desks.packing_desk import Clock
from tests.support.desks.queue_desk import NIGHT, a_round, pusher, row_of, state_of
from tests.support.desks.told_events import MISSING, MISSING_TOLD, damaged, issued, moved, noted
from tests.support.dossiers.led_dossiers import last_events
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway


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
    questions, upload = ["kept", "kept"], ["kept", "uploaded", "kept"]
    number, submission = ["kept", "issued", "kept"], ["kept", "asked", "submitted", "finished"]
    assert steps == [*questions, *number, *upload, *upload, *submission]


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
    assert until == [(Sending.SENDING, True, LEASE)] * 9


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
