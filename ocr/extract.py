"""From an aligned page to its field readings: print, pen or tick, normalised, with confidence and place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ocr.confidence import PEN_CONFIDENCE, printed_confidence
from ocr.facts import FieldReading, Source
from ocr.fields import RawField, Rectangle, raw_fields
from ocr.hand import ink_features, pen_probability
from ocr.image import ink_mask
from ocr.kind import KindMatch
from ocr.lines import Piece
from ocr.marks import read_tick
from ocr.prepare import Prepared
from ocr.reread import LARGER, SOFTER, Rendition, reread
from ocr.tesseract import RawWord
from ocr.values import clean, normalise
from ocr.vote import Reading, reading, vote
from templates.papers import FieldType

_BELOW = 0.42
"""How far descenders and marks reach under the line, in x-heights."""

_CLEARLY_BETTER = 0.2
"""How much better a single reading must fit the type than the elected text to replace it (a date that
exists).
"""

MARK_ZONE = (0.02, 0.5)
"""Where marks hang under a letter, in x-heights below its foot."""

PEN = 0.5
"""Above this probability of pen a value is marked as written by hand."""


@dataclass(frozen=True)
class _Sheet:
    """What the extraction of each field needs of the page."""

    prepared: Prepared
    match: KindMatch
    ink: np.ndarray
    bounds: tuple[int, int]


def readings(prepared: Prepared, match: KindMatch, bounds: tuple[int, int]) -> tuple[FieldReading, ...]:
    """All field readings of a page that matched a paper; ``bounds`` is the stored page's (width, height)."""
    if match.edition is None:
        return ()
    sheet = _Sheet(prepared, match, ink_mask(prepared.copy.gray), bounds)
    raws = list(raw_fields(match.lines, match.edition.skeleton, match.alignment, prepared.letter_px))
    ticks = [raw for raw in raws if raw.item.type is FieldType.YES_NO]
    penned = [raw for raw in raws if raw not in ticks and _is_penned(sheet, raw)]
    printed = [raw for raw in raws if raw.pieces and raw not in ticks and raw not in penned]
    found = [_ticked(sheet, raw) for raw in ticks]
    found += [_penned(sheet, raw) for raw in penned]
    found += _printed(sheet, printed)
    return tuple(reading for reading in found if reading is not None)


def _printed(sheet: _Sheet, raws: Sequence[RawField]) -> list[FieldReading | None]:
    """Printed values, each read a second time from another rendition, and a third time where the two
    differ.
    """
    pieces = [piece for raw in raws for piece in raw.pieces]
    letter_px = sheet.prepared.letter_px
    areas = [area for raw in raws for area in _areas(raw, letter_px)]
    second = _again(sheet.prepared.timid.gray, areas, letter_px, LARGER)
    readings = [[_first(piece), again] for piece, again in zip(pieces, second, strict=True)]
    split = [n for n, both in enumerate(readings) if not vote(both).unanimous]
    third = _again(sheet.prepared.copy.gray, [areas[n] for n in split], letter_px, SOFTER)
    for n, again in zip(split, third, strict=True):
        readings[n].append(again)
    results = iter(readings)
    return [_voted(sheet, raw, [next(results) for _piece in raw.pieces]) for raw in raws]


def _first(piece: Piece) -> Reading:
    """The reading of the whole page, cut to the piece."""
    texts = piece.text.split()
    sure = [word.confidence for word in piece.words]
    return reading(texts, sure if len(sure) == len(texts) else [piece.confidence] * len(texts))


def _areas(raw: RawField, letter_px: float) -> Iterator[Rectangle]:
    """Where to read the pieces of a field again: the first from right behind its label, whose colon may have
    swallowed a letter or a word."""
    zone_right = raw.zone[0] + raw.zone[2]
    for number, piece in enumerate(raw.pieces):
        x, y, w, h = piece.box
        left, right = x - 0.4 * letter_px, x + w + 1.2 * letter_px
        if number == 0:
            left = min(raw.zone[0], x - 0.2 * letter_px)
            right = max(x + w + 0.3 * letter_px, min(right, zone_right - 0.2 * letter_px))
        yield left, y, right - left, h


