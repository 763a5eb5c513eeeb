# SPDX-License-Identifier: Apache-2.0
"""A network's scores (S steps × 1 + alphabet, log probabilities, class 0 the blank), made smaller."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

_PAUSE = log(0.995)


def without_pauses(log_probs: np.ndarray) -> np.ndarray:
    """Of steps in a row at which nothing is written only the first: one parts equal letters like ten."""
    pause = log_probs[:, 0] > _PAUSE
    kept = np.ones(len(log_probs), bool)
    kept[1:] = ~(pause[1:] & pause[:-1])
    return log_probs[kept]


def caseless(
    log_probs: np.ndarray, alphabet: str, texts: Sequence[str]
) -> tuple[np.ndarray, list[list[int]]]:
    """The scores with capitals laid on their small letters, and the classes of ``texts`` among them; what the
    alphabet lacks is left out.
    """
    places = {char: number + 1 for number, char in enumerate(alphabet)}
    laid = np.array([0, *(places.get(char.lower(), places[char]) for char in alphabet)])
    small = np.exp(log_probs)
    together = np.zeros_like(small)
    np.add.at(together.T, laid, small.T)
    with np.errstate(divide="ignore"):
        scores = np.maximum(np.log(together), -100.0)
    return scores, [[places[char] for char in text.lower() if char in places] for text in texts]
