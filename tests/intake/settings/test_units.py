# SPDX-License-Identifier: Apache-2.0
"""Settings of several offices in one installation: what each has of its own, and what it never inherits."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from batch.gateway.connectors.ministry.connector import MinistryConnector
from batch.gateway.errors import GatewayError
from batch.gateway.registry import OfficeDoors
from intake.desk.commands.config import setting_lines
from intake.settings.current import choose_settings
from intake.settings.file import SettingsError
from intake.settings.secrets import client_secret
from intake.settings.settings import Settings, load_settings
from intake.settings.units import faulty_offices, offices, settings_of

TWO = """
[unit]
code = "H34.11"
name = "UBND xã Thử Một"
counter = "Bộ phận Một cửa số"
phone = "0900 000 001"

[gateway]
base_url = "https://cong.example.vn/"
client_id = "mot"
timeout_s = 7

[mail]
host = "mail.example.vn"

[units.hai]
unit = { code = "H34.12", name = "UBND xã Thử Hai" }
gateway = { client_id = "hai" }

[units.ba.unit]
code = "H34.13"
"""


@pytest.fixture
def two(tmp_path: Path) -> Settings:
    return written(tmp_path, TWO)


def written(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def opened(settings: Settings) -> MinistryConnector:
    door = OfficeDoors(settings).open("ministry")
    assert isinstance(door, MinistryConnector)
    return door


def test_an_office_has_its_own_over_the_common(two: Settings) -> None:
    hai = settings_of(two, "H34.12")
    assert (hai.unit.code, hai.unit.name, hai.gateway.client_id) == ("H34.12", "UBND xã Thử Hai", "hai")
    assert (hai.gateway.timeout_s, hai.mail.host, hai.home) == (7, "mail.example.vn", two.home)
    assert settings_of(two, "hai") == hai
    assert list(offices(two)) == ["H34.12", "H34.13"]


def test_the_own_office_is_the_one_when_none_is_named(two: Settings) -> None:
    assert settings_of(two, None) == two == settings_of(two, "H34.11")


def test_who_an_office_is_comes_from_its_own_section_alone(two: Settings) -> None:
    ba = settings_of(two, "H34.13").unit
    assert (ba.name, ba.phone, ba.counter) == ("", "", "Bộ phận Một cửa số")


def test_a_secret_is_not_sent_in_another_office_s_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_SECRET", "of-mot")
    two = written(tmp_path, TWO)
    assert settings_of(two, "ba").gateway.client_secret == two.gateway.client_secret is not None
    assert settings_of(two, "hai").gateway.client_secret is None
    monkeypatch.setenv("SOHOA_UNITS__HAI__GATEWAY__CLIENT_SECRET", "of-hai")
    secret = client_secret(settings_of(written(tmp_path, TWO), "hai").gateway)
    assert secret is not None and secret.get_secret_value() == "of-hai"


def test_each_office_pushes_in_its_own_name_where_its_section_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(GatewayError):
        opened(settings_of(written(tmp_path, TWO), "hai"))  # no keyring has its secret
    monkeypatch.setenv("SOHOA_UNITS__HAI__GATEWAY__CLIENT_SECRET", "of-hai")
    monkeypatch.setenv("SOHOA_UNITS__HAI__GATEWAY__BASE_URL", "http://127.0.0.1:9/hai")
    with closing(opened(settings_of(written(tmp_path, TWO), "hai"))) as connector:
        assert (connector._unit.code, connector._base_url) == ("H34.12", "http://127.0.0.1:9/hai")


@pytest.mark.parametrize(
    ("section", "wanted", "named"),
    [
        ('[units.bon.gateway]\nclient_id = "x"', "bon", "units.bon"),
        ('[units."Xã Bốn".unit]\ncode = "H34.14"', "H34.14", "Xã Bốn"),
        ('[units.bon.unit]\ncode = "H34.13"', "H34.13", "H34.13"),
        (
            '[units.bon]\nunit = { code = "H34.14" }\ngateway = { base = "x" }',
            "H34.14",
            "units.bon.gateway.base",
        ),
        ('[units.bon]\nunit = { code = "H34.14" }\nmail = { port = 70000 }', "H34.14", "units.bon.mail.port"),
        ('[units.bon]\nunit = { code = "H34.14" }\nhome = "x"', "H34.14", "units.bon.home"),
        ("[units]\nbon = 3", "bon", "units.bon"),
        ("[units.bon]\nunit = 3", "bon", "units.bon.unit"),
    ],
)
def test_what_is_wrong_with_a_section_costs_its_office_alone_and_is_said_with_its_name(
    tmp_path: Path, section: str, wanted: str, named: str
) -> None:
    text = section + TWO if section.startswith("[units]") else TWO + section
    settings = written(tmp_path, text)
    assert settings_of(settings, "H34.12").unit.name == "UBND xã Thử Hai"
    assert settings_of(settings, None).unit.code == "H34.11"
    with pytest.raises(SettingsError) as caught:
        settings_of(settings, wanted)
    assert named in caught.value.sentence
    assert "H34.12" in offices(settings) and wanted not in offices(settings)
    assert {one.error.sentence for one in faulty_offices(settings)} == {caught.value.sentence}


def test_a_secret_in_a_section_is_refused_and_its_variable_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        written(tmp_path, TWO + '[units.bon.gateway]\nclient_secret = "hunter2"')
    assert "SOHOA_UNITS__BON__GATEWAY__CLIENT_SECRET" in caught.value.advice
    assert "hunter2" not in caught.value.sentence + caught.value.advice


def test_an_office_that_nobody_set_up_is_told_with_those_there_are(two: Settings) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_of(two, "H99")
    assert "H99" in caught.value.sentence
    assert all(code in caught.value.advice for code in ("H34.11", "H34.12", "H34.13"))


def test_what_holds_for_an_office_is_shown_with_where_it_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_SECRET", "of-mot")
    monkeypatch.setenv("SOHOA_UNITS__HAI__UNIT__PHONE", "0900 000 002")
    written(tmp_path, TWO)
    file = tmp_path / "config.toml"
    choose_settings(file, "hai")
    origins = {line.key: line.origin for line in setting_lines()}
    assert origins["unit.code"] == f"{file} [units.hai.unit]"
    assert origins["gateway.client_id"] == f"{file} [units.hai.gateway]"
    assert origins["gateway.base_url"] == origins["mail.host"] == str(file)
    assert origins["unit.phone"] == "SOHOA_UNITS__HAI__UNIT__PHONE"
    assert origins["unit.commune"] == origins["gateway.client_secret"] == "mặc định"
    choose_settings(file, "ba")
    assert "SOHOA_GATEWAY__CLIENT_SECRET" in [line.origin for line in setting_lines()]


def test_what_an_office_lacks_for_its_gateway_is_named_where_it_has_to_stand(
    two: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = "SOHOA_UNITS__HAI__GATEWAY__CLIENT_SECRET"
    with pytest.raises(GatewayError) as told:
        opened(settings_of(two, "hai"))
    assert "units.hai.gateway.client_secret" in told.value.sentence and variable in told.value.advice
    monkeypatch.setenv(variable, "invented")
    opened(settings_of(written(tmp_path, TWO), "hai")).close()


def test_whose_signature_it_is_comes_from_an_offices_own_section_alone(tmp_path: Path) -> None:
    whose = 'signer = "pkcs12"\nfile = "mot.p12"\nuser = "mot"\n'
    common = f'\n[signing]\n{whose}unsigned = "refuse"\nprofile = "B-T"\n'
    bon_too = '\n[units.bon]\nunit = { code = "H34.14" }\nsigning = { signer = "pkcs11", device = "BON" }\n'
    settings = written(tmp_path, TWO.replace("[units.hai]", common + "\n[units.hai]") + bon_too)
    hai, bon = settings_of(settings, "H34.12").signing, settings_of(settings, "H34.14").signing
    assert (hai.signer, hai.file, hai.user) == ("", "", "")
    assert (bon.signer, bon.device, bon.file, bon.user) == ("pkcs11", "BON", "", "")
    assert {(one.unsigned, one.profile) for one in (hai, bon)} == {("refuse", "B-T")}
