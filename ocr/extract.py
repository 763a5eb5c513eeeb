"""From an aligned page to its field readings: print, pen or tick, normalised, with confidence and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from ocr.confidence import PEN_CONFIDENCE, printed_confidence
from ocr.facts import FieldReading, Source
from ocr.fields import RawField, is_stop, raw_fields
from ocr.folding import text_key
from ocr.hand import unread_strokes
from ocr.image import ink_mask
from ocr.kind import KindMatch
from ocr.line_reader import PEN_SIGN, Char, in_words, least_sure, text_of
from ocr.lines import Piece, foot
from ocr.marks import read_tick
from ocr.prepare import LEADER_SENSITIVITY, Prepared
from ocr.reread import ask_tesseract, look_again
from ocr.values import clean, normalise
from ocr.vote import Reading, doubting_lost_marks, reading, vote
from templates.papers import FieldType

_SHAPED = frozenset(
    {FieldType.DATE, FieldType.TIME, FieldType.SEX, FieldType.NUMBER, FieldType.PERSONAL_ID, FieldType.CODE}
)
"""Types whose readings are weighed as whole values: half a date is no date."""

MARK_ZONE = (0.02, 0.5)
"""Where marks hang under a letter, in x-heights below its foot."""


PARTIAL_CONFIDENCE = 0.85
"""A month or a year where the label asks for a day is for a person to look at: the day may be lost."""

PEN_SENSITIVITY = 0.84
"""A ball pen is far paler than print: its strokes need a threshold nearer to the paper."""


@dataclass(frozen=True)
class _Sheet:
    """What the extraction of each field needs of the page; ``inked`` is its ink with the leaders, ``faint``
    the ink without them, with pale strokes.
    """

    prepared: Prepared
    match: KindMatch
    inked: np.ndarray
    faint: np.ndarray
    bounds: tuple[int, int]


def readings(prepared: Prepared, match: KindMatch, bounds: tuple[int, int]) -> tuple[FieldReading, ...]:
    """All field readings of a page that matched a paper; ``bounds`` is the stored page's (width, height)."""
    if match.edition is None:
        return ()
    gray = prepared.copy.gray
    inked = ink_mask(prepared.inked.gray, LEADER_SENSITIVITY)
    sheet = _Sheet(prepared, match, inked, ink_mask(gray, PEN_SENSITIVITY), bounds)
    raws = list(raw_fields(match.lines, match.edition.skeleton, match.alignment, prepared.letter_px))
    ticks = [raw for raw in raws if raw.item.type is FieldType.YES_NO]
    penned = [raw for raw in raws if raw not in ticks and PEN_SIGN in raw.text]
    printed = [raw for raw in raws if raw.pieces and raw not in ticks and raw not in penned]
    found = [_ticked(sheet, raw) for raw in ticks]
    found += [_penned(sheet, raw) for raw in penned]
    found += [_unread(sheet, raw) for raw in raws if not raw.pieces and raw not in ticks]
    found += _printed(sheet, printed)
    return tuple(reading for reading in found if reading is not None)


def _printed(sheet: _Sheet, raws: Sequence[RawField]) -> list[FieldReading | None]:
    """Printed values: each line is looked at again without its leaders, doubtful ones by Tesseract too."""
    gray, letter_px = sheet.prepared.copy.gray, sheet.prepared.letter_px
    pieces = [piece for raw in raws for piece in raw.pieces]
    stops = [raw.item.stop_words for raw in raws for _piece in raw.pieces]
    again = look_again(gray, pieces, letter_px)
    firsts = [_first(piece) for piece in pieces]
    readings = [
        [first, doubting_lost_marks(first, _seen(chars, ends))]
        for first, chars, ends in zip(firsts, again, stops, strict=True)
    ]
    doubtful = [n for n, pair in enumerate(readings) if not vote(pair).unanimous]
    for n, words in zip(doubtful, ask_tesseract(gray, [pieces[n] for n in doubtful], letter_px), strict=True):
        third = reading([word.text for word in words], [word.confidence for word in words])
        readings[n].append(doubting_lost_marks(firsts[n], third))
    results = iter(readings)
    return [_voted(sheet, raw, [next(results) for _piece in raw.pieces]) for raw in raws]


