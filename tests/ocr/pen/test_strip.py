# SPDX-License-Identifier: Apache-2.0
"""What the network gets to see: of one height, the paper gone, the pen of one darkness."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.pen.strip import HEIGHT, as_input, ink_strip


def written(paper: int, pen: int, height: int = 80) -> np.ndarray:
    """Letters of ``pen`` on ``paper``."""
    page = np.full((height, 6 * height), paper, np.uint8)
    cv2.putText(
        page, "Lien", (height, height * 3 // 4), cv2.FONT_HERSHEY_SIMPLEX, height / 50, pen, 2, cv2.LINE_AA
    )
    return page


@pytest.mark.parametrize(("paper", "pen"), [(250, 20), (170, 90), (230, 180)])
def test_a_pale_pen_on_tinted_paper_looks_like_a_dark_one_on_white(paper: int, pen: int) -> None:
    made, plain = ink_strip(written(paper, pen)).astype(int), ink_strip(written(255, 0)).astype(int)
    assert made.shape == plain.shape
    assert np.abs(made - plain).mean() < 6
    assert made[plain > 200].mean() > 180


def test_a_shadow_across_the_line_is_no_ink() -> None:
    page = written(240, 30).astype(np.float32) * np.linspace(0.55, 1, 480)[None, :]
    made = ink_strip(page.astype(np.uint8))
    assert made[:8].max() < 30


@pytest.mark.parametrize("height", [40, 48, 150])
def test_lines_of_any_height_become_of_one(height: int) -> None:
    made = ink_strip(written(240, 30, height))
    assert made.shape == (HEIGHT, 6 * HEIGHT) and made.dtype == np.uint8


def test_empty_paper_stays_empty() -> None:
    noisy = np.random.default_rng(1).normal(235, 2, (80, 400)).clip(0, 255).astype(np.uint8)
    assert ink_strip(noisy).mean() < 4


def test_the_input_has_paper_at_its_ends_and_a_width_in_eights() -> None:
    taken = as_input(np.full((HEIGHT, 101), 255, np.uint8))
    assert taken.shape == (1, 1, HEIGHT, 120) and taken.dtype == np.float32
    assert taken[..., :8].max() == 0 and taken[..., 8:109].min() == 1 and taken[..., 109:].max() == 0
