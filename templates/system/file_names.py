# SPDX-License-Identifier: Apache-2.0
"""Names that every file system takes: what Windows refuses is a fault of a name wherever the file is made.

A package made on Linux is copied to a Windows desk or unpacked behind a gateway. Source: "Naming Files,
Paths, and Namespaces" in the Windows documentation.
"""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$", re.IGNORECASE)
MOST_PATH = 259
"""Characters of a whole path (MAX_PATH less its end) that every program on Windows can open."""
MOST_NAME = 255
"""UTF-16 units of one name, on NTFS as on FAT; ext4 counts as many bytes."""


def is_refused(name: str) -> bool:
    """Whether some file system refuses a file of this name, or quietly gives it another."""
    bare = name.partition(".")[0].rstrip(" ")
    odd = not name or bool(_FORBIDDEN.search(name)) or name.endswith((" ", ".")) or name.startswith(" ")
    return odd or bool(_DEVICES.match(bare)) or _length(name) > MOST_NAME


def is_too_long(path: str) -> bool:
    """Whether a whole path is longer than every program on Windows can open."""
    return len(path.encode("utf-16-le")) // 2 > MOST_PATH


def _length(name: str) -> int:
    return max(len(name.encode("utf-16-le")) // 2, len(name.encode()))
