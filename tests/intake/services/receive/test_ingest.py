# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import errno
import os
import unicodedata
from pathlib import Path

import pytest

from intake.capture.refusals import RefusalCode
from intake.dossier.journal import fold
from intake.dossier.states import State
from intake.errors import DamagedObjectError, StorageFullError
from intake.services.receive.ingest import Taken, ingest, plan, take_in
from intake.store import objects
from intake.store.store import Store
from templates.errors import UsageError
from tests.support.desks.intake_desk import PROCEDURE, scan
from tests.support.programs.processes import fresh_processes


def _ingest(store: Store, folder: Path) -> list[Taken]:
    return [ingest(store, source, procedure=PROCEDURE, who="lan") for source in plan(folder)]


def _only(store: Store, folder: Path) -> Taken:
    (taken,) = _ingest(store, folder)
    return taken


def _count(store: Store) -> tuple[int, int]:
    """Dossiers, documents."""
    with store.read() as session:
        dossiers = store.list(session)
        return len(dossiers), sum(len(store.documents(session, dossier.id)) for dossier in dossiers)


def test_sub_folders_and_single_files_are_dossiers_in_natural_order(tmp_path: Path) -> None:
    scan(tmp_path / "in" / "10" / "a.png")
    scan(tmp_path / "in" / "2" / "a.png")
    scan(tmp_path / "in" / "3.png")
    assert [source.name for source in plan(tmp_path / "in")] == ["2", "3.png", "10"]


def test_papers_in_folders_below_belong_to_the_dossier(tmp_path: Path) -> None:
    scan(tmp_path / "in" / "1" / "the" / "front.png", "front")
    scan(tmp_path / "in" / "1" / "form.png", "form")
    (source,) = plan(tmp_path / "in")
    assert [path.name for path in source.files] == ["form.png", "front.png"]


def test_what_computers_leave_in_folders_is_no_paper(tmp_path: Path) -> None:
    for name in ("Thumbs.db", ".DS_Store", "truth.json", "~$form.docx", "desktop.ini", "@eaDir/a.png"):
        path = tmp_path / "in" / "1" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert plan(tmp_path / "in") == []


def test_a_missing_folder_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        plan(tmp_path / "nowhere")


def test_unknown_types_are_refused_with_a_reason_and_the_rest_goes_on(store: Store, tmp_path: Path) -> None:
    scan(tmp_path / "in" / "1" / "form.png")
    (tmp_path / "in" / "1" / "note.docx").write_bytes(b"PK\x03\x04 not a scan")
    taken = _only(store, tmp_path / "in")
    assert (len(taken.added), len(taken.refused)) == (1, 1)
    with store.read() as session:
        refused = next(d for d in store.documents(session, taken.dossier_id) if d.refused)
        assert refused.refusal_code == RefusalCode.NOT_AN_IMAGE
        assert refused.refusal_reason
        assert store.get(session, taken.dossier_id).state is State.CAPTURED


def test_a_dossier_of_refused_files_only_stays_received(store: Store, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "form.pdf").write_bytes(b"")
    taken = _only(store, tmp_path / "in")
    with store.read() as session:
        assert store.get(session, taken.dossier_id).state is State.RECEIVED


def test_the_same_folder_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    for name in ("a", "b"):
        scan(tmp_path / "in" / "1" / f"{name}.png", name)
    (tmp_path / "in" / "1" / "bad.pdf").write_bytes(b"")
    first = _only(store, tmp_path / "in")
    again = _only(store, tmp_path / "in")
    assert (first.created, again.created) == (True, False)
    assert (again.dossier_id, again.added, again.refused) == (first.dossier_id, (), ())
    assert _count(store) == (1, 3)
    with store.read() as session:
        events = store.journal(session, first.dossier_id)
        assert [event.what for event in events].count("paper-added") == 2
        assert len(fold(events).papers) == 2


def test_the_same_file_twice_in_a_dossier_is_one_document(store: Store, tmp_path: Path) -> None:
    scan(tmp_path / "in" / "1" / "a.png")
    scan(tmp_path / "in" / "1" / "copy of a.png")
    taken = _only(store, tmp_path / "in")
    assert (len(taken.added), taken.doubles) == (1, ("copy of a.png",))


