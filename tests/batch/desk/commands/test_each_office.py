# SPDX-License-Identifier: Apache-2.0
"""``--all-units``: what one office meets costs that office, and one table at the end tells of all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from batch.gateway.contract import Door
from batch.gateway.registry import OfficeDoors
from batch.services.nightly import night
from bench.storm.dossiers import queued_dossier
from intake.desk import console
from intake.errors import StorageFullError
from intake.settings.settings import Settings
from intake.store.store import Store
from tests.support.desks.offices_desk import OfficesDesk
from tests.support.servers.scripted_gateway import ScriptedGateway

pytestmark = pytest.mark.long
DONE, ATTENTION, WRONG_USE, COULD_NOT = 0, 1, 2, 3
ONE, TWO = "H34.11", "H34.12"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> OfficesDesk:
    return OfficesDesk(tmp_path, capsys)


@pytest.fixture(autouse=True)
def wide_screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """So wide that no sentence is broken; a console keeps the width it was made with."""
    monkeypatch.setenv("COLUMNS", "200")
    console.results.cache_clear()
    console.remarks.cache_clear()
    yield
    console.results.cache_clear()
    console.remarks.cache_clear()


@pytest.fixture
def inbox(desk: OfficesDesk) -> Path:
    """A folder in which the second office has a scan; where the first one's folder belongs lies a file."""
    inbox = desk.folder / "in"
    (inbox / TWO).mkdir(parents=True)
    (inbox / TWO / "b.pdf").touch()  # refused, and so a dossier without anything to read
    (inbox / ONE).touch()
    return inbox


def test_an_office_whose_folder_is_none_keeps_no_other_from_its_night(desk: OfficesDesk, inbox: Path) -> None:
    code, printed, said = desk.typed("run", str(inbox), "--all-units", "--no-push", "--json")
    told = json.loads(printed)["units"]
    assert code == COULD_NOT
    assert told[ONE]["problem"]["sentence"] and "numbers" not in told[ONE]
    assert (told[TWO]["problem"], told[TWO]["numbers"]["received"]) == (None, 1)
    assert f"{ONE}: {told[ONE]['problem']['sentence']}" in said


def test_an_office_whose_section_has_a_fault_is_named_and_keeps_no_other_from_its_night(
    desk: OfficesDesk, inbox: Path
) -> None:
    (inbox / ONE).unlink()
    config = desk.folder / "config.toml"
    whole = config.read_text("utf-8")
    config.write_text(f"{whole}\n[units.mot.gateway]\ntimeout = 7\n", "utf-8")
    code, printed, said = desk.typed("run", str(inbox), "--all-units", "--no-push", "--json")
    told = json.loads(printed)["units"]
    assert code == COULD_NOT
    assert "units.mot.gateway.timeout" in told[ONE]["problem"]["sentence"] and ONE in said
    assert (told[TWO]["problem"], told[TWO]["numbers"]["received"]) == (None, 1)
    assert not (inbox / ONE).exists()
    assert len(desk.listed("--unit", TWO)) == 1 == len(desk.listed("--all-units"))
    refused, _printed, said = desk.typed("list", "--unit", ONE)
    assert refused != DONE and "units.mot.gateway.timeout" in said
    _code, _printed, said = desk.typed("doctor")
    assert "units.mot.gateway.timeout" in _printed
    config.write_text(whole, "utf-8")
    assert desk.typed("list", "--unit", ONE)[0] == DONE


def test_an_error_that_nobody_thought_of_costs_its_office_alone(
    desk: OfficesDesk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / ONE).unlink()
    fails_for(monkeypatch, ONE, KeyError("a value"))
    code, printed, said = desk.typed("run", str(inbox), "--all-units", "--no-push")
    assert code == COULD_NOT and "KeyError" in said and "a value" not in said
    assert len(desk.listed("--unit", TWO)) == 1
    log = (desk.folder / "home" / "log" / "sohoa.log").read_text("utf-8")
    assert '"unit": "H34.11"' in log and "a value" not in log
    assert printed.index("b.pdf") < printed.index("KeyError")


