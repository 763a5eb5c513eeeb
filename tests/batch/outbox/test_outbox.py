# SPDX-License-Identifier: Apache-2.0
"""Whose turn it is: choosing apart from sending, on rows in every state."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from batch.outbox import outbox
from batch.outbox.outbox import Job
from batch.store import outbox_rows
from bench.storm.dossiers import WHO, package, queued_dossier
from intake.dossier.sending import Sending
from intake.dossier.states import State
from intake.store.queue.lease_owner import LEASE
from intake.store.queue.standing import waiting
from intake.store.store import Store
from templates.language.messages import speaking
from tests.support.desks.packing_desk import Clock

ELSEWHERE = "another computer/1/x"
YEAR = timedelta(days=400)
REASONS = [{"field": "ChuHoSo", "key": "", "kind": "missing", "limit": None, "text": ""}]


def due(store: Store, *, early: bool = False) -> list[str]:
    with store.read() as session:
        return list(outbox.due(session, store.clock(), early=early))


def leased(store: Store, dossier: str, owner: str = ELSEWHERE) -> Job:
    job = outbox.lease(store, dossier, owner)
    assert job is not None
    return job


def failed(store: Store, dossier: str, asked_s: float | None = None) -> None:
    job = leased(store, dossier)
    with store.write() as session:
        at = outbox.retry_later(store, session, job, "network-down", chance=random.Random(1), asked_s=asked_s)
        assert at is not None


def refused(store: Store, dossier: str, state: State, reasons: list[dict[str, object]]) -> None:
    job = leased(store, dossier)
    with store.write() as session:
        assert outbox.refuse(session, job, "refused", reasons)
        store.advance(session, dossier, state, who=WHO)


def test_what_a_dead_pusher_left_is_due_again_once_its_lease_has_ended(store: Store, clock: Clock) -> None:
    dossier = queued_dossier(store)
    leased(store, dossier)

    assert due(store) == []
    assert due(store, early=True) == []
    assert outbox.lease(store, dossier, "other", early=True) is None
    clock.move(LEASE)
    assert due(store) == [dossier]
    assert leased(store, dossier).attempt == 2


def test_what_failed_is_due_at_its_time_and_a_person_need_not_wait_for_it(store: Store, clock: Clock) -> None:
    dossier = queued_dossier(store)
    failed(store, dossier)

    assert due(store) == []
    assert outbox.lease(store, dossier, "x") is None
    assert due(store, early=True) == [dossier]
    clock.move(timedelta(seconds=38))
    assert due(store) == [dossier]


def test_what_failed_stands_behind_what_was_not_tried_since(store: Store, clock: Clock) -> None:
    first, second, third = (queued_dossier(store, number) for number in range(3))
    failed(store, first)
    clock.move(timedelta(hours=3))

    assert due(store) == [second, third, first]


def test_a_dossier_that_kills_its_pusher_is_not_first_again(store: Store, clock: Clock) -> None:
    first, second = queued_dossier(store, 1), queued_dossier(store, 2)
    clock.move(timedelta(seconds=1))
    leased(store, first)
    clock.move(LEASE)

    assert due(store) == [second, first]


@pytest.mark.parametrize("asked_s", [None, 86_400.0])
def test_a_clock_that_was_a_year_ahead_freezes_nothing(
    store: Store, clock: Clock, asked_s: float | None
) -> None:
    clock.move(YEAR)
    fresh, tried, taken = (queued_dossier(store, number) for number in range(3))
    failed(store, tried, asked_s)
    leased(store, taken)
    clock.move(-YEAR)

    assert sorted(due(store)) == sorted([fresh, tried, taken])
    for dossier in (fresh, tried, taken):
        leased(store, dossier, "other")


def test_what_was_begun_while_the_clock_was_ahead_is_told_to_go_with_the_next_push(
    store: Store, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    clock.move(YEAR)
    leased(store, dossier)
    with store.read() as session:
        (while_ahead,) = waiting(session, clock())
    clock.move(-YEAR)
    with store.read() as session:
        (since,) = waiting(session, clock())
    assert while_ahead.until() != since.until()
    assert (while_ahead.in_hand, since.in_hand) == (True, False)
    with speaking("en"):
        assert (while_ahead.until(), since.until()) == ("being sent now", "with the next push")


@pytest.mark.parametrize("reasons", [REASONS, []])
def test_what_the_gateway_refused_is_not_sent_again_unchanged(
    store: Store, clock: Clock, reasons: list[dict[str, object]]
) -> None:
    dossier = queued_dossier(store)
    refused(store, dossier, State.RETURNED, reasons)
    clock.move(YEAR)

    assert due(store, early=True) == []
    assert outbox.lease(store, dossier, "other", early=True) is None


def test_what_was_set_aside_for_its_files_waits_for_a_persons_word(store: Store, clock: Clock) -> None:
    dossier = queued_dossier(store)
    refused(store, dossier, State.QUEUED, [])
    clock.move(YEAR)

    assert due(store, early=True) == []
    assert outbox.lease(store, dossier, "other") is None
    assert outbox.lease(store, dossier, "other", early=True) is not None


def test_packaging_again_what_waits_makes_it_due_at_once(store: Store) -> None:
    tried, aside = queued_dossier(store, 1), queued_dossier(store, 2)
    failed(store, tried)
    refused(store, aside, State.QUEUED, [])

    package(store, tried)
    package(store, aside)

    assert due(store) == [tried, aside]
    with store.read() as session:
        rows = [outbox.of_dossier(session, dossier) for dossier in (tried, aside)]
    assert [(row.state, row.trouble, row.attempts) for row in rows if row] == [(Sending.QUEUED, "", 0)] * 2


def test_what_was_sent_is_neither_due_nor_taken(store: Store, clock: Clock) -> None:
    dossier = queued_dossier(store)
    job = leased(store, dossier)
    with store.write() as session:
        assert outbox.finish(store, session, job, {"number": "1"})
        store.advance(session, dossier, State.PUSHED, who=WHO)
    clock.move(YEAR)

    assert due(store, early=True) == []
    assert outbox.lease(store, dossier, "other", early=True) is None


def test_what_was_lost_over_there_is_taken_only_at_a_persons_word_and_then_goes_on(
    store: Store, clock: Clock
) -> None:
    dossier = queued_dossier(store)
    job = leased(store, dossier)
    with store.write() as session:
        assert outbox.finish(store, session, job, {"number": "1"})
        store.advance(session, dossier, State.PUSHED, who=WHO)
        row = outbox.of_dossier(session, dossier)
        assert row is not None
        outbox_rows.change(session, row.id, {"state": Sending.LOST.value})

    assert due(store, early=True) == []
    assert outbox.lease(store, dossier, "other") is None
    again = outbox.lease(store, dossier, ELSEWHERE, early=True)
    assert again is not None
    with store.write() as session:
        outbox.retry_later(store, session, again, "x", chance=random.Random(1))
    clock.move(timedelta(hours=3))
    assert due(store) == [dossier]
    assert leased(store, dossier)


def test_a_pusher_whose_lease_was_taken_over_changes_nothing(store: Store, clock: Clock) -> None:
    dossier = queued_dossier(store)
    first = leased(store, dossier)
    clock.move(LEASE)
    second = leased(store, dossier, "other")

    with store.write() as session:
        assert not outbox.keep_progress(store, session, first, {"number": "1"})
        assert not outbox.refuse(session, first, "refused", [])
        assert not outbox.finish(store, session, first, {})
        assert outbox.retry_later(store, session, first, "x", chance=random.Random(1)) is None
        assert outbox.keep_progress(store, session, second, {"number": "2"})
