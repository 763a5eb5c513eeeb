# SPDX-License-Identifier: Apache-2.0
"""Somebody who watches how far a step has come, and writes it down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from intake.store.progress import Advance, Hands


@dataclass
class Watching:
    """A ``Progress``: by label of how many parts it was told, and how many it then saw done."""

    seen: dict[str, list[int | None]] = field(default_factory=dict)

    @contextmanager
    def __call__(
        self, label: str, total: int | None, *, unit: str | None = None, hands: Hands | None = None
    ) -> Iterator[Advance]:
        assert unit and hands is None
        counted = [0]

        def advance(count: int) -> None:
            counted[0] += count

        yield advance
        self.seen[label] = [total, counted[0]]
