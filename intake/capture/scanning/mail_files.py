# SPDX-License-Identifier: Apache-2.0
"""Papers that came as a mail, kept as a file (``.eml``) in a watched folder: its attachments, as a folder."""

from __future__ import annotations

from collections.abc import Sequence
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import cast

from templates.system.file_names import is_refused

SUFFIX = ".eml"
MOST_BYTES = 200_000_000
_PAPERS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})
_LEAST_INLINE = 30_000
"""Phones lay photographs into the text of a mail; smaller ones there are a signature's pictures."""
_LONGEST_NAME = 150


def is_mail(path: Path) -> bool:
    return path.suffix.lower() == SUFFIX


def unpack_mail(mail: Path, folder: Path) -> Sequence[str]:
    """Write the papers among a mail's attachments into a new ``folder``, in their order; the names of what
    else is attached. Raises OSError, also for a mail that is larger than any is.
    """
    if mail.stat().st_size > MOST_BYTES:
        raise OSError("too large for a mail")
    with mail.open("rb") as file:
        message = BytesParser(policy=policy.default).parse(file)
    folder.mkdir(mode=0o700)
    others, number = [], 0
    for part in message.walk():
        name = part.get_filename()
        if part.is_multipart() or not name:
            continue
        data = cast(bytes, part.get_payload(decode=True) or b"")
        if Path(name).suffix.lower() not in _PAPERS:
            others.append(name)
        elif part.get_content_disposition() == "attachment" or len(data) >= _LEAST_INLINE:
            number += 1
            (folder / _laid_name(number, name)).write_bytes(data)
    return others


def _laid_name(number: int, told: str) -> str:
    """The attachment's name behind its place; a name from outside is a name and never a path."""
    name = Path(told.replace("\\", "/")).name
    fits = len(name.encode()) < _LONGEST_NAME and not is_refused(name)
    return f"{number:02}-{name}" if fits else f"{number:02}{Path(name).suffix.lower()}"
