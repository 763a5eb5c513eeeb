# SPDX-License-Identifier: Apache-2.0
"""Fonts of the system that hold all Vietnamese letters.

Liberation before version 2 (Debian 12's ``fonts-liberation``) does not, so each file is first asked for its
letters.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

_LETTERS = "ạảãầẩẫậắằẳẵặẹẻẽềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđĐẠẬẶẸỆỊỌỘỢỤỰỴ"
_FOLDERS = (
    "/usr/share/fonts/truetype/liberation2",
    "/usr/share/fonts/truetype/liberation",
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/texmf/fonts/opentype/public/tex-gyre",
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/tex-gyre",
    "/usr/share/fonts/truetype/lato",
)


@cache
def has_vietnamese(path: str) -> bool:
    """Whether the font draws every Vietnamese letter with a glyph of its own."""
    font = ImageFont.truetype(path, 32)
    missing = bytes(font.getmask("\uffff"))
    return all(bytes(font.getmask(letter)) != missing for letter in _LETTERS)


@cache
def find_font(*names: str) -> str | None:
    """The path of the first of ``names`` (file names) that is installed and complete."""
    for name in names:
        for folder in _FOLDERS:
            path = Path(folder) / name
            if path.exists() and has_vietnamese(str(path)):
                return str(path)
    return None


def installed(wanted: dict[str, float]) -> dict[str, float]:
    """Those of ``wanted`` (file name → weight) that are there, by path; FileNotFoundError if none is."""
    found = {path: weight for name, weight in wanted.items() if (path := find_font(name))}
    if not found:
        raise FileNotFoundError(
            "no font with Vietnamese letters: install fonts-dejavu-core and fonts-liberation2"
        )
    return found
