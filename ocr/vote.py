"""Two readings of the same words → one, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ocr.folding import same_text
from ocr.syllables import word_plausibility
from ocr.tesseract import RawWord


@dataclass(frozen=True, slots=True)
class Voted:
    """The chosen text; ``agreed`` is the share of its letters both readings gave alike; ``lower`` and ``higher`` are
    the least confidences of the two readings, the weaker and the stronger."""

    text: str
    agreed: float
    lower: float
    higher: float


def vote(first: str, first_words: Sequence[RawWord], second_words: Sequence[RawWord]) -> Voted:
    """Choose between ``first`` (a stretch of a line and the words it touches) and a second reading of it."""
    one = first.split()
    two = [word.text for word in second_words]
    sure = (_least(first_words), _least(second_words))
    if same_text(first, " ".join(two)):
        return Voted(first, 1.0, min(sure), max(sure))
    if len(one) == len(two) == len(first_words):
        chosen = [_better(a, x, b, y) for a, x, b, y in zip(one, first_words, two, second_words, strict=True)]
    else:
        chosen = one if _worth(one, first_words) >= _worth(two, second_words) else two
    return Voted(" ".join(chosen), _agreement(one, two), min(sure), max(sure))


def _least(words: Sequence[RawWord]) -> float:
    return min((word.confidence for word in words), default=0.0)


def _better(a: str, first: RawWord, b: str, second: RawWord) -> str:
    if same_text(a, b):
        return a
    return a if first.confidence * _plausible(a) >= second.confidence * _plausible(b) else b


def _plausible(text: str) -> float:
    return 0.25 + 0.75 * word_plausibility(text)


def _worth(texts: Sequence[str], words: Sequence[RawWord]) -> float:
    if not texts or not words:
        return -1.0
    sure = sum(word.confidence for word in words) / len(words)
    return sure * sum(_plausible(text) for text in texts) / len(texts)


def _agreement(one: Sequence[str], two: Sequence[str]) -> float:
    if len(one) != len(two):
        return 0.0
    same = sum(len(a) for a, b in zip_longest(one, two, fillvalue="") if same_text(a, b))
    return same / max(1, sum(len(a) for a in one))
