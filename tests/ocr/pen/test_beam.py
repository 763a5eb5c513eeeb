# SPDX-License-Identifier: Apache-2.0
"""Texts from scores: the likeliest of all ways, its probability, and what a language may and may not do."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
import pytest

from ocr.pen.beam import Weights, readings, strokes_say

LETTERS = "abc"


def scores(seed: int, steps: int) -> np.ndarray:
    """Log probabilities (steps × 4)."""
    drawn = np.random.default_rng(seed).normal(0, 1.5, (steps, len(LETTERS) + 1))
    return np.asarray(drawn - np.logaddexp.reduce(drawn, axis=1, keepdims=True))


def every_text(log_probs: np.ndarray) -> dict[tuple[int, ...], float]:
    """The log probability of each text, by going all ways."""
    found: dict[tuple[int, ...], float] = {}
    for way in product(range(log_probs.shape[1]), repeat=len(log_probs)):
        text = tuple(cls for cls, _run in groupby(way) if cls)
        said = float(sum(step[cls] for step, cls in zip(log_probs, way, strict=True)))
        found[text] = float(np.logaddexp(found.get(text, -np.inf), said))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_the_forward_sum_is_that_over_all_ways(seed: int) -> None:
    log_probs = scores(seed, 5)
    for text, said in every_text(log_probs).items():
        assert strokes_say(log_probs, text) == pytest.approx(said)


def test_a_text_with_more_letters_than_steps_can_not_be_said() -> None:
    assert strokes_say(scores(0, 3), (1, 1, 2)) == -np.inf


@pytest.mark.parametrize("seed", range(6))
def test_the_best_of_a_wide_beam_is_the_likeliest_text(seed: int) -> None:
    log_probs = scores(seed, 4)
    likeliest, said = max(every_text(log_probs).items(), key=lambda item: item[1])
    best = readings(log_probs, LETTERS, beam=500)[0]
    assert best.text == "".join(LETTERS[cls - 1] for cls in likeliest)
    assert best.strokes == pytest.approx(said, abs=0.01)


class OnlyB:
    """A language in which "b" is likely and nothing else."""

    def log_prob(self, _before: str, char: str) -> float:
        return -0.01 if char == "b" else -6.0


def steps_saying(*told: tuple[float, float, float, float]) -> np.ndarray:
    return np.log(np.array(told))


def test_a_language_decides_between_what_the_strokes_leave_open() -> None:
    log_probs = steps_saying((0.02, 0.5, 0.45, 0.03), (0.94, 0.02, 0.02, 0.02))
    assert readings(log_probs, LETTERS)[0].text == "a"
    assert readings(log_probs, LETTERS, OnlyB(), Weights(0.5, 0.5))[0].text == "b"


def test_a_language_makes_nothing_that_the_strokes_do_not_carry() -> None:
    log_probs = steps_saying((0.0004, 0.999, 0.0003, 0.0003), (0.9991, 0.0003, 0.0003, 0.0003))
    assert [one.text for one in readings(log_probs, LETTERS, OnlyB(), Weights(0.5, 3.0))] == ["a", ""]


def test_the_others_come_behind_the_best_in_order() -> None:
    found = readings(scores(3, 4), LETTERS, count=4)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.text for one in found}) == 4
