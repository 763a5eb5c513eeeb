# SPDX-License-Identifier: Apache-2.0
"""``sohoa read --debug``: what each step of reading saw, written as pictures, JSON and a page to look at.

The pictures show personal data, so files are made for their owner only (0600, folders 0700).
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ocr.debug.page import RESULT, page_of
from templates.system import move_into_place, open_private

if TYPE_CHECKING:
    import numpy as np

    from ocr.page.trace import Stage
    from ocr.result import PageReading


def folder_of(base: Path, number: int, file: str, page: int) -> Path:
    """Where the pictures of a page go; ``number`` tells files of one name apart."""
    stem = re.sub(r"[^\w.-]+", "_", Path(file).stem)[:60]
    return base / f"{number:03d}-{stem}-{page:04d}"


def write_debug(folder: Path, image: np.ndarray, reading: PageReading, stages: Sequence[Stage]) -> None:
    """Write the numbered pictures, ``result.png``, ``reading.json`` and ``index.html``; what is there is
    replaced. ``image`` is the stored page (H×W or H×W×3 RGB, uint8).
    """
    from ocr.debug.stage_pictures import pictures, result_picture
    from ocr.debug.stage_words import told

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = []
    for number, (name, picture) in enumerate(pictures(stages), 1):
        names.append(f"{number:02d}-{name}.png")
        _write(folder / names[-1], _png(picture))
    _write(folder / RESULT, _png(result_picture(image, reading)))
    facts = told(reading, stages)
    _write(folder / "reading.json", json.dumps(facts, ensure_ascii=False, indent=1).encode())
    _write(folder / "index.html", page_of(facts, names, _cuts(stages)).encode())


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and for nobody else to read."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    with os.fdopen(open_private(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    move_into_place(partial, path)


def _png(picture: np.ndarray) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG", compress_level=3)
    return stream.getvalue()


def _cuts(stages: Sequence[Stage]) -> list[bytes]:
    """A picture of each value, in the order of the list of values."""
    from ocr.debug.stage_pictures import cut_out, last
    from ocr.page.trace import Read, Zones

    zones = last(stages, Zones)
    reads = [stage for stage in stages if isinstance(stage, Read)]
    return [_png(cut_out(zones.prepared, read.raw.box)) for read in reads] if zones else []
