# SPDX-License-Identifier: Apache-2.0
"""Why a value was not exact, told from what stands on the page and what was read."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import fuzz

from bench.score import Mistake, folded
from ocr.text.folding import fold

ANOTHER = "another field's value"
CUT_HEAD, CUT_TAIL, MORE = "beginning lost", "end lost", "printed words or a neighbour's glued on"
MARKS, LETTERS, OTHER = "only diacritics", "some letters", "something else"
MISSING, INVENTED, KIND = "missing", "invented", "kind of paper wrong"
_ALIKE = 70


def cause(mistake: Mistake, page: Mapping[str, str], kind_right: bool) -> str:
    """The kind of error; ``page`` has the true values by key."""
    if not kind_right:
        return KIND
    if mistake.what == "missing":
        return MISSING
    if mistake.what == "invented":
        return ANOTHER if _another(mistake, page) else INVENTED
    true, read = folded(mistake.truth), folded(mistake.read)
    if fold(true) == fold(read):
        return MARKS
    if _another(mistake, page):
        return ANOTHER
    if read and true.startswith(read):
        return CUT_TAIL
    if read and true.endswith(read):
        return CUT_HEAD
    if true in read or (len(read) > len(true) + 3 and fuzz.partial_ratio(fold(true), fold(read)) >= 90):
        return MORE
    return LETTERS if fuzz.ratio(true, read) >= _ALIKE else OTHER


def _another(mistake: Mistake, page: Mapping[str, str]) -> bool:
    return any(folded(value) == folded(mistake.read) for key, value in page.items() if key != mistake.key)
