# SPDX-License-Identifier: Apache-2.0
"""Find recognisers by name: the built-in ones, and those that other packages offer.

A package offers one by an entry point of the group ``sohoa.recognisers``, whose name is the one chosen in
the settings and which names a class (or function) that gives a :class:`ocr.lines.recogniser.Recogniser`,
or a :class:`ocr.lines.recogniser.LineRecogniser` where it is only meant for pen. A name of ours is never
taken over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from ocr.errors import ReadingError, RecogniserFailedError, RecogniserMissingError
from ocr.layout.prepare import Prepared
from ocr.lines.recogniser import (
    LineImage,
    LineRecogniser,
    LineWord,
    PenGuess,
    PenRecogniser,
    RawWord,
    Recogniser,
)
from ocr.recognise.choice import LINE_READER, PEN_READER, TESSERACT, Chosen
from ocr.recognise.line_engine import LineReader
from ocr.recognise.pen_engine import PenReader
from ocr.recognise.presence import of_those_here
from ocr.recognise.tesseract_engine import Tesseract
from templates.language.messages import _
from templates.model.document_types import FieldType

GROUP = "sohoa.recognisers"
_BUILT_IN: dict[str, type[LineRecogniser]] = {
    LINE_READER: LineReader,
    PEN_READER: PenReader,
    TESSERACT: Tesseract,
}


@dataclass(frozen=True, slots=True)
class Recognisers:
    """The recognisers themselves; of one process."""

    page: Recogniser
    second: Recogniser | None = None
    pen: LineRecogniser | None = None


class NamedLines:
    """A recogniser under the name it was chosen by, so that whatever it raises says whose fault it is."""

    def __init__(self, name: str, made: LineRecogniser) -> None:
        self.name, self.made = name, made

    def lines(self, lines: Sequence[LineImage]) -> list[tuple[LineWord, ...]]:
        """As the recogniser reads them; raises RecogniserFailedError also for another number of answers."""
        with _blaming(self.name):
            found = [tuple(words) for words in self.made.lines(lines)]
            if len(found) != len(lines):
                raise ValueError("as many answers as lines are wanted")
        return found


class NamedPen(NamedLines):
    """One that knows what kind of field it reads."""

    made: PenRecogniser

    def guesses(self, lines: Sequence[LineImage], kinds: Sequence[FieldType]) -> list[tuple[PenGuess, ...]]:
        """As the recogniser reads them; raises RecogniserFailedError also for another number of answers."""
        with _blaming(self.name):
            found = [tuple(guesses) for guesses in self.made.guesses(lines, kinds)]
            if len(found) != len(lines):
                raise ValueError("as many answers as lines are wanted")
        return found


class NamedPages(NamedLines):
    """One that reads whole pages too."""

    made: Recogniser

    def words(self, page: Prepared) -> tuple[RawWord, ...]:
        """As the recogniser reads them; raises RecogniserFailedError."""
        with _blaming(self.name):
            return tuple(self.made.words(page))


@contextmanager
def _blaming(name: str) -> Iterator[None]:
    try:
        yield
    except (ReadingError, MemoryError):
        raise
    except Exception as error:  # whatever another package does while it reads
        raise RecogniserFailedError(
            _("The recogniser {name} failed on this page.").format(name=name),
            _("Choose another one in the settings, or install a newer version of it."),
        ) from error


@cache
def recognisers(chosen: Chosen) -> Recognisers:
    """Make the chosen recognisers, once a process. Where Tesseract is not here, nobody is asked for a second
    opinion; any other one missing raises RecogniserMissingError.
    """
    chosen = of_those_here(chosen)
    pen = _for_pen(chosen.pen) if chosen.pen else None
    return Recognisers(_whole(chosen.page), _whole(chosen.second) if chosen.second else None, pen)


def known_names() -> list[str]:
    """All names that may be chosen here: ours first, then those of other packages."""
    return [*_BUILT_IN, *sorted({e.name for e in entry_points(group=GROUP)} - set(_BUILT_IN))]


def _for_pen(name: str) -> NamedLines:
    made = _made(name)
    return NamedPen(name, made) if isinstance(made, PenRecogniser) else NamedLines(name, made)


def _whole(name: str) -> Recogniser:
    made = _made(name)
    if not isinstance(made, Recogniser):
        raise _unfit(name)
    return NamedPages(name, made)


def _made(name: str) -> LineRecogniser:
    try:
        made = _factory(name)()
    except RecogniserMissingError:
        raise
    except Exception as error:  # whatever another package does when it starts its engine
        raise _unfit(name) from error
    if not isinstance(made, LineRecogniser):
        raise _unfit(name)
    return made


def _factory(name: str) -> Any:
    if name in _BUILT_IN:
        return _BUILT_IN[name]
    for entry in entry_points(group=GROUP, name=name):
        try:
            return entry.load()
        except Exception as error:  # whatever another package does when it is imported
            raise _unfit(name) from error
    raise RecogniserMissingError(
        _("There is no recogniser named {name}.").format(name=name),
        _("Choose one of these in the settings: {names}.").format(names=", ".join(known_names())),
    )


def _unfit(name: str) -> RecogniserMissingError:
    return RecogniserMissingError(
        _("The recogniser {name} can't be used for this.").format(name=name),
        _("Choose another one in the settings, or install a newer version of it."),
    )
