# SPDX-License-Identifier: Apache-2.0
"""The doctor looks into the store: folder, database, papers, packages, by real faults on real files."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from batch.services.doctor import store_diagnoses
from batch.services.doctor.clock_diagnoses import check_clock
from batch.services.doctor.examination import check_disk, examine
from batch.services.doctor.health import Diagnosis, Fitness
from batch.services.doctor.store_diagnoses import (
    check_database,
    check_home,
    check_made_packages,
    check_papers,
)
from intake.errors import DamagedStoreError
from intake.settings.settings import Settings
from intake.store import home_database
from intake.store.store import Store
from intake.store.tables.model import DossierRow, StoredFileRow
from tests.support.desks.packing_desk import RECEIVED, Clock, new_store, packaged_dossier
from tests.support.stores.moved_home import moved_home

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("packed")
    store = new_store(folder / "home", Clock(RECEIVED + timedelta(hours=3)))
    made = [packaged_dossier(store, folder / "scans") for _number in range(2)]
    store.close()
    return folder / "home", made


@pytest.fixture
def home(packed: tuple[Path, list[str]], tmp_path: Path) -> Path:
    return moved_home(packed[0], tmp_path / "home")


@pytest.fixture
def older(packed: tuple[Path, list[str]]) -> str:
    return packed[1][0]


def _papers_of(home: Path, dossier: str) -> list[Path]:
    store = Store.open(home)
    with store.read() as session:
        found = [store.objects.path(d.sha256) for d in store.documents(session, dossier) if d.sha256]
    store.close()
    return found


def _alter(path: Path) -> None:
    """One byte other than it was, the size and all else as before."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


@pytest.mark.long
def test_a_whole_store_is_well_also_in_full(home: Path) -> None:
    for full in (False, True):
        found = list(examine(Settings(home=home), NOW, lambda _command: None, full=full))
        store = [d for d in found if d.name in ("home", "database", "papers", "packages", "queues")]
        assert [d.health for d in store] == [Fitness.OK] * 5


@pytest.mark.parametrize("fault", [_alter, Path.unlink])
@pytest.mark.parametrize(("name", "check"), [("papers", check_papers), ("packages", check_made_packages)])
def test_lost_and_altered_files_are_found_with_their_dossier(
    home: Path, older: str, fault: object, name: str, check: object
) -> None:
    package = sorted((home / "packages" / older).glob("*.pdf"))
    fault((_papers_of(home, older) if name == "papers" else package)[0])  # type: ignore[operator]
    found: Diagnosis = check(home)  # type: ignore[operator]
    assert (found.health, found.name) == (Fitness.BROKEN, name)
    assert older in found.found and found.mend


def test_without_full_only_the_newest_are_read(
    home: Path, older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _papers_of(home, older)[0].unlink()
    monkeypatch.setattr(store_diagnoses, "NEWEST_FILES", 3)
    assert check_papers(home).health is Fitness.OK
    assert check_papers(home, full=True).health is Fitness.BROKEN


def test_the_newest_are_as_many_as_are_quickly_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_diagnoses, "NEWEST_BYTES", 1)
    assert check_papers(home).found.startswith("đã kiểm tra 0 tệp")


def test_a_paper_that_was_refused_or_taken_back_and_never_kept_is_not_missed(home: Path, older: str) -> None:
    store = Store.open(home)
    with store.write() as session:
        document = store.documents(session, older)[0]
        row = session.get_one(StoredFileRow, document.id)
        row.refusal_code, row.page_count = "damaged", 0
        path = store.objects.path(str(document.sha256))
    store.close()
    path.unlink()
    assert check_papers(home, full=True).health is Fitness.OK


def test_damage_is_found_said_and_remembered(home: Path) -> None:
    data = (home / "sohoa.db").read_bytes()
    (home / "sohoa.db").write_bytes(data[: len(data) // 2])
    found = check_database(home)
    assert found.health is Fitness.BROKEN and "sohoa store accept" in found.mend
    with pytest.raises(DamagedStoreError):
        Store.open(home)


def test_of_a_large_database_only_full_reads_all(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_database, "CHECKED_WHOLE_BYTES", 1)
    assert "--full" in check_database(home).found
    assert "--full" not in check_database(home, full=True).found


@pytest.mark.parametrize("end", ["sohoa.db", "sohoa.mark"])
def test_a_lost_database_and_a_lost_mark_are_said_with_what_to_do(home: Path, end: str) -> None:
    (home / end).unlink()
    found = check_database(home)
    assert found.health is Fitness.BROKEN and "sohoa store" in found.mend
    assert not (home / end).exists()


def test_no_store_yet_is_well_and_stays_none(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for check in (check_database, check_papers, check_made_packages):
        assert check(home).health is Fitness.OK
    assert not home.exists()


def test_files_are_not_called_lost_because_the_database_is(home: Path) -> None:
    (home / "sohoa.db").write_bytes(b"no database" * 1000)
    assert check_database(home).health is Fitness.BROKEN
    assert check_papers(home).health is check_made_packages(home).health is Fitness.UNKNOWN


def test_of_a_lost_database_s_files_nothing_is_said_to_be_well(home: Path) -> None:
    (home / "sohoa.db").unlink()
    for found in (check_papers(home), check_made_packages(home)):
        assert (found.health, "chưa có" in found.found) == (Fitness.UNKNOWN, False)


def test_a_damaged_paper_is_named_by_dossier_and_file(home: Path, older: str) -> None:
    paper = _papers_of(home, older)[0]
    paper.unlink()
    store = Store.open(home)
    with store.read() as session:
        name = store.documents(session, older)[0].name
    store.close()
    found = check_papers(home)
    assert f"{name} của {older}" in found.found
    assert paper.name[:12] not in found.found


@pytest.mark.parametrize(("pages", "health"), [(1, Fitness.BROKEN), (0, Fitness.OK)])
def test_a_replaced_paper_is_missed_too_unless_it_was_refused_and_never_kept(
    home: Path, older: str, pages: int, health: Fitness
) -> None:
    store = Store.open(home)
    with store.write() as session:
        document = store.documents(session, older)[0]
        row = session.get_one(StoredFileRow, document.id)
        row.refusal_code, row.page_count = "replaced", pages
        path = store.objects.path(str(document.sha256))
    store.close()
    path.unlink()
    assert check_papers(home, full=True).health is health


def test_a_disk_that_does_not_say_how_much_is_free_is_not_called_nearly_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_folder: object) -> object:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(shutil, "disk_usage", silent)
    assert check_disk(tmp_path).health is Fitness.UNKNOWN


def test_the_clock_is_told_in_vietnam_s_time() -> None:
    assert check_clock(NOW).found == "01/12/2026 10:00 (giờ Việt Nam)"


def test_a_home_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = check_home(tmp_path / "file")
    assert found.health is Fitness.BROKEN and "không phải thư mục" in found.found and found.mend


@pytest.mark.long
def test_a_dossier_received_on_a_day_to_come_is_named_with_what_to_do(home: Path, older: str) -> None:
    """The clock was two years ahead in its night; the computer's clock alone looks right."""
    store = Store.open(home)
    with store.write() as session:
        session.get_one(DossierRow, older).received_at = NOW + timedelta(days=700)
    store.close()
    clock = next(d for d in examine(Settings(home=home), NOW, lambda _command: None) if d.name == "clock")
    assert clock.health is Fitness.LOOK and f"1 hồ sơ có ngày tiếp nhận chưa đến: {older}" in clock.found
    assert "sohoa hold" in clock.mend
