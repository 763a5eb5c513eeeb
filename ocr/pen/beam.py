# SPDX-License-Identifier: Apache-2.0
"""From the network's scores to texts: CTC prefix beam search (Graves 2012; Hannun et al. 2014).

With a language it weighs how a desk's words are spelt against what the strokes show; what was read without
one is kept beside it, and a language never makes a word that the strokes do not carry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Protocol

import numpy as np

BEAM = 8
"""Beginnings that are followed at once."""

_LEAST_LOG = log(1e-3)
"""Characters of less than this probability at a step are not followed."""

_SURE_BLANK = log(0.999)
_NEVER = float("-inf")
_NOTHING = -1e30
"""As good as never, and still a number to reckon with."""


class Language(Protocol):
    """How likely a character is after others."""

    def log_prob(self, before: str, char: str) -> float:
        """The natural logarithm of the probability of ``char`` behind ``before``."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a language counts beside the strokes, and what each character is worth against its cost."""

    language: float = 0.0
    length: float = 0.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A text that a line may say, its log probability by the strokes, its score with the language."""

    text: str
    strokes: float
    score: float


@dataclass(slots=True)
class _Prefix:
    """What ends with a blank, what does not (log probabilities), and the language's part of the score."""

    blank: float = _NEVER
    char: float = _NEVER
    bonus: float = 0.0

    @property
    def strokes(self) -> float:
        return _sum(self.blank, self.char)

    @property
    def score(self) -> float:
        return self.strokes + self.bonus


def readings(
    log_probs: np.ndarray,
    alphabet: str,
    language: Language | None = None,
    weights: Weights = Weights(),
    count: int = 5,
    beam: int = BEAM,
) -> list[Hypothesis]:
    """The best ``count`` texts of a line, best first; ``log_probs``: S steps × (1 + len(alphabet)), class 0
    the blank. ``beam`` beginnings are followed at once.
    """
    followed = {"": _Prefix(blank=0.0)}
    for step in log_probs:
        made = _after(followed, step, alphabet, language, weights)
        followed = dict(sorted(made.items(), key=lambda item: -item[1].score)[:beam])
    found = list(followed.items())[:count]
    return [Hypothesis(text, prefix.strokes, prefix.score) for text, prefix in found]


def _after(
    beam: dict[str, _Prefix], step: np.ndarray, alphabet: str, language: Language | None, weights: Weights
) -> dict[str, _Prefix]:
    """The beginnings after one more step."""
    blank = float(step[0])
    made: dict[str, _Prefix] = {}
    for text, prefix in beam.items():
        _at(made, text, prefix.bonus).blank = prefix.strokes + blank
    if blank > _SURE_BLANK:
        return made
    likely = [(alphabet[cls - 1], float(step[cls])) for cls in np.flatnonzero(step > _LEAST_LOG) if cls]
    for text, prefix in beam.items():
        last = text[-1:]
        for char, said in likely:
            if char == last:
                same = _at(made, text, prefix.bonus)
                same.char = _sum(same.char, prefix.char + said)
                begun = prefix.blank + said
            else:
                begun = prefix.strokes + said
            if begun == _NEVER:
                continue
            longer = made.get(text + char)
            if longer is None:
                longer = _at(made, text + char, prefix.bonus + _worth(language, weights, text, char))
            longer.char = _sum(longer.char, begun)
    return made


def _worth(language: Language | None, weights: Weights, before: str, char: str) -> float:
    if language is None:
        return 0.0
    return weights.language * language.log_prob(before, char) + weights.length


def _at(made: dict[str, _Prefix], text: str, bonus: float) -> _Prefix:
    found = made.get(text)
    if found is None:
        found = made[text] = _Prefix(bonus=bonus)
    return found


def _sum(one: float, other: float) -> float:
    """log(exp(one) + exp(other))."""
    if one < other:
        one, other = other, one
    return one if other == _NEVER else one + log(1 + exp(other - one))


def strokes_say(log_probs: np.ndarray, classes: Sequence[int]) -> float:
    """The log probability that the strokes say exactly ``classes`` (CTC's forward algorithm, Graves et al.
    2006), -inf where there are too few steps for them.
    """
    return float(strokes_say_each(log_probs, [classes])[0])


def strokes_say_each(log_probs: np.ndarray, texts: Sequence[Sequence[int]]) -> np.ndarray:
    """As ``strokes_say``, of several texts at once."""
    longest = max(map(len, texts))
    wanted = np.zeros((len(texts), 2 * longest + 1), int)
    for number, classes in enumerate(texts):
        wanted[number, 1 : 2 * len(classes) : 2] = classes
    may_skip = np.zeros(wanted.shape, bool)
    may_skip[:, 2:] = (wanted[:, 2:] != 0) & (wanted[:, 2:] != wanted[:, :-2])
    said = log_probs[:, wanted]
    alpha = np.full(wanted.shape, _NOTHING)
    alpha[:, :2] = said[0, :, :2]
    for step in said[1:]:
        before, skipped = np.full((2, *wanted.shape), _NOTHING)
        before[:, 1:] = alpha[:, :-1]
        skipped[:, 2:] = np.where(may_skip[:, 2:], alpha[:, :-2], _NOTHING)
        top = np.maximum(np.maximum(alpha, before), skipped)
        alpha = top + np.log(np.exp(alpha - top) + np.exp(before - top) + np.exp(skipped - top)) + step
    ends = np.array([[2 * len(classes), max(0, 2 * len(classes) - 1)] for classes in texts])
    last = np.take_along_axis(alpha, ends, 1)
    whole = np.where(ends[:, 0] == 0, last[:, 0], np.logaddexp(last[:, 0], last[:, 1]))
    return np.where(whole < _NOTHING / 2, -np.inf, whole)
