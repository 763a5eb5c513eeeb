# SPDX-License-Identifier: Apache-2.0
"""How one thing that sohoa leans on is found, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fitness(StrEnum):
    """How one thing is; what is OLD, MISSING or BROKEN makes the program unusable."""

    OK = "ok"
    LOW = "low"
    LOOK = "look"  # a person should look at it
    UNKNOWN = "unknown"  # it can't be told
    SPARED = "spared"  # it is not there, and the work goes on without it
    OLD = "too-old"
    MISSING = "missing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: its name, how it is, what was found, and how to mend it ("" when well)."""

    name: str
    health: Fitness
    found: str
    mend: str = ""

    @property
    def usable(self) -> bool:
        return self.health not in (Fitness.OLD, Fitness.MISSING, Fitness.BROKEN)