def test_the_last_office_s_fault_costs_no_copy_of_the_others(
    desk: OfficesDesk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_BACKUP__TO", str(desk.folder / "copies"))
    fails_for(monkeypatch, TWO, KeyError("x"))
    code, printed, _said = desk.typed("run", str(inbox), "--all-units", "--no-push", "--json")
    assert code == COULD_NOT
    assert json.loads(printed)["backup"]["place"]


def test_what_every_office_would_meet_ends_the_round_and_those_left_are_named(
    desk: OfficesDesk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / ONE).unlink()
    fails_for(monkeypatch, ONE, StorageFullError("no room", "make some"))
    code, printed, said = desk.typed("run", str(inbox), "--all-units", "--no-push", "--json")
    told = json.loads(printed)["units"]
    assert (code, said.count("no room")) == (COULD_NOT, 1)
    assert (told[ONE]["tried"], told[TWO]["tried"]) == (True, False)
    assert desk.listed("--unit", TWO) == []


def test_a_heading_stands_above_each_office_s_tables_and_one_table_of_all_below(
    desk: OfficesDesk, inbox: Path
) -> None:
    (inbox / ONE).unlink()
    code, printed, said = desk.typed("run", str(inbox), "--all-units", "--no-push")
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    heads = [lines.index(f"{ONE} UBND xã Thử Một"), lines.index(f"{TWO} UBND xã Thử Hai")]
    assert code == ATTENTION and heads == sorted(heads)
    assert "UBND xã Thử Một" not in said
    (first,) = (line for line in lines if line.startswith(f"{ONE} UBND xã Thử Một 0 0 0"))
    (second,) = (line for line in lines if line.startswith(f"{TWO} UBND xã Thử Hai 1 1 0"))
    assert max(heads) < lines.index(first) < lines.index(second)


def test_each_office_pushes_to_its_own_gateway_and_one_that_is_not_set_up_holds_up_no_other(
    desk: OfficesDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = ScriptedGateway()
    opened = OfficeDoors.open

    def only_two(doors: OfficeDoors, name: str) -> Door:
        return gateway if doors.settings.unit.code == TWO else opened(doors, name)

    monkeypatch.setattr(OfficeDoors, "open", only_two)
    mine, other = queued(desk, ONE, 1), queued(desk, TWO, 2)
    code, printed, said = desk.typed("push", "--all-units", "--json")
    told = json.loads(printed)["units"]
    assert code == COULD_NOT and "gateway.base_url" in said
    assert gateway.dossiers == [other]
    assert [one["dossier"] for one in told[TWO]["dossiers"]] == [other]
    assert told[ONE]["problem"]["sentence"].count("gateway.base_url") == 1
    monkeypatch.setattr(OfficeDoors, "open", lambda _doors, _name: gateway)
    code, printed, _said = desk.typed("push", "--all-units")
    assert code == DONE and gateway.dossiers == [other, mine]
    assert printed.index(mine) < printed.rindex(TWO)


def test_a_dossier_is_pushed_for_its_office_not_for_all(desk: OfficesDesk) -> None:
    dossier = queued(desk, ONE, 1)
    code, _printed, said = desk.typed("push", dossier, "--all-units")
    assert code == 2 and "--unit" in said


def test_an_office_that_mails_nothing_needs_no_mail_server(desk: OfficesDesk) -> None:
    code, printed, _said = desk.typed("mail", "send", "--all-units", "--json")
    told = json.loads(printed)["units"]
    assert code == DONE and [told[unit]["mails"] for unit in (ONE, TWO)] == [[], []]


def queued(desk: OfficesDesk, unit: str, number: int) -> str:
    store = Store.open(desk.folder / "home", unit=unit)
    try:
        return queued_dossier(store, number)
    finally:
        store.close()


def fails_for(monkeypatch: pytest.MonkeyPatch, unit: str, error: Exception) -> None:
    """The night of one office raises ``error``."""
    as_it_is = night.run_night

    def run_night(one: Any, folder: Path, **how: Any) -> Any:
        its: Settings = one.settings
        if its.unit.code == unit:
            raise error
        return as_it_is(one, folder, **how)

    monkeypatch.setattr(night, "run_night", run_night)


def test_the_folder_that_holds_the_offices_folders_is_no_office_s_own(desk: OfficesDesk, inbox: Path) -> None:
    (inbox / ONE).unlink()
    for unit in (ONE, TWO, "mot"):
        code, printed, said = desk.typed("run", str(inbox), "--unit", unit, "--no-push")
        assert (code, printed) == (WRONG_USE, "") and TWO in said and "--all-units" in said
    assert desk.listed("--all-units") == []


def test_an_office_s_night_does_not_take_another_office_s_folder(desk: OfficesDesk, inbox: Path) -> None:
    code, _printed, said = desk.typed("run", str(inbox / TWO), "--unit", ONE, "--no-push")
    assert code == WRONG_USE and f"--unit {TWO}" in said
    assert desk.listed("--all-units") == []
    desk.typed("run", str(inbox / TWO), "--unit", TWO, "--no-push")
    assert len(desk.listed("--unit", TWO)) == 1


def test_what_lies_beside_the_offices_folders_is_named_for_nobody_takes_it_in(
    desk: OfficesDesk, inbox: Path
) -> None:
    (inbox / ONE).unlink()
    (inbox / "01").mkdir()
    (inbox / "01" / "a.pdf").touch()
    (inbox / "01" / ".hidden").touch()
    code, printed, said = desk.typed("run", str(inbox), "--all-units", "--no-push", "--json")
    assert code == ATTENTION and json.loads(printed)["of_no_office"] == ["01"] and ": 01" in said
    assert len(desk.listed("--all-units")) == 1


def test_offices_whose_codes_make_one_folder_have_none_taken(desk: OfficesDesk, inbox: Path) -> None:
    (inbox / ONE).unlink()
    config = desk.folder / "config.toml"
    config.write_text(config.read_text("utf-8").replace('code = "H34.11"', 'code = "h34.12"'), "utf-8")
    code, printed, _said = desk.typed("run", str(inbox), "--all-units", "--no-push", "--json")
    told = json.loads(printed)["units"]
    assert code == COULD_NOT and all(told[unit]["problem"] for unit in ("h34.12", TWO))
    assert desk.listed("--all-units") == []
