# SPDX-License-Identifier: Apache-2.0
"""How near two Vietnamese words are to the eye of a recogniser: a lost tone is little, another letter much.

An edit distance whose substitutions are weighed by what readers of print confuse: tone marks, the shape marks
of ă â ê ô ơ ư, d and đ, and letters of like form (I l 1, O 0). The weights order candidates; they were
chosen, not fitted.
"""

from __future__ import annotations

from functools import cache

from ocr.text.folding import fold, nfc, split_tone, text_key

TONE, SHAPE, STROKE, LOOKALIKE, OTHER = 0.2, 0.25, 0.3, 0.5, 1.0

_ALIKE = tuple(
    map(frozenset, ("il1|jí!t", "o0qcöe", "s5", "b8", "g9q", "yv", "uvn", "rn", "z2", "nhm", "cg"))
)
_MARKED = {"d": "đ"}


def distance(one: str, other: str) -> float:
    """The cost of taking ``one`` for ``other``; 0 where only case, blanks or the tone's place differ."""
    if text_key(one) == text_key(other):
        return 0.0
    a, b = _letters(one), _letters(other)
    row = [float(n) for n in range(len(b) + 1)]
    for n, x in enumerate(a, start=1):
        before, row = row, [float(n)]
        for m, y in enumerate(b, start=1):
            row.append(min(before[m] + OTHER, row[m - 1] + OTHER, before[m - 1] + _cost(x, y)))
    return row[-1]


def nearness(one: str, other: str, least: float = 0.0) -> float:
    """1 for the same word down to 0; the share of the longer one that was taken rightly.

    0 also where the lengths alone keep two words from being as near as ``least``: the many others of a list.
    """
    shorter, longest = sorted((len(_letters(one)), len(_letters(other))))
    if not longest or shorter < least * longest:
        return 0.0
    return max(0.0, 1 - distance(one, other) / longest)


def _letters(text: str) -> str:
    return nfc(text).lower()


@cache
def _cost(x: str, y: str) -> float:
    if x == y:
        return 0.0
    (bare_x, tone_x), (bare_y, tone_y) = split_tone(x), split_tone(y)
    tone = TONE if tone_x != tone_y else 0.0
    if bare_x == bare_y:
        return tone
    base_x, base_y = fold(x), fold(y)
    if base_x == base_y:
        return tone + (STROKE if "đ" in (bare_x, bare_y) else SHAPE)
    if any(base_x in alike and base_y in alike for alike in _ALIKE):
        return min(OTHER, LOOKALIKE + tone)
    return OTHER
