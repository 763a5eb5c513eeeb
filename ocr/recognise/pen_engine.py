# SPDX-License-Identifier: Apache-2.0
"""The built-in recogniser of pen: sohoa's own reader of handwriting, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr.lines.recogniser import LineImage, LineWord, PenGuess
from ocr.pen.cutting import strokes_alone
from ocr.pen.knowledge import knowledge_of
from ocr.pen.reader import NOTHING, PenReading, network, read_strip, strip_of
from templates.model.document_types import FieldType

ABOVE, UNDER, _BESIDE = 2.6, 0.9, 0.3
_BEFORE = 0.7
"""What is looked at round a line, and more before it, in x-heights of the print: pen is taller than print
and often begins before the leaders do.
"""


class PenReader:
    """Reads single lines of pen; the network is loaded with the first of them."""

    def lines(self, lines: Sequence[LineImage]) -> list[tuple[LineWord, ...]]:
        """The words of each line as the strokes say, whatever the field; as sure as the whole line."""
        read = [_read(line, FieldType.TEXT) for line in lines]
        return [tuple(LineWord(word, one.confidence) for word in one.free.split()) for one in read]

    def guesses(self, lines: Sequence[LineImage], kinds: Sequence[FieldType]) -> list[tuple[PenGuess, ...]]:
        """What each line may say where it fills a field of its kind."""
        return [_guesses(_read(line, kind)) for line, kind in zip(lines, kinds, strict=True)]


def _read(line: LineImage, kind: FieldType) -> PenReading:
    line = replace(line, x0=line.x0 - _BEFORE * line.letter_px)
    cut = np.ascontiguousarray(line.pixels(ABOVE, UNDER, _BESIDE))
    if min(cut.shape) < 2:
        return NOTHING
    cut = strokes_alone(cut, ABOVE * line.letter_px, line.letter_px)
    return read_strip(network(), strip_of(cut), knowledge_of(kind))


def _guesses(read: PenReading) -> tuple[PenGuess, ...]:
    """The best first; what else it may be shares the probability that is left."""
    texts = [text for text in (read.known, *read.others) if text]
    rest = (1 - read.confidence) / (len(texts) + 1)
    sure = [read.confidence, *[min(rest, read.confidence)] * len(texts)]
    guesses = [
        PenGuess(text, round(probability, 3), known=text not in read.freely)
        for text, probability in zip(texts, sure, strict=False)
    ]
    if guesses and read.strokes is not None:
        guesses[0] = replace(guesses[0], strokes=read.strokes.packed())
    return tuple(guesses)
