# SPDX-License-Identifier: Apache-2.0
"""First pages of other authorities' letters, drawn and really read: none is taken for a paper that proves."""

from __future__ import annotations

import re

import numpy as np
import pytest

from ocr.page.reading import read_page
from templates.catalogue.loading import load_catalogue
from tests.support.pages.drawn_forms import blank, write
from tests.support.pages.strangers_letters import COURT_DECISION, LETTERS

pytestmark = pytest.mark.long

DPI = 300
_LEFT_PX, _RIGHT_PX, _TOP_PX, _PITCH_PX, _EM_PX = 220, 1250, 250, 95, 46


def drawn(text: str) -> np.ndarray:
    """An A4 page (3508×2480 uint8) of the lines, what stands behind a wide gap in a right column."""
    page = blank(2480, 3508)
    for row, line in enumerate(text.splitlines()):
        for x, part in zip((_LEFT_PX, _RIGHT_PX), re.split(r" {3,}", line), strict=False):
            write(page, x, _TOP_PX + row * _PITCH_PX, part, _EM_PX)
    return np.asarray(page)


# What their words prove is tested of every letter in tests/ocr/forms/test_needed_words.py.
_DRAWN = [
    pytest.param(letter, marks=[pytest.mark.slow] if number % 4 else [])
    for number, letter in enumerate(LETTERS)
]


@pytest.mark.parametrize("letter", _DRAWN)
def test_a_drawn_letter_of_another_authority_proves_nothing(letter: str) -> None:
    catalogue = load_catalogue()
    reading = read_page(drawn(LETTERS[letter]), catalogue, dpi=DPI)
    assert len(reading.words) > 20
    assert catalogue.document_type(reading.kind).role not in ("evidence", "identity")


def test_a_drawn_decision_of_a_court_is_one() -> None:
    assert read_page(drawn(COURT_DECISION), load_catalogue(), dpi=DPI).kind == "court-decision"
