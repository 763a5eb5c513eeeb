# SPDX-License-Identifier: Apache-2.0
"""The text that a PDF page carries beside its picture: signs with their places, as the file gives them.

Nothing here is believed yet; :mod:`ocr.born_digital.layer_check` says whether it may take the place of
recognition.
"""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]

Area = tuple[float, float, float, float]
"""Left, top, right, bottom in stored-page pixels."""


TICKED_BOX, EMPTY_BOX = "☒", "☐"
"""The sign of a box to tick that is a form field: its state is known, whatever a viewer draws."""


@dataclass(frozen=True, slots=True)
class LayerChar:
    """One sign: its baseline from ``start`` to ``end`` in stored-page pixels, ``size_px`` of its font.

    ``font`` is the font's name without subset mark. ``hidden``: drawn invisible. ``unmapped``: the file does
    not say which letter the glyph is. ``entered``: no text of the page but the value of a form field.
    """

    text: str
    start: Point
    end: Point
    size_px: float
    font: str
    hidden: bool = False
    unmapped: bool = False
    entered: bool = False


@dataclass(frozen=True, slots=True)
class TextLayer:
    """All signs of a page in the order of the file; ``picture_share`` is how much of the page (0…1) its
    largest picture covers, ``apart`` where things with words of their own lie on it (stamps, signatures).
    """

    chars: tuple[LayerChar, ...]
    picture_share: float = 0.0
    apart: tuple[Area, ...] = ()
