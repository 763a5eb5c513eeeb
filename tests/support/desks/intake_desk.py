# SPDX-License-Identifier: Apache-2.0
"""What the tests of this room share: the moment their clock stands at, and invented scans."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw

NOW = datetime(2026, 7, 31, 2, 0, tzinfo=UTC)
PROCEDURE = "1.001193"


def scan(path: Path, mark: str = "a") -> Path:
    """A small picture file whose bytes depend on ``mark``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page = Image.new("L", (120, 160), 255)
    ImageDraw.Draw(page).text((10, 10), mark, fill=0)
    page.save(path)
    return path
