# SPDX-License-Identifier: Apache-2.0
"""The weights of our networks (``ocr/models``), each checked before anything is read with it.

A network with a few bits turned over still runs and reads other letters, so a file is used only if it has the
SHA-256 that stands in ``SHA256SUMS`` beside it. ``ocr/models/CARD.md`` says where the weights come from.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ocr.errors import DamagedModelError
from templates.language.messages import _

ERASER, LINE_READER, PEN_READER = "eraser.npz", "line_reader.onnx", "pen_reader.onnx"
ADDRESSES = "addresses.gz"
"""How addresses are spelt, in counts."""

NAMES = "names.gz"
"""How people's names are spelt, in counts."""

WEIGHT_FILES = (ADDRESSES, ERASER, LINE_READER, NAMES, PEN_READER)

FOLDER = Path(__file__).with_name("models")
SUMS = "SHA256SUMS"


def load_weights(name: str) -> bytes:
    """The content of a weight file, as it was released (1–4 MB; whoever asks keeps what is made of it).

    Raises:
        DamagedModelError: the file is not there, or not the one released.
    """
    try:
        content = (FOLDER / name).read_bytes()
        whole = hashlib.sha256(content).hexdigest() == _released(name)
    except (OSError, ValueError) as error:
        raise _damaged(name) from error
    if not whole:
        raise _damaged(name)
    return content


def _released(name: str) -> str:
    """The SHA-256 of a file in the list, ValueError where it has none."""
    lines = (line.split() for line in (FOLDER / SUMS).read_text("ascii").splitlines())
    sums = {words[1]: words[0] for words in lines if len(words) == 2}
    if name not in sums:
        raise ValueError(f"{SUMS} does not name {name}")
    return sums[name]


def _damaged(name: str) -> DamagedModelError:
    return DamagedModelError(
        _("The program's file {name}, by which it reads letters, is damaged or missing.").format(name=name),
        _("Install the program anew. Nothing was read with this file."),
    )
