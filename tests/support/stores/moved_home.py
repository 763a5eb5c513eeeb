# SPDX-License-Identifier: Apache-2.0
"""A home made once and handed to each test: to the program it is the desk's own, no copy of another."""

from __future__ import annotations

import shutil
from pathlib import Path

from intake.settings.whereabouts import FILE


def moved_home(made: Path, home: Path) -> Path:
    """A copy of ``made`` at ``home`` that does not know where it lay before."""
    return shutil.copytree(made, home, ignore=shutil.ignore_patterns(FILE))
