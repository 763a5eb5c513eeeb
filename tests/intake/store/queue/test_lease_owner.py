# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from intake.store.queue import lease_owner
from intake.store.queue.lease_owner import LEASE, is_gone, lease_over, lives_here, new_owner

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ELSEWHERE = "another computer/1/x"


def owner_that_ended() -> str:
    """A name made by a process of this computer that runs no more."""
    code = "from intake.store.queue.lease_owner import new_owner; print(new_owner())"
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.mark.parametrize(
    ("left", "over"),
    [(-SECOND, True), (timedelta(0), True), (SECOND, False), (LEASE, False), (LEASE + SECOND, True)],
)
def test_a_lease_of_another_computer_ends_by_its_time_which_no_wrong_clock_draws_out(
    left: timedelta, over: bool
) -> None:
    assert lease_over(ELSEWHERE, NOW + left, NOW) is over


@pytest.mark.parametrize(("left", "over"), [(-SECOND, True), (SECOND, False), (timedelta(days=400), False)])
def test_a_lease_of_a_process_that_is_seen_to_live_holds_though_the_clock_went_back(
    left: timedelta, over: bool
) -> None:
    assert lease_over(new_owner(), NOW + left, NOW) is over


def test_a_lease_of_a_process_that_ended_is_over_at_once() -> None:
    assert lease_over(owner_that_ended(), NOW + LEASE, NOW)


def test_a_computer_of_the_same_name_says_nothing_of_the_other_s_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = owner_that_ended()
    assert is_gone(gone)
    monkeypatch.setattr(lease_owner, "boot", lambda: "elsewhen")
    assert not is_gone(gone) and not lives_here(gone)
    assert not lease_over(gone, NOW + LEASE, NOW)


def test_a_name_fits_into_its_column_however_long_the_computer_s_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease_owner.socket, "gethostname", lambda: "x" * 255)
    monkeypatch.setattr(lease_owner, "born", lambda _pid: "9" * 18)
    monkeypatch.setattr(lease_owner.os, "getpid", lambda: 2**22)
    assert len(new_owner()) <= 64


def test_a_row_without_a_time_is_nobodys() -> None:
    assert lease_over(ELSEWHERE, None, NOW)


def test_a_process_that_got_the_number_of_one_that_ended_is_not_taken_for_it() -> None:
    computer, process, random = new_owner().split("/")
    pid, born = process.split("-")
    assert born.isdigit()
    earlier = f"{computer}/{pid}-{int(born) - 1}/{random}"
    assert lease_over(earlier, NOW + LEASE, NOW)


def test_an_owner_written_before_beginnings_were_kept_is_told_by_its_number() -> None:
    computer, process, random = new_owner().split("/")
    assert not lease_over(f"{computer}/{process.split('-')[0]}/{random}", NOW + LEASE, NOW)
