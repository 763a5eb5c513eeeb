# SPDX-License-Identifier: Apache-2.0
"""How a value of another paper stands to the strokes of a penned field; free of arrays, for all who ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How a candidate stands to the strokes."""

    SAME = "same"
    OPEN = "open"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Weighed:
    """``lead``: by how much (log probability) the strokes rather say the candidate than any text with one of
    its tones, marks or figures changed; ``lack``: by how much they rather say what is read of them freely, a
    character; ``clear``: the log probability of that reading, a character; ``letters``: the lead over any
    text with one letter changed, dropped or added, where the rest would confirm it.
    """

    text: str
    standing: Standing
    lead: float
    lack: float
    clear: float
    letters: float = 0.0
