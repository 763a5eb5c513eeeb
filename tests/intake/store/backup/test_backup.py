# SPDX-License-Identifier: Apache-2.0
"""Copies of a store: whole, incremental, pruned without harm, in any place, and back again."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from intake.errors import DamagedStoreError, LostStoreError, NewerStoreError, StorageFullError
from intake.store.backup import database_copy
from intake.store.backup.errors import (
    BackupBusyError,
    BackupError,
    BackupUseError,
    DamagedBackupError,
    PlaceError,
)
from intake.store.backup.last_copy import last_copy
from intake.store.backup.make import BackupWish, make_backup
from intake.store.backup.place import FolderPlace
from intake.store.backup.verify import verify_copies
from intake.store.dossier.documents import FileInfo
from intake.store.life import bring_back
from intake.store.life.life import lost_at
from intake.store.life.soundness import RESTORING
from intake.store.objects import ObjectFolder
from intake.store.remote.cache import ObjectCache
from intake.store.remote.objects import RemoteObjects
from intake.store.remote.place import ObjectPlace
from intake.store.store import Store
from intake.store.store_database import database_of
from tests.support import server_store
from tests.support.backup_desk import (
    NOW,
    copied,
    files,
    no_progress,
    opened_copies,
    restored,
    same_store,
    small_home,
)
from tests.support.intake_desk import PROCEDURE, scan
from tests.support.store_faults import created, listed, overwrite


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("made") / "home"
    small_home(home)
    return home


@pytest.fixture
def home(tmp_path: Path, made_home: Path) -> Path:
    return shutil.copytree(made_home, tmp_path / "home")


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    return tmp_path / "usb"


def pieces(place: Path) -> set[Path]:
    return {path for path in (place / "pieces").rglob("*") if path.is_file()}


def damaged(place: Path | str, *, quick: bool = False) -> list[bool]:
    """Whether each copy is damaged, newest first."""
    found = verify_copies(opened_copies(place), quick=quick, progress=no_progress)
    return [not copy.whole for copy in found]


@pytest.mark.parametrize("where", ["folder", "memory"])
def test_what_is_copied_comes_back_the_same(home: Path, usb: Path, tmp_path: Path, where: str) -> None:
    place = str(usb) if where == "folder" else f"memory://{tmp_path.name}/copies"
    copied(home, place)
    assert damaged(place) == [False]
    restored(place, tmp_path / "new")
    assert same_store(home, tmp_path / "new")


def test_a_second_copy_writes_only_what_is_new(home: Path, usb: Path, tmp_path: Path) -> None:
    first = copied(home, usb)
    before = pieces(usb)
    # The database's own header counts openings.
    assert copied(home, usb).written <= 600_000 and first.written > 0
    store = Store.open(home)
    store.keep(scan(tmp_path / "another.png"))
    store.close()
    copied(home, usb)
    new = pieces(usb) - before
    assert before <= pieces(usb) and len(new) <= 5


def test_papers_that_the_last_copy_has_are_not_read_again(
    home: Path, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(home, usb)
    read: list[Path] = []
    keep = database_copy.Path.open

    def watched(path: Path, *more: object, **options: object) -> object:
        read.append(path)
        return keep(path, *more, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", watched)
    copied(home, usb)
    assert not [path for path in read if path.is_relative_to(home / "objects")]


def test_an_older_copy_comes_back_as_it_was(home: Path, usb: Path, tmp_path: Path) -> None:
    first, before = copied(home, usb), listed(home)
    created(home)
    copied(home, usb, now=NOW + timedelta(days=1))
    restored(usb, tmp_path / "new", first.snapshot)
    assert listed(tmp_path / "new") == before


def test_the_newest_copy_is_the_last_one_made_also_where_the_clock_ran_ahead(
    home: Path, usb: Path, tmp_path: Path
) -> None:
    copied(home, usb, now=NOW + timedelta(days=365))
    created(home)
    newest = copied(home, usb, keep=1)
    assert opened_copies(usb).names() == [newest.snapshot]
    restored(usb, tmp_path / "new")
    assert same_store(home, tmp_path / "new")


def test_pruning_leaves_so_many_copies_and_every_piece_they_need(home: Path, usb: Path) -> None:
    for number in range(4):
        created(home)
        done = copied(home, usb, keep=2)
        assert done.removed == max(0, number - 1) - max(0, number - 2)
    assert damaged(usb) == [False, False]
    before = len(pieces(usb))
    copied(home, usb, keep=1)
    assert damaged(usb) == [False] and len(pieces(usb)) < before


def test_nothing_is_pruned_while_a_copy_that_stays_is_damaged(home: Path, usb: Path) -> None:
    names = [copied(home, usb).snapshot for _number in range(3)]
    (usb / "snapshots" / f"{names[-1]}.json").write_text("x")
    before = pieces(usb)
    assert copied(home, usb, keep=2).removed is None
    assert before <= pieces(usb) and len(opened_copies(usb).names()) == 4


def test_a_dossier_made_while_the_copy_is_made_does_no_harm(
    home: Path, usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listed(home)
    with_database = database_copy._refuse_without_room

    def meanwhile(folder: Path) -> None:
        with_database(folder)
        store = Store.open(home)
        with store.write() as session:
            store.create_dossier(session, procedure=PROCEDURE, who="lan")
            copied_in_between.append(True)
        store.close()

    copied_in_between: list[bool] = []
    monkeypatch.setattr(database_copy, "_refuse_without_room", meanwhile)
    copied(home, usb)
    restored(usb, tmp_path / "new")
    assert copied_in_between and len(listed(tmp_path / "new")) == len(before) + 1


def test_a_copy_is_made_while_another_process_is_in_the_middle_of_a_change(
    home: Path, usb: Path, tmp_path: Path
) -> None:
    before = listed(home)
    store = Store.open(home)
    with store.write() as session:
        store.create_dossier(session, procedure=PROCEDURE, who="lan")
        copied(home, usb)
    store.close()
    restored(usb, tmp_path / "new")
    assert listed(tmp_path / "new") == before


def test_the_store_brought_back_knows_it_and_gives_no_id_twice(home: Path, usb: Path, tmp_path: Path) -> None:
    copied(home, usb)
    later = created(home, 40)
    restored(usb, tmp_path / "new")
    store = Store.open(tmp_path / "new")
    with store.read() as session:
        assert lost_at(session) == NOW
    store.close()
    assert not set(created(tmp_path / "new", 40)) & {*later, *listed(home)}


def test_nothing_is_brought_back_over_a_store(home: Path, usb: Path, tmp_path: Path) -> None:
    copied(home, usb)
    other = tmp_path / "other"
    small_home(other)
    before = files(other)
    with pytest.raises(BackupUseError):
        restored(usb, other)
    assert files(other) == before and not (other / RESTORING).exists()


def test_a_paper_lost_or_altered_in_the_home_comes_back_from_an_earlier_copy(
    home: Path, usb: Path, tmp_path: Path
) -> None:
    kept = shutil.copytree(home, tmp_path / "kept")
    copied(home, usb)
    (paper,) = [path for path in (home / "objects").rglob("*") if path.is_file()]
    for fault in (paper.unlink, lambda: paper.write_bytes(b"x")):
        fault()
        copied(home, usb)
        new = tmp_path / f"new-{len(opened_copies(usb).names())}"
        restored(usb, new)
        assert files(new) == files(kept)


def test_a_damaged_database_is_not_copied_over_the_good_one(home: Path, usb: Path) -> None:
    copied(home, usb)
    overwrite(home / "sohoa.db", 8192, 60_000)
    with pytest.raises(DamagedStoreError):
        copied(home, usb)
    assert damaged(usb) == [False] and not (home / ".backup").exists()


def test_a_home_without_a_store_is_told(tmp_path: Path, usb: Path) -> None:
    with pytest.raises(BackupUseError):
        copied(tmp_path / "none", usb)
    assert not usb.exists()


def test_a_disk_that_is_not_plugged_in_is_no_empty_place(home: Path, usb: Path) -> None:
    with pytest.raises(PlaceError):
        copied(home, usb / "deep" / "er")
    copied(home, usb)
    shutil.rmtree(usb)
    with pytest.raises(PlaceError) as told:
        copied(home, usb)
    assert "--new" in told.value.advice and not usb.exists()
    usb.mkdir()
    with pytest.raises(PlaceError):
        copied(home, usb)
    assert copied(home, usb, anew=True).files and damaged(usb) == [False]


def test_copies_in_the_home_itself_are_refused(home: Path) -> None:
    with pytest.raises(BackupUseError):
        copied(home, home / "copies")


def test_another_stores_copies_are_left_alone(home: Path, usb: Path, tmp_path: Path) -> None:
    copied(home, usb)
    created(tmp_path / "other")
    with pytest.raises(BackupUseError):
        copied(tmp_path / "other", usb)


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
        patch.setattr(place, "write_synced", _failing_after(1, number))
        with pytest.raises(PlaceError):
            copied(home, usb)
    assert damaged(usb) == [False]
    assert last_copy(home) is not None
    assert copied(home, usb).resumed
    assert damaged(usb) == [False, False]
    restored(usb, tmp_path / "new")
    assert same_store(home, tmp_path / "new")


def _failing_after(count: int, number: int) -> Callable[[Path, bytes], None]:
    from intake.store.synced import write_synced

    left = [count]

    def write(path: Path, data: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            path.write_bytes(data[: len(data) // 2])
            raise OSError(number, os.strerror(number))
        write_synced(path, data)

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


class Killed(BaseException):
    """Stands for the process being killed: nothing in the program catches it."""


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


def test_a_file_put_together_by_hand_is_the_database(home: Path, usb: Path, tmp_path: Path) -> None:
    """Without a lock no program of ours is needed to read the copies (docs/backup.md)."""
    copied(home, usb)
    copies = opened_copies(usb)
    head = copies.head(copies.names()[0])
    by_hand = tmp_path / "sohoa.db"
    with by_hand.open("wb") as stream:
        for sha256, _size in head.database.cut:
            stream.write((usb / "pieces" / sha256[:2] / sha256).read_bytes())
    with closing(sqlite3.connect(by_hand)) as opened:
        assert opened.execute("SELECT count(*) FROM dossier").fetchone() == (3,)


def test_papers_kept_in_an_object_store_are_copied_from_there_once(
    home: Path, usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = RemoteObjects(
        ObjectPlace(f"memory://{tmp_path.name}/kept"), ObjectCache(tmp_path / "cache", 10**7)
    )
    kept = elsewhere.keep(scan(tmp_path / "far.png"))
    store = Store.open(home)
    with store.write() as session:
        dossier = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
        store.add_document(session, dossier, kept, FileInfo("far.png", "image/png", 1), who="lan")
    store.close()
    assert not copied(home, usb, objects=elsewhere).touched
    monkeypatch.setattr(RemoteObjects, "opened", None)  # the second copy has no need of it
    assert not copied(home, usb, objects=elsewhere).touched
    restored(usb, tmp_path / "new")
    found = Store.open(tmp_path / "new")
    with found.objects.opened(kept.sha256) as path:
        assert path.is_relative_to(tmp_path / "new")
    found.close()
    assert [one.dossier for one in copied(tmp_path / "new", usb).touched] == []
    (tmp_path / "new" / "objects" / kept.sha256[:2] / kept.sha256[2:]).unlink()
    assert [(one.dossier, one.kept) for one in copied(tmp_path / "new", usb).touched] == [(dossier, True)]


@pytest.mark.long
def test_the_rows_of_a_server_are_copied_of_one_moment_and_come_back_as_a_desks_own(
    tmp_path: Path, usb: Path, postgres_url: str
) -> None:
    home, new = tmp_path / "desk", tmp_path / "new"
    made = server_store.created(home, postgres_url, 3)
    database = database_of(home, server_store.server_of(postgres_url))
    make_backup(
        database,
        ObjectFolder(home / "objects"),
        BackupWish(to=str(usb)),
        now=lambda: NOW,
        progress=no_progress,
    )
    restored(usb, new)
    assert listed(new) == sorted(made) == server_store.listed(home, postgres_url)
    assert _journal(Store.open(new), made[0]) == _journal(_on(home, postgres_url), made[0])


def _on(home: Path, url: str) -> Store:
    return Store.open(home, server=server_store.server_of(url))


def _journal(store: Store, dossier: str) -> list[object]:
    with closing(store), store.read() as session:
        return list(store.journal(session, dossier))
