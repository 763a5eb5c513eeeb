# SPDX-License-Identifier: Apache-2.0
"""Whether somebody signed a PDF digitally: what is made of it later bears no such signature."""

from __future__ import annotations

import mmap
from pathlib import Path

from intake.capture.opening import PDF, sniff


def is_signed(path: Path) -> bool:
    """The range of bytes that a signature covers stands in a file as it is, never packed (ISO 32000-1,
    12.8.1)."""
    with path.open("rb") as stream:
        if sniff(stream.read(1024)) != PDF:
            return False
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(b"/ByteRange") >= 0
