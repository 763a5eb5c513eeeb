# SPDX-License-Identifier: Apache-2.0
"""The words of a page, upright: from the file's own text where that is sound, else by a recogniser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr.born_digital.layer_check import USED, flaw_in_itself, flaw_on_the_page, has_text
from ocr.born_digital.layer_words import LayerText, layer_text, raw_words, reading_turn
from ocr.layout.prepare import Prepared, prepared_copies
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine, text_lines
from ocr.page.trace import UNTRACED, LayerJudged, Tracer, Worded
from ocr.pixels.image import WorkingCopy
from ocr.recognise.registry import Recognisers
from ocr.text_layer import Point, TextLayer

READABLE_SHARE = 0.55
"""Of an upright page at least this share of letters stands in words the recogniser is sure of."""

PAGE, SECOND = "page", "second"
"""Which recogniser gave the words, where it was not the text layer (``layer_check.USED``)."""


@dataclass(frozen=True)
class UprightText:
    """A page prepared the right way up and the lines read on it.

    ``origin`` says by whom: ``PAGE``, ``SECOND`` or ``text-layer``. ``note`` is the flaw of a text layer that
    was not used, ``leaders`` the ends (stored pixels) of the leaders of one that was.
    """

    prepared: Prepared
    lines: tuple[TextLine, ...]
    readable: float
    origin: str = PAGE
    note: str = ""
    leaders: tuple[tuple[Point, Point], ...] = ()


def upright_text(
    lit: WorkingCopy,
    dpi: float | None,
    recognisers: Recognisers,
    layer: TextLayer | None = None,
    tracer: Tracer = UNTRACED,
    turn: int | None = None,
) -> UprightText:
    """The words of an evenly lit page; ``layer`` is the text of its file, used if it is sound, ``turn`` the
    clockwise turn that makes it upright, where a person says so.

    Raises ocr.errors.ReadingError.
    """
    note = ""
    if layer is not None and has_text(text := layer_text(layer)) and turn in (None, reading_turn(text.words)):
        layered = _layered(lit, dpi, recognisers, layer, text)
        tracer.saw(LayerJudged(layered.note, sum(len(word.text) for word in text.words)))
        if layered.origin == USED:
            return _seen(layered, tracer)
        note = layered.note
    return recognised(lit, dpi, recognisers, note, tracer, turn)


def recognised(
    lit: WorkingCopy,
    dpi: float | None,
    recognisers: Recognisers,
    note: str = "",
    tracer: Tracer = UNTRACED,
    turn: int | None = None,
) -> UprightText:
    """Turn, level and read an evenly lit page; the four turns are tried until one can be read, unless the
    ``turn`` is known.

    A page on which the first recogniser is lost in every turn is given to the second.
    """
    best: UprightText | None = None
    for origin, recogniser in ((PAGE, recognisers.page), (SECOND, recognisers.second)):
        if recogniser is None:
            continue
        for prepared in prepared_copies(lit, dpi, turn):
            lines = text_lines(tuple(recogniser.words(prepared)), prepared.letter_px)
            found = _seen(UprightText(prepared, lines, readable_share(lines), origin, note), tracer)
            best = found if best is None or found.readable > best.readable else best
            if best.readable >= READABLE_SHARE:
                return best
    assert best is not None  # prepared_copies yields a turn at least
    return _seen(best, tracer)


def _layered(
    lit: WorkingCopy, dpi: float | None, recognisers: Recognisers, layer: TextLayer, text: LayerText
) -> UprightText:
    """The words of the text layer, or (with no lines) the flaw for which they are not used."""
    prepared = next(prepared_copies(lit, dpi, reading_turn(text.words)))
    flaw = flaw_in_itself(layer, text) or flaw_on_the_page(layer, text, prepared, recognisers.page)
    if flaw is not None:
        return UprightText(prepared, (), 0.0, PAGE, flaw)
    words: tuple[RawWord, ...] = raw_words(text.words, prepared.copy, prepared.letter_px)
    return UprightText(prepared, text_lines(words, prepared.letter_px), 1.0, USED, USED, text.leaders)


def _seen(text: UprightText, tracer: Tracer) -> UprightText:
    tracer.saw(Worded(text.prepared, text.lines, text.origin, text.readable))
    return text


def readable_share(lines: Sequence[TextLine]) -> float:
    """The share of letters that stand in words the recogniser is sure of."""
    words = [w for line in lines for w in line.words if sum(c.isalpha() for c in w.text) >= 2]
    sure = sum(len(w.text) for w in words if w.confidence >= 0.75)
    return sure / max(30, sum(len(w.text) for w in words))
