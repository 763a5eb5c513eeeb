# SPDX-License-Identifier: Apache-2.0
"""What reading a page yields: small frozen records, picklable, free of pixels.

All coordinates are pixels of the page *as stored* (origin top left, x right, y down), whatever turning,
straightening or scaling happened on the working copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


CARD_DIFFERS = "card-differs"
"""The note of a card of which code, zone and print say different things."""

OTHER = "other"
"""The kind of a page that nobody recognised."""


PEN, PEN_KNOWN = "pen", "pen:known"
"""Who proposes what handwriting may say: the strokes alone, or with what is known of the field."""

PEN_SAME, PEN_OTHER = "pen:same", "pen:other"
"""What another paper says (named behind it) and the strokes say too; what they seem to say where they plainly
do not say what the field holds.
"""


class Source(StrEnum):
    """Where on the paper a value was taken from."""

    PRINT = "print"
    HAND = "hand"
    QR = "qr"
    MRZ = "mrz"
    MARK = "mark"  # a ticked box
    TEXT_LAYER = "text-layer"  # the text or a form field of a PDF that was never paper


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in pixels of the stored page."""

    x: int
    y: int
    w: int
    h: int

    def as_list(self) -> list[int]:
        return [self.x, self.y, self.w, self.h]

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        """In JSON it is ``as_list``."""
        return _as_list(lambda numbers: cls(*numbers), cls.as_list)


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word.

    ``quad`` holds the corners in reading order (top left, top right, bottom right, bottom left *of the
    upright word*) in stored-page pixels, so that a text layer can follow a turned or skewed line. ``line``
    numbers the text line on the page, top to bottom."""

    text: str
    confidence: float
    quad: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
    line: int

    def as_list(self) -> list[Any]:
        """``[text, confidence, line, x1, y1, … x4, y4]``: a page has hundreds."""
        corners = [round(coordinate, 1) for corner in self.quad for coordinate in corner]
        return [self.text, round(self.confidence, 4), self.line, *corners]

    @classmethod
    def of_list(cls, plain: list[Any]) -> Word:
        """What ``as_list`` gave."""
        text, confidence, line, x1, y1, x2, y2, x3, y3, x4, y4 = plain
        return cls(text, confidence, ((x1, y1), (x2, y2), (x3, y3), (x4, y4)), line)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        """In JSON it is ``as_list``."""
        return _as_list(cls.of_list, cls.as_list)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a doubtful reading may mean instead, for a person to say; the reading itself stays.

    ``source`` names who proposes: ``lexicon:family-names``, ``lexicon:units``, or another paper of the
    dossier, ``paper:id-card:qr``; ``score`` (0…1) is then how near it is to what was read, no probability. Of
    handwriting the recogniser itself proposes what the strokes may say (``PEN``), or what they may say in
    such a field (``PEN_KNOWN``), and ``score`` is how likely that is.
    """

    text: str
    source: str
    score: float


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One value as the paper gives it.

    ``value`` is normalised (NFC, dates ``DD/MM/YYYY``), ``raw`` what was read before that, ``confidence`` a
    probability that ``value`` is exactly right. ``proposals`` are made only where it is doubtful.
    ``strokes``: of handwriting, what other papers' values can be held against (``ocr.pen.strokes``).
    """

    key: str
    value: str
    raw: str
    confidence: float
    source: Source
    box: Box
    proposals: tuple[Proposal, ...] = ()
    strokes: str = ""


SIGNED = "signed-digitally"
"""The note on the first page of a file that somebody signed digitally."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that one page says.

    ``rotation`` is the clockwise turn in degrees (0, 90, 180, 270) that makes the stored page upright,
    ``skew_deg`` the small angle left after it (positive = text runs down to the right). ``print_edition``
    names the form edition that matched (``2015``, ``2020``, ``2024``) or is empty. ``others`` are the further
    papers on the same sheet, without words of their own."""

    page: int
    kind: str
    kind_confidence: float
    rotation: int
    skew_deg: float
    width: int
    height: int
    fields: tuple[FieldReading, ...] = ()
    words: tuple[Word, ...] = ()
    print_edition: str = ""
    blank: bool = False
    notes: tuple[str, ...] = field(default=())
    others: tuple[PageReading, ...] = ()

    def papers(self) -> tuple[PageReading, ...]:
        """This and the further papers of the sheet, each as a reading of its own."""
        return (replace(self, others=()), *self.others) if self.others else (self,)

    def value(self, key: str) -> FieldReading | None:
        """The most trusted reading of ``key`` on this page, if any."""
        found = [f for f in self.fields if f.key == key]
        return max(found, key=lambda f: f.confidence, default=None)


def _as_list(made_of: Callable[[list[Any]], object], as_list: Callable[[Any], list[Any]]) -> CoreSchema:
    # Only here: who reads pages needs no pydantic.
    from pydantic_core import core_schema

    return core_schema.no_info_after_validator_function(
        made_of,
        core_schema.list_schema(),
        serialization=core_schema.plain_serializer_function_ser_schema(as_list),
    )
