# SPDX-License-Identifier: Apache-2.0
"""When a round over many dossiers ends before its last: where nobody can be served just now.

One dossier's trouble never ends a round. The line's trouble does once it was met at several dossiers in a
row, and so does a gateway that fails many in a row with whatever it says, because each may take minutes.
Those left out lose nothing: in the next round they stand before the ones that failed.
"""

from __future__ import annotations

from batch.gateway.errors import Scope

ENOUGH_OF_THE_LINE = 3
ENOUGH_OF_ANY = 10


class Round:
    """Told of each dossier what became of it; ``over`` says that the next need not be tried. One
    ``at_a_time`` is tried where the gateway has just been left alone, until it serves one.
    """

    def __init__(self, *, at_a_time: bool = False) -> None:
        self.over = False
        self.at_a_time = at_a_time
        self._line = self._any = 0

    def went_well(self) -> None:
        """The gateway has given a dossier a proper answer, be it a no."""
        self._line = self._any = 0
        self.at_a_time = False

    def failed(self, scope: Scope) -> None:
        """A dossier met a trouble that may pass, and whom it concerns."""
        self._any += 1
        self._line = self._line + 1 if scope is Scope.LINE else 0
        enough = self._line >= ENOUGH_OF_THE_LINE or self._any >= ENOUGH_OF_ANY
        self.over = enough or self.at_a_time or scope is Scope.CREDENTIALS
