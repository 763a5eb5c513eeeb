# SPDX-License-Identifier: Apache-2.0
"""An address cut into its parts, each with the rank it is written with.

People leave commas out, hardly ever the words for the rank. Nothing is looked up here: ``ocr.values.units``
finds which units are meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr.text.folding import fold, nfc
from templates.model.unit_names import split_rank

_RANK_WORD = r"thị trấn|thị xã|thành phố|đặc khu|phường|huyện|quận|tỉnh|(?<!thị )xã|tp\.?|tt\.|tx\."
_CUT = re.compile(rf"\s*[,;]\s*|\s+(?=(?i:{_RANK_WORD})\s*[A-ZÀ-ỸĐ0-9])")
_DASH = re.compile(r"\s+[-–]\s+")
_COUNTRY = frozenset({"viet nam", "vietnam"})


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A part as printed: the whole ``text``, its ``rank`` in full ("" if none is written) and the rest."""

    text: str
    rank: str
    name: str


def named_parts(address: str) -> list[NamedPart]:
    """The parts of ``address`` as they stand, smallest first; the country's name at the end is left out."""
    text = nfc(address).strip(" .,;")
    parts = [part for part in _CUT.split(text) if part]
    if len(parts) < 2:
        # A dash may belong to a name (Bà Rịa - Vũng Tàu), so it cuts only where nothing else does.
        parts = [part for part in _DASH.split(text) if part]
    if parts and fold(parts[-1]) in _COUNTRY:
        parts.pop()
    return [NamedPart(part, *split_rank(part)) for part in parts]
