# SPDX-License-Identifier: Apache-2.0
"""Copies of a store: whole, incremental, pruned without harm, in any place, and back again."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from intake.errors import DamagedStoreError
from intake.store.backup import database_copy
from intake.store.backup.errors import (
    BackupUseError,
    PlaceError,
)
from intake.store.backup.make import BackupWish, make_backup
from intake.store.backup.verify import verify_copies
from intake.store.dossier.documents import FileInfo
from intake.store.life.apart import goes_on_here
from intake.store.life.life import lost_at
from intake.store.life.soundness import RESTORING
from intake.store.objects import ObjectFolder
from intake.store.remote.cache import ObjectCache
from intake.store.remote.objects import RemoteObjects
from intake.store.remote.place import ObjectPlace
from intake.store.store import Store
from intake.store.store_database import StoreDatabase, database_of
from tests.support.desks.intake_desk import PROCEDURE, scan
from tests.support.stores import server_store
from tests.support.stores.backup_desk import (
    NOW,
    copied,
    damaged,
    files,
    no_progress,
    opened_copies,
    pieces,
    restored,
    same_store,
    small_home,
)
from tests.support.stores.store_faults import created, listed, overwrite


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
    second = copied(home, usb)
    assert second.written <= second.size // 2 and first.written == first.size
    (newest, *_older) = verify_copies(opened_copies(usb), quick=True, progress=no_progress)
    assert newest.files == second.files == restored(usb, tmp_path / "new").files
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
    folder_for = database_copy._folder_for

    def meanwhile(source: StoreDatabase) -> Path:
        folder = folder_for(source)
        store = Store.open(home)
        with store.write() as session:
            store.create_dossier(session, procedure=PROCEDURE, who="lan")
            copied_in_between.append(True)
        store.close()
        return folder

    copied_in_between: list[bool] = []
    monkeypatch.setattr(database_copy, "_folder_for", meanwhile)
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
    goes_on_here(tmp_path / "new")
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
