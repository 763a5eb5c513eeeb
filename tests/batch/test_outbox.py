from __future__ import annotations

import random
from datetime import timedelta

from batch.outbox import FIRST_WAIT, LONGEST_WAIT, waiting_time


def test_waiting_doubles_up_to_two_hours_and_pushers_do_not_march_in_step() -> None:
    chance = random.Random(5)

    waits = [waiting_time(attempt, chance) for attempt in range(1, 40)]

    assert FIRST_WAIT * 0.75 <= waits[0] <= FIRST_WAIT * 1.25
    assert all(FIRST_WAIT * 2**n * 0.75 <= waits[n] <= FIRST_WAIT * 2**n * 1.25 for n in range(7))
    assert max(waits) <= LONGEST_WAIT * 1.25
    assert min(waits[12:]) >= LONGEST_WAIT * 0.75
    assert len(set(waits[12:])) > 20


def test_waiting_after_very_many_failures_is_still_a_time() -> None:
    assert waiting_time(10_000, random.Random(1)) < timedelta(hours=3)
