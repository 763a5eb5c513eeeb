# SPDX-License-Identifier: Apache-2.0
"""What a person says of a page before it is read: which paper it is, and which way up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Told:
    """``kind`` of paper ("" where nobody says), and the clockwise ``turn`` in degrees (0, 90, 180, 270) that
    makes the stored page upright, None where the page tells itself.
    """

    kind: str = ""
    turn: int | None = None

    def __str__(self) -> str:
        """As the store keeps it, ``birth-notice@90``; "" where nothing was said."""
        turn = "" if self.turn is None else f"@{self.turn}"
        return f"{self.kind}{turn}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """What ``str`` gave."""
        kind, _at, turn = text.partition("@")
        return cls(kind, int(turn) if turn else None)


UNTOLD = Told()
