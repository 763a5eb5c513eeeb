# SPDX-License-Identifier: Apache-2.0
"""A gateway that issues no numbers: a person tells the dossier's, or the unit counts its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest

from batch.gateway.connectors.province.connector import ProvinceConnector
from batch.gateway.connectors.province.spec import NEWEST
from batch.gateway.doors import OnlyDoor
from batch.gateway.sandbox.faults import Fault
from batch.gateway.sandbox.server import RunningProvince, running_province
from batch.outbox.numbers import tell_number
from batch.outbox.pace.rounds import Round
from batch.outbox.perhaps_sent import NumberFound, say_not_sent
from batch.outbox.push import Pushed, Pusher, due_dossiers
from batch.outbox.submission import DoubleDossierError
from batch.outbox.tracking import ask_about, refresh_all
from batch.services.pushing import tell_found
from batch.store.outbox_rows import of_dossier
from bench.storm.dossiers import queued_dossier
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.errors import OnItsWayError
from intake.store.store import Store
from templates.errors import UsageError
from tests.support.desks.packing_desk import WHO, Clock
from tests.support.desks.province_desk import connected
from tests.support.desks.queue_desk import NIGHT, noted, number_of, state_of

OWN = {"numbers": "H21.129-{yymmdd}-{0000}"}


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProvince]:
    with running_province(tmp_path_factory.mktemp("bus")) as running:
        yield running


@pytest.fixture
def told(bus: RunningProvince) -> Iterator[ProvinceConnector]:
    with connected(bus) as one:
        yield one


@pytest.fixture
def counted(bus: RunningProvince) -> Iterator[ProvinceConnector]:
    with connected(bus, **OWN) as one:
        yield one


def push(store: Store, connector: ProvinceConnector) -> list[Pushed]:
    return list(Pusher(store, connector, WHO, door="province").push_all(due_dossiers(store, early=True)))


Stopped = Callable[[], None]


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Stopped:
    """From its call on, some hours later, every dossier may be a double, and nobody decided that."""

    def stop(*_asked: object, **_how: object) -> NoReturn:
        raise DoubleDossierError("x", "y")

    def from_now_on() -> None:
        clock.move(NIGHT)
        monkeypatch.setattr("batch.outbox.push.submission_of", stop)

    return from_now_on


def owner_of(store: Store, dossier: str) -> str:
    with store.read() as session:
        return store.form_values(session, dossier)["requester.full_name"].value


def progress_of(store: Store, dossier: str) -> dict[str, Any]:
    with store.read() as session:
        way = of_dossier(session, dossier)
    assert way is not None
    return dict(way.progress)


def there(bus: RunningProvince, number: str, procedure: str, owner: str) -> None:
    """A dossier that the bus has from elsewhere."""
    body = {"MaHoSo": number, "MaTTHC": procedure, "ChuHoSo": owner, "NgayTiepNhan": "20261116091500"}
    kept = {"number": number, "id": number, "status": "4", "note": "", "times": 1, "files": {}, "body": body}
    bus.sandbox.store.keep_dossier(number, {**kept, "results": [], "steps": []})


@pytest.mark.long
def test_it_waits_for_its_number_and_goes_once_a_person_told_it(
    store: Store, told: ProvinceConnector, bus: RunningProvince, dossier: str
) -> None:
    (result,) = push(store, told)
    assert (result.state, result.trouble, result.set_aside) == (Sending.REFUSED, "number-wanted", True)
    assert push(store, told) == [] and state_of(store, dossier) is State.QUEUED

    tell_number(store, dossier, " H21.129-261116-0007 ", who=WHO)
    assert [one.state for one in push(store, told)] == [Sending.SENT]
    assert number_of(store, dossier) == "H21.129-261116-0007"
    assert "number-told" in noted(store, dossier)
    assert bus.sandbox.store.dossier("H21.129-261116-0007") is not None


@pytest.mark.long
def test_a_number_that_is_none_or_anothers_is_not_taken(
    store: Store, told: ProvinceConnector, two: tuple[str, str]
) -> None:
    one, other = two
    tell_number(store, one, "H21.129-261116-0101", who=WHO)
    for number in ("", "../x", "9" * 51, "H21.129-261116-0101"):
        with pytest.raises(UsageError):
            tell_number(store, other, number, who=WHO)
    push(store, told)
    with pytest.raises(UsageError):
        tell_number(store, one, "H21.129-261116-0102", who=WHO)


def test_what_the_bus_took_before_the_line_broke_is_the_same_dossier_afterwards(
    store: Store, told: ProvinceConnector, bus: RunningProvince, dossier: str, clock: Clock
) -> None:
    number = "H21.129-261116-0201"
    tell_number(store, dossier, number, who=WHO)
    bus.sandbox.faults.append(Fault("drop-after", "submit"))
    assert [one.state for one in push(store, told)] == [Sending.RETRY]
    clock.move(NIGHT)
    assert [one.state for one in push(store, told)] == [Sending.SENT]
    kept = bus.sandbox.store.dossier(number)
    assert kept is not None and kept["times"] == 2 and len(kept["files"]) == 2
    assert number_of(store, dossier) == number


def test_what_stops_it_here_while_nobody_knows_whether_it_arrived_takes_it_for_arrived(
    store: Store, told: ProvinceConnector, bus: RunningProvince, dossier: str, stopped: Stopped
) -> None:
    tell_number(store, dossier, "H21.129-261116-0401", who=WHO)
    bus.sandbox.faults.append(Fault("drop-after", "submit"))
    assert [one.state for one in push(store, told)] == [Sending.RETRY]
    stopped()
    assert [one.state for one in push(store, told)] == [Sending.SENT]
    kept = bus.sandbox.store.dossier("H21.129-261116-0401")
    assert kept is not None and kept["times"] == 1


@pytest.mark.long
def test_what_was_there_before_and_stops_here_stays_in_doubt(
    store: Store, told: ProvinceConnector, bus: RunningProvince, dossier: str, stopped: Stopped
) -> None:
    number = "H21.129-261116-0402"
    there(bus, number, "1.001193", owner_of(store, dossier))
    tell_number(store, dossier, number, who=WHO)
    bus.sandbox.faults.append(Fault("drop-after", "submit"))
    push(store, told)
    stopped()
    assert [one.trouble for one in push(store, told)] == ["double"]
    with pytest.raises(OnItsWayError):
        store.write(lambda session: store.advance(session, dossier, State.CAPTURED, who=WHO))
    with pytest.raises(UsageError):
        tell_number(store, dossier, "H21.129-261116-0403", who=WHO)


def test_what_never_arrived_and_stops_here_is_free_again(
    store: Store, told: ProvinceConnector, bus: RunningProvince, dossier: str, stopped: Stopped
) -> None:
    tell_number(store, dossier, "H21.129-261116-0404", who=WHO)
    bus.sandbox.faults.append(Fault("drop-before", "submit"))
    push(store, told)
    stopped()
    assert [one.trouble for one in push(store, told)] == ["double"]
    tell_number(store, dossier, "H21.129-261116-0405", who=WHO)
    assert progress_of(store, dossier)["number"] == "H21.129-261116-0405"


@pytest.mark.long
def test_a_wish_for_a_supplement_that_came_meanwhile_is_not_sent_over(
    store: Store, told: ProvinceConnector, bus: RunningProvince, dossier: str, clock: Clock
) -> None:
    number = "H21.129-261116-0406"
    tell_number(store, dossier, number, who=WHO)
    bus.sandbox.faults.append(Fault("drop-after", "submit"))
    push(store, told)
    kept = bus.sandbox.store.dossier(number)
    assert kept is not None
    bus.sandbox.store.keep_dossier(number, {**kept, "status": "5", "note": "thiếu giấy chứng sinh"})
    clock.move(NIGHT)
    assert [one.state for one in push(store, told)] == [Sending.SENT]
    kept = bus.sandbox.store.dossier(number)
    assert kept is not None and (kept["status"], kept["times"]) == ("5", 1)
    assert next(refresh_all(store, told, [dossier], who=WHO)).trouble == ""
    assert state_of(store, dossier) is State.RETURNED


def test_who_says_a_number_is_asked_unless_nothing_is_there(
    store: Store, bus: RunningProvince, dossier: str
) -> None:
    there(bus, "H21.129-261116-0501", "1.001193", owner_of(store, dossier))
    asked: list[tuple[str, bool]] = []

    def say(number: str, version: str = NEWEST, *, sure: bool = False) -> None:
        def answer(found: NumberFound) -> bool:
            asked.append((found.number, found.there is not None))
            return sure

        with connected(bus, version) as connector:
            tell_found(store, dossier, number, OnlyDoor(lambda: connector), who=WHO, sure=answer)

    for version in (NEWEST, "province-2024"):
        with pytest.raises(UsageError):
            say("H21.129-261116-0501", version)
    assert "number" not in progress_of(store, dossier)
    say("H21.129-261116-0501", "province-2024", sure=True)
    say("H21.129-261116-0502")
    assert asked == [
        ("H21.129-261116-0501", True),
        ("H21.129-261116-0501", False),
        ("H21.129-261116-0501", False),
    ]
    assert progress_of(store, dossier)["number"] == "H21.129-261116-0502"


@pytest.mark.long
def test_odd_numbers_of_a_day_stop_none_of_its_own(
    store: Store, counted: ProvinceConnector, clock: Clock
) -> None:
    clock.move(2 * NIGHT)
    start = f"H21.129-{store.clock():%y%m%d}-"
    odd = ("0007A", "0005-1", "99999")
    for number, end in enumerate(odd):
        tell_number(store, queued_dossier(store, number), f"{start}{end}", who=WHO)
    last = queued_dossier(store, len(odd))
    assert Pusher(store, counted, WHO, door="province").push(last, early=True).number == f"{start}0001"
    tell_number(store, queued_dossier(store, 5), f"{start}9999", who=WHO)
    told = Pusher(store, counted, WHO, door="province").push(queued_dossier(store, 6), early=True)
    assert (told.trouble, told.set_aside, start in told.sentence) == ("number-wanted", True, True)


@pytest.mark.long
def test_the_unit_counts_its_own_numbers_and_passes_over_those_of_others(
    store: Store, counted: ProvinceConnector, bus: RunningProvince, two: tuple[str, str]
) -> None:
    day = f"{store.clock():%y%m%d}"
    there(bus, f"H21.129-{day}-0001", "1.000656", "AI ĐÓ")
    assert [one.state for one in push(store, counted)] == [Sending.SENT] * 2
    assert {number_of(store, one) for one in two} == {f"H21.129-{day}-0002", f"H21.129-{day}-0003"}


def test_a_store_that_forgot_what_it_sent_asks_a_person(
    store: Store, counted: ProvinceConnector, bus: RunningProvince, clock: Clock
) -> None:
    clock.move(NIGHT)  # a day without numbers yet
    day = f"{store.clock():%y%m%d}"
    dossier = queued_dossier(store)
    there(bus, f"H21.129-{day}-0001", "1.001193", owner_of(store, dossier))
    (result,) = push(store, counted)
    assert (result.state, result.trouble) == (Sending.REFUSED, "perhaps-sent")
    assert f"H21.129-{day}-0001" in result.sentence
    say_not_sent(store, dossier, who=WHO)
    sent = Pusher(store, counted, WHO, door="province").push(dossier, early=True)
    assert (sent.state, sent.number) == (Sending.SENT, f"H21.129-{day}-0002")


def test_who_can_not_be_asked_is_asked_in_vain_and_nothing_is_taken_for_lost(
    store: Store, bus: RunningProvince, dossier: str, clock: Clock
) -> None:
    tell_number(store, dossier, "H21.129-261116-0301", who=WHO)
    with connected(bus, "province-2024") as connector:
        assert [one.state for one in push(store, connector)] == [Sending.SENT]
        clock.move(NIGHT)
        with store.read() as session:
            way = of_dossier(session, dossier)
        assert way is not None
        assert ask_about(store, connector, way, Round(), who=WHO).trouble == ""
        with store.read() as session:
            after = of_dossier(session, dossier)
    assert after is not None and after.state == Sending.SENT