def _again(
    gray: np.ndarray, areas: Sequence[Rectangle], letter_px: float, rendition: Rendition
) -> list[Reading]:
    found = reread(gray, areas, letter_px, rendition)
    return [reading([word.text for word in words], [word.confidence for word in words]) for words in found]


def _voted(sheet: _Sheet, raw: RawField, readings: Sequence[Sequence[Reading]]) -> FieldReading | None:
    """The value the readings of each line elect; where only some readings make a value of its type, one of
    those.
    """
    votes = [vote(given) for given in readings]
    text = " ".join(voted.text for voted in votes)
    value = normalise(text, raw.item.type)
    if value.plausibility < 1 and len(readings) == 1:
        fitting = [(normalise(" ".join(r.words), raw.item.type), r) for r in readings[0]]
        best, reading_ = max(fitting, key=lambda pair: pair[0].plausibility)
        if best.value is not None and best.plausibility > value.plausibility + _CLEARLY_BETTER:
            value, text = best, " ".join(reading_.words)
    if value.value is None:
        return None
    risk = any(_marks_at_risk(piece, sheet.prepared) for piece in raw.pieces)
    confidence = printed_confidence(votes, value, mark_risk=risk)
    return _placed(sheet, raw, value.value, text, confidence, Source.PRINT)


def _marks_at_risk(piece: Piece, prepared: Prepared) -> bool:
    """Whether a dotted leader runs just under the letters of a piece, where a dấu nặng would drown in it."""
    x, _y, w, _h = piece.box
    foot = _foot(piece.words, prepared.letter_px)
    low, high = foot + MARK_ZONE[0] * prepared.letter_px, foot + MARK_ZONE[1] * prepared.letter_px
    return any(
        low < leader.y < high
        and leader.x0 < x + w
        and leader.x1 > x
        and leader.thickness < 0.5 * prepared.letter_px
        for leader in prepared.leaders
    )


def _foot(words: Sequence[RawWord], letter_px: float) -> float:
    """The line on which the letters of ``words`` stand; words with something below it count higher."""
    bottoms = [word.y + word.h - (_BELOW * letter_px if _hangs(word.text) else 0.0) for word in words]
    return float(np.median(bottoms)) if bottoms else 0.0


def _hangs(text: str) -> bool:
    """Whether a word has a descender, a comma or a dấu nặng."""
    return any(char in "gjpqyQ,;()" for char in text) or "\u0323" in unicodedata.normalize("NFD", text)


def _ticked(sheet: _Sheet, raw: RawField) -> FieldReading | None:
    tick = read_tick(sheet.ink, sheet.match.lines[raw.line], raw.start, sheet.prepared.letter_px)
    if tick is None:
        return None
    box = sheet.prepared.copy.stored_box(*tick.box, sheet.bounds)
    return FieldReading(raw.key, tick.value, tick.value, tick.confidence, Source.MARK, box)


def _is_penned(sheet: _Sheet, raw: RawField) -> bool:
    """Whether the value's ink is a pen's: looked at line by line, weighed by the letters seen."""
    letter_px = sheet.prepared.letter_px
    areas = [(_padded(piece, letter_px), piece.words) for piece in raw.pieces] or [(raw.zone, ())]
    features = [ink_features(sheet.ink, area, words, letter_px) for area, words in areas]
    count = sum(f.count for f in features)
    if count < (1 if raw.pieces else 8):
        return False
    return sum(pen_probability(f) * f.count for f in features) / count > PEN


def _padded(piece: Piece, letter_px: float) -> tuple[float, float, float, float]:
    x, y, w, h = piece.box
    extra = 0.2 * letter_px
    return x - extra, y - extra, w + 2 * extra, h + 2 * extra


def _penned(sheet: _Sheet, raw: RawField) -> FieldReading:
    """A value written by hand: what the recogniser made of it, never believed."""
    value = normalise(raw.text, raw.item.type) if raw.pieces else None
    text = (value.value if value else None) or clean(raw.text)
    return _placed(sheet, raw, text, raw.text, PEN_CONFIDENCE, Source.HAND)


def _placed(
    sheet: _Sheet, raw: RawField, value: str, text: str, confidence: float, source: Source
) -> FieldReading:
    box = sheet.prepared.copy.stored_box(*raw.box, sheet.bounds)
    return FieldReading(raw.key, value, text, confidence, source, box)
