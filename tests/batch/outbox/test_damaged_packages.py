# SPDX-License-Identifier: Apache-2.0
"""Packages damaged on disk: set aside once, asked for first, and made again."""

from __future__ import annotations

from batch.gateway.errors import BrokenConnectionError
from bench.storm.dossiers import package, queued_dossier
from intake.dossier.states import State
from intake.store.store import Store
from tests.support.desks.packing_desk import Clock
from tests.support.desks.queue_desk import a_round, everything_arrived_once, nights, noted, row_of, state_of
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway


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
