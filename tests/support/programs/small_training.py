# SPDX-License-Identifier: Apache-2.0
"""A task of numbers, for what trainings share without a network; its drawing goes to other processes."""

from __future__ import annotations

import random
from dataclasses import dataclass

from bench.training.stream import Source


@dataclass(frozen=True)
class Numbers:
    """Draws a chunk of numbers that say where they come from."""

    size: int = 5

    def __call__(self, rng: random.Random) -> list[float]:
        return [rng.random() for _n in range(self.size)]


def pairs(numbers: list[float], dice: random.Random) -> list[list[float]]:
    """Batches of two in any order."""
    mixed = dice.sample(numbers, len(numbers))
    return [mixed[at : at + 2] for at in range(0, len(mixed), 2)]


NUMBERS = Source(Numbers(), pairs, again=2, window=3)