def test_a_folder_that_grew_is_the_same_dossier_with_one_paper_more(store: Store, tmp_path: Path) -> None:
    scan(tmp_path / "in" / "1" / "a.png", "a")
    first = _only(store, tmp_path / "in")
    with store.write() as session:
        store.advance(session, first.dossier_id, State.READ, who="lan")
    scan(tmp_path / "in" / "1" / "b.png", "b")
    grown = _only(store, tmp_path / "in")
    assert grown.dossier_id == first.dossier_id
    assert len(grown.added) == 1
    with store.read() as session:
        assert store.get(session, first.dossier_id).state is State.CAPTURED


def test_a_renamed_folder_with_the_same_papers_is_the_same_dossier(store: Store, tmp_path: Path) -> None:
    scan(tmp_path / "in" / "1" / "a.png")
    first = _only(store, tmp_path / "in")
    (tmp_path / "in" / "1").rename(tmp_path / "in" / "Pham")
    assert _only(store, tmp_path / "in").dossier_id == first.dossier_id


def test_another_day_s_folder_of_the_same_name_is_another_dossier(store: Store, tmp_path: Path) -> None:
    scan(tmp_path / "monday" / "1" / "a.png", "a")
    scan(tmp_path / "tuesday" / "1" / "b.png", "b")
    assert _only(store, tmp_path / "monday").dossier_id != _only(store, tmp_path / "tuesday").dossier_id


def test_a_mother_s_card_in_her_twins_dossiers_is_allowed_and_noted(store: Store, tmp_path: Path) -> None:
    for twin in ("anh", "em"):
        scan(tmp_path / "in" / twin / "card.png", "card")
        scan(tmp_path / "in" / twin / "notice.png", twin)
    first, second = _ingest(store, tmp_path / "in")
    assert first.dossier_id != second.dossier_id
    assert list(second.shared.values()) == [[first.dossier_id]]
    with store.read() as session:
        noted = [event for event in store.journal(session, second.dossier_id) if event.what == "noted"]
        assert noted[0].data["dossiers"] == [first.dossier_id]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_vietnamese_name_is_the_same_in_either_unicode_form(
    store: Store, tmp_path: Path, form: str
) -> None:
    name = "Hồ sơ khai sinh số 5"
    folder = tmp_path / "in" / unicodedata.normalize("NFC", name)
    scan(folder / "tờ khai.png")
    first = _only(store, tmp_path / "in")
    folder = folder.rename(folder.with_name(unicodedata.normalize(form, name)))
    (folder / "tờ khai.png").rename(folder / unicodedata.normalize(form, "tờ khai.png"))
    scan(folder / "more.png", "more")
    assert _only(store, tmp_path / "in").dossier_id == first.dossier_id
    with store.read() as session:
        assert store.get(session, first.dossier_id).folder == unicodedata.normalize("NFC", name)
        assert store.documents(session, first.dossier_id)[0].name == unicodedata.normalize(
            "NFC", "tờ khai.png"
        )


def test_very_long_names_come_in_whole(store: Store, tmp_path: Path) -> None:
    name = "ệ" * 83  # 3 bytes a letter: the longest a file system takes
    scan(tmp_path / "in" / name / ("ộ" * 80 + ".png"))
    taken = _only(store, tmp_path / "in")
    with store.read() as session:
        assert store.get(session, taken.dossier_id).folder == name


