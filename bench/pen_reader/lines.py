# SPDX-License-Identifier: Apache-2.0
"""Lines of real pen with their text: ``labels.tsv`` (file, text, and perhaps writer and field type) and
pictures in a folder.

The folder is given by whoever trains or measures and never becomes part of the project.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np

from ocr.pen.strip import ink_strip
from templates.model.document_types import FieldType

LABELS = "labels.tsv"
_KINDS = ("type", "field_type", "field type")
"""How the column of field types may be headed."""
_KEPT_APART = 0.1
"""Share of the writers, or of the lines whose writer nobody knows, that nothing is learnt from."""


@dataclass(frozen=True, slots=True)
class PenLine:
    """A picture of a line and what stands on it. ``writer`` is "" where unknown. ``loose``: its text leaves
    out commas and capitalises every word, whatever was written. ``kind``: of which type the field is that it
    stands in, where somebody said so.
    """

    path: Path
    text: str
    writer: str = ""
    kind: FieldType | None = None

    @property
    def loose(self) -> bool:
        return bool(self.writer)

    @property
    def kept_apart(self) -> bool:
        """Whether it is only measured on: all lines of a writer are, or none."""
        sign = self.writer or self.path.name
        return int(sha256(sign.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF < _KEPT_APART

    def strip(self) -> np.ndarray:
        """Its ink (48×W, uint8); ValueError where the file is no picture."""
        gray = cv2.imread(str(self.path), cv2.IMREAD_GRAYSCALE)
        if gray is None:
            raise ValueError(f"{self.path}: not a picture")
        return ink_strip(gray)


def pen_lines(folder: Path) -> tuple[PenLine, ...]:
    """All lines that ``labels.tsv`` of ``folder`` names, in its order; ValueError where it does not name its
    columns or a field is of no type that there is.
    """
    with (folder / LABELS).open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)
        named = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
        if not {"file", "text"} <= named.keys():
            raise ValueError(f"{folder / LABELS}: the first line names the columns: file, text, writer, type")
        writer = named.get("writer", "writer")
        kind = next((named[name] for name in _KINDS if name in named), "type")
        return tuple(
            PenLine(
                folder / row[named["file"]],
                row[named["text"]],
                row.get(writer) or "",
                FieldType(said) if (said := (row.get(kind) or "").strip()) else None,
            )
            for row in rows
        )


def learnt(lines: Sequence[PenLine]) -> tuple[PenLine, ...]:
    return tuple(line for line in lines if not line.kept_apart)


def kept_apart(lines: Sequence[PenLine]) -> tuple[PenLine, ...]:
    return tuple(line for line in lines if line.kept_apart)


def tuned_on(lines: Sequence[PenLine]) -> tuple[PenLine, ...]:
    """Half of those kept apart: weights of a language and of confidence are found on them."""
    return kept_apart(lines)[::2]


def untouched(lines: Sequence[PenLine]) -> tuple[PenLine, ...]:
    """The other half, by which nothing was chosen."""
    return kept_apart(lines)[1::2]
