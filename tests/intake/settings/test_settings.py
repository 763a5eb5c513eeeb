# SPDX-License-Identifier: Apache-2.0
"""Settings come from file, environment and command line, the later the stronger."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from intake.desk.commands.config import setting_lines
from intake.settings import settings as module
from intake.settings.current import choose_settings
from intake.settings.file import SettingsError
from intake.settings.secrets import client_secret, database_server
from intake.settings.settings import GatewaySettings, Settings, flatten, load_settings
from templates.errors import UsageError
from templates.model.document_types import FieldType


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sohoa.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.home == tmp_path / "home" / "data" / "sohoa"
    assert settings.portal_limit_mb == 2
    assert settings.language == "vi"
    assert settings.worker_count >= 1


def test_the_office_is_named_in_composed_letters(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "UBND xã Định Hòa")
    unit = load_settings(_file(tmp_path, f'[unit]\nname = "{name}"\n')).unit
    assert unit.name == "UBND xã Định Hòa"


def test_the_usual_file_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "config" / "sohoa"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("workers = 3\n", encoding="utf-8")
    assert load_settings().worker_count == 3


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _file(tmp_path, 'workers = 3\n[unit]\nname = "UBND xã A"\ncode = "X"\n')
    monkeypatch.setenv("SOHOA_WORKERS", "5")
    monkeypatch.setenv("SOHOA_UNIT__CODE", "Y")
    settings = load_settings(path)
    assert (settings.workers, settings.unit.code, settings.unit.name) == (5, "Y", "UBND xã A")


def test_the_command_line_wins_over_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOHOA_HOME", str(tmp_path / "elsewhere"))
    assert load_settings(home=tmp_path / "here").home == tmp_path / "here"
    assert load_settings(home=None).home == tmp_path / "elsewhere"


@pytest.mark.parametrize("named", ["", "  "])
def test_a_home_left_empty_is_not_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    with pytest.raises(SettingsError, match="home"):
        load_settings(_file(tmp_path, f'home = "{named}"\n'))
    monkeypatch.setenv("SOHOA_HOME", named)
    with pytest.raises(SettingsError, match="home"):
        load_settings()


def test_a_home_is_the_same_wherever_the_program_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match="home"):
        load_settings(_file(tmp_path, 'home = "store"\n'))
    with pytest.raises(SettingsError, match="home"):
        load_settings(_file(tmp_path, 'home = "a\\u0000b"\n'))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert load_settings(_file(tmp_path, 'home = "~/store"\n')).home == tmp_path / "store"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOHOA_HOME", "here")
    assert load_settings().home == tmp_path / "here"


def test_a_named_file_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "none.toml")
    assert isinstance(caught.value, UsageError)
    assert "none.toml" in caught.value.sentence


@pytest.mark.parametrize("key", ["client_secret", "password", "api_token"])
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, key: str) -> None:
    path = _file(tmp_path, f'[gateway]\n{key} = "hunter2"\n')
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert key in caught.value.sentence
    assert "hunter2" not in caught.value.sentence + caught.value.advice


def test_an_unknown_key_names_its_likely_meaning(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(_file(tmp_path, "portal_limit = 3\n"))
    assert "portal_limit_mb" in caught.value.advice


NUMBERS = [
    key
    for key, value in flatten(Settings()).items()
    if isinstance(value, int | float) and not isinstance(value, bool)
]


@pytest.mark.parametrize("value", ["inf", "nan", "-1", "1e15"])
@pytest.mark.parametrize("key", NUMBERS)
def test_no_number_is_without_end(tmp_path: Path, key: str, value: str) -> None:
    table, _dot, name = key.rpartition(".")
    with pytest.raises(SettingsError) as caught:
        load_settings(_file(tmp_path, (f"[{table}]\n" if table else "") + f"{name} = {value}\n"))
    assert key in caught.value.sentence


@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "NaN", "1e400"])
def test_no_wait_without_end_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOHOA_PAGE_TIMEOUT_S", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "hữu hạn" in caught.value.sentence


@pytest.mark.parametrize("text", ["workers = -1\n", 'workers = "many"\n', "[gateway]\ntimeout_s = 0\n"])
def test_a_value_out_of_range_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError):
        load_settings(_file(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("workers = 1.5", "cần một số nguyên"),
        ('workers = "ba"', "cần một số nguyên"),
        ('portal_limit_mb = "nhiều"', "cần một số"),
        ("portal_limit_mb = 0", "phải lớn hơn 0"),
        ("max_pages = 0", "ít nhất là 1"),
        ("[mail]\nport = 70000", "nhiều nhất là 65535"),
        ('language = "fr"', "phải là một trong 'vi'"),
        ("[unit]\nname = 3", "cần một đoạn chữ"),
    ],
)
def test_what_is_wrong_with_a_value_is_said_in_the_clerk_s_language(
    tmp_path: Path, text: str, problem: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(_file(tmp_path, text + "\n"))
    assert problem in caught.value.sentence


def test_a_broken_file_says_in_which_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(_file(tmp_path, 'workers = 2\nhome = "open\n'))
    assert "2" in caught.value.sentence


def test_a_table_in_one_variable_that_is_no_json_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOHOA_UNIT", "UBND")
    with pytest.raises(SettingsError):
        load_settings()


def test_the_secret_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_SECRET", "s3cret")
    settings = load_settings()
    found = client_secret(settings.gateway)
    assert found is not None
    assert found.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(settings)


def test_the_secret_comes_from_the_keyring_when_the_environment_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import keyring

    entries = {("sohoa", "desk-1"): "from keyring"}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: entries.get((service, user)))
    assert client_secret(GatewaySettings(client_id="desk-1")) == SecretStr("from keyring")
    assert client_secret(GatewaySettings(client_id="desk-2")) is None


def test_a_desk_without_a_keyring_has_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.errors import NoKeyringError

    def fail(_service: str, _user: str) -> None:
        raise NoKeyringError

    monkeypatch.setattr(keyring, "get_password", fail)
    assert client_secret(GatewaySettings(client_id="desk-1")) is None


def test_config_show_masks_secrets_and_names_origins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _file(tmp_path, "portal_limit_mb = 3\n")
    monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_SECRET", "s3cret")
    choose_settings(path, home=tmp_path / "here")
    lines = {line.key: line for line in setting_lines()}
    assert lines["portal_limit_mb"].origin == str(path)
    assert lines["gateway.client_secret"].origin == "SOHOA_GATEWAY__CLIENT_SECRET"
    assert lines["gateway.client_secret"].value == "********"
    assert lines["home"].value == str(tmp_path / "here")
    assert lines["home"].origin != lines["workers"].origin
    assert not any("s3cret" in str(line) for line in lines.values())


def test_config_show_prints_every_key_as_json(tmp_path: Path) -> None:
    import typer

    from intake.desk.commands.config import register

    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    choose_settings(None, home=tmp_path)
    result = CliRunner().invoke(app, ["config", "show", "--json"])
    assert result.exit_code == 0
    assert list(json.loads(result.stdout)) == module.known_keys()


def test_the_store_s_server_has_its_password_from_the_environment_else_from_the_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    entries = {("sohoa", "desk"): "from keyring"}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: entries.get((service, user)))
    assert database_server(load_settings().store) is None
    file = tmp_path / "c.toml"
    file.write_text('[store]\nurl = "postgresql+psycopg://desk@db.example/sohoa"', encoding="utf-8")
    server = database_server(load_settings(file).store)
    assert server is not None and server.password == SecretStr("from keyring")
    assert str(server) == "db.example/sohoa"
    monkeypatch.setenv("SOHOA_STORE__PASSWORD", "from environment")
    server = database_server(load_settings(file).store)
    assert server is not None and server.password == SecretStr("from environment")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://desk:hidden@db.example/sohoa",
        "postgresql+psycopg://desk@db.example/sohoa?password=hidden",
        "mysql://desk@db.example/sohoa",
        "postgresql+psycopg://desk@db.example",
        "postgresql+psycopg://desk@db.example:port/sohoa",
        "sohoa.db",
    ],
)
def test_an_address_of_the_store_that_holds_a_password_or_is_none_is_refused(
    tmp_path: Path, url: str
) -> None:
    file = tmp_path / "c.toml"
    file.write_text(f'[store]\nurl = "{url}"', encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        load_settings(file)
    assert "store.url" in told.value.sentence
    assert "hidden" not in f"{told.value.sentence}{told.value.advice}"


def test_types_of_values_that_two_read_are_named_as_forms_name_them_and_no_other(tmp_path: Path) -> None:
    assert load_settings(_file(tmp_path, "")).review.second_look == frozenset()
    named = load_settings(_file(tmp_path, '[review]\nsecond_look = ["name", "personal-id"]'))
    assert named.review.second_look == {FieldType.NAME, FieldType.PERSONAL_ID}
    assert flatten(named)["review.second_look"] == "name, personal-id"
    with pytest.raises(SettingsError, match="second_look"):
        load_settings(_file(tmp_path, '[review]\nsecond_look = ["names"]'))
