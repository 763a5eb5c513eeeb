# SPDX-License-Identifier: Apache-2.0
"""The typeface of printed slips: a Times-like TrueType font that has every Vietnamese letter.

Administrative documents are set in Times New Roman (NĐ 30/2020/NĐ-CP, Phụ lục I). Liberation Serif 2 has the
same widths and is free; version 1 lacks Vietnamese letters, so a font is looked into before it is believed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from batch.slips.errors import FontError

FAMILIES: tuple[tuple[str, str, str, str], ...] = (
    ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    (
        "Times_New_Roman.ttf",
        "Times_New_Roman_Bold.ttf",
        "Times_New_Roman_Italic.ttf",
        "Times_New_Roman_Bold_Italic.ttf",
    ),
    (
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf",
        "LiberationSerif-Italic.ttf",
        "LiberationSerif-BoldItalic.ttf",
    ),
    ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
)
"""Files of the four faces: regular, bold, italic, bold italic."""

# The letters that version 1 of Liberation and old system fonts leave out first.
_NEEDED = "ạảấầẩẫậắằẳẵặẹẻẽềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđĂÂĐÊÔƠƯỄỸ"


@dataclass(frozen=True, slots=True)
class Typeface:
    """The files of the four faces."""

    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path


def find_typeface(folders: tuple[Path, ...] | None = None) -> Typeface:
    """The first complete family in ``folders`` (the system's if None); raises ``FontError``."""
    for folder in _with_fonts(folders or system_folders()):
        for names in FAMILIES:
            faces = [folder / name for name in names]
            if all(face.is_file() for face in faces) and all(_has_letters(face) for face in faces):
                return Typeface(*faces)
    raise FontError.none_found()


def system_folders() -> tuple[Path, ...]:
    """Where this system keeps its fonts; ``SOHOA_FONTS`` names a folder that is looked into first."""
    named = [Path(os.environ["SOHOA_FONTS"])] if os.environ.get("SOHOA_FONTS") else []
    if sys.platform == "win32":
        return (*named, Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts")
    return (
        *named,
        Path.home() / ".local" / "share" / "fonts",
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path("/Library/Fonts"),
    )


def _with_fonts(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        if folder.is_dir():
            yield folder
            yield from sorted(path for path in folder.rglob("*") if path.is_dir())


@cache
def _has_letters(face: Path) -> bool:
    from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

    try:
        known = TTFontFile(str(face)).charToGlyph
    except (TTFError, OSError):
        return False
    return all(ord(letter) in known for letter in _NEEDED)
