# SPDX-License-Identifier: Apache-2.0
"""A whole home put back by hand, its mark with it, or gone: to itself nothing happened; the account knows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import sohoa
from intake.dossier import dossier_id
from intake.errors import LostStoreError
from intake.settings.file import default_state_dir
from intake.store.life import bring_back
from intake.store.life.mark import BLOCK
from intake.store.life.remembered import lies_apart
from intake.store.store import Store
from tests.support.desks.intake_desk import NOW
from tests.support.stores.store_faults import created, listed, opened, used_home

# Desks of a server tell each other: test_shared_loss.
pytestmark = pytest.mark.of_sqlite


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def put_back(home: Path, tmp_path: Path) -> list[str]:
    """The home as it was before its last dossiers; the ids of those that came first, then of the last."""
    first = used_home(home)
    copy = shutil.copytree(home, tmp_path / "copy")
    last = created(home)
    shutil.rmtree(home)
    shutil.copytree(copy, home)
    return [*first, *last]


def test_nothing_is_written_to_it_until_a_person_says_so_and_no_number_comes_twice(
    home: Path, put_back: list[str]
) -> None:
    with pytest.raises(LostStoreError) as told:
        opened(home)
    assert "sohoa store accept" in told.value.advice
    assert listed(home) == put_back[:-1]
    bring_back.accept(home, who="lan", now=NOW)
    assert not set(created(home, BLOCK)) & set(put_back)


@pytest.mark.usefixtures("put_back")
def test_every_command_says_so_and_the_night_and_the_push_do_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scans").mkdir()
    codes = {}
    for words in (["list"], ["status", "--offline"], ["new", "--who", "lan"], ["push"], ["run", "scans"]):
        codes[words[0]] = sohoa.run(
            ["--home", str(home), *(w.replace("scans", f"{tmp_path}/scans") for w in words)]
        )
        assert "sohoa store accept" in " ".join(capsys.readouterr().err.split()), words
    assert (codes["new"], codes["push"], codes["run"]) == (3, 3, 3)


def test_copied_over_a_desk_that_is_open_it_sends_nothing(home: Path, tmp_path: Path) -> None:
    used_home(home)
    copy = shutil.copytree(home, tmp_path / "copy")
    desk = opened(home)
    with desk.write() as session:
        desk.create_dossier(session, procedure="1.001193", who="lan")
    shutil.rmtree(home)
    shutil.copytree(copy, home)
    with pytest.raises(LostStoreError):
        desk.require_whole()
    desk.close()


def test_a_home_that_was_thrown_away_begins_anew_after_the_numbers_it_gave_out(home: Path) -> None:
    last = used_home(home)[-1]
    shutil.rmtree(home)
    assert dossier_id.running_number(created(home)[0]) > dossier_id.running_number(last)


def test_a_home_on_a_disk_that_is_not_connected_is_no_new_one(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as on_its_disk:
        on_its_disk.setattr("intake.store.life.remembered.lies_apart", lambda _home: True)
        last = used_home(home)[-1]
    shutil.rmtree(home)
    with pytest.raises(LostStoreError) as told:
        opened(home)
    assert str(home) in told.value.sentence and "sohoa restore" in told.value.advice
    assert not (home / "sohoa.db").exists()
    bring_back.begin(home, who="lan", now=NOW)
    assert dossier_id.running_number(created(home)[0]) > dossier_id.running_number(last)


def test_another_disk_is_told_from_the_account_s_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.mkdir()
    assert not lies_apart(home)
    monkeypatch.setenv("XDG_STATE_HOME", "/proc/self")
    assert lies_apart(home) == Path("/proc/self").exists()


def _forget(home: Path) -> None:
    shutil.rmtree(home)


def _spoil(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_text("{")


def _forbid(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("a file")


@pytest.mark.parametrize("fault", [_forget, _spoil, _forbid])
def test_what_is_remembered_keeps_nobody_from_working(home: Path, fault: Callable[[Path], None]) -> None:
    used_home(home)
    fault(default_state_dir() / "stores")
    assert created(home)


def test_a_home_that_was_renamed_goes_on_and_a_store_that_was_accepted_does(
    home: Path, tmp_path: Path
) -> None:
    used_home(home)
    home.rename(tmp_path / "renamed")
    assert created(tmp_path / "renamed")
    Store.open(tmp_path / "renamed").close()
