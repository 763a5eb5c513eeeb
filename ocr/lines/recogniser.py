# SPDX-License-Identifier: Apache-2.0
"""What a recogniser is: words of a page, and single lines. Built-in ones and those of third parties alike.

A recogniser is made once in a worker, without arguments, and called many times. It gets many lines in one
call, so that an engine that has to be started is started once a page and never per field. It holds nothing of
a page after the call. How one is found and chosen: :mod:`ocr.recognise.registry`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from ocr.text.folding import nfc

if TYPE_CHECKING:
    from ocr.layout.prepare import Prepared
    from templates.model.document_types import FieldType


@dataclass(frozen=True, slots=True)
class RawWord:
    """A word in pixels of the image given, ``confidence`` 0…1 as the recogniser claims it; words of equal
    ``block``, ``par`` and ``line`` stand on one line. ``text`` becomes NFC, whatever was given.
    """

    text: str
    confidence: float
    x: int
    y: int
    w: int
    h: int
    block: int
    par: int
    line: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", nfc(self.text))


@dataclass(frozen=True, slots=True)
class LineWord:
    """A word of a line, without its place: no blanks, ``confidence`` 0…1. ``text`` becomes NFC."""

    text: str
    confidence: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", nfc(self.text))


@dataclass(frozen=True, slots=True)
class LineImage:
    """One line on a page: ``gray`` is the whole working copy (H×W, uint8, paper ≈ 250), on which letters of
    x-height ``letter_px`` stand on row ``base`` from column ``x0`` to ``x1``.
    """

    gray: np.ndarray
    x0: float
    x1: float
    base: float
    letter_px: float

    def pixels(self, above: float = 2.1, under: float = 0.75, beside: float = 0.35) -> np.ndarray:
        """The line cut out (a view); ``above`` and ``under`` the base, ``beside`` its ends, in x-heights."""
        top, bottom = self.base - above * self.letter_px, self.base + under * self.letter_px
        left, right = self.x0 - beside * self.letter_px, self.x1 + beside * self.letter_px
        rows = slice(max(0, round(top)), max(1, round(bottom)))
        return self.gray[rows, max(0, round(left)) : max(1, round(right))]


@runtime_checkable
class LineRecogniser(Protocol):
    """Reads single lines; one that only reads pen need do no more."""

    def lines(self, lines: Sequence[LineImage]) -> Sequence[Sequence[LineWord]]:
        """The words of each line from left to right, none where nothing can be read; as many as ``lines``.

        What it can't read it leaves out and never guesses. Raises ocr.errors.ReadingError.
        """
        ...


@dataclass(frozen=True, slots=True)
class PenGuess:
    """What a line of pen may say, and the probability (0…1) of that. ``known``: not by the strokes alone but
    by what such a field usually holds. ``strokes``: with the best guess of a line, what a candidate can be
    held against later (``ocr.pen.strokes``; "" where the recogniser keeps nothing).
    """

    text: str
    confidence: float
    known: bool = False
    strokes: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", nfc(self.text))


@runtime_checkable
class PenRecogniser(LineRecogniser, Protocol):
    """Reads pen by the kind of field that it fills, and says what else a line may be."""

    def guesses(self, lines: Sequence[LineImage], kinds: Sequence[FieldType]) -> Sequence[Sequence[PenGuess]]:
        """What each line may say, the likeliest first, none where nothing can be read; as many as ``lines``.

        Raises ocr.errors.ReadingError.
        """
        ...


@runtime_checkable
class Recogniser(LineRecogniser, Protocol):
    """Reads whole pages too."""

    def words(self, page: Prepared) -> Sequence[RawWord]:
        """All words of a page made ready, in pixels of ``page.copy``.

        Raises ocr.errors.ReadingError.
        """
        ...