def _first(piece: Piece) -> Reading:
    """The reading of the whole page, cut to the piece."""
    texts = piece.text.split()
    sure = [word.confidence for word in piece.words]
    return reading(texts, sure if len(sure) == len(texts) else [piece.confidence] * len(texts))


def _seen(chars: Sequence[Char], stops: Sequence[str]) -> Reading:
    """What the line reader saw, up to the first word that ends it."""
    words = in_words([char for char in chars if char.text != PEN_SIGN])
    words = list(takewhile(lambda word: not is_stop(text_of(word), stops), words))
    return reading([text_of(word) for word in words], [least_sure(word) for word in words])


def _voted(sheet: _Sheet, raw: RawField, readings: Sequence[Sequence[Reading]]) -> FieldReading | None:
    """The value the readings of each line elect, word by word, or of a type with a shape as a whole."""
    votes = [vote(given) for given in readings]
    text = " ".join(voted.text for voted in votes)
    value = normalise(text, raw.item.type)
    if len(readings) == 1 and raw.item.type in _SHAPED:
        text = _best_shaped(readings[0], raw.item.type) or text
        value = normalise(text, raw.item.type)
    if value.value is None:
        return None
    risk = any(_marks_at_risk(piece, sheet.prepared) for piece in raw.pieces)
    confidence = printed_confidence(readings, votes, value, mark_risk=risk)
    if raw.item.type is FieldType.DATE and "ngày" in raw.item.label.lower() and value.value.count("/") < 2:
        confidence = min(confidence, PARTIAL_CONFIDENCE)
    return _placed(sheet, raw, value.value, text, confidence, Source.PRINT)


def _best_shaped(readings: Sequence[Reading], kind: FieldType) -> str:
    """The text of the reading whose value has most weight behind it; empty where none makes a value."""
    weights: dict[str, float] = {}
    texts: dict[str, tuple[float, str]] = {}
    for one in readings:
        text = " ".join(one.words)
        value = normalise(text, kind)
        if value.value is not None:
            weight = value.plausibility * (0.1 + min(one.sure, default=0.0))
            key = text_key(value.value)
            weights[key] = weights.get(key, 0.0) + weight
            texts[key] = max(texts.get(key, (0.0, "")), (weight, text))
    return texts[max(weights, key=lambda key: weights[key])][1] if weights else ""


def _marks_at_risk(piece: Piece, prepared: Prepared) -> bool:
    """Whether a dotted leader runs just under the letters of a piece, where a dấu nặng would drown in it."""
    x, _y, w, _h = piece.box
    bottom = foot(piece.words, prepared.letter_px)
    low, high = bottom + MARK_ZONE[0] * prepared.letter_px, bottom + MARK_ZONE[1] * prepared.letter_px
    return any(
        low < leader.y < high
        and leader.x0 < x + w
        and leader.x1 > x
        and leader.thickness < 0.5 * prepared.letter_px
        for leader in prepared.leaders
    )


def _ticked(sheet: _Sheet, raw: RawField) -> FieldReading | None:
    tick = read_tick(sheet.inked, sheet.match.lines[raw.line], raw.start, sheet.prepared.letter_px)
    if tick is None:
        return None
    box = sheet.prepared.copy.stored_box(*tick.box, sheet.bounds)
    return FieldReading(raw.key, tick.value, tick.value, tick.confidence, Source.MARK, box)


def _penned(sheet: _Sheet, raw: RawField) -> FieldReading:
    """A value with something written by hand: what the recogniser made of the rest, never believed."""
    text = clean(raw.text.replace(PEN_SIGN, " "))
    value = normalise(text, raw.item.type)
    return _placed(sheet, raw, value.value or text, text, PEN_CONFIDENCE, Source.HAND)


def _unread(sheet: _Sheet, raw: RawField) -> FieldReading | None:
    """A field that seems empty, if there is a person's pen in it after all."""
    strokes = unread_strokes(sheet.faint, raw.zone, sheet.prepared.letter_px)
    if strokes is None:
        return None
    box = sheet.prepared.copy.stored_box(*strokes, sheet.bounds)
    return FieldReading(raw.key, "", "", PEN_CONFIDENCE, Source.HAND, box)


def _placed(
    sheet: _Sheet, raw: RawField, value: str, text: str, confidence: float, source: Source
) -> FieldReading:
    box = sheet.prepared.copy.stored_box(*raw.box, sheet.bounds)
    return FieldReading(raw.key, value, text, confidence, source, box)
