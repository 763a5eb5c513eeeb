# SPDX-License-Identifier: Apache-2.0
"""A watched folder: taken when it is whole, once, and nothing of it is ever lost. Time is a number."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intake.services.receive.watching import Watch
from intake.settings.scanning import WatchSettings

pytestmark = pytest.mark.of_sqlite  # no store is opened

PDF, STUB = b"%PDF-1.4 page one %%EOF\n", b"%PDF-1.4 page"
LONGER = PDF + b"page two %%EOF\n"


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


def watch(tmp_path: Path, taken: str = "move") -> Watch:
    settings = WatchSettings.model_validate({"taken": taken, "settle_s": 10})
    (tmp_path / "home").mkdir(exist_ok=True)
    return Watch(tmp_path / "share", tmp_path / "home" / "scans", tmp_path / "home", settings)


def inbox(tmp_path: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in (tmp_path / "home" / "scans").glob("*") if path.is_file()
    }


def test_a_file_is_taken_when_it_has_rested_and_lies_aside_then(tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path)
    (share / "scan 1.pdf").write_bytes(PDF)
    assert list(watched.look(0)) == [] and list(watched.look(9)) == []
    assert [path.name for path in watched.look(10)] == ["scan 1.pdf"]
    assert inbox(tmp_path) == {"scan 1.pdf": PDF}
    assert (share / "da-nhan" / "scan 1.pdf").read_bytes() == PDF and list(watched.look(99)) == []


def test_one_that_still_grows_is_waited_for(tmp_path: Path, share: Path) -> None:
    watched, scan = watch(tmp_path), share / "a.pdf"
    scan.write_bytes(PDF)
    list(watched.look(0))
    scan.write_bytes(LONGER)
    assert list(watched.look(10)) == [] and list(watched.look(19)) == []
    assert len(list(watched.look(20))) == 1 and inbox(tmp_path) == {"a.pdf": LONGER}


def test_one_without_its_end_is_waited_for_longer_and_then_told_of_by_the_run(
    tmp_path: Path, share: Path
) -> None:
    watched = watch(tmp_path)
    (share / "a.pdf").write_bytes(STUB)
    list(watched.look(0))
    assert list(watched.look(60)) == []
    assert len(list(watched.look(80))) == 1


@pytest.mark.parametrize("name", ["a.pdf.part", ".a.pdf", "~$a.pdf", "a.tmp", "Thumbs.db"])
def test_what_is_no_scan_stays(name: str, tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path)
    (share / name).write_bytes(PDF)
    list(watched.look(0))
    assert list(watched.look(999)) == [] and (share / name).exists()


@pytest.mark.parametrize("lock", [".~lock.a.pdf#", "a.pdf.lck"])
def test_one_that_somebody_has_open_stays(lock: str, tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path)
    (share / "a.pdf").write_bytes(PDF)
    (share / lock).touch()
    list(watched.look(0))
    assert (share / "a.pdf") not in list(watched.look(50)) and (share / "a.pdf").exists()


def test_two_peoples_scans_of_one_name_are_two(tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path)
    for time, content in ((0, PDF), (100, b"%PDF-1.4 another family %%EOF")):
        (share / "scan.pdf").write_bytes(content)
        list(watched.look(time))
        assert len(list(watched.look(time + 10))) == 1
    assert sorted(inbox(tmp_path)) == ["scan-2.pdf", "scan.pdf"]
    assert len(list((share / "da-nhan").iterdir())) == 2


def test_a_newer_file_takes_the_place_of_the_beginning_that_came_before(tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path, "leave")
    (share / "scan.pdf").write_bytes(PDF)
    list(watched.look(0))
    list(watched.look(10))
    (share / "scan.pdf").write_bytes(LONGER)
    list(watched.look(20))
    assert len(list(watched.look(30))) == 1 and inbox(tmp_path) == {"scan.pdf": LONGER}


@pytest.mark.parametrize("taken", ["leave", "mark"])
def test_what_stays_there_is_not_taken_twice_also_by_the_next_watch(
    taken: str, tmp_path: Path, share: Path
) -> None:
    (share / "a.pdf").write_bytes(PDF)
    (share / "b").mkdir()
    (share / "b" / "1.pdf").write_bytes(PDF)
    watched = watch(tmp_path, taken)
    assert list(watched.look(0)) == []
    assert [path.name for path in watched.look(10)] == ["a.pdf", "b"]
    watched = watch(tmp_path, taken)
    list(watched.look(30))
    assert list(watched.look(40)) == [] and len(list(share.iterdir())) == 2


def test_a_share_that_goes_away_is_waited_for(tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path)
    (share / "a.pdf").write_bytes(PDF)
    list(watched.look(0))
    share.rename(tmp_path / "gone")
    assert list(watched.look(20)) == [] and watched.away
    (tmp_path / "gone").rename(share)
    assert list(watched.look(30)) == [] and not watched.away
    assert len(list(watched.look(40))) == 1


def test_a_folder_of_scans_comes_whole(tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path)
    (share / "001").mkdir()
    for name in ("1.pdf", "2.pdf"):
        (share / "001" / name).write_bytes(PDF)
    list(watched.look(0))
    os.utime(share / "001" / "2.pdf", (1, 1))
    assert list(watched.look(10)) == []
    (came,) = watched.look(20)
    assert sorted(path.name for path in came.iterdir()) == ["1.pdf", "2.pdf"]
