# SPDX-License-Identifier: Apache-2.0
"""A dossier that leaves by several doors: by the first, then by the others, each once and in its own time."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from batch.gateway.contract import FieldMessage, RemoteOutcome
from batch.gateway.errors import BrokenConnectionError, GatewaySetupError, NetworkDownError
from batch.outbox.each_door import ask_by_doors, push_by_doors
from batch.outbox.push import Pushed, due_dossiers
from batch.outbox.tracking import open_dossiers
from batch.store.outbox_rows import OutboxEntry, ways_of
from bench.storm.dossiers import package
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.store.queue.standing import count_needing_person, noteworthy, waiting
from intake.store.store import Store
from intake.store.tables.outbox_model import OutboxRow
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import WHO, Clock
from tests.support.desks.queue_desk import NIGHT, corrected, noted, number_of, state_of
from tests.support.servers.scripted_gateway import Fault, ScriptedGateway
from tests.support.stores.memory_place import MemoryPlace, SeveralDoors


@pytest.fixture
def place() -> MemoryPlace:
    return MemoryPlace()


@pytest.fixture
def doors(gateway: ScriptedGateway, place: MemoryPlace) -> SeveralDoors:
    return SeveralDoors({"ministry": gateway, "kho": place})


def a_round(store: Store, doors: SeveralDoors, *, early: bool = False) -> list[Pushed]:
    return list(push_by_doors(store, doors, due_dossiers(store, early=early), who=WHO, early=early))


def ways(store: Store, dossier: str) -> dict[str, OutboxEntry]:
    with store.read() as session:
        return {way.door: way for way in ways_of(session, dossier)}


def states(store: Store, dossier: str) -> dict[str, str]:
    return {door: way.state for door, way in ways(store, dossier).items()}


def test_it_goes_by_the_first_door_then_under_that_number_by_the_others(
    store: Store, doors: SeveralDoors, place: MemoryPlace, dossier: str
) -> None:
    results = a_round(store, doors)
    assert [(one.door, one.state) for one in results] == [("ministry", "sent"), ("kho", "sent")]
    assert place.laid == [(dossier, number_of(store, dossier))]
    assert states(store, dossier) == {"ministry": Sending.SENT, "kho": Sending.SENT}
    assert (state_of(store, dossier), noted(store, dossier)) == (State.PUSHED, ["also-sent"])
    assert a_round(store, doors) == [] and len(place.laid) == 1


def test_no_other_door_has_it_before_the_first(
    store: Store,
    doors: SeveralDoors,
    gateway: ScriptedGateway,
    place: MemoryPlace,
    dossier: str,
    clock: Clock,
) -> None:
    gateway.faults.append(Fault("submit", BrokenConnectionError("x")))
    assert [one.state for one in a_round(store, doors)] == ["failed-retry"]
    assert place.laid == [] and list(states(store, dossier)) == ["ministry"]
    clock.move(NIGHT)
    a_round(store, doors)
    assert [one for one, _number in place.laid] == [dossier]


def test_a_further_door_that_is_away_holds_up_nothing_and_is_tried_again_in_its_own_time(
    store: Store,
    doors: SeveralDoors,
    gateway: ScriptedGateway,
    place: MemoryPlace,
    dossier: str,
    clock: Clock,
) -> None:
    place.faults.append(NetworkDownError("x"))
    assert [one.state for one in a_round(store, doors)] == ["sent", "failed-retry"]
    assert state_of(store, dossier) is State.PUSHED
    with store.read() as session:
        (waits,) = waiting(session, store.clock())
        assert noteworthy(session, [dossier], store.clock()) == {dossier: waits}
    assert (waits.door, waits.leads, waits.trouble) == ("kho", False, "network-down")
    gateway.outcomes[number_of(store, dossier) or ""] = RemoteOutcome.ACCEPTED
    list(ask_by_doors(store, doors, open_dossiers(store), who=WHO))
    assert state_of(store, dossier) is State.ACCEPTED
    assert a_round(store, doors) == []
    clock.move(NIGHT)
    assert [(one.door, one.state) for one in a_round(store, doors)] == [("kho", "sent")]
    assert gateway.dossiers == [dossier]


@pytest.mark.long
def test_what_a_further_door_refuses_waits_for_a_person_and_leaves_the_dossier_where_it_is(
    store: Store, doors: SeveralDoors, place: MemoryPlace, dossier: str
) -> None:
    place.refusals = [FieldMessage("so", "", "missing")]
    assert [one.state for one in a_round(store, doors)] == ["sent", "refused"]
    assert state_of(store, dossier) is State.PUSHED
    with store.read() as session:
        assert count_needing_person(session) == 1
        (waits,) = waiting(session, store.clock())
    assert waits.needs_person and "kho" in waits.why(load_catalogue) and "sohoa push" in waits.until()
    place.refusals = []
    assert a_round(store, doors) == []
    assert [(one.door, one.state) for one in push_by_doors(store, doors, [dossier], who=WHO, early=True)] == [
        ("kho", "sent")
    ]


@pytest.mark.long
def test_what_was_corrected_goes_again_by_every_door(
    store: Store, doors: SeveralDoors, gateway: ScriptedGateway, place: MemoryPlace, dossier: str
) -> None:
    a_round(store, doors)
    number = number_of(store, dossier) or ""
    gateway.outcomes[number] = RemoteOutcome.RETURNED
    list(ask_by_doors(store, doors, open_dossiers(store), who=WHO))
    assert state_of(store, dossier) is State.RETURNED
    corrected(store, dossier)
    package(store, dossier, "sửa")
    assert states(store, dossier) == {"ministry": Sending.QUEUED, "kho": Sending.SENT}
    a_round(store, doors)
    assert gateway.taken == [(number, dossier)] * 2 and place.laid == [(dossier, number)] * 2


@pytest.mark.long
def test_a_further_gateway_that_returned_it_too_gets_what_was_corrected(
    store: Store, gateway: ScriptedGateway, dossier: str
) -> None:
    behind = ScriptedGateway(name="behind")
    doors = SeveralDoors({"ministry": gateway, "behind": behind})
    a_round(store, doors)
    for door in (gateway, behind):
        door.outcomes = dict.fromkeys(door.numbers, RemoteOutcome.RETURNED)
    list(ask_by_doors(store, doors, open_dossiers(store), who=WHO))
    corrected(store, dossier)
    package(store, dossier, "sửa")
    a_round(store, doors)
    assert [one.dossiers for one in (gateway, behind)] == [[dossier] * 2] * 2
    assert "again" not in ways(store, dossier)["behind"].progress


@pytest.mark.long
def test_a_door_that_cant_be_opened_costs_only_what_leaves_by_it_and_no_try(
    store: Store, doors: SeveralDoors, place: MemoryPlace, two: tuple[str, str]
) -> None:
    doors.shut.add("kho")
    results: list[Pushed] = []
    with pytest.raises(GatewaySetupError, match="kho"):
        results.extend(push_by_doors(store, doors, due_dossiers(store), who=WHO))
    assert [state_of(store, one) for one in two] == [State.PUSHED] * 2
    assert [ways(store, one)["kho"].attempts for one in two] == [0, 0]
    doors.shut.clear()
    a_round(store, doors)
    assert sorted(one for one, _number in place.laid) == sorted(two)


def test_a_place_can_lead_and_gives_no_number(store: Store, place: MemoryPlace, dossier: str) -> None:
    doors = SeveralDoors({"kho": place})
    (sent,) = a_round(store, doors)
    assert (sent.state, sent.number, place.laid) == ("sent", "", [(dossier, "")])
    assert (state_of(store, dossier), number_of(store, dossier)) == (State.PUSHED, None)
    assert list(ask_by_doors(store, doors, [dossier], who=WHO)) == []


@pytest.mark.long
def test_a_dossier_stays_with_the_door_that_gave_it_a_number_and_one_that_began_nowhere_follows_the_settings(
    store: Store, gateway: ScriptedGateway, place: MemoryPlace, two: tuple[str, str], clock: Clock
) -> None:
    begun, fresh = two
    gateway.faults += [
        Fault("submit", BrokenConnectionError("x"), dossier=begun),
        Fault("number", NetworkDownError("x"), dossier=fresh),
    ]
    a_round(store, SeveralDoors({"ministry": gateway}))
    clock.move(NIGHT)
    other = SeveralDoors({"ministry": gateway, "kho": place})
    other.of = lambda _procedure: ["kho"]  # type: ignore[method-assign]
    assert {one.dossier: one.door for one in a_round(store, other)} == {begun: "ministry", fresh: "kho"}
    assert (gateway.dossiers, place.laid) == ([begun], [(fresh, "")])


def test_two_rows_of_a_dossier_never_have_the_same_door_nor_lead_both(store: Store, dossier: str) -> None:
    (row,) = ways(store, dossier).values()
    told = {"dossier_id": dossier, "package_id": row.package_id, "state": Sending.QUEUED.value}
    moments = {"next_at": store.clock(), "queued_at": store.clock()}
    for wrong in ({"door": "", "leads": False}, {"door": "kho", "leads": True}):
        with pytest.raises(IntegrityError), store.write() as session:
            session.add(OutboxRow(**told, **moments, **wrong))
