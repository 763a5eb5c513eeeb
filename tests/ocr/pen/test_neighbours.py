# SPDX-License-Identifier: Apache-2.0
"""Texts with one character changed, reckoned at once, are as likely as each reckoned by itself."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.pen.beam import strokes_say
from ocr.pen.neighbours import added, changed


@pytest.mark.parametrize("classes", [[1, 2, 3], [2, 2, 1], [1], [3, 1, 1, 3]])
def test_each_change_is_as_likely_as_the_text_with_it(classes: list[int]) -> None:
    dice = np.random.default_rng(3)
    told = dice.random((9, 5)) + 0.01
    log_probs = np.log(told / told.sum(1, keepdims=True))
    instead = [
        [other for other in range(1, 5) if other != cls][: 3 - place % 2] for place, cls in enumerate(classes)
    ]
    found = changed(log_probs, classes, instead)
    for place, each in enumerate(instead):
        texts = [[*classes[:place], other, *classes[place + 1 :]] for other in each]
        assert found[place, : len(each)] == pytest.approx([strokes_say(log_probs, text) for text in texts])
        assert (found[place, len(each) :] < -1e29).all()


@pytest.mark.parametrize("classes", [[1, 2, 3], [2, 2, 1], [1]])
def test_each_character_more_is_as_likely_as_the_text_with_it(classes: list[int]) -> None:
    told = np.random.default_rng(3).random((9, 5)) + 0.01
    log_probs = np.log(told / told.sum(1, keepdims=True))
    found = added(log_probs, classes, [1, 2, 3, 4])
    for place in range(len(classes) + 1):
        texts = [[*classes[:place], other, *classes[place:]] for other in (1, 2, 3, 4)]
        assert found[place] == pytest.approx([strokes_say(log_probs, text) for text in texts])


def test_a_text_without_characters_that_may_be_others_has_no_neighbours() -> None:
    assert changed(np.zeros((4, 3)), [1, 2], [[], []]).shape == (2, 0)
