# SPDX-License-Identifier: Apache-2.0
"""What each step of reading saw, for a person who wants to know why a value was read as it was.

A step hands its result to the tracer it was given and does not know what becomes of it. The default looks at
nothing, and costs nothing: what is handed over is made for the reading anyhow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from ocr.forms.classify import KindMatch
from ocr.forms.fields import RawField, Rectangle
from ocr.layout.prepare import Prepared
from ocr.lines.text_line import TextLine
from ocr.pixels.image import WorkingCopy
from ocr.recognise.rover import Reading
from ocr.result import FieldReading


@dataclass(frozen=True, slots=True)
class Lit:
    """The stored page in gray, flat and evenly lit."""

    copy: WorkingCopy


@dataclass(frozen=True, slots=True)
class Worded:
    """The lines that ``recogniser`` read on a page made ready, and the share of letters it is sure of; of
    several attempts the one kept comes last.
    """

    prepared: Prepared
    lines: tuple[TextLine, ...]
    recogniser: str
    readable: float


@dataclass(frozen=True, slots=True)
class LayerJudged:
    """What was thought of the file's own text: the note of the page, the letters it has."""

    note: str
    letters: int


@dataclass(frozen=True, slots=True)
class Kinds:
    """All papers that the page may be, the likeliest first; the first is believed."""

    prepared: Prepared
    matches: tuple[KindMatch, ...]


@dataclass(frozen=True, slots=True)
class Zones:
    """The fields between the labels that were found, before anything is looked at again."""

    prepared: Prepared
    match: KindMatch
    fields: tuple[RawField, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """One value: its readings line by line and recogniser by recogniser, and what came of them."""

    raw: RawField
    readings: tuple[Mapping[str, Reading], ...]
    value: FieldReading


@dataclass(frozen=True, slots=True)
class TracedMarks:
    """Ink that is no print: strokes of a pen or a ticked box (x, y, w, h in working pixels)."""

    raw: RawField
    rectangle: Rectangle
    value: FieldReading


Stage = Lit | Worded | LayerJudged | Kinds | Zones | Read | TracedMarks


class Tracer(Protocol):
    """Is told what each step saw, in the order of the steps."""

    def saw(self, stage: Stage) -> None: ...


class Untraced:
    """Looks at nothing."""

    def saw(self, stage: Stage) -> None:
        pass


UNTRACED = Untraced()


class Recording:
    """Keeps all that was seen, in order."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []

    def saw(self, stage: Stage) -> None:
        self.stages.append(stage)
