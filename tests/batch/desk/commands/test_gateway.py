# SPDX-License-Identifier: Apache-2.0
"""The commands as typed, against a sandbox gateway on loopback."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
import stamina

import sohoa
from batch.desk.screens.doors import show_doors
from batch.gateway.contract import GatewayHealth
from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from batch.services.door_tests import DoorTested
from tests.support.desks.packing_desk import FORM, OTHERS, RECEIVED, Clock, complete_dossier, new_store
from tests.support.stores.moved_home import moved_home


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture(scope="module")
def two_dossiers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A store with two complete dossiers, of which the second lacks the place of birth."""
    folder = tmp_path_factory.mktemp("two")
    store = new_store(folder / "home", Clock(RECEIVED + timedelta(hours=1)))
    lacking = {key: value for key, value in FORM.items() if key != "child.birth_place"}
    lacking["child.full_name"] = OTHERS[0]
    ids = [complete_dossier(store, folder / "scans"), complete_dossier(store, folder / "scans", lacking)]
    store.close()
    return folder / "home", ids


@pytest.fixture
def ids(two_dossiers: tuple[Path, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    home, made = two_dossiers
    moved_home(home, tmp_path / "desk")
    monkeypatch.setenv("SOHOA_HOME", str(tmp_path / "desk"))
    monkeypatch.setenv("SOHOA_UNIT__CODE", "G09.20")
    return made


@pytest.fixture
def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "gateway") as running:
        client, secret = next(iter(running.sandbox.rules.clients.items()))
        monkeypatch.setenv("SOHOA_GATEWAY__BASE_URL", running.url)
        monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_ID", client)
        monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_SECRET", secret)
        yield running


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command line."""
    code = sohoa.run(list(words))
    told = capsys.readouterr()
    return code, told.out, told.err


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code, out, _err = typed(capsys, *words, "--json")
    return code, json.loads(out)


def the_status(capsys: pytest.CaptureFixture[str], dossier: str) -> tuple[int, Any]:
    """Of one dossier."""
    code, told = answer(capsys, "status", dossier)
    (row,) = told["dossiers"]
    return code, row


@pytest.mark.long
def test_day_at_the_desk_from_package_to_the_gateway_s_end(
    ids: list[str], gateway: RunningSandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    good, lacking = ids
    assert answer(capsys, "package", "--all")[0] == 0
    code, rehearsed = answer(capsys, "push", "--dry-run")
    assert (code, {r["dossier"]: r["state"] for r in rehearsed}) == (
        1,
        {good: "would-send", lacking: "would-refuse"},
    )
    assert gateway.sandbox.store.counters()["numbers"] == 0

    code, pushed = answer(capsys, "push")
    assert (code, {r["dossier"]: r["state"] for r in pushed}) == (1, {good: "sent", lacking: "refused"})
    (number,) = (r["number"] for r in pushed if r["dossier"] == good)  # packaged first or second
    assert re.fullmatch(r"G09\.20-\d{8}-\d{7}", number)

    httpx2.post(f"{gateway.url}/_sandbox/status", json={"number": number, "status": "4"})
    code, row = the_status(capsys, good)
    assert (code, row["state"], row["remote_status"]) == (0, "accepted", "4")
    httpx2.post(f"{gateway.url}/_sandbox/status", json={"number": number, "status": "10"})
    row = the_status(capsys, good)[1]
    assert (row["state"], row["remote_name"]) == ("accepted", "đã trả kết quả")


@pytest.mark.usefixtures("gateway")
def test_clerk_reads_why_a_dossier_was_refused(ids: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    typed(capsys, "package", ids[1])

    code, out, _err = typed(capsys, "push", ids[1])

    assert code == 1
    assert re.search(r"Thiếu “.*[Nn]ơi sinh.*”", out)
    assert re.search(r"Thiếu “.*[Nn]ơi sinh.*”", typed(capsys, "status", ids[1])[1])


@pytest.mark.long
def test_returned_dossier_calls_for_a_person(
    ids: list[str], gateway: RunningSandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(capsys, "package", ids[0])
    number = answer(capsys, "push", ids[0])[1][0]["number"]
    told = {"number": number, "status": "5", "note": "Bổ sung giấy chứng sinh"}
    httpx2.post(f"{gateway.url}/_sandbox/status", json=told)

    code, row = the_status(capsys, ids[0])

    assert (code, row["state"], row["remote_note"]) == (1, "returned", "Bổ sung giấy chứng sinh")


@pytest.mark.usefixtures("gateway")
def test_status_without_a_network_shows_what_is_known(
    ids: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed(capsys, "package", ids[0])
    typed(capsys, "push", ids[0])
    monkeypatch.setenv("SOHOA_GATEWAY__BASE_URL", "http://127.0.0.1:9")

    code, out, err = typed(capsys, "status")

    assert code == 0
    assert ids[0] in out
    assert "127.0.0.1" in err


@pytest.mark.usefixtures("ids", "gateway")
def test_gateway_test_finds_connection_credentials_and_clock_in_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, (health,) = answer(capsys, "gateway", "test")

    assert code == 0
    assert health["clock_ok"]
    assert health["token_life_s"] > 60


@pytest.mark.usefixtures("ids", "gateway")
def test_gateway_test_says_that_the_secret_is_wrong(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOHOA_GATEWAY__CLIENT_SECRET", "wrong")

    code, out, err = typed(capsys, "gateway", "test")

    assert (code, out) == (3, "")
    assert "client_id" in err


@pytest.mark.parametrize(
    "missing", ["GATEWAY__BASE_URL", "GATEWAY__CLIENT_ID", "GATEWAY__CLIENT_SECRET", "UNIT__CODE"]
)
@pytest.mark.usefixtures("ids", "gateway")
def test_missing_setting_is_named(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    missing: str,
) -> None:
    monkeypatch.delenv(f"SOHOA_{missing}")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    code, _out, err = typed(capsys, "gateway", "test")

    assert code == 2
    assert f"SOHOA_{missing}" in err


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("SOHOA_GATEWAY__BASE_URL", "http://cong.example.vn", "gateway.allow_http"),
        ("SOHOA_GATEWAY__BASE_URL", "https://cong example.vn", "gateway.base_url"),
        ("SOHOA_GATEWAY__CLIENT_SECRET", "mat\udcff khau", "gateway.client_secret"),
        ("SOHOA_GATEWAY__TIMEOUT_S", "inf", "gateway.timeout_s"),
        ("SOHOA_GATEWAY__UPLOAD_TIMEOUT_S", "86400", "gateway.upload_timeout_s"),
    ],
)
@pytest.mark.usefixtures("ids", "gateway")
def test_setting_that_can_not_be_used_is_named_and_its_value_not_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)

    code, out, err = typed(capsys, "gateway", "test")

    assert (code, out) == (2, "")
    assert told in err
    assert value not in err


@pytest.mark.usefixtures("ids")
def test_proxy_that_can_not_be_reached_is_named(
    gateway: RunningSandbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", gateway.url)

    monkeypatch.setenv("SOHOA_GATEWAY__BASE_URL", "https://cong.example.vn")

    code, out, err = typed(capsys, "gateway", "test")

    assert (code, out) == (3, "")
    assert "proxy 127.0.0.1" in err


@pytest.mark.parametrize(
    ("health", "told"),
    [
        (GatewayHealth("http://192.0.2.7", 3600, encrypted=False), "không mã hóa"),
        (GatewayHealth("https://cong.example.vn", 3600, proxy="proxy.vidu.vn"), "proxy.vidu.vn"),
    ],
)
def test_gateway_test_says_who_could_read_along(
    capsys: pytest.CaptureFixture[str], health: GatewayHealth, told: str
) -> None:
    show_doors([DoorTested("ministry", "ministry", health)], as_json=False)

    assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [("package",), ("package", "x", "--all"), ("push", "zzzz"), ("package", "zzzz")]
)
def test_wrong_use_is_told_apart(
    ids: list[str], capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert ids  # the store is there; only the words are wrong
    assert typed(capsys, *words)[0] == 2


@pytest.mark.usefixtures("gateway")
def test_dossier_never_packaged_can_not_be_pushed(ids: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = typed(capsys, "push", ids[0])

    assert code == 2
    assert f"sohoa package {ids[0]}" in err


@pytest.mark.long
def test_sandbox_command_answers_on_loopback_and_says_how_to_reach_it(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    command = [sys.executable, "-m", "sohoa", "gateway", "sandbox", "--port", "0", "--data", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        told: dict[str, str] = {}
        while len(told) < 3:
            line = process.stdout.readline()
            assert line, "the sandbox ended before it said how to reach it"
            if line.startswith("SOHOA_GATEWAY__"):
                name, _, value = line.strip().partition("=")
                told[name.removeprefix("SOHOA_GATEWAY__").lower()] = value
        url = told.pop("base_url")
        token = httpx2.post(f"{url}/token", json=told, timeout=60).json()
        assert url.startswith("http://127.0.0.1:")
        assert token["expires_in"] == 3600
    finally:
        process.terminate()
        process.wait(timeout=20)
