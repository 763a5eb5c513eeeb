# SPDX-License-Identifier: Apache-2.0
"""Which dossiers a list is asked for: a frozen record, from a desk to the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from intake.dossier.states import State


@dataclass(frozen=True, slots=True)
class Sought:
    """What all of must hold; what is left empty asks for nothing.

    ``states`` and ``procedures``: one of them. ``since`` to before ``until``: when it was received.
    ``due_since`` to ``due_until``: on which day its result is due (they come by that day then, the earliest
    first). ``left``: it waits for a person. ``begins``: one of its terms (``intake.dossier.search.terms``)
    begins with one of these; ``words``: for each of these one begins so. ``given``: the mã hồ sơ that a
    gateway gave it, be it not there yet.
    """

    states: tuple[State, ...] = ()
    procedures: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    due_since: date | None = None
    due_until: date | None = None
    left: bool = False
    begins: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    given: str = ""

    @property
    def by_due_day(self) -> bool:
        """Whether it is the due day that is asked for."""
        return self.due_since is not None or self.due_until is not None


EVERYTHING = Sought()
