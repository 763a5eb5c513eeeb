# SPDX-License-Identifier: Apache-2.0
"""What the gateway says to what was sent: refusals, a dossier returned, statuses, results."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import httpx2
import pytest

from batch.gateway.connectors.ministry.spec import load_spec
from batch.gateway.contract import RemoteResult
from batch.gateway.errors import DamagedTransferError, TransientError
from batch.gateway.sandbox.server import RunningSandbox
from batch.outbox.tracking import open_dossiers, refresh
from batch.package.pack_work import PackageSettings
from intake.dossier.states import State
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import (
    FORM,
    WHO,
    Clock,
    connected,
    package_dossier,
    packaged_dossier,
)
from tests.support.desks.pushing_desk import Killed, nothing_lost_or_twice, push, row_of, state_of

pytestmark = pytest.mark.timeout(120)


@pytest.mark.long
def test_missing_field_is_refused_before_anything_is_sent(
    store: Store, gateway: RunningSandbox, tmp_path: Path
) -> None:
    values = {key: value for key, value in FORM.items() if key != "child.birth_place"}
    dossier = packaged_dossier(store, tmp_path / "scans", values)

    result = push(store, gateway, dossier)

    assert result.state == "refused"
    assert [(m.key, m.kind) for m in result.messages] == [("child.birth_place", "missing")]
    assert state_of(store, dossier) is State.RETURNED
    assert gateway.sandbox.store.counters()["numbers"] == 0


@pytest.mark.long
def test_refusal_of_the_gateway_reaches_the_clerk_field_by_field(
    store: Store, gateway: RunningSandbox, tmp_path: Path
) -> None:
    rules = gateway.sandbox.rules.model_copy(update={"max_lengths": {"ChuHoSo": 3}})
    gateway.sandbox.rules = rules
    dossier = packaged_dossier(store, tmp_path / "scans")

    result = push(store, gateway, dossier)

    assert result.state == "refused"
    assert [(m.field, m.key, m.kind, m.limit) for m in result.messages] == [
        ("ChuHoSo", "requester.full_name", "too-long", 3)
    ]
    assert row_of(store, dossier).messages[0]["key"] == "requester.full_name"
    assert state_of(store, dossier) is State.RETURNED


def test_oversize_file_is_refused_and_named(store: Store, gateway: RunningSandbox, dossier: str) -> None:
    gateway.sandbox.rules = gateway.sandbox.rules.model_copy(update={"max_file_bytes": 1000})

    result = push(store, gateway, dossier)

    assert (result.state, result.trouble) == ("refused", "oversize")
    assert result.messages[0].field.endswith(".portal.pdf")


@pytest.mark.long
def test_refused_dossier_keeps_its_number_when_it_is_sent_again(
    store: Store, gateway: RunningSandbox, tmp_path: Path
) -> None:
    right = gateway.sandbox.rules
    gateway.sandbox.rules = right.model_copy(update={"max_lengths": {"ChuHoSo": 3}})
    dossier = packaged_dossier(store, tmp_path / "scans")
    push(store, gateway, dossier)
    gateway.sandbox.rules = right
    with store.write() as session:
        store.correct(session, dossier, "requester.full_name", "LÊ THỬ", who=WHO)
        for state in (State.REVIEWED, State.COMPLETE):
            store.advance(session, dossier, state, who=WHO)
    package_dossier(store, dossier, load_catalogue(), PackageSettings(), who=WHO)

    result = push(store, gateway, dossier)

    assert result.state == "sent"
    assert gateway.sandbox.store.counters()["numbers"] == 1
    nothing_lost_or_twice(gateway)


@pytest.mark.long
def test_returned_dossier_is_sent_again_under_its_number_as_a_supplement(
    store: Store, gateway: RunningSandbox, dossier: str, clock: Clock
) -> None:
    number = push(store, gateway, dossier).number
    kept = gateway.sandbox.store.dossier(number)
    assert kept is not None
    gateway.sandbox.store.keep_dossier(number, {**kept, "status": "5"})
    with connected(gateway) as connector:
        refresh(store, connector, dossier, who=WHO)
    assert state_of(store, dossier) is State.RETURNED
    with store.write() as session:
        for state in (State.REVIEWED, State.COMPLETE):
            store.advance(session, dossier, state, who=WHO)
    package_dossier(store, dossier, load_catalogue(), PackageSettings(), who=WHO)

    def die(step: str) -> None:
        if step == "submitted":
            raise Killed

    with pytest.raises(Killed):
        push(store, gateway, dossier, after_step=die)
    clock.move(LEASE + timedelta(seconds=1))
    result = push(store, gateway, dossier)

    again = gateway.sandbox.store.dossier(number)
    assert again is not None
    assert (result.state, result.number, again["times"]) == ("sent", number, 2)
    nothing_lost_or_twice(gateway)
    assert state_of(store, dossier) is State.PUSHED


def test_status_moves_the_dossier_on_and_never_back(
    store: Store, gateway: RunningSandbox, dossier: str
) -> None:
    number = push(store, gateway, dossier).number
    kept = gateway.sandbox.store.dossier(number)
    assert kept is not None
    seen = []
    for status in ("1", "4", "9", "1"):
        gateway.sandbox.store.keep_dossier(number, {**kept, "status": status})
        with connected(gateway) as connector:
            refresh(store, connector, dossier, who=WHO)
        seen.append(state_of(store, dossier))

    assert seen == [State.PUSHED, State.ACCEPTED, State.ACCEPTED, State.ACCEPTED]
    assert open_dossiers(store) == [dossier]


def test_the_sandbox_says_every_state_and_hands_a_result_back_byte_for_byte(
    store: Store, gateway: RunningSandbox, dossier: str, tmp_path: Path
) -> None:
    number = push(store, gateway, dossier).number
    file, back = b"%PDF-1.7 signed", tmp_path / "back.pdf"
    with httpx2.Client(base_url=gateway.url, trust_env=False) as officer, connected(gateway) as connector:
        for code, status in load_spec().statuses.items():
            told = {"number": number, "status": code, "note": "Ghi chú", "supplement_by": "05/12/2026"}
            assert officer.post("/_sandbox/status", json=told).status_code == 200
            found = connector.find(number)
            assert found is not None
            assert (found.state, found.note) == (status.state, "Ghi chú")
            assert found.supplement_by == date(2026, 12, 5)
        handed = officer.post("/_sandbox/results", data={"number": number}, files={"file": ("a.pdf", file)})
        assert handed.status_code == 200
        found = connector.find(number)
        assert found is not None
        (result,) = found.results
        connector.fetch(result, back)
        assert (result.name, back.read_bytes()) == ("a.pdf", file)
        with pytest.raises(DamagedTransferError):
            connector.fetch(replace(result, sha256="0" * 64), back)
        with pytest.raises(TransientError):
            connector.fetch(RemoteResult("KQ-unknown"), back)
