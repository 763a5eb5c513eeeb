# SPDX-License-Identifier: Apache-2.0
"""What the steps of an extraction work on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ocr.forms.classify import KindMatch
from ocr.layout.prepare import Prepared
from ocr.page.trace import Tracer
from ocr.recognise.registry import Recognisers


@dataclass(frozen=True)
class Extraction:
    """What the extraction of each field needs of the page; ``inked`` is its ink with the leaders, ``faint``
    the ink without them, with pale strokes.
    """

    prepared: Prepared
    match: KindMatch
    inked: np.ndarray
    faint: np.ndarray
    bounds: tuple[int, int]
    by: Recognisers
    tracer: Tracer
