# SPDX-License-Identifier: Apache-2.0
"""A watched folder: taken when it is whole, once, and nothing of it is ever lost. Time is a number."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.capture.refusals import RefusalCode
from intake.capture.scanning.laying import copy_files, lay_file, lay_folder
from intake.capture.scanning.whole_files import unfinished_in
from intake.capture.sources import DossierSource, plan
from intake.desk.commands.watch import watch as watch_command
from intake.services.receive import watching
from intake.settings import current
from intake.settings.settings import Settings
from templates.errors import SohoaError
from tests.support.desks.watched import PDF, STAMP, watch

pytestmark = pytest.mark.of_sqlite  # no store is opened

STUB = b"%PDF-1.4 page"
LONGER = PDF + b"page two %%EOF\n"


def inbox(tmp_path: Path) -> dict[str, bytes]:
    """By the copier's own names."""
    return {path.name[STAMP:]: path.read_bytes() for path in in_order(tmp_path)}


def in_order(tmp_path: Path) -> list[Path]:
    """As a run takes them."""
    return [source.path for source in plan(tmp_path / "home" / "scans") if source.path.is_file()]


def scanned(path: Path, content: bytes, moment_ms: int) -> None:
    path.write_bytes(content)
    os.utime(path, ns=(0, moment_ms * 1_000_000))


def fail(*_of: object, **_how: object) -> None:
    raise PermissionError


def test_a_file_is_taken_when_it_has_rested_and_lies_aside_then(tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path)
    (share / "scan 1.pdf").write_bytes(PDF)
    assert list(watched.look(0)) == [] and list(watched.look(9)) == []
    assert [path.name[STAMP:] for path in watched.look(10)] == ["scan 1.pdf"]
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
    assert [path.read_bytes() for path in in_order(tmp_path)] == [PDF, b"%PDF-1.4 another family %%EOF"]
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
    assert [path.name.rpartition("_")[2] for path in watched.look(10)] == ["a.pdf", "b"]
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


@pytest.mark.parametrize("apart_ms", [60_000, 40])
def test_jobs_that_number_anew_stay_one_after_the_other(apart_ms: int, tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path)
    for job in (0, 1):
        pages = [b"%%PDF-1.4 job %d page %d %%%%EOF" % (job, page) for page in (1, 2, 3)]
        names = ("scan9999.pdf", "scan0001.pdf", "scan0002.pdf") if job else ("scan0001.pdf", "scan0002.pdf")
        for page, name in enumerate(names):
            scanned(share / name, pages[page], 1_796_036_531_000 + apart_ms * job + 10 * page)
        list(watched.look(job * 100))
        assert len(list(watched.look(job * 100 + 10))) == len(names)
    told = [path.read_bytes()[9:21] for path in in_order(tmp_path)]
    assert told == [b"job %d page %d" % one for one in ((0, 1), (0, 2), (1, 1), (1, 2), (1, 3))]
    assert in_order(tmp_path)[0].name == "2026-11-30_18.02.11.000_scan0001.pdf"


def test_jobs_of_one_moment_are_told_a_moment_apart(tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path)
    for job in (b"a", b"b"):
        scanned(share / "scan1.pdf", b"%PDF-" + job + b"%%EOF", 5)
        list(watched.look(job[0] * 100))
        list(watched.look(job[0] * 100 + 10))
    assert [path.read_bytes()[5:6] for path in in_order(tmp_path)] == [b"a", b"b"]


def test_what_only_begins_like_a_short_stub_does_not_take_its_place(tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path)
    for time, content in ((0, STUB), (100, STUB + b" of another family %%EOF")):
        scanned(share / "scan.pdf", content, time)
        list(watched.look(time))
        list(watched.look(time + 90))
    assert len(in_order(tmp_path)) == 2


