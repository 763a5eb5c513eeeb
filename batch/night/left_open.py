# SPDX-License-Identifier: Apache-2.0
"""Which dossiers a run without a folder works on: all that wait for no person but for the program."""

from __future__ import annotations

from collections.abc import Sequence

from intake.dossier.search.sought import Sought
from intake.dossier.states import State
from intake.dossier.stored import Dossier
from intake.store.store import Store

_UNREAD = (State.RECEIVED, State.CAPTURED)


def left_unread(store: Store) -> list[str]:
    """Dossiers with papers that are not read or filled in yet: the counter's first, because a citizen waits
    for those, then by when they came.
    """
    with store.read() as session:
        found = store.list(session, Sought(states=_UNREAD))
        having = [one for one in found if store.documents(session, one.id)]
    return _in_order(having)


def left_judged(store: Store) -> list[str]:
    """Dossiers that were read and not sent: a run that was killed may not have judged them, and what was
    decided since, or another day, may let them go on.
    """
    with store.read() as session:
        return _in_order(store.list(session, Sought(states=(State.READ,))))


def _in_order(dossiers: Sequence[Dossier]) -> list[str]:
    return [one.id for one in sorted(dossiers, key=_turn)]


def _turn(dossier: Dossier) -> tuple[bool, object, str]:
    return (bool(dossier.folder), dossier.received_at, dossier.id)
