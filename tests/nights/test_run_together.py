# SPDX-License-Identifier: Apache-2.0
"""Two runs at once neither lose nor double; a full disk stops a run calmly and the next completes it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from batch.night import night as night_module
from batch.night import pack_dossiers
from batch.night.in_hand import InHand
from batch.night.remarks import RemarkCode
from batch.package.plan import PackagePlan
from batch.package.store import plan_ready
from intake.errors import StorageFullError
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import PageOutcome, read_pages
from intake.store.store import Store
from intake.store.tables.night_work import NightWork
from templates.catalogue.loading import Catalogue
from tests.support.desks.night_desk import desk, names_are_single, packages_are_whole, picture, run_night
from tests.support.dossiers.fake_dossiers import FORM, dossier
from tests.support.programs.examples import some_of

pytestmark = pytest.mark.long

SCRIPT = Path(__file__).parents[1] / "support" / "programs" / "killed_night.py"


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "gateway") as running:
        yield running


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    for number in (1, 2, 3):
        dossier(folder / f"d{number}", number)
    dossier(folder / "lacking", 9, (FORM,))
    return folder


def start(home: Path, folder: Path, url: str, trace: Path) -> subprocess.Popen[bytes]:
    arguments = [str(home), str(folder), url, "0", str(trace)]
    env = {**os.environ, "PYTHONPATH": f"{SCRIPT.parent}{os.pathsep}{SCRIPT.parents[3]}"}
    return subprocess.Popen([sys.executable, str(SCRIPT), *arguments], env=env)


def test_two_runs_at_once_neither_lose_nor_double(
    tmp_path: Path, scans: Path, gateway: RunningSandbox
) -> None:
    home = tmp_path / "store"
    together = [start(home, scans, gateway.url, tmp_path / name) for name in ("one", "two")]
    assert [run.wait(300) for run in together] == [0, 0]
    run_night(desk(home, gateway.url), scans)
    told = picture(home)
    assert len(told) == 4 and names_are_single(home) and packages_are_whole(home)
    assert [told[name]["moves"].count("pushed") for name in ("d1", "d2", "d3")] == [1, 1, 1]
    counters = gateway.sandbox.store.counters()
    assert counters["dossiers"] == 3
    assert counters["duplicate_dossiers"] == 0 and counters["duplicate_files"] == 0


def test_a_package_of_a_dossier_that_another_run_took_over_meanwhile_is_not_kept(
    tmp_path: Path, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "store"

    def overtaken(store: Store, dossier: str, catalogue: Catalogue) -> PackagePlan:
        with store.write() as session:
            theirs = {"lease_owner": "another computer/1/x", "attempts": 2}
            session.execute(update(NightWork).where(NightWork.dossier_id == dossier).values(**theirs))
        return plan_ready(store, dossier, catalogue)

    with monkeypatch.context() as patched:
        patched.setattr(pack_dossiers, "plan_ready", overtaken)
        run_night(desk(home), scans)
    assert {name: told["state"] for name, told in picture(home).items()} == {
        "d1": "complete",
        "d2": "complete",
        "d3": "complete",
        "lacking": "incomplete",
    }


def beside_another(ends: bool) -> Callable[..., Iterator[PageOutcome]]:
    """``read_pages`` beside a run elsewhere that has one dossier, and ``ends`` after our first round."""
    theirs: list[InHand] = []

    def reading(store: Store, dossiers: Sequence[str], how: HowToRead, **told: Any) -> Iterator[PageOutcome]:
        if not theirs:
            theirs.append(InHand(store, "another computer/1/x"))
            assert theirs[0].take(dossiers[0])
        yield from read_pages(store, dossiers, how, **told)
        if ends:
            theirs[0].__exit__(None, None, None)

    return reading


def test_a_dossier_whose_run_ended_while_ours_read_is_read_by_ours(
    tmp_path: Path, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_night(desk(tmp_path / "calm"), scans)
    monkeypatch.setattr(night_module, "read_pages", beside_another(ends=True))
    done = run_night(desk(tmp_path / "home"), scans)
    assert picture(tmp_path / "home") == picture(tmp_path / "calm")
    assert done.remarks == []


def test_a_dossier_that_another_run_has_to_the_end_is_named(
    tmp_path: Path, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(night_module, "read_pages", beside_another(ends=False))
    done = run_night(desk(tmp_path / "home"), scans)
    (remark,) = done.remarks
    assert remark.code is RemarkCode.ELSEWHERE and remark.dossier in remark.sentence and remark.advice
    assert {told["state"] for told in picture(tmp_path / "home").values()} == {
        "captured",
        "incomplete",
        "queued",
    }


def full_after(times: int, real: Callable[[int], None]) -> Callable[[int], None]:
    """An ``os.fsync`` that finds the disk full from the ``times``-th call on."""
    calls = 0

    def fsync(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls > times:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    return fsync


@pytest.mark.parametrize("room_for", some_of([0, 5], always=[5]))
@pytest.mark.slow
def test_a_full_disk_stops_the_run_and_the_next_one_completes_it(
    tmp_path: Path, scans: Path, monkeypatch: pytest.MonkeyPatch, room_for: int
) -> None:
    run_night(desk(tmp_path / "calm"), scans)
    home = tmp_path / "full"
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full_after(room_for, os.fsync))
        with pytest.raises(StorageFullError) as stopped:
            run_night(desk(home), scans)
    assert stopped.value.exit_code == 3 and stopped.value.advice
    assert packages_are_whole(home)
    run_night(desk(home), scans)
    assert picture(home) == picture(tmp_path / "calm")
