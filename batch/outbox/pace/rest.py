# SPDX-License-Identifier: Apache-2.0
"""A gateway that failed at several dossiers in a row is left alone for a while, by every program of a store.

Nothing is kept of that but the waiting rows themselves: they remember what they failed at and when it is
their turn. While so many of a door failed, and nothing went through since, it rests until the last of them
may be tried again; then one dossier is tried, alone, if there is one that did not fail there yet: what failed
may be at fault itself, and must keep no other waiting. If that goes well all go, else the rest begins anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from batch.gateway.doors import Doors
from batch.gateway.errors import GatewaySetupError
from batch.outbox.pace.rounds import ENOUGH_OF_ANY, ENOUGH_OF_THE_LINE
from batch.store import outbox_rows
from batch.store.outbox_rows import FailedRow
from intake.dossier.deadline.local_time import local_time
from intake.dossier.sending.outbox_words import trouble_word
from intake.dossier.sending.pauses import LONGEST_WAIT, is_turn, longest_wait
from intake.store.queue.leases import moment
from intake.store.store import Store
from templates.language.messages import _, ngettext

OF_THE_LINE = frozenset(
    ("network-down", "asked-to-wait", "no-number", "publishing", "place-away", "place-full")
)
"""What every dossier at the door would meet."""

OF_ANY = frozenset(("connection-broke", "gateway-trouble", "bad-answer"))
"""What may be one dossier's, unless many meet it and nothing goes through."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A ``door`` that is left alone ``until`` then, because of the ``trouble`` that most of ``failed`` met.

    Where that moment has come (``over``), one dossier is tried before all others.
    """

    door: str
    until: datetime
    trouble: str
    failed: Sequence[FailedRow]
    over: bool

    @property
    def sentence(self) -> str:
        """What is told of it."""
        told = ngettext(
            "The door {door} failed at {count} dossier in a row ({why}); it is left alone until {moment}.",
            "The door {door} failed at {count} dossiers in a row ({why}); it is left alone until {moment}.",
            len(self.failed),
        )
        words = {"why": trouble_word(self.trouble), "moment": local_time(self.until)}
        return told.format(door=self.door, count=len(self.failed), **words)

    @property
    def advice(self) -> str:
        """What may be done."""
        return _("Nothing is lost, and one dossier tries it then. To try at once: sohoa push --now")

    @property
    def dossiers(self) -> frozenset[str]:
        """The dossiers that failed there."""
        return frozenset(row.dossier_id for row in self.failed)


def resting(store: Store, doors: Doors) -> Mapping[str, Rest]:
    """The doors that rest, or come out of it, by name."""
    with store.read() as session:
        rows = outbox_rows.failed_rows(session, OF_THE_LINE | OF_ANY)
        now = moment(session, store.clock)
        by_door: dict[str, list[FailedRow]] = defaultdict(list)
        for row in rows:
            if (name := row.door or _leading(doors, row.procedure)) is not None:
                by_door[name].append(row)
        found = {}
        for name, failed in by_door.items():
            counted = _in_a_row(failed)
            if counted is failed and len(failed) >= ENOUGH_OF_ANY:
                last = outbox_rows.last_arrival(session, name)
                counted = [row for row in failed if last is None or _failed_after(row, last)]
            if len(counted) >= ENOUGH_OF_ANY or _of_the_line(counted) >= ENOUGH_OF_THE_LINE:
                found[name] = _rest(name, counted, now)
    return found


def _in_a_row(failed: list[FailedRow]) -> list[FailedRow]:
    """Those that count by themselves, all where only together they may."""
    line = [row for row in failed if row.trouble in OF_THE_LINE]
    return line if len(line) >= ENOUGH_OF_THE_LINE else failed


def _of_the_line(rows: Sequence[FailedRow]) -> int:
    return sum(row.trouble in OF_THE_LINE for row in rows)


def _failed_after(row: FailedRow, last: datetime) -> bool:
    return row.next_at - longest_wait(row.attempts) > last


def _rest(name: str, failed: Sequence[FailedRow], now: datetime) -> Rest:
    # A wish to come back tomorrow that one dossier was told is no other's.
    near = [row.next_at for row in failed if row.next_at <= now + 1.25 * LONGEST_WAIT]
    until = max(near, default=min(row.next_at for row in failed))
    trouble = Counter(row.trouble for row in failed).most_common(1)[0][0]
    return Rest(name, until, trouble, failed, is_turn(until, now))


def _leading(doors: Doors, procedure: str) -> str | None:
    try:
        return doors.of(procedure)[0]
    except GatewaySetupError:
        return None  # nothing leaves by a door that the settings don't say


def let_go(store: Store, rest: Rest) -> None:
    """The gateway serves again: whatever failed there is tried now, not after the pause it got."""
    store.write(
        lambda session: outbox_rows.turn_now(
            session, [row.id for row in rest.failed], moment(session, store.clock)
        )
    )
