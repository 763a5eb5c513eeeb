# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from intake.dossier.sending.pauses import (
    FIRST_WAIT,
    LONGEST_ASKED,
    LONGEST_PAUSE,
    LONGEST_WAIT,
    is_turn,
    waiting_time,
)

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_waiting_doubles_up_to_two_hours_and_senders_do_not_march_in_step() -> None:
    chance = random.Random(5)

    waits = [waiting_time(attempt, chance) for attempt in range(1, 40)]

    assert FIRST_WAIT * 0.75 <= waits[0] <= FIRST_WAIT * 1.25
    assert all(FIRST_WAIT * 2**n * 0.75 <= waits[n] <= FIRST_WAIT * 2**n * 1.25 for n in range(7))
    assert max(waits) <= LONGEST_WAIT * 1.25
    assert min(waits[12:]) >= LONGEST_WAIT * 0.75
    assert len(set(waits[12:])) > 20


def test_waiting_after_very_many_failures_is_still_a_time() -> None:
    assert waiting_time(10_000, random.Random(1)) < timedelta(hours=3)


@pytest.mark.parametrize("asked_s", [3600.0, 7200.0, 86_400.0])
def test_a_wait_is_never_shorter_than_the_server_asked_for(asked_s: float) -> None:
    asked = timedelta(seconds=asked_s)
    waits = [waiting_time(1, random.Random(seed), asked_s) for seed in range(50)]

    assert min(waits) >= asked
    assert max(waits) <= asked * 1.25
    assert len(set(waits)) > 20


def test_a_server_that_asks_for_less_does_not_shorten_the_pause() -> None:
    assert waiting_time(20, random.Random(1), 1.0) >= LONGEST_WAIT * 0.75


def test_a_server_that_asks_for_a_year_is_met_again_the_next_day() -> None:
    longest = max(waiting_time(1, random.Random(seed), 365 * 86_400.0) for seed in range(50))

    assert LONGEST_ASKED <= longest <= LONGEST_PAUSE


@pytest.mark.parametrize(
    ("ahead", "turn"),
    [
        (-timedelta(days=400), True),
        (timedelta(0), True),
        (SECOND, False),
        (LONGEST_PAUSE, False),
        (LONGEST_PAUSE + SECOND, True),
        (timedelta(days=400), True),
    ],
)
def test_a_turn_has_come_by_its_time_or_where_no_pause_is_that_long(ahead: timedelta, turn: bool) -> None:
    assert is_turn(NOW + ahead, NOW) is turn