def test_a_folder_without_permission_is_recorded(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(tmp_path / "in" / "open" / "a.png")
    scan(tmp_path / "in" / "closed" / "b.png", "b")
    listing = Path.iterdir

    def closed(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(errno.EACCES, "closed")
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    taken = _ingest(store, tmp_path / "in")
    assert [len(each.refused) for each in taken] == [1, 0]
    assert [each.dossier_id for each in _ingest(store, tmp_path / "in")] == [t.dossier_id for t in taken]


def test_a_file_that_vanishes_while_being_kept_is_recorded(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scan(tmp_path / "in" / "1" / "a.png")

    def gone(_path: Path) -> object:
        raise FileNotFoundError(errno.ENOENT, "gone")

    monkeypatch.setattr(store.objects, "keep", gone)
    taken = _only(store, tmp_path / "in")
    with store.read() as session:
        assert store.documents(session, taken.dossier_id)[0].refusal_code == RefusalCode.VANISHED
    monkeypatch.undo()
    assert path.exists()
    mended = _only(store, tmp_path / "in")
    assert (mended.dossier_id, len(mended.added)) == (taken.dossier_id, 1)
    assert _count(store) == (1, 1)


def test_a_repaired_file_of_the_same_name_takes_the_refused_one_s_place(store: Store, tmp_path: Path) -> None:
    scan(tmp_path / "in" / "1" / "b.png", "b")
    (tmp_path / "in" / "1" / "a.png").write_bytes(b"")
    _only(store, tmp_path / "in")
    scan(tmp_path / "in" / "1" / "a.png", "a")
    taken = _only(store, tmp_path / "in")
    assert len(taken.added) == 1
    with store.read() as session:
        assert not any(d.refused for d in store.documents(session, taken.dossier_id))


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_no_half_file_and_says_so(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    scan(tmp_path / "in" / "1" / "a.png")

    def full(_descriptor: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(objects.os, "fsync", full)
    with pytest.raises(StorageFullError) as told:
        _only(store, tmp_path / "in")
    assert told.value.advice
    assert [path for path in (store.home / "objects").rglob("*") if path.is_file()] == []
    assert _count(store) == (0, 0)
    monkeypatch.undo()
    assert len(_only(store, tmp_path / "in").added) == 1


def test_a_crash_between_file_and_row_is_mended_by_running_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(tmp_path / "in" / "1" / "a.png")

    def crash(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "add_document", crash)
    with pytest.raises(KeyboardInterrupt):
        _only(store, tmp_path / "in")
    monkeypatch.undo()
    kept = {path for path in store.objects.root.rglob("*") if path.is_file()}
    assert len(kept) == 1
    assert _count(store) == (0, 0)
    taken = _only(store, tmp_path / "in")
    assert len(taken.added) == 1
    assert {path for path in store.objects.root.rglob("*") if path.is_file()} == kept


def test_kept_bytes_are_those_of_the_scan_and_damage_is_noticed(store: Store, tmp_path: Path) -> None:
    path = scan(tmp_path / "a.png")
    stored = store.keep(path)
    kept = store.objects.verify(stored.sha256)
    assert kept.read_bytes() == path.read_bytes()
    kept.write_bytes(b"flipped" + kept.read_bytes()[7:])
    with pytest.raises(DamagedObjectError):
        store.objects.verify(stored.sha256)
    store.keep(path)
    assert store.objects.verify(stored.sha256).read_bytes() == path.read_bytes()


def test_papers_that_come_after_sending_change_no_state(store: Store, tmp_path: Path, dossier: str) -> None:
    take_in(store, dossier, [scan(tmp_path / "a.png", "a")], who="lan")
    way = (State.READ, State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED, State.PUSHED)
    with store.write() as session:
        for state in way:
            store.advance(session, dossier, state, who="lan")
    taken = take_in(store, dossier, [scan(tmp_path / "b.png", "b")], who="lan")
    assert taken.late
    with store.read() as session:
        assert store.get(session, dossier).state is State.PUSHED


def _run_in_process(home: Path, folder: Path) -> None:
    store = Store.open(home)
    _ingest(store, folder)
    store.close()


def test_two_runs_over_one_folder_at_once_take_each_dossier_in_once(tmp_path: Path) -> None:
    for number in range(6):
        scan(tmp_path / "in" / str(number) / "form.png", f"form {number}")
        scan(tmp_path / "in" / str(number) / "card.png", f"card {number}")
    context = fresh_processes()
    work = [
        context.Process(target=_run_in_process, args=(tmp_path / "home", tmp_path / "in")) for _ in range(2)
    ]
    for process in work:
        process.start()
    for process in work:
        process.join(timeout=60)
    assert [process.exitcode for process in work] == [0, 0]
    store = Store.open(tmp_path / "home")
    assert _count(store) == (6, 12)
    store.close()
