# SPDX-License-Identifier: Apache-2.0
"""How likely the strokes say a text with one of its characters changed: for all changes at once.

What stands before and behind the changed character is the same in all of them, so CTC's forward and
backward probabilities of the text are reckoned once (Graves et al. 2006), and each change is one more state
between them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_NOTHING = -1e30


def changed(log_probs: np.ndarray, classes: Sequence[int], instead: Sequence[Sequence[int]]) -> np.ndarray:
    """For each character n of a text (``classes``) the log probabilities of the texts that have one of
    ``instead[n]`` in its place (N×K; -1e30 where there are fewer). ``log_probs``: S steps × classes.
    """
    size, most = len(classes), max(map(len, instead), default=0)
    if not size or not most:
        return np.full((size, most), _NOTHING)
    others = np.zeros((size, most), int)
    there = np.zeros((size, most), bool)
    for place, each in enumerate(instead):
        others[place, : len(each)] = each
        there[place, : len(each)] = True
    labels = np.asarray(classes)
    before, behind = _before(log_probs, labels), _before(log_probs[::-1], labels[::-1])[::-1, ::-1]
    may_follow = np.ones((size, most), bool)
    may_follow[1:] = others[1:] != labels[:-1, None]
    may_precede = np.ones((size, most), bool)
    may_precede[:-1] = others[:-1] != labels[1:, None]
    told = np.full((size, most), _NOTHING)
    standing = np.full((size, most), _NOTHING)
    for step in range(len(log_probs)):
        entered = _entered(before, step, may_follow)
        standing = np.logaddexp(standing, entered) + log_probs[step][others]
        told = np.logaddexp(told, standing + _left(behind, step, may_precede))
    return np.where(there, told, _NOTHING)


def _before(log_probs: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The forward probabilities (S × 2N+1): of the beginnings that end, at a step, in a blank or a letter."""
    wanted = np.zeros(2 * len(labels) + 1, int)
    wanted[1::2] = labels
    skip = np.zeros(len(wanted), bool)
    skip[3::2] = labels[1:] != labels[:-1]
    said = log_probs[:, wanted]
    alpha = np.full(said.shape, _NOTHING)
    alpha[0, :2] = said[0, :2]
    for step in range(1, len(said)):
        last = alpha[step - 1]
        found = last.copy()
        found[1:] = np.logaddexp(found[1:], last[:-1])
        found[2:] = np.where(skip[2:], np.logaddexp(found[2:], last[:-2]), found[2:])
        alpha[step] = found + said[step]
    return alpha


def _entered(before: np.ndarray, step: int, may_follow: np.ndarray) -> np.ndarray:
    """How likely a path comes to each character with ``step``: from the blank or the letter before it."""
    size = len(may_follow)
    if not step:
        first = np.full(may_follow.shape, _NOTHING)
        first[0] = 0.0
        return first
    blank = before[step - 1, 0 : 2 * size : 2][:, None]
    letter = np.concatenate([[_NOTHING], before[step - 1, 1 : 2 * size - 1 : 2]])[:, None]
    return np.where(may_follow, np.logaddexp(blank, letter), blank)


def _left(behind: np.ndarray, step: int, may_precede: np.ndarray) -> np.ndarray:
    """How likely the rest is behind each character that ends with ``step``."""
    size = len(may_precede)
    if step + 1 == len(behind):
        last = np.full(may_precede.shape, _NOTHING)
        last[-1] = 0.0
        return last
    blank = behind[step + 1, 2 : 2 * size + 1 : 2][:, None]
    letter = np.concatenate([behind[step + 1, 3 : 2 * size : 2], [_NOTHING]])[:, None]
    return np.where(may_precede, np.logaddexp(blank, letter), blank)
