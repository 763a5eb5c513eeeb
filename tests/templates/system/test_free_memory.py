# SPDX-License-Identifier: Apache-2.0
"""How much memory programs may still have, as Linux tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from templates.system import posix


@pytest.mark.parametrize(
    ("lines", "free"),
    [
        ("MemTotal: 8000000 kB\nMemAvailable: 2048000 kB\n", 2000 << 20),
        ("MemAvailable: much\n", None),
        ("MemTotal: 8000000 kB\n", None),
        (None, None),
    ],
)
def test_free_memory_is_read_where_the_system_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str | None, free: int | None
) -> None:
    told = tmp_path / "meminfo"
    if lines is not None:
        told.write_text(lines)
    monkeypatch.setattr(posix, "_MEMORY", told)
    assert posix.free_memory() == free
