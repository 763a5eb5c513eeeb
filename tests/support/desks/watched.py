# SPDX-License-Identifier: Apache-2.0
"""A folder that is watched, and what a copier lays there."""

from __future__ import annotations

from pathlib import Path

from intake.services.receive.watching import Watch
from intake.settings.scanning import WatchSettings

PDF = b"%PDF-1.4 page one %%EOF\n"
STAMP = len("2026-11-30_18.02.11.000_")
"""Before a copier's own name."""


def watch(tmp_path: Path, taken: str = "move") -> Watch:
    """``share`` under ``tmp_path``, looked at for the inbox of a home beside it."""
    settings = WatchSettings.model_validate({"taken": taken, "settle_s": 10})
    (tmp_path / "home").mkdir(exist_ok=True)
    return Watch(tmp_path / "share", tmp_path / "home" / "scans", tmp_path / "home", settings)
