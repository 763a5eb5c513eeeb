# SPDX-License-Identifier: Apache-2.0
"""A home on another computer's disk is refused before anything is made there, and works again elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import sohoa
from intake.errors import NetworkHomeError
from intake.store.store import Store
from templates.system import posix
from tests.support.stores.backup_desk import copied, restored
from tests.support.stores.store_faults import listed, used_home


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the system tells to be a share."""
    folder = tmp_path / "share"
    folder.mkdir()
    told = f"1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:4 / {folder.resolve()} rw - cifs //s/x rw\n"
    (tmp_path / "mountinfo").write_text(told)
    monkeypatch.setattr(posix, "_MOUNTS", tmp_path / "mountinfo")
    return folder


def test_a_new_store_is_not_begun_there(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = sohoa.run(["--home", str(share / "home"), "push"])
    told = capsys.readouterr().err
    assert code == 3 and "máy khác" in told and "SOHOA_HOME" in told
    assert not (share / "home" / "sohoa.db").exists()


def test_a_store_there_is_not_written_but_can_be_looked_at_and_goes_on_elsewhere(
    share: Path, tmp_path: Path
) -> None:
    made = used_home(tmp_path / "home")
    moved = shutil.copytree(tmp_path / "home", share / "home")
    with pytest.raises(NetworkHomeError):
        Store.open(moved)
    assert listed(moved) == sorted(made)
    back = shutil.copytree(moved, tmp_path / "back")
    Store.open(back).close()
    assert listed(back) == sorted(made)


def test_copies_may_lie_there_but_nothing_is_brought_back_to_it(share: Path, tmp_path: Path) -> None:
    used_home(tmp_path / "home")
    copied(tmp_path / "home", share / "copies")
    with pytest.raises(NetworkHomeError):
        restored(share / "copies", share / "home")
    assert not (share / "home").exists()
    restored(share / "copies", tmp_path / "new")
    assert listed(tmp_path / "new") == listed(tmp_path / "home")
