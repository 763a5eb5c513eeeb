# SPDX-License-Identifier: Apache-2.0
"""Rows that wait for a worker, on both databases: whose turn it is, whose row, and how it goes back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from intake.settings.clock import utc_now
from intake.store.queue.lease_owner import LEASE
from intake.store.queue.leases import Lease, moment
from tests.support.programs.processes import fresh_processes
from tests.support.stores.lease_desk import ELSEWHERE, NOW, QUEUE, Errand, LeaseDesk, take_and_tell

SECOND = timedelta(seconds=1)


@pytest.fixture
def desk(store_url: str, tmp_path: Path) -> Iterator[LeaseDesk]:
    desk = LeaseDesk(store_url, tmp_path / "errands.db")
    yield desk
    desk.engine.dispose()


def later(
    desk: LeaseDesk, lease: Lease, now: datetime = NOW, asked_s: float | None = None
) -> datetime | None:
    with desk.write() as session:
        return QUEUE.later(session, lease, now, "line-down", chance=random.Random(1), asked_s=asked_s)


def test_a_row_that_is_in_hand_is_nobody_elses(desk: LeaseDesk) -> None:
    (row_id,) = desk.put()
    (lease,) = desk.take(ELSEWHERE)
    assert (lease.row_id, lease.attempt) == (row_id, 1)
    assert desk.take("other") == desk.take("other", early=True) == []


def test_rows_are_taken_in_the_order_of_their_turns_and_no_more_than_asked_for(desk: LeaseDesk) -> None:
    last, first, second = (desk.put(1, NOW - minutes * SECOND)[0] for minutes in (1, 3, 2))
    assert [lease.row_id for lease in desk.take(ELSEWHERE, most=2)] == [first, second]
    assert [lease.row_id for lease in desk.take(ELSEWHERE, most=2)] == [last]


def test_a_lease_ends_by_its_time_and_the_row_stands_behind_what_waited_meanwhile(desk: LeaseDesk) -> None:
    (left,) = desk.put(1, NOW - SECOND)
    desk.take(ELSEWHERE)
    (waited,) = desk.put(1, NOW - SECOND)
    assert [lease.row_id for lease in desk.take("other", NOW + LEASE - SECOND)] == [waited]
    (again,) = desk.take("third", NOW + LEASE)
    assert (again.row_id, again.attempt) == (left, 2)


def test_a_renewed_lease_is_counted_from_then_on(desk: LeaseDesk) -> None:
    desk.put()
    (lease,) = desk.take(ELSEWHERE)
    with desk.write() as session:
        assert QUEUE.renew(session, lease, NOW + LEASE - SECOND)
    assert desk.take("other", NOW + 2 * LEASE - 2 * SECOND) == []
    assert desk.take("other", NOW + 2 * LEASE - SECOND)


def test_a_lease_that_ended_is_its_owners_as_long_as_nobody_took_the_row(desk: LeaseDesk) -> None:
    desk.put()
    (lease,) = desk.take(ELSEWHERE)
    with desk.write() as session:
        assert QUEUE.renew(session, lease, NOW + 2 * LEASE)
    assert desk.take("other", NOW + 2 * LEASE) == []


def test_who_renews_too_late_is_told_and_changes_nothing_whatever_they_try(desk: LeaseDesk) -> None:
    (row_id,) = desk.put()
    (lost,) = desk.take(ELSEWHERE)
    now = NOW + LEASE
    assert desk.take("other", now)
    before = desk.row(row_id)
    with desk.write() as session:
        assert not QUEUE.renew(session, lost, now)
        assert not QUEUE.finish(session, lost)
        assert not QUEUE.give_up(session, lost, "trouble")
    assert later(desk, lost, now) is None
    assert desk.row(row_id) == before


def test_a_lease_that_its_own_owner_lost_and_had_anew_is_not_the_old_one(desk: LeaseDesk) -> None:
    desk.put()
    (old,) = desk.take(ELSEWHERE)
    (new,) = desk.take(ELSEWHERE, NOW + LEASE)
    with desk.write() as session:
        assert not QUEUE.renew(session, old, NOW + LEASE)
        assert QUEUE.renew(session, new, NOW + LEASE)


def test_what_failed_waits_for_its_moment_unless_a_person_asks_for_it(desk: LeaseDesk) -> None:
    (row_id,) = desk.put()
    (lease,) = desk.take(ELSEWHERE)
    at = later(desk, lease)
    assert at is not None and timedelta(0) < at - NOW < timedelta(minutes=1)
    assert desk.row(row_id)["trouble"] == "line-down"
    assert desk.take("other", at - SECOND) == []
    assert desk.take("other", at)
    (row_id,) = desk.put(1, at)
    (lease,) = desk.take(ELSEWHERE, at)
    later(desk, lease, at)
    assert [one.row_id for one in desk.take("other", at, early=True)] == [row_id]


def test_pauses_grow_and_follow_what_a_server_asks_for(desk: LeaseDesk) -> None:
    pauses, now = [], NOW
    desk.put()
    for asked_s in (None, None, None, None, 86_400):
        (lease,) = desk.take(ELSEWHERE, now)
        at = later(desk, lease, now, asked_s)
        assert at is not None
        pauses.append(at - now)
        now = at
    assert pauses == sorted(pauses) and pauses[3] > 4 * pauses[0]
    assert pauses[4] >= timedelta(hours=24)


def test_two_that_failed_at_once_do_not_come_back_at_once(desk: LeaseDesk) -> None:
    desk.put(2)
    with desk.write() as session:
        both = QUEUE.take(session, ELSEWHERE, NOW, only=Errand.id > 0, most=2)
        chance = random.Random(1)
        ats = {QUEUE.later(session, lease, NOW, "line-down", chance=chance) for lease in both}
    assert len(ats) == 2


def test_what_was_given_up_is_taken_by_nobody_and_keeps_its_reason(desk: LeaseDesk) -> None:
    (row_id,) = desk.put()
    (lease,) = desk.take(ELSEWHERE)
    with desk.write() as session:
        assert QUEUE.give_up(session, lease, "always-fails")
    row = desk.row(row_id)
    assert (row["state"], row["trouble"], row["lease_owner"]) == ("refused", "always-fails", "")
    assert desk.take("other", NOW + timedelta(days=400), early=True) == []


def test_what_is_done_is_taken_by_nobody(desk: LeaseDesk) -> None:
    desk.put()
    (lease,) = desk.take(ELSEWHERE)
    with desk.write() as session:
        assert QUEUE.finish(session, lease)
    assert desk.take("other", NOW + timedelta(days=400), early=True) == []


def test_a_clock_that_was_a_year_ahead_freezes_nothing(desk: LeaseDesk) -> None:
    year = timedelta(days=400)
    held, failed = desk.put(2, NOW + year)
    first, second = desk.take(ELSEWHERE, NOW + year, most=2)
    assert (first.row_id, second.row_id) == (held, failed)
    later(desk, second, NOW + year, asked_s=86_400)
    assert sorted(lease.row_id for lease in desk.take("other", most=2)) == [held, failed]


def test_an_owner_of_this_computer_that_was_killed_has_its_row_taken_up_at_once(
    desk: LeaseDesk, store_url: str, tmp_path: Path
) -> None:
    (row_id,) = desk.put()
    context = fresh_processes()
    hears, tells = context.Pipe(duplex=False)
    taker = context.Process(target=take_and_tell, args=(store_url, tmp_path / "errands.db", tells))  # type: ignore[attr-defined]
    taker.start()
    assert hears.recv() == row_id
    assert desk.take("other") == []
    taker.kill()
    taker.join()
    (lease,) = desk.take("other")
    assert (lease.row_id, lease.attempt) == (row_id, 2)


@pytest.mark.long
def test_of_two_transactions_open_at_once_the_second_passes_over_what_the_first_has_chosen(
    postgres_url: str, tmp_path: Path
) -> None:
    desk = LeaseDesk(postgres_url, tmp_path)
    chosen, free = desk.put(2)
    with desk.write() as first, desk.write() as second:
        assert [one.row_id for one in QUEUE.take(first, "one", NOW, only=Errand.id > 0)] == [chosen]
        assert [one.row_id for one in QUEUE.take(second, "two", NOW, only=Errand.id > 0)] == [free]
        assert QUEUE.take(second, "two", NOW, only=Errand.id == chosen, early=True) == []
    assert [desk.row(row_id)["lease_owner"] for row_id in (chosen, free)] == ["one", "two"]
    desk.engine.dispose()


@pytest.mark.long
def test_the_time_is_the_servers_where_there_is_one_and_a_clock_that_was_handed_in_is_followed(
    postgres_url: str, tmp_path: Path
) -> None:
    desk = LeaseDesk(postgres_url, tmp_path)
    with desk.write() as session:
        # A transaction's time stands still, so the two are the same to the microsecond.
        assert moment(session, utc_now) == session.scalar(select(func.current_timestamp()))
        assert moment(session, lambda: NOW) == NOW
    desk.engine.dispose()


def test_without_a_server_the_time_is_this_computers(tmp_path: Path) -> None:
    desk = LeaseDesk("", tmp_path / "errands.db")
    before = utc_now()
    with desk.write() as session:
        assert before <= moment(session, utc_now) <= utc_now()
    desk.engine.dispose()
