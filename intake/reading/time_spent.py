# SPDX-License-Identifier: Apache-2.0
"""How long one dossier may be read in one go: a file of a thousand hostile pages, each within the limits of a
page, would else take all nights from the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class TimeSpent:
    """Tells of each dossier whether it has had its ``most_s`` seconds, counted from when it was first asked
    about; None: as long as it takes. ``over`` are those that have.
    """

    most_s: float | None = None
    clock: Callable[[], float] = time.monotonic
    over: dict[str, None] = field(default_factory=dict)
    _began: dict[str, float] = field(default_factory=dict)

    def is_over(self, dossier_id: str) -> bool:
        if self.most_s is None:
            return False
        now = self.clock()
        if now - self._began.setdefault(dossier_id, now) < self.most_s:
            return False
        self.over[dossier_id] = None
        return True
