# SPDX-License-Identifier: Apache-2.0
"""A disk that is full or write-protected, for real: what each command says, and that after mending the same
command ends as if nothing had been.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import sohoa
from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from intake.errors import StorageFullError
from intake.store.queue import lease_owner
from tests.support.desks.night_desk import desk, names_are_single, packages_are_whole, picture, run_night
from tests.support.desks.packing_desk import RECEIVED, Clock, complete_dossier, new_store, packaged_dossier
from tests.support.dossiers.fake_dossiers import FORM, dossier
from tests.support.programs.examples import some_of
from tests.support.servers.told_gateway import told_gateway
from tests.support.stores.backup_desk import copied, damaged, restored, same_store, small_home
from tests.support.stores.small_disk import SmallDisk, small_disk
from tests.support.stores.store_faults import created, listed

pytestmark = [pytest.mark.long, pytest.mark.of_sqlite, pytest.mark.timeout(180)]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", 16_000) as mounted:
        yield mounted


@pytest.fixture
def home(disk: SmallDisk) -> Path:
    return disk.root / "store"


@pytest.fixture
def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSandbox]:
    with told_gateway(tmp_path / "gateway", monkeypatch) as running:
        yield running


class Desk:
    """What is typed at a desk, and what the screen says."""

    def __init__(self, home: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.home, self._capfd = home, capfd

    def __call__(self, *words: object) -> tuple[int, str]:
        code = sohoa.run(["--home", str(self.home), *map(str, words)])
        told = self._capfd.readouterr()
        assert "lường trước" not in told.out + told.err, told
        return code, told.out + told.err

    def says(self, word: str, *words: object) -> None:
        """It could not run, and says why in one word."""
        code, told = self(*words)
        assert code == 3 and word in told, (code, told)


@pytest.fixture
def typed(home: Path, capfd: pytest.CaptureFixture[str]) -> Desk:
    return Desk(home, capfd)


def half_files(home: Path) -> list[str]:
    left = [path.name for path in home.rglob("*") if ".part" in path.name]
    return [*left, *(path.name for path in (home / "packages").glob(".*"))]


def test_on_a_full_disk_nothing_is_written_everything_is_shown_and_afterwards_all_goes_on(
    disk: SmallDisk, home: Path, typed: Desk, tmp_path: Path
) -> None:
    (made,) = created(home)
    scans = dossier(tmp_path / "scans" / "an", 1, (FORM,))
    disk.fill()
    for words in (
        ("add", made, scans / "1.png"),
        ("edit", made, "child.full_name=HỒ MẪU"),
        ("run", tmp_path / "scans"),
        ("package", made),
        ("push",),
        ("slip", made, "receipt"),
    ):
        typed.says("đầy", *words)
    for words in (("list",), ("show", made), ("status", "--offline"), ("report",), ("store", "verify")):
        code, told = typed(*words)
        assert code == 0 and "đầy" in told, (words, told)
    _code, told = typed("doctor")
    assert "đầy" in told and "cấp quyền" not in told
    assert half_files(home) == []
    disk.make_room()
    assert typed("edit", made, "child.full_name=HỒ MẪU")[0] <= 1
    assert typed("add", made, scans / "1.png")[0] == 0
    assert typed("store", "verify")[0] == 0


@pytest.mark.parametrize("left_kb", some_of([40, 120, 250, 400, 600], always=[40]))
def test_a_night_for_which_the_disk_has_no_room_is_finished_by_the_next_as_an_undisturbed_one(
    disk: SmallDisk,
    home: Path,
    gateway: RunningSandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    left_kb: int,
) -> None:
    scans = tmp_path / "scans"
    for number in (1, 2):
        dossier(scans / f"d{number}", number)
    # Dossiers of the same ids, packaged in the same second: this gateway would know their files already.
    with running_sandbox(tmp_path / "another gateway") as another, monkeypatch.context() as undisturbed:
        undisturbed.setenv("SOHOA_GATEWAY__BASE_URL", another.url)
        run_night(desk(tmp_path / "calm", another.url), scans)
    created(home, 0)
    disk.fill(left_kb)
    with pytest.raises(StorageFullError):
        run_night(desk(home, gateway.url), scans)
    disk.make_room()
    # Its process ended with it, and so lets go what there was no room to let go.
    monkeypatch.setattr(lease_owner, "is_running", lambda *_told: False)
    run_night(desk(home, gateway.url), scans)
    assert picture(home) == picture(tmp_path / "calm")
    assert names_are_single(home) and packages_are_whole(home) and half_files(home) == []
    counters = gateway.sandbox.store.counters()
    assert (counters["dossiers"], counters["duplicate_dossiers"], counters["duplicate_files"]) == (2, 0, 0)


def night_in_a_child(home: Path, scans: Path) -> str:
    try:
        run_night(desk(home), scans)
    except StorageFullError:
        return "full"
    return "done"


@pytest.mark.parametrize("left_kb", some_of([120, 400], always=[120]))
@pytest.mark.slow
def test_a_night_in_a_process_of_a_pool_ends_with_its_error_and_so_does_the_process(
    disk: SmallDisk, home: Path, tmp_path: Path, left_kb: int
) -> None:
    """Such a process waits for all that it started before it ends."""
    for number in (1, 2):
        dossier(tmp_path / "scans" / f"d{number}", number)
    created(home, 0)
    disk.fill(left_kb)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(night_in_a_child, home, tmp_path / "scans").result(120) == "full"
    assert multiprocessing.active_children() == []


def test_a_disk_that_fills_up_under_package_and_push_leaves_nothing_half_and_sends_nothing_twice(
    disk: SmallDisk, home: Path, typed: Desk, gateway: RunningSandbox, tmp_path: Path
) -> None:
    store = new_store(home, Clock(RECEIVED))
    ready = complete_dossier(store, tmp_path / "scans")
    packed = packaged_dossier(store, tmp_path / "scans")
    store.close()
    disk.fill(160)
    typed.says("đầy", "package", ready)
    assert half_files(home) == []
    disk.make_room()
    disk.fill(40)
    typed.says("đầy", "push", packed)
    disk.make_room()
    assert typed("package", ready)[0] == 0 and typed("push")[0] == 0
    counters = gateway.sandbox.store.counters()
    assert (counters["dossiers"], counters["duplicate_dossiers"], counters["duplicate_files"]) == (2, 0, 0)
    assert packages_are_whole(home)


def test_a_copy_finds_its_place_full_or_protected_and_goes_on_afterwards(
    disk: SmallDisk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    home, usb = tmp_path / "store", disk.root / "usb"
    small_home(home)
    typed = Desk(home, capfd)
    copied(home, usb)
    created(home)
    disk.fill(100)
    typed.says("đầy", "backup", usb)
    disk.protect(on=True)
    typed.says("chỉ đọc được", "backup", usb)
    assert damaged(usb) == [False]
    restored(usb, tmp_path / "earlier")
    disk.protect(on=False)
    disk.make_room()
    assert typed("backup", usb)[0] == 0 and damaged(usb) == [False, False]
    restored(usb, tmp_path / "new")
    assert same_store(home, tmp_path / "new")


def test_a_write_protected_home_is_shown_and_copied_and_told_from_a_missing_right(
    disk: SmallDisk, home: Path, typed: Desk, tmp_path: Path
) -> None:
    made = small_home(home)
    scans = dossier(tmp_path / "scans" / "an", 1, (FORM,))
    disk.protect(on=True)
    for words in (("add", made[0], scans / "1.png"), ("edit", made[0], "child.full_name=HỒ MẪU"), ("push",)):
        code, told = typed(*words)
        assert code == 3 and "chỉ đọc được" in told and "chống ghi" in told and "cấp quyền" not in told
    assert listed(home) == sorted(made)
    code, told = typed("backup", tmp_path / "usb")
    assert code == 0, told
    restored(tmp_path / "usb", tmp_path / "new")
    assert same_store(home, tmp_path / "new")
    disk.protect(on=False)
    assert typed("edit", made[0], "child.full_name=HỒ MẪU")[0] <= 1


def test_a_full_home_is_copied_to_another_disk(
    disk: SmallDisk, home: Path, typed: Desk, tmp_path: Path
) -> None:
    small_home(home)
    disk.fill()
    assert typed("backup", tmp_path / "usb")[0] == 0
    restored(tmp_path / "usb", tmp_path / "new")
    assert same_store(home, tmp_path / "new")


def test_a_new_store_is_not_begun_on_a_full_or_protected_disk(
    disk: SmallDisk, typed: Desk, tmp_path: Path
) -> None:
    (tmp_path / "scans").mkdir()
    disk.fill()
    typed.says("đầy", "run", tmp_path / "scans")
    disk.make_room()
    disk.protect(on=True)
    typed.says("chỉ đọc được", "run", tmp_path / "scans")
    disk.protect(on=False)
    code, told = typed("run", tmp_path / "scans")
    assert code == 0, told
