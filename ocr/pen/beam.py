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

BEAM = 12
"""Beginnings that are followed at once."""

_LEAST_LOG = log(1e-3)
"""Characters of less than this probability at a step are not followed."""

_SURE_BLANK = log(0.999)
_NEVER = float("-inf")


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
    spelt = [0]
    for cls in classes:
        spelt += [cls, 0]
    wanted = np.array(spelt)
    may_skip = np.zeros(len(spelt), bool)
    may_skip[2:] = (wanted[2:] != 0) & (wanted[2:] != wanted[:-2])
    alpha = np.full(len(spelt), -np.inf)
    alpha[:2] = log_probs[0, wanted[:2]]
    for step in log_probs[1:]:
        before, skipped = np.full((2, len(spelt)), -np.inf)
        before[1:] = alpha[:-1]
        skipped[2:] = np.where(may_skip[2:], alpha[:-2], -np.inf)
        alpha = np.logaddexp(np.logaddexp(alpha, before), skipped) + step[wanted]
    return float(np.logaddexp(alpha[-1], alpha[-2]) if len(alpha) > 1 else alpha[-1])
