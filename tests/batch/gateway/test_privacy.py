# SPDX-License-Identifier: Apache-2.0
"""Whatever a gateway does: neither screen nor log shows what papers say, the secret or a token.

Nor does any command end with an error that nobody foresaw.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import stamina

import sohoa
from batch.gateway.sandbox.faults import FAULTS, Fault
from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from tests.support.desks.packing_desk import FORM, new_store, packaged_dossier
from tests.support.stores.moved_home import moved_home

pytestmark = [pytest.mark.long, pytest.mark.timeout(120)]
HANGING = ("slow", "drip")
ELSEWHERE = ("token", "number", "upload", "status", "find-upload")
CASES: list[Any] = [(kind, "submit") for kind in FAULTS]
CASES += [
    pytest.param(kind, ELSEWHERE[at % 5], marks=() if at < len(ELSEWHERE) else pytest.mark.slow)
    for at, kind in enumerate(FAULTS)
    if kind not in HANGING
]


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=1, cap=True):
        yield


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with one packaged dossier, made once, and the dossier's id."""
    folder = tmp_path_factory.mktemp("packed")
    store = new_store(folder / "home", lambda: datetime.now(UTC))
    dossier = packaged_dossier(store, folder / "scans")
    store.close()
    return folder / "home", dossier


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture
def dossier(
    packed: tuple[Path, str], gateway: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The dossier in a copy of the home of its own, with the settings that reach the sandbox."""
    moved_home(packed[0], tmp_path / "desk")
    gateway.sandbox.faults.clear()
    client, secret = next(iter(gateway.sandbox.rules.clients.items()))
    values = {"BASE_URL": gateway.url, "CLIENT_ID": client, "CLIENT_SECRET": secret, "TIMEOUT_S": "20"}
    for name, value in values.items():
        monkeypatch.setenv(f"SOHOA_GATEWAY__{name}", value)
    monkeypatch.setenv("SOHOA_UNIT__CODE", "G09.20")
    monkeypatch.setenv("SOHOA_HOME", str(tmp_path / "desk"))
    return packed[1]


def hidden(gateway: RunningSandbox) -> list[str]:
    """What must not be seen: values of the form, secrets, tokens."""
    values = [value for value in FORM.values() if len(value) > 6]
    return [*values, "066194000000", *gateway.sandbox.rules.clients.values(), *gateway.sandbox.tokens]


@pytest.mark.parametrize(("kind", "step"), CASES)
def test_bad_day_shows_nothing_of_the_papers_and_no_secret(
    dossier: str,
    gateway: RunningSandbox,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    kind: str,
    step: str,
) -> None:
    if kind in HANGING:
        monkeypatch.setenv("SOHOA_GATEWAY__TIMEOUT_S", "1")
    gateway.sandbox.faults.append(Fault(kind, step, times=99))

    codes = {sohoa.run(words) for words in (["push", dossier], ["status", dossier], ["gateway", "test"])}

    told = capsys.readouterr()
    seen = told.out + told.err + (tmp_path / "desk" / "log" / "sohoa.log").read_text("utf-8")
    assert [value for value in hidden(gateway) if value in seen] == []
    assert codes <= {0, 1, 3}
    assert "không lường trước" not in seen
    assert '"pushed"' in seen
