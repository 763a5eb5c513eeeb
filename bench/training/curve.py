# SPDX-License-Identifier: Apache-2.0
"""How a run went, one row of a CSV for each time the network was measured."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

STEP = "step"


def add_row(path: Path, row: Mapping[str, float]) -> None:
    """Append a row (``step`` and figures); the first one of a file brings the heads along."""
    fresh = not path.exists() or not path.stat().st_size
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(row))
        if fresh:
            writer.writeheader()
        writer.writerow({name: f"{value:.8g}" for name, value in row.items()})


def forget_after(path: Path, step: int) -> None:
    """Drop the rows behind ``step``: they were written after the checkpoint that a run goes on from."""
    if not path.exists():
        return
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        heads, rows = list(reader.fieldnames or []), list(reader)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(row for row in rows if int(row[STEP]) <= step)
