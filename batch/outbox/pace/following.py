# SPDX-License-Identifier: Apache-2.0
"""How often the night asks the gateway about a dossier that was sent, and until when.

In the first days every night. Later the longer it was sent, the rarer: a pause of a tenth of that time, at
most a month, so that years of accepted dossiers without a result cost a night little. After a year no more; a
person may ask at any time (``sohoa status ID``).
"""

from __future__ import annotations

from datetime import datetime, timedelta

EVERY_NIGHT = timedelta(days=3)
SHARE = 10
LONGEST = timedelta(days=30)
FOLLOWED = timedelta(days=365)
ROUNDING = timedelta(hours=6)
"""Nights do not begin at the same minute."""


def is_over(sent_at: datetime, now: datetime) -> bool:
    """Whether the night asks no more about what was sent then."""
    return now - sent_at > FOLLOWED


def is_due(sent_at: datetime, asked_at: datetime | None, now: datetime) -> bool:
    """Whether the night asks about what was sent then and last asked about at ``asked_at``."""
    if is_over(sent_at, now):
        return False
    since = now - sent_at
    # A moment that has not come yet was written while the clock was ahead.
    if asked_at is None or asked_at > now or since <= EVERY_NIGHT:
        return True
    return now - asked_at >= min(since / SHARE, LONGEST) - ROUNDING
