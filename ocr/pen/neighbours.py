# SPDX-License-Identifier: Apache-2.0
"""How likely the strokes say a text with one of its characters changed, or one more: for all at once.

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
    heads = np.arange(size)
    return np.where(there, _placed(log_probs, classes, heads, heads + 1, others), _NOTHING)


def added(log_probs: np.ndarray, classes: Sequence[int], more: Sequence[int]) -> np.ndarray:
    """The log probabilities of the texts that have one of ``more`` besides: before each character, and behind
    the last (N+1 × K). ``log_probs``: S steps × classes.
    """
    heads = np.arange(len(classes) + 1)
    return _placed(log_probs, classes, heads, heads, np.tile(np.asarray(more, int), (len(heads), 1)))


def _placed(
    log_probs: np.ndarray, classes: Sequence[int], heads: np.ndarray, tails: np.ndarray, others: np.ndarray
) -> np.ndarray:
    """Of each row n the texts of the first ``heads[n]`` characters, one of ``others[n]`` and what follows
    from ``tails[n]`` on.
    """
    labels, size = np.asarray(classes, int), len(classes)
    before, behind = _before(log_probs, labels), _before(log_probs[::-1], labels[::-1])[::-1, ::-1]
    ends = np.concatenate([[0], labels, [0]])  # the blank is no character that could follow itself
    may_follow = others != ends[heads][:, None]
    may_precede = others != ends[tails + 1][:, None]
    told = np.full(others.shape, _NOTHING)
    standing = np.full(others.shape, _NOTHING)
    for step in range(len(log_probs)):
        entered = _entered(before, step, heads, may_follow)
        standing = np.logaddexp(standing, entered) + log_probs[step][others]
        told = np.logaddexp(told, standing + _left(behind, step, tails, size, may_precede))
    return told


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


def _entered(before: np.ndarray, step: int, heads: np.ndarray, may_follow: np.ndarray) -> np.ndarray:
    """How likely a path comes to each character with ``step``: from the blank or the letter before it."""
    found = np.full(may_follow.shape, _NOTHING)
    if not step:
        found[heads == 0] = 0.0
        return found
    found[:] = before[step - 1, 2 * heads][:, None]
    letter = np.where(heads > 0, before[step - 1, np.maximum(2 * heads - 1, 0)], _NOTHING)[:, None]
    joined: np.ndarray = np.logaddexp(found, np.where(may_follow, letter, _NOTHING))
    return joined


def _left(behind: np.ndarray, step: int, tails: np.ndarray, size: int, may_precede: np.ndarray) -> np.ndarray:
    """How likely the rest is behind each character that ends with ``step``."""
    found = np.full(may_precede.shape, _NOTHING)
    if step + 1 == len(behind):
        found[tails == size] = 0.0
        return found
    found[:] = behind[step + 1, 2 * tails][:, None]
    letter = np.where(tails < size, behind[step + 1, np.minimum(2 * tails + 1, 2 * size)], _NOTHING)[:, None]
    joined: np.ndarray = np.logaddexp(found, np.where(may_precede, letter, _NOTHING))
    return joined
