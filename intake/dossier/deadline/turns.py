# SPDX-License-Identifier: Apache-2.0
"""Which events of a journal turn the dossier's deadline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from intake.dossier.deadline.clock import Turn, TurnKind
from intake.dossier.journal import Event, What, undone

TURNS = frozenset(kind.value for kind in TurnKind)


def turns_of(events: Iterable[Event]) -> tuple[Turn, ...]:
    """What in a journal, given in its order, changed the deadline and was not taken back."""
    events = list(events)
    gone = undone(events)
    return tuple(_turn(event) for event in events if event.what in TURNS and event.id not in gone)


def is_stopped(events: Iterable[Event]) -> bool:
    """Whether the clock stands still after these events."""
    kinds = [turn.kind for turn in turns_of(events) if turn.kind is not TurnKind.MOVED]
    return bool(kinds) and kinds[-1] is TurnKind.STOPPED


def is_stopped_for_gateway(events: Sequence[Event]) -> bool:
    """Whether the clock stands still because the gateway wants more, and the office has not asked the citizen
    for anything since: what is wanted may be the office's own to correct.
    """
    gone = undone(events)
    for event in reversed(events):
        if event.what == What.SLIP_ISSUED and event.data.get("kind") == "supplement":
            return False
        if event.what == What.CLOCK_STOPPED and event.id not in gone:
            return event.data.get("slip") is None and is_stopped(events)
    return False


def _turn(event: Event) -> Turn:
    to = event.data.get("to")
    return Turn(TurnKind(event.what), event.at, date.fromisoformat(to) if isinstance(to, str) else None)
