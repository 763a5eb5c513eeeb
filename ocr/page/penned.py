# SPDX-License-Identifier: Apache-2.0
"""Fields written by hand: what the recogniser for pen makes of them, for a person to decide.

Whatever it says, the value is never believed (``PEN_CONFIDENCE``); what it thinks likely stands beside it as
proposals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

from ocr.forms.fields import LINE_ABOVE, RawField, Rectangle, around
from ocr.forms.handwriting import further_zones, unread_strokes
from ocr.forms.second_pass import written_lines
from ocr.lines.recogniser import LineImage, LineWord, PenGuess, PenRecogniser
from ocr.page.confidence import PEN_CONFIDENCE
from ocr.page.extraction import Extraction
from ocr.page.trace import TracedMarks
from ocr.recognise.line_model import PEN_SIGN
from ocr.result import PEN, PEN_KNOWN, FieldReading, Proposal, Source
from ocr.text.folding import text_key
from ocr.values.normalise import clean, normalise
from templates.model.document_types import FieldType

MOST_PROPOSED = 4
LEAST_PROPOSED = 0.05
"""What is less likely than this is no reading and not worth a person's look."""

FITTING = 0.2
"""A reading that is no more plausible than this is no value of its field's type."""


@dataclass(frozen=True, slots=True)
class _Pen:
    """A field with something written by hand in it: round which strokes, on which lines, and what was read of
    it as if it were print.
    """

    raw: RawField
    written: Rectangle
    lines: tuple[LineImage, ...]
    printed: str


def penned(sheet: Extraction, signed: Sequence[RawField], empty: Sequence[RawField]) -> list[FieldReading]:
    """The readings of fields in which the line reader saw pen (``signed``), and of those of the ones that
    seem ``empty`` in which there is a person's pen after all.
    """
    found = [_signed(sheet, raw) for raw in signed]
    found += [pen for raw in empty if (pen := _strokes(sheet, raw)) is not None]
    return [
        _by_hand(sheet, pen, *guessed) for pen, guessed in zip(found, _guessed(sheet, found), strict=True)
    ]


def _signed(sheet: Extraction, raw: RawField) -> _Pen:
    """The sign for handwriting stands for the last strokes only; what is written may begin before it."""
    strokes = unread_strokes(sheet.faint, raw.zone, sheet.prepared.letter_px)
    written = around([raw.box, strokes]) if strokes else raw.box
    return _Pen(raw, written, tuple(written_lines(sheet.prepared, raw)), raw.text)


def _strokes(sheet: Extraction, raw: RawField) -> _Pen | None:
    letter_px = sheet.prepared.letter_px
    zones = (raw.zone, *further_zones(raw, sheet.match.lines, sheet.prepared.leaders, letter_px))
    looked = [(zone, unread_strokes(sheet.faint, zone, letter_px)) for zone in zones]
    seen = [(zone, strokes) for zone, strokes in looked if strokes is not None]
    if not seen:
        return None
    gray = sheet.prepared.copy.gray
    lines = (
        LineImage(gray, x, x + w, zone[1] + LINE_ABOVE * letter_px, letter_px)
        for zone, (x, _y, w, _h) in seen
    )
    return _Pen(raw, seen[0][1], tuple(lines), "")


def _guessed(sheet: Extraction, pens: Sequence[_Pen]) -> list[tuple[list[PenGuess], str]]:
    """What each field may say, the likeliest first, and what is kept of its strokes; all lines of the page in
    one call. Without a recogniser what was read of the rest.
    """
    by, lines = sheet.by.pen, [line for pen in pens for line in pen.lines]
    if by is None or not lines:
        return [([PenGuess(pen.printed, 0.0)], "") for pen in pens]
    if isinstance(by, PenRecogniser):
        kinds = [pen.raw.item.type for pen in pens for _line in pen.lines]
        guessed: Iterator[Sequence[PenGuess]] = iter(by.guesses(lines, kinds))
        each = [[next(guessed) for _line in pen.lines] for pen in pens]
        return [(_likely(_together(one), pen), _kept(one)) for pen, one in zip(pens, each, strict=True)]
    read = iter([_as_said(words)] for words in by.lines(lines))
    return [(_together([next(read) for _line in pen.lines]), "") for pen in pens]


def _kept(lines: Sequence[Sequence[PenGuess]]) -> str:
    """What is kept of the strokes of a field, a line each."""
    return "\n".join(line[0].strokes for line in lines if line and line[0].strokes)


def _likely(guesses: Sequence[PenGuess], pen: _Pen) -> list[PenGuess]:
    """Those that are worth something, else what was read before."""
    likely = [guess for guess in guesses if guess.confidence >= LEAST_PROPOSED]
    return likely or [PenGuess(pen.printed, 0.0)]


def _as_said(words: Sequence[LineWord]) -> PenGuess:
    return PenGuess(" ".join(word.text for word in words), 0.0)


def _together(lines: Sequence[Sequence[PenGuess]]) -> list[PenGuess]:
    """The guesses of a field from those of its lines: the best of each, then one line read otherwise."""
    lines = [line for line in lines if line]
    best = [line[0] for line in lines]
    found = [_joined(best)]
    for number, line in enumerate(lines):
        found += [_joined([*best[:number], other, *best[number + 1 :]]) for other in line[1:]]
    return [found[0], *sorted(found[1:], key=lambda guess: -guess.confidence)]


def _joined(parts: Sequence[PenGuess]) -> PenGuess:
    return PenGuess(
        " ".join(part.text for part in parts),
        prod(part.confidence for part in parts) if parts else 0.0,
        any(part.known for part in parts),
    )


def _by_hand(sheet: Extraction, pen: _Pen, guesses: Sequence[PenGuess], strokes: str) -> FieldReading:
    """The best guess that is a value of the field's type, else the best; the others beside it."""
    kind = pen.raw.item.type
    texts = [clean(guess.text.replace(PEN_SIGN, " ")) for guess in guesses]
    read = [normalise(text, kind) for text in texts]
    values = [one.value or text for one, text in zip(read, texts, strict=True)]
    fitting = [one.plausibility >= FITTING for one in read]
    chosen = fitting.index(True) if True in fitting else 0
    likely = [
        (guess, value)
        for guess, value, fits in zip(guesses, values, fitting, strict=True)
        if fits or kind is FieldType.TEXT
    ]
    box = sheet.prepared.copy.stored_box(*pen.written, sheet.bounds)
    found = FieldReading(
        pen.raw.key,
        values[chosen],
        texts[chosen],
        PEN_CONFIDENCE,
        Source.HAND,
        box,
        _proposals(likely),
        strokes,
    )
    sheet.tracer.saw(TracedMarks(pen.raw, pen.written, found))
    return found


def _proposals(likely: Sequence[tuple[PenGuess, str]]) -> tuple[Proposal, ...]:
    """Guesses and the values they give: what is likely enough to be offered, each once whatever its case."""
    found: dict[str, Proposal] = {}
    for guess, value in likely:
        if value and guess.confidence >= LEAST_PROPOSED:
            source = PEN_KNOWN if guess.known else PEN
            found.setdefault(text_key(value), Proposal(value, source, round(guess.confidence, 2)))
    return tuple(found.values())[:MOST_PROPOSED]
