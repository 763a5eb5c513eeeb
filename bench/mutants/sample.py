# SPDX-License-Identifier: Apache-2.0
"""A sample of changes that the same seed draws again."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable


def module_of(name: str) -> str:
    """``ocr.recognise.rover.x_vote__mutmut_3`` → ``ocr.recognise.rover``."""
    return name.rpartition(".")[0]


def drawn(names: Iterable[str], count: int, seed: int) -> list[str]:
    """About ``count`` of ``names``, of each module its share and at least one.

    Each module is drawn by itself, so that a change in one leaves the sample of the others as it was."""
    by_module: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        by_module[module_of(name)].append(name)
    total = sum(map(len, by_module.values()))
    chosen = []
    for module, own in by_module.items():
        wanted = min(len(own), max(1, round(count * len(own) / total)))
        chosen += random.Random(f"{seed} {module}").sample(own, wanted)
    return sorted(chosen)
