# SPDX-License-Identifier: Apache-2.0
"""Whether a PDF bears a digital signature, told by its bytes: nothing of a stranger's file is interpreted.

What a signature says of the bytes that it covers must lie in the file as it is, neither compressed nor
encrypted (ISO 32000-1, 12.8.1). Whether one is whole, and whose, is looked at elsewhere
(``batch.sign.looking``).
"""

from __future__ import annotations

import mmap
import re
from pathlib import Path

_OF_PERSON = re.compile(rb"/SubFilter\s*/(?:adbe\.|ETSI\.CAdES)")
"""The forms of signatures; a time-stamp of the document alone (ETSI.RFC3161) is nobody's."""
_COVERED = re.compile(rb"/ByteRange\s*\[")


def bears_signature(path: Path) -> bool:
    """Whether somebody signed the file digitally; False for one that is no PDF."""
    with path.open("rb") as file:
        if file.read(1) == b"":
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return bool(_OF_PERSON.search(data)) and bool(_COVERED.search(data))
