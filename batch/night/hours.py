# SPDX-License-Identifier: Apache-2.0
"""Hours of a day as a person says them: until when a run works, and between which hours it sends.

They are those of the office's clock (Vietnam has one), and may go over midnight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from intake.dossier.deadline.local_time import LOCAL
from templates.errors import UsageError
from templates.language.messages import _

_HOUR = re.compile(r"(\d{1,2})[:hg.](\d{2})?")


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``since`` to ``until``, over midnight where that is the earlier hour."""

    since: time
    until: time

    def __str__(self) -> str:
        return f"{self.since:%H:%M}-{self.until:%H:%M}"

    def hold(self, now: datetime) -> bool:
        """Whether it is that time at ``now`` (aware)."""
        hour = now.astimezone(LOCAL).time()
        if self.since <= self.until:
            return self.since <= hour < self.until
        return hour >= self.since or hour < self.until

    def begin(self, now: datetime) -> datetime:
        """When they hold next; ``now`` where they hold already."""
        return now if self.hold(now) else next_time(self.since, now)


def next_time(hour: time, now: datetime) -> datetime:
    """The next moment after ``now`` (aware) at which it is ``hour``."""
    local = now.astimezone(LOCAL)
    found = datetime.combine(local.date(), hour, LOCAL)
    return found if found > local else datetime.combine(local.date() + timedelta(days=1), hour, LOCAL)


def hour_typed(typed: str) -> time:
    """``06:00``, ``6h`` or ``6h30``; raises ``UsageError`` for anything else."""
    found = _HOUR.fullmatch(typed.strip().casefold())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise UsageError(
            _("“{text}” is no time of day.").format(text=typed.strip()[:20]), _("Write it like 06:00.")
        )
    return time(hour, minute)


def hours_typed(typed: str) -> Hours:
    """``22:00-05:30``; raises ``UsageError`` for anything else."""
    since, dash, until = typed.replace("–", "-").partition("-")
    if not dash:
        raise UsageError(
            _("“{text}” names no hours.").format(text=typed.strip()[:20]), _("Write them like 22:00-05:30.")
        )
    return Hours(hour_typed(since), hour_typed(until))
