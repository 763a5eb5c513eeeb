# SPDX-License-Identifier: Apache-2.0
"""Hours of a day as a person says them: until when a run works, and between which hours it sends.

They are those of the office's clock (Vietnam has one), and may go over midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from intake.dossier.deadline.local_time import LOCAL
from intake.settings.night import hour_of
from templates.errors import UsageError
from templates.language.messages import _


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``since`` to ``until``, over midnight where that is the earlier hour; the whole day where they are
    the same.
    """

    since: time
    until: time

    def __str__(self) -> str:
        return f"{self.since:%H:%M}-{self.until:%H:%M}"

    def hold(self, now: datetime) -> bool:
        """Whether it is that time at ``now`` (aware)."""
        hour = now.astimezone(LOCAL).time()
        if self.since == self.until:
            return True
        if self.since < self.until:
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


def hour_typed(typed: str, *, as_end: bool = False) -> time:
    """``06:00``, ``6h`` or ``6h30``, as the end of something ``24:00`` too; raises ``UsageError`` for
    anything else.
    """
    try:
        return hour_of(typed, as_end=as_end)
    except ValueError:
        raise UsageError(
            _("“{text}” is no time of day.").format(text=typed.strip()[:20]), _("Write it like 06:00.")
        ) from None


def hours_typed(typed: str) -> Hours:
    """``22:00-05:30``, the whole day ``00:00-24:00``; raises ``UsageError`` for anything else."""
    since, dash, until = typed.replace("–", "-").partition("-")
    if not dash:
        raise UsageError(
            _("“{text}” names no hours.").format(text=typed.strip()[:20]), _("Write them like 22:00-05:30.")
        )
    return Hours(hour_typed(since), hour_typed(until, as_end=True))
