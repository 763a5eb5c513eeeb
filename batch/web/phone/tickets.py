# SPDX-License-Identifier: Apache-2.0
"""What lets a phone send files to one dossier, for a while; a desk that is ended takes all of them back."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

_TOKEN_BYTES = 16
"""128 bits: nobody guesses one, and the code stays coarse enough for a poor screen."""


@dataclass(slots=True)
class PhoneTicket:
    """For one ``dossier``, ``until`` then, for so many files more (``left``); so many ``came``."""

    token: str
    dossier: str
    until: datetime
    left: int
    came: int = 0


class PhoneTickets:
    """Those given out; ``clock`` gives aware moments."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._given: dict[str, PhoneTicket] = {}

    def give(self, dossier: str, lasts: timedelta, most_files: int) -> PhoneTicket:
        """A new one for the dossier; an earlier one of it holds no longer."""
        with self._lock:
            self._forget(dossier)
            ticket = PhoneTicket(
                secrets.token_urlsafe(_TOKEN_BYTES), dossier, self._clock() + lasts, most_files
            )
            self._given[ticket.token] = ticket
            return ticket

    def end(self, dossier: str) -> None:
        with self._lock:
            self._forget(dossier)

    def of_token(self, token: str) -> PhoneTicket | None:
        """The ticket that still holds; None for any other word."""
        with self._lock:
            return self._holding(self._given.get(token))

    def of_dossier(self, dossier: str) -> PhoneTicket | None:
        with self._lock:
            found = next((one for one in self._given.values() if one.dossier == dossier), None)
            return self._holding(found)

    def take(self, token: str, files: int) -> bool:
        """Count files that are about to be taken in; False where they are more than the ticket is for, or it
        holds no longer.
        """
        with self._lock:
            ticket = self._holding(self._given.get(token))
            if ticket is None or files > ticket.left:
                return False
            ticket.left -= files
            ticket.came += files
            return True

    def give_back(self, token: str, files: int) -> None:
        """So many of the files that were counted were not taken in."""
        with self._lock:
            ticket = self._given.get(token)
            if ticket is not None:
                ticket.left += files
                ticket.came -= files

    def _holding(self, ticket: PhoneTicket | None) -> PhoneTicket | None:
        return ticket if ticket is not None and ticket.until > self._clock() else None

    def _forget(self, dossier: str) -> None:
        self._given = {token: one for token, one in self._given.items() if one.dossier != dossier}
