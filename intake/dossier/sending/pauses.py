# SPDX-License-Identifier: Apache-2.0
"""How long what failed waits for its next try, and whether that time has come, whatever the clock did since.

A pause has a longest length. So a row whose next try lies further ahead than that was written while the clock
was ahead of the time (a dead battery), and its turn is now.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=2)
LONGEST_ASKED = timedelta(hours=24)
"""The longest that a server's own wish (``Retry-After``) is followed."""

LONGEST_PAUSE = 1.25 * LONGEST_ASKED


def waiting_time(attempt: int, chance: random.Random, asked_s: float | None = None) -> timedelta:
    """Doubling from half a minute to two hours, and not shorter than the server asked for (``asked_s``).

    ± a quarter, of a server's wish only more, so that senders do not march in step.
    """
    doubled = FIRST_WAIT * 2 ** min(attempt - 1, 16)
    own: timedelta = min(doubled, LONGEST_WAIT) * chance.uniform(0.75, 1.25)
    if asked_s is None:
        return own
    asked = min(timedelta(seconds=asked_s), LONGEST_ASKED)
    return max(own, asked * chance.uniform(1.0, 1.25))


def longest_wait(attempt: int) -> timedelta:
    """The longest that ``waiting_time`` gives where a server asked for nothing."""
    doubled: timedelta = min(FIRST_WAIT * 2 ** min(max(attempt, 1) - 1, 16), LONGEST_WAIT)
    return 1.25 * doubled


def is_turn(next_at: datetime, now: datetime) -> bool:
    """Whether the time of the next try has come."""
    return next_at <= now or next_at > now + LONGEST_PAUSE
