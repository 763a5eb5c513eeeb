# SPDX-License-Identifier: Apache-2.0
"""Values out of a list, and the end of an address as a place that there is, spelt as the strokes have it.

Which place it is, the strokes say whatever the case (``ocr.pen.places`` names those that come into question).
How its writer wrote it – hoà or hòa, Thành Phố or TP., 2 or 02 – is looked for in the likeliest alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from ocr.pen.beam import Hypothesis, strokes_say_each
from ocr.pen.places import Places
from ocr.pen.scores import caseless

PLACE = 6.0
"""What each unit at the end of an address is worth that lies where it is said to, in logarithms of
probability.
"""

ENTRY = 4.0
"""What it is worth that a value stands in its field's list."""

_MOST = 5
_TONES = {"a": "àáãảạ", "e": "èéẽẻẹ", "o": "òóõỏọ", "u": "ùúũủụ", "y": "ỳýỹỷỵ"}
_PAIRS = {
    one: other
    for first, last in ("oa", "oe", "uy")
    for early, late in zip(_TONES[first], _TONES[last], strict=True)
    for one, other in ((early + last, first + late), (first + late, early + last))
}
"""A tone on the first vowel and on the last, each for the other."""

_RANKS = {
    "Thành phố": ("Thành Phố", "TP", "Tp", "TP.", "Tp."),
    "TP": ("Tp", "TP.", "Tp.", "Thành phố", "Thành Phố"),
    "Thị xã": ("Thị Xã", "TX", "Tx"),
    "Thị trấn": ("Thị Trấn", "TT", "Tt", "TT."),
    "Phường": ("P", "P."),
    "Quận": ("Q", "Q."),
}
_SITES = re.compile(
    rf"(?P<pair>(?<![qQ])(?:{'|'.join(_PAIRS)})\b)|(?P<rank>\b(?:{'|'.join(_RANKS)})\b)"
    r"|(?P<figure>(?<= )\d\b)|(?P<dash> - )"
)


_MOVED = re.compile(rf"(?<![qQ])(?:{'|'.join(_PAIRS)})\b")


def tone_moved(text: str) -> str:
    """``text`` with each tone that may stand on either of two vowels on the other: hòa → hoà, thuỷ → thủy."""
    return _MOVED.sub(lambda found: _PAIRS[found.group()], text)


def endings(
    log_probs: np.ndarray, alphabet: str, known: Hypothesis, free: Hypothesis, places: Places
) -> list[Hypothesis]:
    """The line with an end that is a place, the likeliest by the strokes first, scored so that they may stand
    beside what was ``known``; ``log_probs``: S steps × (1 + len(alphabet)).
    """
    read = (known.text.strip(), free.text.strip())
    spelt = {way: units for text in read for way, units in places.spelt(text).items()}
    if not spelt:
        return []
    said = strokes_say_each(*caseless(log_probs, alphabet, [read[0], *spelt]))
    found = [
        Hypothesis(text, float(strokes), known.score + float(strokes - said[0]) + PLACE * units)
        for strokes, (text, units) in zip(said[1:], spelt.items(), strict=True)
    ]
    found.sort(key=lambda one: -one.score)
    return [_as_written(log_probs, alphabet, found[0]), *found[1:_MOST]]


def listed(
    log_probs: np.ndarray, alphabet: str, known: Hypothesis, entries: Sequence[str]
) -> list[Hypothesis]:
    """Those of ``entries`` that the strokes rather say, likeliest first, scored to stand beside what is
    ``known``.
    """
    said = strokes_say_each(*caseless(log_probs, alphabet, [known.text.strip(), *entries]))
    best = sorted(zip(said[1:].tolist(), entries, strict=True), reverse=True)[:_MOST]
    return [
        Hypothesis(entry, strokes, known.score + strokes - float(said[0]) + ENTRY) for strokes, entry in best
    ]


def _as_written(log_probs: np.ndarray, alphabet: str, found: Hypothesis) -> Hypothesis:
    """``found`` with each rank, tone and figure as the strokes rather have it."""
    ways = list(_ways(found.text))
    if not ways:
        return found
    said = _cased(log_probs, alphabet, [found.text, *(_replaced(found.text, [way]) for way in ways)])
    best: dict[int, tuple[float, tuple[int, int, str]]] = {}
    for gain, way in zip(said[1:] - said[0], ways, strict=True):
        if gain > max(0.0, best.get(way[0], (0.0, way))[0]):
            best[way[0]] = float(gain), way
    text = _replaced(found.text, [way for _gain, way in best.values()])
    return Hypothesis(text, found.strokes, found.score)


def _ways(text: str) -> Iterator[tuple[int, int, str]]:
    """What may be written instead: from where to where of ``text``, and how."""
    for site in _SITES.finditer(text):
        was = site.group()
        others: Sequence[str] = _RANKS.get(was, ())
        if site["pair"]:
            others = (_PAIRS[was],)
        elif site["figure"]:
            others = (f"0{was}",)
        elif site["dash"]:
            others = ("-", " ")
        for other in others:
            yield site.start(), site.end(), other


def _replaced(text: str, ways: Sequence[tuple[int, int, str]]) -> str:
    for start, end, other in sorted(ways, reverse=True):
        text = text[:start] + other + text[end:]
    return text


def _cased(log_probs: np.ndarray, alphabet: str, texts: Sequence[str]) -> np.ndarray:
    classes = {char: number + 1 for number, char in enumerate(alphabet)}
    return strokes_say_each(
        log_probs, [[classes[char] for char in text if char in classes] for text in texts]
    )
