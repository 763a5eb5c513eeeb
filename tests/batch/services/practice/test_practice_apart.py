# SPDX-License-Identifier: Apache-2.0
"""Nothing of the practice desk reaches the office's store, gateway, numbers, mail or copies."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

import pytest

import sohoa
from batch.gateway.registry import OfficeDoors
from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from batch.services.practice.attempts import send
from batch.services.practice.opening import DAY, practice_settings, practice_store
from intake.dossier.deadline.local_time import local_day
from intake.dossier.states import CLOSED
from intake.settings.settings import Settings, flatten, load_settings
from intake.store.store import Store
from tests.support.desks.packing_desk import packaged_dossier
from tests.support.dossiers.led_dossiers import state_of

WORD = "office-word"
WITHOUT_PAPERS = 3


class Knocks(ThreadingTCPServer):
    """Counts who comes to the office's real servers, and answers nobody."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), BaseRequestHandler)
        self.count = 0

    def process_request(self, request: object, client_address: object) -> None:
        self.count += 1
        super().process_request(request, client_address)  # type: ignore[arg-type]

    @property
    def port(self) -> int:
        return int(self.server_address[1])


@pytest.fixture
def knocks() -> Iterator[Knocks]:
    with Knocks() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_an_office_s_home_that_practising_makes_is_nobody_else_s_to_look_into(tmp_path: Path) -> None:
    own = Settings.model_construct().model_copy(update={"home": tmp_path / "new" / "home"})
    practice_store(own).close()
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (own.home, own.home / "practice")] == [
        0o700
    ] * 2


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, knocks: Knocks) -> Settings:
    """What an office has that sends in earnest, half in its file, half in the environment, as can be."""
    file = tmp_path / "config.toml"
    at = f"127.0.0.1:{knocks.port}"
    file.write_text(
        f'home = "{tmp_path / "office"}"\nworkers = 1\n'
        f'[unit]\ncode = "H00.00.01"\nname = "UBND xã Có Thật"\n'
        f'[gateway]\nbase_url = "http://{at}/real"\nclient_id = "office"\n'
        f'[mail]\nhost = "127.0.0.1"\nport = {knocks.port}\nsender = "office@example.org"\n'
        f'[backup]\nto = "{tmp_path / "office-copies"}"\n'
    )
    for name, value in {
        "STORE__URL": f"postgresql+psycopg://office@{at}/office",
        "STORE__OBJECTS": "s3://office/papers",
        "STORE__OBJECTS_ENDPOINT": f"http://{at}",
        "READING__CLUSTER": f"tcp://{at}",
        "GATEWAY__CLIENT_SECRET": WORD,
        "UNIT__COUNTER": "Quầy office",
    }.items():
        monkeypatch.setenv(f"SOHOA_{name}", value)
    return load_settings(file)


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "sandbox") as running:
        yield running


@pytest.fixture
def store(own: Settings) -> Iterator[Store]:
    with closing(practice_store(own)) as opened:
        yield opened


def test_no_setting_of_it_leads_to_anything_of_the_office(own: Settings, knocks: Knocks) -> None:
    theirs = flatten(practice_settings(own, "http://127.0.0.1:1"))
    leads = {key: str(value) for key, value in theirs.items() if key != "home"}
    for word in ("office", WORD, str(knocks.port), "Có Thật", "H00.00.01"):
        assert [key for key, value in leads.items() if word in value] == []
    settings = practice_settings(own, "http://127.0.0.1:1")
    assert settings.gateway.client_secret is not None
    assert settings.gateway.client_secret.get_secret_value() != WORD


def test_what_is_sent_there_reaches_the_sandbox_and_no_server_of_the_office(
    own: Settings, knocks: Knocks, gateway: RunningSandbox, store: Store, tmp_path: Path
) -> None:
    settings = practice_settings(own, gateway.url)
    dossier = packaged_dossier(store, tmp_path / "scans")
    sent = send(store, dossier, OfficeDoors(settings), who="hoa")
    assert sent is not None
    assert sent.state == "sent"
    assert state_of(store, dossier) in CLOSED
    assert [row["id"] for row in gateway.sandbox.store.dossiers()] != []
    assert knocks.count == 0


def test_the_office_counts_lists_and_copies_nothing_of_it(
    own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("STORE__URL", "STORE__OBJECTS", "STORE__OBJECTS_ENDPOINT", "READING__CLUSTER"):
        monkeypatch.delenv(f"SOHOA_{name}")
    monkeypatch.setenv("SOHOA_HOME", str(own.home))
    looks = (["report", "--json"], ["status", "--json"], ["list", "--all", "--json"])
    before = [_told(capsys, *words) for words in looks]
    with closing(practice_store(own)) as store:
        packaged_dossier(store, tmp_path / "scans")
    assert [_told(capsys, *words) for words in looks] == before
    assert _told(capsys, "backup", "make", str(tmp_path / "copies"), "--json")["files"] == WITHOUT_PAPERS


def _told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert sohoa.run(["--quiet", *words]) == 0
    told = json.loads(capsys.readouterr().out)
    for part in (told, told.get("indicators", {})):
        part.pop("made_at", None)
    return dict(told)


def test_it_is_always_the_same_day_there(store: Store) -> None:
    assert local_day(store.clock()) == DAY
    assert store.clock().tzinfo is not None
