# SPDX-License-Identifier: Apache-2.0
"""A simulated fortnight, hour by hour: pages come in over the day and wait until they are read.

Pages arrive by chance (Poisson, from a seed), more of them on Mondays; what is there is read at the pace of
the cores while the office is closed. Asked: is everything read when it opens?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.capacity.figures import Figures
from bench.capacity.needs import page_s

OPENS, CLOSES = 8, 17
_DAYS = 14
_HOURS = 24
_WORKING = 5


@dataclass(frozen=True, slots=True)
class Week:
    """Pages that wait at the end of each hour, and at 7:30 of each working day (that hour's end)."""

    cores: int
    waiting: Sequence[float]
    mornings: Sequence[float]

    @property
    def keeps_up(self) -> bool:
        """Whether nothing waits on any morning."""
        return not any(self.mornings)


def simulated(pages_a_day: float, cores: int, figures: Figures, *, seed: int = 1) -> Week:
    """A fortnight with so many ``cores`` that read while the office is closed."""
    chance = np.random.default_rng(seed)
    an_hour = cores * 3600 * figures("busy") / page_s(figures)
    left, waiting, mornings = 0.0, [], []
    for hour in range(_DAYS * _HOURS):
        day, clock = divmod(hour, _HOURS)
        if clock == OPENS and day % 7 < _WORKING:
            mornings.append(round(left))
        left += chance.poisson(_arriving(pages_a_day, day, clock, figures))
        if day % 7 >= _WORKING or not OPENS <= clock < CLOSES:
            left = max(0.0, left - an_hour)
        waiting.append(left)
    return Week(cores, waiting, mornings)


def fewest_cores(pages_a_day: float, figures: Figures, *, seed: int = 1) -> int:
    """The fewest cores with which nothing waits on any morning."""
    cores = 1
    while not simulated(pages_a_day, cores, figures, seed=seed).keeps_up:
        cores += max(1, cores // 20)
    return cores


def _arriving(pages_a_day: float, day: int, clock: int, figures: Figures) -> float:
    """Pages in an hour; on the other days as many fewer as Monday has more."""
    if day % 7 >= _WORKING or not OPENS <= clock < CLOSES:
        return 0.0
    monday = figures("monday")
    share = monday if day % 7 == 0 else (_WORKING - monday) / (_WORKING - 1)
    return pages_a_day * share / (CLOSES - OPENS)
