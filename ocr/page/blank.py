# SPDX-License-Identifier: Apache-2.0
"""Whether anything stands on a page: pale papers are made legible, empty backs through which the other side
shines are blank, and where nobody can tell the page is not.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ocr.layout.prepare import darkened, has_much_ink, is_pale, prepared_copies
from ocr.layout.traces import PAPER, Traces, traces_on
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

_STEP = 4
"""Every so many pixels tell where the ink is."""

_WINDOW = 0.4
"""So much of a page's length is read for that, where most of its ink is: a full page has enough there, and
costs no more than a third of what reading it does.
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
    """Whether pale traces stand on the other side of the paper: soft, and read in a mirror or in no way.

    What lies in one place alone, as a seal's do, is too little to tell: a person is asked.
    """
    if traces.sharpness >= _SHARP or traces.gathered:
        return False
    dark = replace(dark, gray=_window(dark.gray))
    straight = _read_share(dark, dpi, by)
    if straight >= _READ:
        return False
    mirrored = _read_share(replace(dark, gray=np.ascontiguousarray(dark.gray[:, ::-1])), dpi, by)
    return mirrored >= max(_READ, _TIMES * straight) or traces.sharpness < _DISSOLVED


def _window(gray: np.ndarray) -> np.ndarray:
    """The part of a page (H×W) that is looked at, across its longer side."""
    along = 0 if gray.shape[0] >= gray.shape[1] else 1
    ink = (PAPER - gray[::_STEP, ::_STEP].astype(np.float32)).clip(0).sum(axis=1 - along)
    wide = max(1, round(_WINDOW * len(ink)))
    sums = np.convolve(ink, np.ones(wide, np.float32), mode="valid")
    first = int(sums.argmax()) * _STEP
    return np.ascontiguousarray(
        gray.take(range(first, min(gray.shape[along], first + wide * _STEP)), axis=along)
    )


def _read_share(lit: WorkingCopy, dpi: float | None, by: Recognisers) -> float:
    """How much of the page its likeliest turn lets the recogniser read (``words.readable_share``)."""
    prepared = next(prepared_copies(lit, dpi))
    return readable_share(text_lines(tuple(by.page.words(prepared)), prepared.letter_px))
