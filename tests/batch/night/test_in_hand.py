# SPDX-License-Identifier: Apache-2.0
"""Dossiers in the hand of a run: one run's alone, as long as it works, and gone with the run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from batch.night.in_hand import InHand
from bench.storm.dossiers import RECEIVED
from intake.dossier.journal import What
from intake.store.queue import nights
from intake.store.queue.lease_owner import LEASE
from intake.store.queue.nights import MOST_NIGHTS
from intake.store.store import Store
from intake.store.tables.night_work import NightWork
from tests.support.desks.packing_desk import Clock, new_store
from tests.support.stores.earlier_store import at_revision

ELSEWHERE = "another computer/1/x"

HOLDER = """
import sys
from pathlib import Path
from batch.night.in_hand import InHand
from intake.store.store import Store
with InHand(Store.open(Path(sys.argv[1]))) as ours:
    print(ours.take(sys.argv[2]), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def clock() -> Clock:
    return Clock(RECEIVED)


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = new_store(tmp_path / "home", clock)
    yield store
    store.close()


@pytest.fixture
def dossier(store: Store) -> str:
    with store.write() as session:
        return store.create_dossier(session, procedure="1.001193", who="t").id


def holder(home: Path, dossier: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home), dossier],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def rows(store: Store) -> int:
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(NightWork)) or 0


def test_a_dossier_that_another_run_has_is_left_to_it_and_leaving_the_block_frees_it(
    store: Store, dossier: str
) -> None:
    with InHand(store, ELSEWHERE) as theirs, InHand(store) as ours:
        assert theirs.take(dossier) and theirs.take(dossier)
        assert not ours.take(dossier)
        theirs.__exit__(None, None, None)
        assert ours.take(dossier)
    assert rows(store) == 0


@pytest.mark.long
@pytest.mark.of_sqlite  # the other process knows the home alone
def test_a_killed_run_on_this_computer_has_no_dossier(tmp_path: Path, dossier: str) -> None:
    process = holder(tmp_path / "home", dossier)
    assert first_line(process) == "True"
    store = Store.open(tmp_path / "home")
    with InHand(store) as ours:
        assert not ours.take(dossier)
        process.kill()
        process.wait()
        assert ours.take(dossier)
    store.close()


def test_a_run_elsewhere_that_died_has_its_dossiers_until_its_leases_end(
    store: Store, clock: Clock, dossier: str
) -> None:
    InHand(store, ELSEWHERE).take(dossier)
    with InHand(store) as ours:
        assert not ours.take(dossier)
        clock.move(LEASE)
        assert ours.take(dossier)


def test_a_run_keeps_all_its_dossiers_as_long_as_it_works_on_any(store: Store, clock: Clock) -> None:
    with store.write() as session:
        first, second = (
            store.create_dossier(session, procedure="1.001193", who="t").id for _each in range(2)
        )
    with InHand(store, ELSEWHERE) as theirs, InHand(store) as ours:
        assert theirs.take(first)
        for _time in range(6):
            clock.move(LEASE / 2)
            assert theirs.take(second)
        assert not ours.take(first)


def test_a_run_that_was_silent_too_long_learns_that_its_dossier_is_anothers(
    store: Store, clock: Clock, dossier: str
) -> None:
    with InHand(store, ELSEWHERE) as slow, InHand(store) as ours:
        assert slow.take(dossier)
        clock.move(LEASE)
        assert ours.take(dossier)
        assert not slow.take(dossier)
    assert rows(store) == 0


@pytest.mark.parametrize("by", [timedelta(days=400), -timedelta(days=400)], ids=["ahead", "back"])
def test_a_clock_that_jumps_neither_frees_nor_freezes_a_dossier_of_a_run_that_works(
    store: Store, clock: Clock, dossier: str, by: timedelta
) -> None:
    with InHand(store) as theirs, InHand(store) as ours:
        assert theirs.take(dossier)
        for jump in (by, -by):
            clock.move(jump)
            assert theirs.take(dossier)
            assert not ours.take(dossier)


def test_a_store_of_the_earlier_version_gets_the_table(tmp_path: Path, store: Store, dossier: str) -> None:
    store.close()
    with at_revision(tmp_path / "home", "r0014"):
        pass
    reopened = Store.open(tmp_path / "home")
    with InHand(reopened) as ours:
        assert ours.take(dossier)
    reopened.close()


def a_night(store: Store, dossier: str, *, fails: bool) -> bool:
    """One run that has the dossier in hand; whether it was not left alone."""
    with InHand(store) as ours:
        if not ours.take(dossier):
            return False
        if fails:
            with store.read() as session:
                seen = store.get(session, dossier).version
            store.write(lambda session: ours.failed(session, dossier, "check", seen))
            ours.leave(dossier, "check")
            assert not ours.take(dossier)
        return True


def test_a_dossier_is_left_alone_after_failures_in_a_row_and_a_good_night_forgets_them(
    store: Store, dossier: str
) -> None:
    good_between = [True, True, False, True, True, True]
    assert [a_night(store, dossier, fails=fails) for fails in good_between] == [True] * 6
    assert not a_night(store, dossier, fails=False)
    store.write(lambda session: nights.try_again(session, dossier, "package"))
    assert not a_night(store, dossier, fails=False)
    store.write(lambda session: nights.try_again(session, dossier, "check"))
    assert a_night(store, dossier, fails=False)


def test_failures_count_anew_once_the_dossier_was_changed(store: Store, dossier: str) -> None:
    for _night in range(MOST_NIGHTS):
        assert a_night(store, dossier, fails=True)
        store.write(lambda session: store.note(session, dossier, What.NOTED, who="lan", data={}))
    assert a_night(store, dossier, fails=False)
