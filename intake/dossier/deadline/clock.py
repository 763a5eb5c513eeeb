# SPDX-License-Identifier: Apache-2.0
"""The deadline of one dossier: running, standing still while a supplement is awaited, or moved. Pure.

::

    received ──▶ running ──stopped──▶ waiting for the citizen
                  │   ▲                     │
          moved ──┘   └───────started───────┘

A stop keeps the working days that were left; what the citizen brings counts by the same 15:00 rule as a new
dossier. The office's own lateness is not mended by a stop: what was overdue when it began stays overdue.
``intake.services.deadline.events`` reads the turns from the journal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.working_days import Calendar, counted_from, return_date
from templates.model.procedures import Term


class TurnKind(StrEnum):
    """What can happen to a deadline, named as in the journal (``intake.dossier.journal.What``)."""

    STOPPED = "clock-stopped"
    STARTED = "clock-started"
    MOVED = "due-moved"


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that changed the deadline at an aware moment; ``to`` is the new day of a move."""

    kind: TurnKind
    at: datetime
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a result is due.

    ``day`` is the day promised when the clock last ran. While it stands still ``stopped_at`` says since when
    and ``left`` how many working days remain once it runs again. ``moved``: the office asked for more time.
    """

    day: date
    stopped_at: datetime | None = None
    left: int = 0
    moved: bool = False

    @property
    def stopped(self) -> bool:
        """Whether the citizen is waited for."""
        return self.stopped_at is not None


def due_after(
    received_at: datetime, term: Term, calendar: Calendar, turns: Iterable[Turn] = (), more: int = 0
) -> Due:
    """The deadline of a dossier received at that (aware) moment after ``turns``, given in their order.

    ``more`` working days come on top of those of ``term``.
    """
    due = Due(return_date(received_at, term, calendar, more))
    for turn in turns:
        due = after_turn(due, turn, term, calendar)
    return due


def expected(due: Due, now: datetime, term: Term, calendar: Calendar) -> date:
    """The day the result is due; where the clock stands still, if the citizen came ``now``."""
    return after_turn(due, Turn(TurnKind.STARTED, now), term, calendar).day


def after_turn(due: Due, turn: Turn, term: Term, calendar: Calendar) -> Due:
    """The deadline after one more turn; a turn that does not apply changes nothing."""
    match turn.kind:
        case TurnKind.STOPPED if not due.stopped:
            return replace(due, stopped_at=turn.at, left=_left(turn.at, due.day, term, calendar))
        case TurnKind.STARTED if due.stopped_at is not None:
            day = _resumed(due, turn.at, term, calendar)
            return replace(due, day=day, stopped_at=None, left=0)
        case TurnKind.MOVED if turn.to is not None:
            left = _left(turn.at, turn.to, term, calendar) if due.stopped else 0
            return replace(due, day=turn.to, moved=True, left=left)
    return due


def days_taken(
    received_at: datetime,
    ended_on: date,
    term: Term,
    calendar: Calendar,
    turns: Iterable[Turn] = (),
    more: int = 0,
) -> int:
    """The working days the office had the dossier until ``ended_on``, by the rules of its deadline.

    The day on which something counts as received is not counted, nor is the time the citizen was waited for:
    a stop counts from the day ``due_after`` lets it count from, and one after the day promised takes nothing
    off. So a dossier whose deadline was never moved took no more than its term exactly if it ended in time.
    """
    due = Due(return_date(received_at, term, calendar, more))
    running_since, taken = counted_from(received_at, term, calendar), 0
    for turn in turns:
        if local_day(turn.at) > ended_on:
            break
        if turn.kind is TurnKind.STARTED and due.stopped_at and _stood(due, turn.at, term, calendar):
            stopped = min(counted_from(due.stopped_at, term, calendar), due.day)
            taken += calendar.between(running_since, stopped)
            running_since = counted_from(turn.at, term, calendar)
        due = after_turn(due, turn, term, calendar)
    if due.stopped_at is not None and local_day(due.stopped_at) <= due.day:
        ended_on = min(ended_on, counted_from(due.stopped_at, term, calendar), due.day)
    return taken + calendar.between(running_since, ended_on)


def _left(moment: datetime, day: date, term: Term, calendar: Calendar) -> int:
    return calendar.between(counted_from(moment, term, calendar), day)


def _resumed(due: Due, started: datetime, term: Term, calendar: Calendar) -> date:
    if not _stood(due, started, term, calendar):
        return due.day
    return calendar.add(counted_from(started, term, calendar), due.left)


def _stood(due: Due, started: datetime, term: Term, calendar: Calendar) -> bool:
    """Whether the clock truly stood from ``due.stopped_at`` until then: not if it was overdue already, nor if
    both count as the same day.
    """
    if due.stopped_at is None or local_day(due.stopped_at) > due.day:
        return False
    first, again = (counted_from(moment, term, calendar) for moment in (due.stopped_at, started))
    return again > first
