# SPDX-License-Identifier: Apache-2.0
"""A store brought back from a copy while the settings name a server and an object store: it never passes for
a desk of the store that lives there, and goes there only where a person carries it over.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import sohoa
from bench.postgres.server import PostgresServer
from intake.settings.apart import FILE, Part, at_home, parts_apart
from intake.settings.settings import (
    BackupSettings,
    GatewaySettings,
    MailSettings,
    Settings,
    StoreSettings,
)
from intake.settings.units import offices
from intake.store.life.apart import keep_apart
from tests.support.stores.server_store import name_in

pytestmark = [pytest.mark.long, pytest.mark.of_sqlite]  # once: each test names its databases itself


class Province:
    """The command line of an office whose settings name a server and an object store, and its copy."""

    def __init__(
        self, folder: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.home, self.copy, self.usb, self.papers = (
            folder / name for name in ("home", "try", "usb", "papers")
        )
        self.papers.mkdir()
        self.objects = f"file://{self.papers}"
        self._capsys = capsys
        monkeypatch.setenv("SOHOA_STORE__URL", url)
        monkeypatch.setenv("SOHOA_STORE__OBJECTS", self.objects)
        self.scan = folder / "don.txt"
        self.scan.write_text("an invented paper")

    def typed(self, home: Path, *words: str) -> tuple[int, str, str]:
        code = sohoa.run(["--home", str(home), *words])
        told = self._capsys.readouterr()
        return code, told.out, " ".join(told.err.split())

    def new(self, home: Path) -> str:
        code, out, err = self.typed(home, "new", "--who", "lan", "--json")
        assert code == 0, err
        return str(json.loads(out)["id"])

    def listed(self, home: Path) -> list[str]:
        return sorted(line["id"] for line in self._json(home, "list")["dossiers"])

    def _json(self, home: Path, *words: str) -> Any:
        return json.loads(self.typed(home, *words, "--json")[1])

    def told_there(self) -> dict[str, str]:
        """What lies at the place of the papers, by name."""
        return {
            path.relative_to(self.papers).as_posix(): path.read_text()
            for path in self.papers.rglob("*.json")
            if path.is_file()
        }


@pytest.fixture
def province(
    tmp_path: Path,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Province:
    """Two dossiers, a copy of them brought back into another folder; then, if any, those that came after."""
    province = Province(tmp_path, postgres_url, monkeypatch, capsys)
    for _number in range(2):
        province.new(province.home)
    assert province.typed(province.home, "backup", str(province.usb))[0] == 0
    return province


def restored(province: Province) -> str:
    code, _out, err = province.typed(province.copy, "restore", str(province.usb))
    assert code == 0, err
    return err


@pytest.mark.parametrize("later", [0, 3], ids=["nothing after the copy", "dossiers after the copy"])
def test_a_copy_that_is_tried_beside_the_living_store_neither_asks_nor_marks_it(
    province: Province, later: int
) -> None:
    before = province.listed(province.home)
    for _number in range(later):
        province.new(province.home)
    living, there = province.listed(province.home), province.told_there()

    assert province.objects in restored(province)
    assert province.listed(province.copy) == before
    made = [province.new(province.copy) for _number in range(20)]
    assert province.listed(province.copy) == sorted([*before, *made])
    assert province.typed(province.copy, "store", "verify")[0] == 0
    assert province.typed(province.copy, "push")[0] == 0

    assert province.told_there() == there
    assert province.listed(province.home) == living
    assert province.typed(province.home, "push")[0] == 0
    assert province.new(province.home)


def test_each_command_on_such_a_copy_says_which_places_it_does_not_use(
    province: Province, postgres_url: str
) -> None:
    restored(province)
    for words in (["list"], ["report"], ["doctor", "--json"], ["store", "verify"]):
        _code, out, err = province.typed(province.copy, *words)
        told = out if words[0] == "doctor" else err
        assert province.objects in told and name_in(postgres_url) in told and "move-objects" in told
    assert province.objects not in province.typed(province.home, "list")[2]


def test_the_papers_of_such_a_copy_are_not_carried_to_those_of_the_living_store(province: Province) -> None:
    restored(province)
    there = province.told_there()
    code, _out, err = province.typed(province.copy, "store", "move-objects", "--to", province.objects)
    assert code == 3 and "store accept" in err
    assert province.told_there() == there and parts_apart(province.copy) == set(Part)
    assert province.typed(province.copy, "store", "accept")[0] == 0
    assert province.typed(province.copy, "store", "move-objects", "--to", province.objects)[0] == 0


def test_the_doctor_calls_the_copy_s_own_database_well(province: Province) -> None:
    restored(province)
    out = province.typed(province.copy, "doctor", "--json")[1]
    assert {one["health"] for one in json.loads(out) if one["name"] in ("database", "papers", "queues")} == {
        "ok"
    }


def test_a_store_that_was_lost_is_carried_back_to_empty_places_without_a_change_of_the_settings(
    province: Province,
    postgres: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    before = province.listed(province.home)
    with postgres.database() as empty:
        anew, objects = postgres.url(empty), tmp_path / "anew"
        objects.mkdir()
        monkeypatch.setenv("SOHOA_STORE__URL", anew)
        monkeypatch.setenv("SOHOA_STORE__OBJECTS", f"file://{objects}")
        restored(province)
        assert province.typed(province.copy, "store", "move-objects", "--to", f"file://{objects}")[0] == 0
        assert parts_apart(province.copy) == {Part.ROWS}
        code, _out, err = province.typed(province.copy, "store", "move", "--to", anew)
        assert code == 0, err
        assert not (province.copy / FILE).exists()
        assert province.listed(province.copy) == before
        other = tmp_path / "other"
        made = province.new(other)
        assert sorted([*before, made]) == province.listed(province.copy)


def test_papers_carried_to_another_place_than_the_settings_name_stay_where_they_are_read(
    province: Province, tmp_path: Path
) -> None:
    restored(province)
    (tmp_path / "elsewhere").mkdir()
    there = f"file://{tmp_path / 'elsewhere'}"
    assert province.typed(province.copy, "store", "move-objects", "--to", there)[0] == 0
    assert parts_apart(province.copy) == set(Part)


def test_a_copy_is_not_carried_onto_the_living_store(province: Province, postgres_url: str) -> None:
    restored(province)
    own = province.new(province.copy)
    code, _out, err = province.typed(province.copy, "store", "move", "--to", postgres_url)
    assert code == 3 and "store move" not in err
    assert own in province.listed(province.copy)
    assert province.new(province.copy) and province.new(province.home)


def test_a_store_is_not_carried_onto_itself(province: Province, postgres_url: str) -> None:
    code, _out, err = province.typed(province.home, "store", "move", "--to", postgres_url)
    assert code == 3 and "store move" not in err
    assert province.new(province.home)


def test_nothing_leaves_the_house_from_such_a_copy_until_it_was_carried_over(tmp_path: Path) -> None:
    named = Settings(
        home=tmp_path,
        store=StoreSettings(url="postgresql+psycopg://sohoa@db/sohoa", objects="s3://papers/one"),
        gateway=GatewaySettings(base_url="https://gateway.example.gov.vn"),
        mail=MailSettings(host="mail.example.gov.vn"),
        backup=BackupSettings(to="/media/usb/sohoa"),
        units={
            "mot": {"unit": {"code": "H34.11"}, "gateway": {"base_url": "https://other.example.gov.vn"}},
            "hai": {"unit": {"code": "H34.12"}, "mail": {"host": "other.example.gov.vn"}},
            "faulty": 7,
        },
    )
    assert at_home(named) == named
    for parts in (tuple(Part), (Part.ROWS,), (Part.PAPERS,)):
        keep_apart(tmp_path, parts)
        held = at_home(named)
        assert (held.store.url == "", held.store.objects == "") == (Part.ROWS in parts, Part.PAPERS in parts)
        for one in (held, *offices(held).values()):
            assert not (one.gateway.base_url or one.mail.host or one.backup.to)
        assert {*offices(held)} == {"H34.11", "H34.12"} and held.units["faulty"] == 7
    keep_apart(tmp_path, ())
    assert at_home(named) == named


def test_a_desk_without_a_server_sends_from_what_was_brought_back(tmp_path: Path) -> None:
    keep_apart(tmp_path)
    alone = Settings(home=tmp_path, gateway=GatewaySettings(base_url="https://gateway.example.gov.vn"))
    assert at_home(alone) == alone


@pytest.mark.parametrize("content", ["", "all of it", "\0"])
def test_a_note_that_says_nothing_known_counts_as_all(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    assert parts_apart(tmp_path) == set(Part)
