# SPDX-License-Identifier: Apache-2.0
"""What a gateway does wrong in a storm: anything the sandbox knows, at any step, to a share of requests."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from batch.gateway.sandbox.faults import FAULTS, FORGETTING, Fault

HANGING = ("slow", "drip")
_RARE = (*FORGETTING, *HANGING, "gzip-bomb")
_GARBAGE = ("nonsense", "deep-json", "bad-gzip", "not-a-number", "empty", "wrong-types", "drop-before")


@dataclass
class Weather(Fault):
    """A fault of the sandbox's that is another one each time.

    Of all requests ``share`` go wrong, half of these with a refusal in JSON of any status; the first of each
    step always does, so that a short storm too strikes every step, in whatever order the pushers come. Those
    with one of the texts ``poisoned`` in them get garbage, always. ``told`` is called at every request,
    ``harmless`` is what poisons nothing at this gateway.
    """

    kind: str = ""
    share: float = 0.3
    chance: random.Random = field(default_factory=random.Random)
    poisoned: list[str] = field(default_factory=list)
    told: Callable[[], None] = lambda: None
    left_out: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    requests: int = 0
    struck: Counter[str] = field(default_factory=Counter)

    def meets(self, step: str, sent: bytes) -> bool:
        self.requests += 1
        self.told()
        if any(text.encode() in sent for text in self.poisoned):
            self.kind = self.chance.choice([kind for kind in _GARBAGE if kind not in self.harmless])
            self.struck["poisoned"] += 1
            return True
        if self.struck[step] and self.chance.random() >= self.share:
            return False
        self.kind = self._kind()
        self.struck[step] += 1
        return True

    def _kind(self) -> str:
        if self.chance.random() < 0.5:
            return f"json-{self.chance.randint(400, 599)}"
        kind = self.chance.choice([kind for kind in FAULTS if kind not in self.left_out])
        # What hangs or makes the gateway forget everything would fill the time with itself alone.
        return self._kind() if kind in _RARE and self.chance.random() < 0.8 else kind
