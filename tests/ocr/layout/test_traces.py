# SPDX-License-Identifier: Apache-2.0
"""What stands out of the paper, however pale, and what is the paper's own or the scanner's."""

from __future__ import annotations

from itertools import product

import cv2
import numpy as np
import pytest

from ocr.layout.prepare import lit_copy
from ocr.layout.traces import Traces, traces_on
from tests.support.pages.pale_pages import PAPERS, nothing_written, page_of, scanned, signature, typed
from tests.support.programs.examples import some_of

_COLOURS = ((255, 40, 60), (40, 60, 200), (255, 230, 60))
_GROUNDS = ((255, 255, 255), (255, 222, 226), (205, 205, 205))


def _seen(page: np.ndarray) -> Traces:
    return traces_on(lit_copy(page).gray)


@pytest.mark.parametrize("paper", PAPERS)
def test_paper_dust_holes_folds_and_dark_edges_are_no_traces(paper: str) -> None:
    assert not _seen(nothing_written(paper))


@pytest.mark.long
@pytest.mark.parametrize("contrast", some_of([0.1, 0.15, 0.26, 0.4, 0.6], always=[0.1, 0.6]))
def test_one_pale_line_is_seen_however_pale(contrast: float) -> None:
    page = page_of(typed(1), contrast)
    assert _seen(page).letters >= 4 or contrast >= 0.6
    assert _seen(page)


@pytest.mark.long
@pytest.mark.parametrize(
    ("ink", "paper"), some_of(product(_COLOURS, _GROUNDS), always=list(zip(_COLOURS, _GROUNDS, strict=True)))
)
def test_pale_coloured_ink_is_seen_on_any_paper(
    ink: tuple[int, int, int], paper: tuple[int, int, int]
) -> None:
    assert _seen(page_of(typed(6), 0.3, ink, paper)).letters > 40


@pytest.mark.long
def test_a_pale_signature_alone_is_seen() -> None:
    assert _seen(page_of(signature(), 0.15)).large


@pytest.mark.long
def test_strokes_of_this_side_are_sharp_and_those_shining_through_are_not() -> None:
    lines = typed(12)
    behind = cv2.GaussianBlur(lines[:, ::-1], (0, 0), 1.5)
    assert _seen(page_of(lines, 0.15)).sharpness > 0.42 > _seen(page_of(behind, 0.15)).sharpness


@pytest.mark.parametrize("shape", [(1, 1), (1, 60), (3, 900), (40, 40)])
def test_a_picture_of_any_size_is_looked_at(shape: tuple[int, int]) -> None:
    assert not traces_on(np.full(shape, 250, np.uint8))


def test_one_bit_of_print_is_no_pale_page() -> None:
    bilevel = np.where(typed(3) < 128, 0, 255).astype(np.uint8)
    assert traces_on(lit_copy(scanned(bilevel, noise=0.0)).gray).contrast > 0.24
