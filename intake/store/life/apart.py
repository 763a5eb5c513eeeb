# SPDX-License-Identifier: Apache-2.0
"""Noting which parts of a store its home keeps alone (``intake.settings.apart``)."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from intake.settings.apart import FILE, Part, parts_apart
from intake.store.synced import write_synced
from templates.system import move_into_place, sync_folder


def keep_apart(home: Path, parts: Collection[Part] = tuple(Part)) -> None:
    """Have this home keep these parts of its store alone, and no others."""
    if parts:
        aside = home / f".{FILE}.part"
        write_synced(aside, " ".join(sorted(parts)).encode("ascii"))
        move_into_place(aside, home / FILE)
    else:
        (home / FILE).unlink(missing_ok=True)
    sync_folder(home)


def carried_over(home: Path, part: Part) -> None:
    """From now on this part lies where the settings say."""
    apart = parts_apart(home)
    if part in apart:
        keep_apart(home, apart - {part})
