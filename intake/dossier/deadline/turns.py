# SPDX-License-Identifier: Apache-2.0
"""Which events of a journal turn the dossier's deadline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from intake.dossier.deadline.clock import Turn, TurnKind
from intake.dossier.journal import Event, undone

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


def _turn(event: Event) -> Turn:
    to = event.data.get("to")
    return Turn(TurnKind(event.what), event.at, date.fromisoformat(to) if isinstance(to, str) else None)
