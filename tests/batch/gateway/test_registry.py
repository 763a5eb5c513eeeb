# SPDX-License-Identifier: Apache-2.0
"""Which doors an office's settings name, by which of them a dossier leaves, and doors of other packages."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from types import ModuleType

import pytest

from batch.gateway import registry
from batch.gateway.errors import GatewaySetupError
from batch.gateway.kinds import DoorSetup
from batch.gateway.registry import GROUP, OfficeDoors, known_kinds
from intake.settings.file import SettingsError
from intake.settings.settings import Settings, load_settings
from tests.support.stores.memory_place import MemoryPlace

ONE = """
[gateway]
base_url = "https://cong.example.vn"
client_id = "mot"
"""
TWO = (
    ONE
    + """
[gateway.tinh]
connector = "ministry"
base_url = "https://tinh.example.vn"
client_id = "hai"
"""
)


def doors(tmp_path: Path, text: str) -> OfficeDoors:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return OfficeDoors(load_settings(file))


class PostKind:
    """A kind of door of another package, set up by its options."""

    def opened(self, setup: DoorSetup) -> MemoryPlace:
        return MemoryPlace(name=setup.needed(setup.settings.options.get("box", ""), "options.box"))

    def checks(self, setup: DoorSetup) -> MemoryPlace:
        return self.opened(setup)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package's kinds: one that is sound, one that is none, one that can't be imported."""
    module = ModuleType("invented_post")
    module.post = PostKind()  # type: ignore[attr-defined]
    module.nothing = 3  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "invented_post", module)
    named = {"post": "invented_post:post", "three": "invented_post:nothing", "gone": "invented_gone:post"}
    entries = EntryPoints([EntryPoint(name, value, GROUP) for name, value in named.items()])

    def only_ours(**wanted: str) -> EntryPoints:
        return entries.select(**wanted)

    monkeypatch.setattr(registry, "entry_points", only_ours)


def test_without_a_word_about_doors_there_is_the_ministry_s_that_stands_in_gateway_itself(
    tmp_path: Path,
) -> None:
    one = doors(tmp_path, ONE)
    assert (one.names, list(one.of("1.001193"))) == (["ministry"], ["ministry"])
    assert not OfficeDoors(Settings()).is_set_up
    assert one.is_set_up


def test_the_only_door_needs_no_rule_whatever_it_is_called(tmp_path: Path) -> None:
    tinh = doors(tmp_path, '[gateway.tinh]\nconnector = "ministry"\nbase_url = "https://tinh.example.vn"')
    assert (tinh.names, list(tinh.of("1.001193"))) == (["tinh"], ["tinh"])


def test_of_several_none_is_guessed_to_lead(tmp_path: Path) -> None:
    with pytest.raises(GatewaySetupError) as told:
        doors(tmp_path, TWO).of("1.001193")
    assert 'gateway.send_to = ["ministry", "tinh"]' in told.value.advice


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        ("2.000635", ["tinh"]),
        ("1.001193", ["ministry", "tinh"]),
        ("1.001193.000.00.00.H56", ["ministry", "tinh"]),
    ],
)
def test_a_procedure_goes_where_its_line_says_also_under_a_unit_s_own_code_and_the_others_by_send_to(
    tmp_path: Path, procedure: str, expected: list[str]
) -> None:
    rule = '[gateway.procedures]\n"1.001193" = ["ministry", "tinh"]\n'
    two = doors(tmp_path, TWO.replace("[gateway]", '[gateway]\nsend_to = ["tinh"]') + rule)
    assert list(two.of(procedure)) == expected


def test_each_door_has_its_own_address_and_says_under_which_key_something_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("SOHOA_UNIT__CODE", "H34")
    monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_SECRET", "of-mot")
    two = doors(tmp_path, TWO)
    assert two.fault("ministry") is None
    told = two.fault("tinh")
    assert told is not None and "gateway.tinh.client_secret" in told.sentence
    assert "SOHOA_GATEWAY__TINH__CLIENT_SECRET" in told.advice
    monkeypatch.setenv("SOHOA_GATEWAY__TINH__CLIENT_SECRET", "of-hai")
    assert doors(tmp_path, TWO).fault("tinh") is None


def test_a_door_that_a_rule_names_and_nobody_set_up_is_told(tmp_path: Path) -> None:
    told = doors(tmp_path, ONE).fault("kho")
    assert told is not None and "[gateway.kho]" in told.advice


def test_a_connector_that_there_is_not_is_told_with_those_there_are(tmp_path: Path) -> None:
    told = doors(tmp_path, '[gateway.kho]\nconnector = "foldr"').fault("kho")
    assert told is not None and "foldr" in told.sentence and "ministry" in told.advice


@pytest.mark.parametrize(
    "wrong", ['[gateway]\nbase_ulr = "x"', '[gateway."Kho giấy"]\nplace = "x"', "[gateway.kho]\nplaces = 3"]
)
def test_a_setting_that_there_is_not_and_a_name_that_is_none_are_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(SettingsError):
        doors(tmp_path, wrong)


@pytest.mark.usefixtures("offered")
def test_a_door_of_another_package_is_opened_by_its_name(tmp_path: Path) -> None:
    post = doors(tmp_path, '[gateway.buu-dien]\nconnector = "post"\noptions = { box = "12" }')
    assert list(post.of("1.001193")) == ["buu-dien"]
    assert post.open("buu-dien").name == post.checks("buu-dien").name == "12"
    assert known_kinds()[-3:] == ["gone", "post", "three"]


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize("connector", ["three", "gone"])
def test_one_that_is_no_kind_or_cant_be_imported_is_told_and_stops_nothing_else(
    tmp_path: Path, connector: str
) -> None:
    told = doors(tmp_path, f'[gateway.x]\nconnector = "{connector}"').fault("x")
    assert told is not None and connector in told.sentence