def test_a_page_that_comes_while_its_folder_is_taken_comes_into_the_same(
    tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (share / "001").mkdir()
    (share / "001" / "1.pdf").write_bytes(PDF)
    watched, rename = watch(tmp_path), Path.rename

    def late(path: Path, target: Path) -> Path:
        if path == share / "001" and not (path / "2.pdf").exists():
            (path / "2.pdf").write_bytes(LONGER)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", late)
    list(watched.look(0))
    (came,) = watched.look(10)
    assert (share / "001" / "2.pdf").exists() and list(watched.look(20)) == []
    assert list(watched.look(30)) == [came] and len(list(came.iterdir())) == 2
    assert not (share / "001").exists()


@pytest.mark.parametrize("before", [True, False])
def test_a_folder_to_which_a_page_comes_is_left_till_it_rests(
    before: bool, tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (share / "001").mkdir()
    (share / "001" / "1.pdf").write_bytes(PDF)
    watched, name = watch(tmp_path), "_clear" if before else "copy_files"
    real = getattr(watching, name)

    def meanwhile(*of: object) -> None:
        (share / "001" / "2.pdf").write_bytes(STUB)
        real(*of)

    list(watched.look(0))
    monkeypatch.setattr(watching, name, meanwhile)
    assert list(watched.look(10)) == [] and (share / "001").exists()
    assert list((tmp_path / "home" / "scans").iterdir()) == []
    monkeypatch.undo()
    (share / "001" / "2.pdf").write_bytes(PDF)
    list(watched.look(20))
    (came,) = watched.look(30)
    assert len(list(came.iterdir())) == 2


def test_links_in_a_folder_are_not_opened_and_told_of_once(tmp_path: Path, share: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(PDF)
    (share / "001").mkdir()
    (share / "001" / "1.pdf").write_bytes(PDF)
    (share / "001" / "2.pdf").symlink_to(tmp_path / "secret.pdf")
    watched = watch(tmp_path, "leave")
    list(watched.look(0))
    (came,) = watched.look(10)
    list(watched.look(20))
    assert [path.name for path in came.iterdir()] == ["1.pdf"] and len(watched.complaints) == 1


def test_a_file_that_became_a_link_since_it_was_looked_at_is_not_copied(tmp_path: Path, share: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(PDF)
    (share / "1.pdf").symlink_to(tmp_path / "secret.pdf")
    with pytest.raises(OSError, match="link"):
        copy_files(share, [share / "1.pdf"], tmp_path / "coming")


@pytest.mark.parametrize("after", [PDF, LONGER], ids=["same", "grown"])
@pytest.mark.parametrize("lay", [lay_file, lay_folder])
def test_what_a_link_in_the_inbox_leads_to_is_nothing_that_came_before(
    tmp_path: Path, share: Path, lay: Callable[[Path, Path, str], Path], after: bytes
) -> None:
    def coming(page: bytes) -> Path:
        path = tmp_path / "coming"
        if lay is lay_folder:
            path.mkdir()
        file = path if lay is lay_file else path / "1.pdf"
        file.write_bytes(page)
        os.utime(file, (1_700_000_000, 1_700_000_000))
        return path

    first = lay(coming(PDF), share, "001.pdf")
    first.rename(tmp_path / "elsewhere")
    first.symlink_to(tmp_path / "elsewhere")
    second = lay(coming(after), share, "001.pdf")
    assert second != first and first.is_symlink() and second.exists()


def test_a_link_is_no_file_that_is_still_written(tmp_path: Path, share: Path) -> None:
    (share / "1.part").write_bytes(STUB)
    (share / "2.part").symlink_to(tmp_path / "secret.pdf")
    assert unfinished_in(share) == [share / "1.part"]


def test_a_folder_with_a_closed_one_in_it_waits_and_is_told_of_once(
    tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (share / "001").mkdir()
    (share / "001" / "1.pdf").write_bytes(PDF)
    closed = ((share / "001" / "closed", RefusalCode.NO_PERMISSION),)
    source = DossierSource("001", share / "001", (share / "001" / "1.pdf",), closed)
    monkeypatch.setattr(watching, "plan", lambda _folder: [source])
    watched = watch(tmp_path)
    assert [list(watched.look(now)) for now in (0, 10, 20, 500)] == [[]] * 4
    assert (share / "001").exists() and ["001/closed" in told for told, _ in watched.complaints] == [True]


@pytest.mark.parametrize("again", [True, False], ids=["restarted", "the same"])
def test_what_cant_be_put_aside_is_taken_once_and_told_of_once(
    again: bool, tmp_path: Path, share: Path
) -> None:
    (share / "da-nhan").write_bytes(b"")
    (share / "b").mkdir()
    for place in ("a.pdf", "b/1.pdf"):
        (share / place).write_bytes(PDF)
    watched = watch(tmp_path)
    list(watched.look(0))
    assert len(list(watched.look(10))) == 2 and len(watched.complaints) == 1
    watched = watch(tmp_path) if again else watched
    for now in (20, 30, 40):
        assert list(watched.look(now)) == []
    assert len(list((tmp_path / "home" / "scans").iterdir())) == 2 and len(watched.complaints) == 1
    (share / "da-nhan").unlink()
    assert list(watched.look(50)) == []
    assert [path.name for path in share.iterdir()] == ["da-nhan"]


def test_one_that_is_held_open_is_told_of_once_while_others_go_on(
    tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched, rename = watch(tmp_path), Path.rename
    held = share / "a.pdf"
    monkeypatch.setattr(Path, "rename", lambda path, to: fail() if path == held else rename(path, to))
    for now, name in ((0, "a.pdf"), (20, "b.pdf"), (40, "c.pdf")):
        (share / name).write_bytes(PDF)
        list(watched.look(now))
        assert len(list(watched.look(now + 10))) == 1
    assert len(watched.complaints) == 1 and len(in_order(tmp_path)) == 3


def test_one_of_which_nothing_is_remembered_does_not_lie_twice(tmp_path: Path, share: Path) -> None:
    (share / "b").mkdir()
    for _time in range(3):
        for place in ("a.pdf", "b/1.pdf"):
            scanned(share / place, PDF, 7)
        watched = watch(tmp_path, "leave")
        list(watched.look(0))
        assert len(list(watched.look(10))) == 2
        for kept in (tmp_path / "home").glob("watched-*"):
            kept.unlink()
    assert len(list((tmp_path / "home" / "scans").iterdir())) == 2


def test_a_name_that_is_marked_a_second_time_is_known_as_taken(tmp_path: Path, share: Path) -> None:
    watched = watch(tmp_path, "mark")
    for now in (0, 100):
        (share / "a.pdf").write_bytes(PDF + bytes(now))
        list(watched.look(now))
        list(watched.look(now + 10))
    list(watched.look(200))
    assert list(watched.look(300)) == []
    assert sorted(path.name for path in share.iterdir()) == ["a.da-nhan-2.pdf", "a.da-nhan.pdf"]


def test_two_folders_that_are_left_as_they_are_know_each_their_own(
    tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for folder in (share, other, share, other):
        (folder / "a.pdf").write_bytes(str(folder).encode()) if not list(folder.iterdir()) else None
        watched = watch(tmp_path, "leave")
        watched.folder = folder
        list(watched.look(0))
        list(watched.look(10))
    assert len(in_order(tmp_path)) == 2
    monkeypatch.setattr(watching, "move_into_place", fail)
    (kept, _other) = sorted((tmp_path / "home").glob("watched-*"))
    before = kept.read_bytes()
    (share / "c.pdf").write_bytes(PDF)
    (other / "c.pdf").write_bytes(PDF)
    for folder in (share, other):
        watched = watch(tmp_path, "leave")
        watched.folder = folder
        list(watched.look(0))
        list(watched.look(10))
    assert kept.read_bytes() == before


def test_what_nobody_may_read_is_told_of_once(
    tmp_path: Path, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (share / "a.pdf").write_bytes(PDF)
    monkeypatch.setattr(watching, "copy_files", fail)
    watched = watch(tmp_path)
    for now in (0, 10, 80, 90, 100):
        assert list(watched.look(now)) == []
    assert len(watched.complaints) == 1


def test_looking_once_at_a_folder_that_is_away_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "current_settings", lambda: Settings(home=tmp_path / "home"))
    moments = iter([0.0, 1.0, 1.0])
    monkeypatch.setattr("time.monotonic", lambda: next(moments, 999.0))
    monkeypatch.setattr("time.sleep", lambda _s: None)
    with pytest.raises(SohoaError) as told:
        watch_command(tmp_path / "gone", once=True)
    assert told.value.exit_code == 3
