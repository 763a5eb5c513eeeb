# SPDX-License-Identifier: Apache-2.0
"""``sohoa sign`` and ``sohoa verify`` at the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import sohoa
from batch.package.package import SIGNED
from intake.store.store import Store
from tests.support.desks.packing_desk import RECEIVED, Clock, new_store
from tests.support.desks.signing_desk import newest, one_page_dossier
from tests.support.servers.signing_keys import OFFICE, PASSPHRASE, office
from tests.support.stores.moved_home import moved_home


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with a packaged dossier and a settings file that signs; the passphrase stands nowhere."""
    folder = tmp_path_factory.mktemp("desk")
    store = new_store(folder / "home", Clock(RECEIVED + timedelta(hours=3)))
    dossier = one_page_dossier(store, folder / "scans")
    store.close()
    return folder / "home", dossier


@pytest.fixture
def desk(tmp_path: Path, made: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    home, dossier = made
    moved_home(home, tmp_path / "home")
    (tmp_path / "khoa.p12").write_bytes(office().p12())
    told = f'home = "{tmp_path / "home"}"\n[signing]\nsigner = "pkcs12"\nfile = "{tmp_path / "khoa.p12"}"\n'
    (tmp_path / "config.toml").write_text(told, "utf-8")
    monkeypatch.setenv("SOHOA_CONFIG", str(tmp_path / "config.toml"))
    yield dossier


def stored(tmp_path: Path) -> Store:
    return new_store(tmp_path / "home", Clock(RECEIVED))


@pytest.mark.long
def test_signed_verified_and_changed(
    desk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOHOA_SIGNING__PASSWORD", PASSPHRASE)
    assert sohoa.run(["sign"]) == 0
    assert OFFICE in capsys.readouterr().err
    assert sohoa.run(["sign"]) == 0  # nothing waits any more
    capsys.readouterr()
    package = tmp_path / "home" / "packages" / desk
    assert sohoa.run(["verify", "--json", str(package)]) == 0
    plain, signed = json.loads(capsys.readouterr().out)
    assert {len(file["signatures"]) for file in plain["files"]} == {0}
    assert {one["by"] for file in signed["files"] for one in file["signatures"]} == {OFFICE}
    victim = next((package / SIGNED).glob("*.portal.pdf"))
    victim.write_bytes(victim.read_bytes().replace(b"/MediaBox", b"/MediaBoy", 1))
    assert sohoa.run(["verify", str(package)]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "đã bị thay đổi" in told and "KHÔNG HỢP LỆ" in told
    assert sohoa.run(["show", desk]) in (0, 1)
    kept = [path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert not any(PASSPHRASE.encode() in data for data in kept)


def test_with_nobody_to_ask_for_the_passphrase_nothing_is_signed_and_it_is_said_how(
    desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sohoa.run(["sign", desk]) == 3
    assert "SOHOA_SIGNING__PASSWORD" in capsys.readouterr().err
    assert not newest(stored(tmp_path), desk).manifest.get("signatures")


def test_a_passphrase_in_the_settings_file_is_refused(desk: str, tmp_path: Path) -> None:
    with (tmp_path / "config.toml").open("a", encoding="utf-8") as file:
        file.write('password = "x"\n')
    assert sohoa.run(["sign", desk]) == 2


def test_a_place_without_a_package_is_told(tmp_path: Path) -> None:
    assert sohoa.run(["verify", str(tmp_path)]) == 2
