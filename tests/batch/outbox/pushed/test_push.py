# SPDX-License-Identifier: Apache-2.0
"""The way to the gateway over real HTTP on loopback: the happy one, and everything that can break on it."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
import stamina
from pydantic import SecretStr

from batch.gateway.connectors.ministry.connector import MinistryConnector
from batch.gateway.connectors.ministry.http import GatewayHttp
from batch.gateway.connectors.ministry.spec import load_spec
from batch.gateway.contract import Unit
from batch.gateway.sandbox.faults import Fault
from batch.gateway.sandbox.server import RunningSandbox
from batch.outbox import outbox
from batch.outbox.push import Pushed, Pusher, due_dossiers
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from tests.support.desks.packing_desk import (
    FORM,
    WHO,
    Clock,
    connected,
    packaged_dossier,
)
from tests.support.desks.pushing_desk import Killed, nothing_lost_or_twice, push, row_of, state_of
from tests.support.programs.examples import some_of

pytestmark = pytest.mark.timeout(120)


@pytest.mark.long
def test_dossier_arrives_with_the_gateways_number_and_every_file(
    store: Store, gateway: RunningSandbox, dossier: str
) -> None:
    result = push(store, gateway, dossier)

    assert result.state == "sent"
    assert state_of(store, dossier) is State.PUSHED
    with store.read() as session:
        assert store.get(session, dossier).official_number == result.number
    kept = gateway.sandbox.store.dossier(result.number)
    assert kept is not None
    body = kept["body"]
    assert body["EformThongTinChiTiet"]["nksHoTen"] == FORM["child.full_name"]
    assert body["EformThongTinChiTiet"]["nksNgaySinh"] == "15.10.2026"
    assert body["EformThongTinChiTiet"]["nksGioiTinh"] == "1"
    assert body["ThongTinNguoiNop"]["ThongTinChiTiet"]["NgaySinh"] == "19940302000000"
    assert body["ThongTinNguoiNop"]["ThongTinChiTiet"]["SoDinhDanh"] == "066194000000"
    assert body["NgayNop"] == "2026-11-16 09:15:00"
    codes = [component["MaThanhPhanHoSo"] for component in body["ThanhPhanHoSo"]]
    assert codes == ["", "000.00.00.G15-KQ004389", "000.00.00.G15-KQ004946"]
    nothing_lost_or_twice(gateway)


def test_pushing_again_sends_nothing(store: Store, gateway: RunningSandbox, dossier: str) -> None:
    push(store, gateway, dossier)

    assert due_dossiers(store) == []
    assert push(store, gateway, dossier).state == "busy"
    nothing_lost_or_twice(gateway)


# Progress is kept after the number, around each of three uploads, and before the submission.
STEPS = [("issued", 1), *(("kept", n) for n in range(1, 9)), *(("uploaded", n) for n in (1, 2, 3))]
STEPS += [("asked", 1), ("submitted", 1), ("finished", 1)]
STEPS_TRIED = [  # every second of what is kept in every run
    pytest.param(*step, marks=pytest.mark.slow if step[0] == "kept" and step[1] % 2 else ()) for step in STEPS
]


@pytest.mark.long
@pytest.mark.parametrize(("step", "nth"), STEPS_TRIED)
def test_killed_after_any_step_nothing_is_lost_and_nothing_sent_twice(
    store: Store, gateway: RunningSandbox, dossier: str, clock: Clock, step: str, nth: int
) -> None:
    seen = 0

    def die(done: str) -> None:
        nonlocal seen
        seen += done == step
        if done == step and seen == nth:
            raise Killed

    with pytest.raises(Killed):
        push(store, gateway, dossier, after_step=die)
    clock.move(LEASE + timedelta(seconds=1))
    push(store, gateway, dossier)

    assert state_of(store, dossier) is State.PUSHED
    assert row_of(store, dossier).state == Sending.SENT
    nothing_lost_or_twice(gateway)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["forbid", "json-400"])
def test_a_file_that_broke_off_is_sent_again_where_the_gateway_will_not_say_whether_it_came(
    store: Store, gateway: RunningSandbox, dossier: str, clock: Clock, kind: str
) -> None:
    gateway.sandbox.faults.append(Fault("drop-before", "upload"))
    assert push(store, gateway, dossier).state == "failed-retry"
    clock.move(timedelta(hours=3))
    gateway.sandbox.faults.append(Fault(kind, "find-upload", 99))
    assert push(store, gateway, dossier).state == "sent"


@pytest.mark.long
@pytest.mark.parametrize(
    "kind",
    some_of(["drop-before", "drop-after", "error-500", "error-502", "nonsense"], ["drop-after", "nonsense"]),
)
@pytest.mark.parametrize("step", ["number", "upload", "submit"])
def test_gateway_failing_at_any_step_is_met_again_later(
    store: Store, gateway: RunningSandbox, dossier: str, clock: Clock, step: str, kind: str
) -> None:
    gateway.sandbox.faults.append(Fault(kind, step))

    first = push(store, gateway, dossier)
    waiting = row_of(store, dossier)

    assert first.state == "failed-retry"
    assert waiting.next_at > clock()
    assert due_dossiers(store) == []
    clock.move(timedelta(hours=3))
    assert due_dossiers(store) == [dossier]
    assert push(store, gateway, dossier).state == "sent"
    nothing_lost_or_twice(gateway)


@pytest.mark.parametrize("step", ["number", "upload", "submit"])
def test_gateway_that_never_answers_is_given_up_and_asked_later(
    store: Store, gateway: RunningSandbox, dossier: str, clock: Clock, step: str
) -> None:
    gateway.sandbox.faults.append(Fault("slow", step))

    with connected(gateway, timeout_s=1, upload_timeout_s=1) as connector:
        first = Pusher(store, connector, WHO).push(dossier)
    clock.move(timedelta(hours=3))

    assert (first.state, first.trouble) == ("failed-retry", "connection-broke")
    assert push(store, gateway, dossier).state == "sent"
    nothing_lost_or_twice(gateway)


def test_token_that_the_gateway_forgot_is_fetched_anew(
    store: Store, gateway: RunningSandbox, dossier: str
) -> None:
    gateway.sandbox.faults.append(Fault("expire-tokens", "upload"))
    gateway.sandbox.faults.append(Fault("expire-tokens", "submit"))

    assert push(store, gateway, dossier).state == "sent"
    nothing_lost_or_twice(gateway)


def test_token_near_its_end_is_not_used(gateway: RunningSandbox) -> None:
    now = 0.0
    with connected(gateway, monotonic=lambda: now) as connector:
        connector.issue_number()
        now = 3600.0
        connector.issue_number()

    assert len(gateway.sandbox.tokens) == 2


def test_wrong_secret_is_told_and_costs_the_dossier_nothing(
    store: Store, gateway: RunningSandbox, dossier: str, clock: Clock
) -> None:
    http = GatewayHttp(load_spec(), gateway.url, ("sohoa-demo", SecretStr("wrong")))
    connector = MinistryConnector(load_spec(), http, Unit("G09.20"))

    result = Pusher(store, connector, WHO).push(dossier)
    connector.close()

    assert (result.state, result.trouble) == ("failed-retry", "credentials")
    clock.move(timedelta(hours=3))
    assert push(store, gateway, dossier).state == "sent"


def test_file_damaged_on_the_way_is_sent_again(
    store: Store, gateway: RunningSandbox, dossier: str, clock: Clock
) -> None:
    gateway.sandbox.faults.append(Fault("corrupt-upload", "upload"))

    assert push(store, gateway, dossier).trouble == "damaged-transfer"
    clock.move(timedelta(hours=3))
    assert push(store, gateway, dossier).state == "sent"
    assert gateway.sandbox.store.counters()["duplicate_dossiers"] == 0


def test_file_changed_on_disk_is_never_sent(store: Store, gateway: RunningSandbox, dossier: str) -> None:
    victim = next((store.packages / dossier).glob("*.portal.pdf"))
    victim.write_bytes(victim.read_bytes() + b"x")

    assert push(store, gateway, dossier).trouble == "damaged-package"
    assert gateway.sandbox.store.counters()["files"] == 0


@pytest.mark.long
def test_two_pushers_at_once_send_each_dossier_once(
    store: Store, gateway: RunningSandbox, tmp_path: Path
) -> None:
    dossiers = [packaged_dossier(store, tmp_path / "scans") for _ in range(3)]
    both = threading.Barrier(2)
    results: list[Pushed] = []

    def work() -> None:
        with connected(gateway) as connector:
            pusher = Pusher(store, connector, WHO)
            both.wait(timeout=30)
            results.extend(pusher.push_all(dossiers))

    threads = [threading.Thread(target=work) for _ in range(2)]
    # Serialisable transactions of a small store often lose against each other: they try for half a minute.
    with stamina.set_testing(True, attempts=1000, cap=True):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=100)

    assert sorted(r.dossier for r in results if r.state == "sent") == sorted(dossiers)
    assert {r.state for r in results} <= {"sent", "busy"}
    nothing_lost_or_twice(gateway, 3)


def test_pusher_that_lost_its_lease_leaves_the_dossier_alone(
    store: Store, gateway: RunningSandbox, dossier: str, clock: Clock
) -> None:
    def overtaken(step: str) -> None:
        if step == "uploaded":
            clock.move(LEASE + timedelta(seconds=1))
            assert outbox.lease(store, dossier, "another") is not None

    result = push(store, gateway, dossier, after_step=overtaken)

    assert result.state == "busy"
    assert row_of(store, dossier).lease_owner == "another"
    assert gateway.sandbox.store.counters()["dossiers"] == 0
