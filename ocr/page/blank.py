# SPDX-License-Identifier: Apache-2.0
"""Whether anything stands on a page: pale papers are made legible, empty backs through which the other side
shines are blank, and where nobody can tell the page is not.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ocr.layout.prepare import darkened, has_much_ink, is_pale, prepared_copies
from ocr.layout.traces import Traces, traces_on
from ocr.lines.text_line import text_lines
from ocr.page.words import readable_share
from ocr.pixels.image import WorkingCopy
from ocr.recognise.registry import Recognisers

_SHARP, _DISSOLVED = 0.42, 0.24
"""Sharpness of traces (``layout.traces``) that no paper lies between, and of those that nobody can read."""

_READ, _TIMES = 0.3, 2.0
"""So much of a page is read where its letters stand the right way round, and so many times as much as the
other way: mirrored print is read to at most 0.24 (pages of 5 to 30 % contrast, 200 dpi).
"""


def legible_copy(
    lit: WorkingCopy, dpi: float | None, by: Recognisers, *, said: bool = False
) -> WorkingCopy | None:
    """The evenly lit page with ink as dark as usual; None where it is blank, unless a person ``said`` what it
    is. Raises ocr.errors.ReadingError.
    """
    if has_much_ink(lit):
        return lit
    traces = traces_on(lit.gray)
    if not traces:
        return lit if said else None
    if not is_pale(traces):
        return lit
    dark = darkened(lit, traces)
    return None if not said and _shines_through(dark, traces, dpi, by) else dark


def _shines_through(dark: WorkingCopy, traces: Traces, dpi: float | None, by: Recognisers) -> bool:
    """Whether pale traces stand on the other side of the paper: soft, and read in a mirror or in no way."""
    if traces.sharpness >= _SHARP:
        return False
    straight = _read_share(dark, dpi, by)
    if straight >= _READ:
        return False
    mirrored = _read_share(replace(dark, gray=np.ascontiguousarray(dark.gray[:, ::-1])), dpi, by)
    return mirrored >= max(_READ, _TIMES * straight) or traces.sharpness < _DISSOLVED


def _read_share(lit: WorkingCopy, dpi: float | None, by: Recognisers) -> float:
    """How much of the page its likeliest turn lets the recogniser read (``words.readable_share``)."""
    prepared = next(prepared_copies(lit, dpi))
    return readable_share(text_lines(tuple(by.page.words(prepared)), prepared.letter_px))
