# SPDX-License-Identifier: Apache-2.0
"""Copies on bad days: cut off at any file, a failing or full disk, damaged, of another store or program."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from intake.errors import LostStoreError, NewerStoreError, StorageFullError
from intake.store.backup import database_copy
from intake.store.backup.errors import (
    BackupBusyError,
    BackupError,
    BackupUseError,
    DamagedBackupError,
    PlaceError,
)
from intake.store.backup.last_copy import last_copy
from intake.store.backup.place import FolderPlace
from intake.store.life import bring_back
from intake.store.life.soundness import RESTORING
from intake.store.store import Store
from tests.support.stores.backup_desk import (
    NOW,
    copied,
    damaged,
    opened_copies,
    pieces,
    restored,
    same_store,
)
from tests.support.stores.store_faults import created


class Killed(BaseException):
    """Stands for the process being killed: nothing in the program catches it."""


def test_two_at_once_are_refused_and_one_that_died_is_not(home: Path, usb: Path) -> None:
    from intake.store.backup.one_writer import WRITING, only_writer

    copied(home, usb)
    place = FolderPlace(usb)
    with only_writer(place, NOW), pytest.raises(BackupBusyError):
        copied(home, usb)
    gone = (usb / WRITING, '{"owner": "elsewhere:1/2-3/4", "at": "2026-11-29T16:00:00+00:00"}')
    gone[0].write_text(gone[1])
    with pytest.raises(BackupBusyError):
        copied(home, usb)
    assert copied(home, usb, now=NOW + timedelta(days=2)).resumed
    assert not (usb / WRITING).exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EACCES])
def test_a_place_that_fails_in_the_middle_leaves_the_earlier_copy_and_the_next_one_goes_on(
    home: Path, usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    copied(home, usb)
    created(home)
    from intake.store.backup import place

    with monkeypatch.context() as patch:
        patch.setattr(place, "write_unsynced", _failing_after(1, number))
        with pytest.raises(PlaceError):
            copied(home, usb)
    assert damaged(usb) == [False]
    assert last_copy(home) is not None
    assert copied(home, usb).resumed
    assert damaged(usb) == [False, False]
    restored(usb, tmp_path / "new")
    assert same_store(home, tmp_path / "new")


def test_a_disk_that_fails_only_when_it_is_waited_for_leaves_no_copy_and_the_next_one_goes_on(
    home: Path, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_paths: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    from intake.store.backup import place

    with monkeypatch.context() as patch:
        patch.setattr(place, "sync_files", fails)
        with pytest.raises(PlaceError):
            copied(home, usb)
    assert not opened_copies(usb).names()
    assert copied(home, usb).resumed and damaged(usb) == [False]


def test_no_copy_is_named_before_the_disk_holds_every_piece_of_it(
    home: Path, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from intake.store import synced
    from intake.store.backup import place

    held: set[Path] = set()
    at_naming: list[set[Path]] = []
    sync, move = synced._sync, place.move_into_place

    def hold(path: Path) -> None:
        sync(path)
        held.add(path)

    def name(source: Path, target: Path) -> None:
        if target.parent.name == "snapshots":
            at_naming.append(pieces(usb) - held)
        move(source, target)

    monkeypatch.setattr(synced, "_sync", hold)
    monkeypatch.setattr(place, "move_into_place", name)
    monkeypatch.setattr(place, "MOST_UNSETTLED", 3)
    copied(home, usb)
    assert len(held) == len(pieces(usb)) > 5 and at_naming == [set()]


def test_what_a_power_cut_left_of_pieces_is_read_before_it_is_used(
    home: Path, usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their names and sizes were on the disk, their bytes were not."""
    from intake.store.backup import make

    def cut_off(*_told: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(make.Copies, "add", cut_off)
        copied(home, usb)
    lost = pieces(usb)
    for path in lost:
        path.write_bytes(bytes(path.stat().st_size))
    done = copied(home, usb)
    assert done.resumed and damaged(usb) == [False]
    restored(usb, tmp_path / "new")
    assert same_store(home, tmp_path / "new")


def _failing_after(count: int, number: int) -> Callable[[Path, bytes], None]:
    from intake.store.synced import write_unsynced

    left = [count]

    def write(path: Path, data: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            path.write_bytes(data[: len(data) // 2])
            raise OSError(number, os.strerror(number))
        write_unsynced(path, data)

    return write


def test_the_homes_own_disk_too_full_for_a_second_database_is_told(
    home: Path, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr(database_copy.shutil, "disk_usage", lambda _path: Usage)
    with pytest.raises(StorageFullError):
        copied(home, usb)
    monkeypatch.undo()
    assert copied(home, usb).resumed


def test_a_copy_cut_off_at_any_file_is_finished_by_the_next(
    home: Path, usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each file in turn, the process dies before the name is there; each time a little more was kept."""
    from intake.store.backup import place

    died = 0
    real = place.move_into_place
    while True:
        made = [0]

        def die_at_the_second(source: Path, target: Path, made: list[int] = made) -> None:
            made[0] += target.name != "writing.json"
            if made[0] > 1:
                raise Killed
            real(source, target)

        monkeypatch.setattr(place, "move_into_place", die_at_the_second)
        try:
            done = copied(home, usb)
            break
        except Killed:
            died += 1
            if (usb / "sohoa-backup.json").exists():
                assert not opened_copies(usb).names()
                with pytest.raises(DamagedBackupError):
                    restored(usb, tmp_path / "new")
    assert died > 5 and done.resumed and damaged(usb) == [False]
    restored(usb, tmp_path / "new")
    assert same_store(home, tmp_path / "new")


def test_a_restore_cut_off_at_any_file_goes_on(
    home: Path, usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from intake.store.backup import restore

    copied(home, usb)
    new, died = tmp_path / "new", 0
    real = restore.move_into_place
    while True:
        made = [0]

        def die_at_the_second(source: Path, target: Path, made: list[int] = made) -> None:
            made[0] += 1
            if made[0] > 1:
                raise Killed
            real(source, target)

        monkeypatch.setattr(restore, "move_into_place", die_at_the_second)
        try:
            restored(usb, new)
            break
        except Killed:
            died += 1
            with pytest.raises(LostStoreError) as told:
                Store.open(new)
            assert "sohoa restore" in told.value.advice
            for otherwise in (bring_back.accept, bring_back.begin):
                with pytest.raises(LostStoreError):
                    otherwise(new, who="lan", now=NOW)
    assert died > 5
    assert same_store(home, new)


def test_a_restore_begun_from_one_copy_is_not_finished_from_another(
    home: Path, usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = copied(home, usb).snapshot
    second = copied(home, usb).snapshot
    from intake.store.backup import restore

    def die(*_told: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(restore, "_bring_database", die)
        restored(usb, tmp_path / "new", first)
    with pytest.raises(BackupUseError):
        restored(usb, tmp_path / "new", second)
    assert restored(usb, tmp_path / "new").snapshot == first


def _each_file(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_file())


@pytest.mark.parametrize("fault", ["cut", "flipped", "gone", "emptied"])
def test_a_damaged_file_of_a_copy_is_found_and_never_brought_back(
    home: Path, usb: Path, tmp_path: Path, fault: str
) -> None:
    copied(home, usb)
    for number, path in enumerate(_each_file(usb)):
        kept = path.read_bytes()
        _damage(path, fault)
        new = tmp_path / f"new-{number}"
        with pytest.raises(BackupError):
            restored(usb, new)
        with pytest.raises(LostStoreError) if (new / RESTORING).exists() else pytest.raises(BackupError):
            Store.open(new) if (new / RESTORING).exists() else restored(usb, new)
        if path.parent != usb:
            assert damaged(usb) == [True] if path.exists() or "pieces" in path.parts else not damaged(usb)
        path.write_bytes(kept)
        restored(usb, new)
        assert same_store(home, new)


def _damage(path: Path, fault: str) -> None:
    data = path.read_bytes()
    if fault == "gone":
        path.unlink()
    elif fault == "emptied":
        path.write_bytes(b"")
    elif fault == "cut":
        path.write_bytes(data[: len(data) // 2])
    else:
        path.write_bytes(data[:-5] + bytes([data[-5] ^ 1]) + data[-4:])


def test_the_next_copy_mends_a_piece_that_was_lost_or_cut(home: Path, usb: Path) -> None:
    copied(home, usb)
    for fault in ("gone", "cut"):
        for path in pieces(usb):
            _damage(path, fault)
            break
        assert damaged(usb, quick=True)[0]
        copied(home, usb)
        assert not damaged(usb)[0]


def test_a_copy_made_by_a_newer_program_is_refused(home: Path, usb: Path, tmp_path: Path) -> None:
    copied(home, usb)
    copies = opened_copies(usb)
    head = copies.head(copies.names()[0])
    copies.add(head.model_copy(update={"revision": "r9999"}))
    with pytest.raises(NewerStoreError):
        restored(usb, tmp_path / "new")
    copies.add(head.model_copy(update={"format": 2}))
    with pytest.raises(DamagedBackupError) as told:
        restored(usb, tmp_path / "new")
    assert "mới hơn" in told.value.sentence and not (tmp_path / "new").exists()


def test_a_path_that_leads_out_of_the_home_is_refused(home: Path, usb: Path, tmp_path: Path) -> None:
    from intake.store.backup.listing import CopiedFile, write_listing

    copied(home, usb)
    copies = opened_copies(usb)
    head = copies.head(copies.names()[0])
    odd = ("../out", "objects/../../out", "forms/a\\b", "forms/c:d", "sohoa.db", "objects//x", "elsewhere/x")
    for number, path in enumerate(odd):
        entry = CopiedFile(path, 1, 0, copies.put(b"x"))
        copies.add(head.model_copy(update={"listing": tuple(write_listing([entry], copies.put))}))
        with pytest.raises(DamagedBackupError):
            restored(usb, tmp_path / f"new-{number}")
    assert not (tmp_path / "out").exists()
