# SPDX-License-Identifier: Apache-2.0
"""What a run is: everything that decides which weights come out. Two runs of one plan are the same run."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from math import cos, pi
from pathlib import Path
from typing import Any

from bench.training.files import sha256_of, write_whole

_LEAST = 0.004
"""Share of the highest rate that is left at the end."""


class PlanError(ValueError):
    """A run can't be begun or gone on with as asked for; the text is for the person at the terminal."""


@dataclass(frozen=True)
class Plan:
    """``steps`` batches are learnt in all. ``rate`` is the highest learning rate, reached after ``warm``
    steps; ``clip``: the longest gradient, 0 for any. Each ``every`` steps the network is measured on ``held``
    chunks and the run can be taken up from there. ``start``: SHA-256 of the weights it begins with, empty for
    none. ``data``: hashes of what examples are drawn from.
    """

    task: str
    seed: int
    steps: int
    rate: float
    decay: float
    warm: int = 300
    clip: float = 0.0
    every: int = 500
    held: int = 4
    start: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def rate_at(self, step: int) -> float:
        """The learning rate of step ``step`` (from 0): up in a line, then down a cosine."""
        warm = min(1.0, (step + 1) / max(1, self.warm))
        return self.rate * warm * max(_LEAST, 0.5 * (1 + cos(pi * step / self.steps)))

    def as_json(self) -> dict[str, Any]:
        return dict(json.loads(json.dumps(asdict(self))))


def same_run(plan: Plan, known: dict[str, Any]) -> None:
    """Raises PlanError, naming what differs, unless the ``known`` plan of a folder is ``plan``."""
    wanted = plan.as_json()
    differing = sorted(key for key in wanted.keys() | known.keys() if wanted.get(key) != known.get(key))
    if differing:
        raise PlanError(
            f"This folder holds a run of another plan (other: {', '.join(differing)}). "
            "Go on with the same options and the same data, or take an empty folder."
        )


def named_weights(path: Path, sha256: str) -> Path:
    """``path`` if its bytes are those named; raises PlanError."""
    if not path.is_file():
        raise PlanError(f"There is no weight file {path}.")
    if not sha256:
        raise PlanError("Name the weights to start from with their SHA-256 (--start-sha256).")
    if (found := sha256_of(path)) != sha256.lower():
        raise PlanError(f"{path} is another file than the one named: its SHA-256 is {found}.")
    return path


def write_record(path: Path, record: dict[str, Any]) -> None:
    """Write what is known of a run, as JSON."""
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    write_whole(path, lambda beside: _write_text(beside, text))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
