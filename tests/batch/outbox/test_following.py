# SPDX-License-Identifier: Apache-2.0
"""The night asks about a sent dossier less and less often, and ends; a person may always ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from batch.outbox.pace.following import FOLLOWED, is_due, is_over

SENT = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def asked_on(days: int) -> list[int]:
    """The nights (days since it was sent) on which a dossier is asked about."""
    asked, last = [], SENT
    for day in range(1, days + 1):
        now = SENT + day * DAY + timedelta(minutes=7 * (day % 5))  # no night begins like the other
        if is_due(SENT, last, now):
            asked.append(day)
            last = now
    return asked


def test_it_is_asked_every_night_at_first_then_after_growing_pauses_then_no_more() -> None:
    asked = asked_on(500)
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert asked[:10] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert pauses == sorted(pauses)
    assert 20 < pauses[-1] <= 31
    assert asked[-1] <= FOLLOWED.days
    assert len(asked) < 50


def test_what_was_asked_while_the_clock_was_ahead_is_asked_again() -> None:
    now = SENT + 60 * DAY
    assert is_due(SENT, now + 400 * DAY, now)
    assert is_due(now + 400 * DAY, now, now)


def test_what_was_never_asked_is() -> None:
    assert is_due(SENT, None, SENT + 60 * DAY)


def test_the_end_is_told() -> None:
    assert not is_over(SENT, SENT + FOLLOWED)
    assert is_over(SENT, SENT + FOLLOWED + DAY)
