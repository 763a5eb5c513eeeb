# SPDX-License-Identifier: Apache-2.0
"""The door ``folder``: what lies there, from the settings to the push, and that it lies there once."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from batch.gateway.connectors.folder import FolderDoor
from batch.gateway.connectors.portal_kit import PortalKit
from batch.gateway.contract import DropOff, Submission, Unit
from batch.gateway.errors import GatewaySetupError
from batch.gateway.registry import OfficeDoors
from batch.outbox.each_door import push_by_doors
from batch.outbox.push import Pusher, due_dossiers
from bench.storm.dossiers import queued_dossier
from intake.dossier.states import State
from intake.settings.doors import DoorSettings, GatewaySettings
from intake.settings.settings import Settings
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from tests.support.desks.packing_desk import WHO, Clock
from tests.support.desks.queue_desk import NIGHT, number_of, row_of, state_of
from tests.support.dossiers.laid_dossiers import NUMBER, is_whole, laid_in, place_in, signed, submission
from tests.support.servers.scripted_gateway import ScriptedGateway
from tests.support.stores.memory_place import SeveralDoors

UNIT = Unit("H34.11", "UBND xã Ví Dụ")


def office(place: str, **options: str) -> OfficeDoors:
    return OfficeDoors(Settings(gateway=GatewaySettings(doors={"kho": door_at(place, **options)})))


def door_at(place: str, **options: str) -> DoorSettings:
    return DoorSettings(connector="folder", place=place, options=options)


class Killed(BaseException):
    """The process ends here."""


class KilledAfterwards(FolderDoor):
    """It is killed when the folder lies there and nobody here knows it yet."""

    def put(self, submission: Submission, number: str) -> str:
        super().put(submission, number)
        raise Killed


def test_a_dossier_lies_there_with_its_papers_its_values_and_its_number(tmp_path: Path) -> None:
    place, one = place_in(tmp_path), submission(tmp_path / "package")
    name = FolderDoor(place, UNIT).put(one, NUMBER)
    assert laid_in(place) == [name] and name.startswith(f"{one.dossier}_") and is_whole(place / name)
    told = json.loads((place / name / "ho-so.json").read_text("utf-8"))
    assert (told["dossier"], told["number"], told["procedure"]) == (one.dossier, NUMBER, "1.001193")
    assert told["values"] == dict(one.values) and told["unit"] == {"code": UNIT.code, "name": UNIT.name}
    files = [file["file"] for component in told["components"] for file in component["files"]]
    assert all((place / name / file).is_file() for file in files) and len(files) == 2


def test_another_value_is_another_folder_beside_the_first(tmp_path: Path) -> None:
    place, door = place_in(tmp_path), FolderDoor(place_in(tmp_path / "b"), UNIT)
    first = door.put(submission(tmp_path / "package"), "")
    second = door.put(submission(tmp_path / "package", child__sex="Nữ"), "")
    assert laid_in(door.place) == sorted([first, second]) and laid_in(place) == []


def test_signed_anew_it_is_not_laid_beside_what_was_signed_before(tmp_path: Path) -> None:
    """A store put back from a copy from before the signature signs once more."""
    plain = submission(tmp_path / "package")
    first, anew = (signed(plain, tmp_path / moment, moment) for moment in ("monday", "tuesday"))
    for door in (FolderDoor(place_in(tmp_path), UNIT), PortalKit(place_in(tmp_path / "kit"))):
        name = door.put(first, NUMBER)
        assert door.put(anew, NUMBER) == name and laid_in(door.place) == [name]
        values = {**plain.values, "child.sex": "Nữ"}
        others = (plain, replace(anew, unsigned="6" * 64), replace(anew, values=values))
        assert len({name, *(door.put(other, NUMBER) for other in others)}) == 4


def test_it_is_set_up_by_a_whole_path_and_the_kind_of_copy(tmp_path: Path) -> None:
    door = office(str(tmp_path), copy="portal").open("kho")
    assert isinstance(door, DropOff) and (door.copy, door.name) == ("portal", "folder")
    assert office(str(tmp_path)).checks("kho").copy == "master"
    for wrong in (office(""), office("ho-so"), office(str(tmp_path), copy="both")):
        told = wrong.fault("kho")
        assert isinstance(told, GatewaySetupError) and "gateway.kho." in told.sentence


def test_a_pusher_that_is_killed_when_it_lies_there_lays_it_no_second_time(
    store: Store, clock: Clock, dossier: str, tmp_path: Path
) -> None:
    place = place_in(tmp_path)
    killed = Pusher(store, KilledAfterwards(place, UNIT, "portal"), WHO, owner="elsewhere/1/x", door="kho")
    with pytest.raises(Killed):
        killed.push(dossier)
    (laid,) = laid_in(place)
    shutil.move(place / laid, tmp_path / "fetched")
    clock.move(LEASE)
    again = Pusher(store, FolderDoor(place, UNIT, "portal"), WHO, door="kho")
    assert again.push(dossier).state == "sent"
    assert (laid_in(place), state_of(store, dossier)) == ([], State.PUSHED)
    assert row_of(store, dossier).progress["put"] == laid


@pytest.mark.long
def test_dossiers_wait_while_the_share_is_away_and_go_when_it_is_back(
    store: Store, gateway: ScriptedGateway, clock: Clock, two: tuple[str, str], tmp_path: Path
) -> None:
    place = place_in(tmp_path)
    doors = SeveralDoors({"ministry": gateway, "kho": FolderDoor(place, UNIT, "portal")})
    place.rename(tmp_path / "away")
    results = list(push_by_doors(store, doors, due_dossiers(store), who=WHO))
    assert [one.trouble for one in results if one.door == "kho"] == ["place-away"] * 2
    assert [state_of(store, one) for one in two] == [State.PUSHED] * 2
    (tmp_path / "away").rename(place)
    clock.move(NIGHT)
    list(push_by_doors(store, doors, due_dossiers(store), who=WHO))
    numbers = [
        json.loads((place / name / "ho-so.json").read_text("utf-8"))["number"] for name in laid_in(place)
    ]
    assert numbers == [number_of(store, one) for one in sorted(two)]
    assert all(is_whole(place / name) for name in laid_in(place))


def test_a_store_brought_back_from_an_earlier_copy_lays_nothing_twice(
    store: Store, clock: Clock, dossier: str, tmp_path: Path
) -> None:
    """The same dossier with the same package: what lies there is asked, not our rows."""
    place = place_in(tmp_path)
    door = FolderDoor(place, UNIT, "portal")
    assert Pusher(store, door, WHO, door="kho").push(dossier).state == "sent"
    other = Store.open(tmp_path / "older", clock)
    try:
        assert Pusher(other, door, WHO, door="kho").push(queued_dossier(other)).state == "sent"
    finally:
        other.close()
    assert len(laid_in(place)) == 1
