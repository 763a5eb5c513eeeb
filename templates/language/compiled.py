# SPDX-License-Identifier: Apache-2.0
"""The compiled form of a catalogue of messages, always that of its text.

The build compiles ``sohoa.po`` to ``sohoa.mo`` beside it (``setup.py``). Each ``.mo`` ends with the checksum
of the text it was made from; where that is another one – a checkout whose texts were changed – it is made
anew. So a wording of yesterday is never shown.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from zlib import crc32

LOCALE_DIR = Path(__file__).parent / "locale"
_CHECKSUM_BYTES = 4


def compiled(text: Path) -> bytes:
    """The compiled catalogue of the ``.po`` file ``text``, kept beside it.

    Raises:
        ValueError: the text is no catalogue (such as one with marks of a conflict in it).
    """
    source = text.read_bytes()
    kept = text.with_suffix(".mo")
    with suppress(OSError):
        made = kept.read_bytes()
        if made[-_CHECKSUM_BYTES:] == _checksum(source):
            return made
    made = _compile(text) + _checksum(source)
    with suppress(OSError):  # installed where we may not write: made in memory each time
        _replace(kept, made)
    return made


def _checksum(source: bytes) -> bytes:
    return crc32(source).to_bytes(_CHECKSUM_BYTES, "little")


def _compile(text: Path) -> bytes:
    # Only here, because a finished installation needs no compiler.
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    made = BytesIO()
    try:
        with text.open("rb") as stream:
            write_mo(made, read_po(stream, abort_invalid=True))
    except PoFileError as error:
        raise ValueError(f"{text}: {error.line!r}: {error}") from error
    return made.getvalue()


def _replace(path: Path, content: bytes) -> None:
    """Whole or not at all: another process may read it at the same time."""
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
