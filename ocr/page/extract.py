# SPDX-License-Identifier: Apache-2.0
"""From an aligned page to its field readings: print, pen or tick, normalised, with confidence and place."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from ocr.born_digital.layer_values import entered_tick, typed_value
from ocr.forms.checkboxes import read_tick
from ocr.forms.classify import KindMatch
from ocr.forms.fields import RawField, is_stop, raw_fields
from ocr.forms.handwriting import is_typed, without_signs
from ocr.forms.second_pass import look_again
from ocr.layout.leaders import Leader
from ocr.layout.prepare import LEADER_SENSITIVITY, Prepared
from ocr.lines.recogniser import LineWord
from ocr.lines.text_line import Piece, TextLine, foot
from ocr.page.boundaries import holds_more
from ocr.page.confidence import printed_confidence
from ocr.page.extraction import Extraction
from ocr.page.figures import doubting_figures
from ocr.page.lost_stops import lost_a_stop
from ocr.page.penned import penned
from ocr.page.trace import UNTRACED, Read, TracedMarks, Tracer, Zones
from ocr.pixels.image import ink_mask
from ocr.recognise.line_model import PEN_SIGN
from ocr.recognise.registry import Recognisers
from ocr.recognise.rover import Reading, doubting_lost_marks, lacks_a_mark, reading, vote
from ocr.result import FieldReading, Source
from ocr.text.folding import text_key
from ocr.values.normalise import clean, denies, normalise
from templates.model.document_types import FieldType

_SHAPED = frozenset(
    {FieldType.DATE, FieldType.TIME, FieldType.SEX, FieldType.NUMBER, FieldType.PERSONAL_ID, FieldType.CODE}
)
"""Types whose readings are weighed as whole values: half a date is no date."""

MARK_ZONE, RAISED_ZONE = (0.02, 0.5), (-0.4, 0.5)
"""Where marks hang under a letter, in x-heights below its foot; and where, if a value typed over its line was
read together with the label on it.
"""


_LOOKS = ("page", "again", "second")
"""The readings of a line in the order in which they are made."""

PARTIAL_CONFIDENCE = 0.85
"""A month or a year where the label asks for a day is for a person to look at: the day may be lost. So is a
word that only lacks the mark over which a leader runs, an abbreviation without its full stop among the
leader's dots, what may hold words of a label.
"""

CROSSED_CONFIDENCE = 0.5
"""What a typed value is believed at most that has strokes over or beside it: a person may have mended it."""

CONTESTED_CONFIDENCE = 0.5
"""What a value is believed at most that is one person's by one print of the form and another's by another
that fits the page as well.
"""

UNSHAPED_CONFIDENCE = 0.1
"""What is not of its field's type is something that stands there, but no value to work with."""

LEAST_LETTERS = 2
"""Fewer letters and digits than this are specks on an empty line."""

_FIGURES = {FieldType.DATE: re.compile(r"\d\W*$"), FieldType.TIME: re.compile(r"\d")}
"""Their blanks stand between printed words, which are all that is read where nobody filled them in: "tháng
… năm …". An unfinished date lacks its year, which stands last.
"""

PEN_SENSITIVITY = 0.84
"""A ball pen is far paler than print: its strokes need a threshold nearer to the paper."""


def readings(
    prepared: Prepared,
    match: KindMatch,
    bounds: tuple[int, int],
    by: Recognisers,
    *,
    typed: bool = False,
    tracer: Tracer = UNTRACED,
) -> tuple[FieldReading, ...]:
    """All field readings of a page that matched a paper; ``bounds`` is the stored page's (width, height).

    ``typed``: the words are those of a sound text layer.
    """
    if match.edition is None:
        return ()
    gray = prepared.copy.gray
    inked = ink_mask(prepared.inked.gray, LEADER_SENSITIVITY)
    faint = ink_mask(gray, PEN_SENSITIVITY)
    sheet = Extraction(prepared, match, inked, faint, bounds, by, tracer)
    raws = list(raw_fields(match.lines, match.edition.skeleton, match.alignment, prepared.letter_px))
    tracer.saw(Zones(prepared, match, tuple(raws)))
    ticks = [raw for raw in raws if raw.item.type is FieldType.YES_NO]
    signed = [raw for raw in raws if raw not in ticks and PEN_SIGN in raw.text]
    crossed = [raw for raw in signed if is_typed(raw)]
    printed = [raw for raw in raws if raw.pieces and raw not in ticks and raw not in signed]
    found = [_ticked(sheet, raw) for raw in ticks]
    found += penned(
        sheet,
        [raw for raw in signed if raw not in crossed],
        [raw for raw in raws if not raw.pieces and raw not in ticks],
    )
    found += _typed(sheet, printed) if typed else _printed(sheet, printed, crossed)
    return doubting_figures([reading for reading in found if reading is not None])


def _printed(
    sheet: Extraction, plain: Sequence[RawField], crossed: Sequence[RawField]
) -> list[FieldReading | None]:
    """Printed values: each line is looked at again without its leaders, doubtful ones by Tesseract too. Those
    ``crossed`` by a pen or a seal are never sure.
    """
    raws = [*plain, *map(without_signs, crossed)]
    gray, letter_px = sheet.prepared.copy.gray, sheet.prepared.letter_px
    pieces = [piece for raw in raws for piece in raw.pieces]
    stops = [raw.item.stop_words for raw in raws for _piece in raw.pieces]
    again = look_again(sheet.by.page, gray, pieces, letter_px)
    firsts = [_first(piece) for piece in pieces]
    readings = [
        [first, look_without_leaders(first, words, ends)]
        for first, words, ends in zip(firsts, again, stops, strict=True)
    ]
    doubtful = [n for n, pair in enumerate(readings) if not vote(pair).unanimous]
    if sheet.by.second is not None:
        asked = look_again(sheet.by.second, gray, [pieces[n] for n in doubtful], letter_px)
        for n, words in zip(doubtful, asked, strict=True):
            readings[n].append(look_without_leaders(firsts[n], words))
    results = iter(readings)
    found = [_voted(sheet, raw, [next(results) for _piece in raw.pieces]) for raw in raws]
    return [*found[: len(plain)], *map(_doubted, found[len(plain) :])]


def _doubted(found: FieldReading | None) -> FieldReading | None:
    return found and replace(found, confidence=min(found.confidence, CROSSED_CONFIDENCE))


def _first(piece: Piece) -> Reading:
    """The reading of the whole page, cut to the piece."""
    texts = piece.text.split()
    sure = [word.confidence for word in piece.words]
    return reading(texts, sure if len(sure) == len(texts) else [piece.confidence] * len(texts))


def look_without_leaders(first: Reading, words: Sequence[LineWord], stops: Sequence[str] = ()) -> Reading:
    """What a look saw from which the leaders were taken, up to the first word that ends it; words that lack
    the mark which the ``first`` look, leaders and all, saw are hardly believed.
    """
    return doubting_lost_marks(first, _seen(words, stops))


def _seen(words: Sequence[LineWord], stops: Sequence[str]) -> Reading:
    """What a second look saw, up to the first word that ends it."""
    words = list(takewhile(lambda word: not is_stop(word.text, stops), words))
    return reading([word.text for word in words], [word.confidence for word in words])


def _voted(sheet: Extraction, raw: RawField, readings: Sequence[Sequence[Reading]]) -> FieldReading | None:
    """The value the readings of each line elect, word by word, or of a type with a shape as a whole."""
    votes = [vote(given) for given in readings]
    text = " ".join(voted.text for voted in votes)
    value = normalise(text, raw.item.type)
    if len(readings) == 1 and raw.item.type in _SHAPED:
        text = _best_shaped(readings[0], raw.item.type) or text
        value = normalise(text, raw.item.type)
    if value.value is None:
        return _unshaped(sheet, raw, text, Source.PRINT)
    risk = _marks_at_risk(raw, sheet.prepared, MARK_ZONE)
    confidence = printed_confidence(readings, votes, value, mark_risk=risk)
    if (
        _lost_in_a_leader(raw, text, sheet.prepared)
        or lost_a_stop(raw, text, readings, sheet.inked, sheet.prepared.letter_px)
        or _is_partial(raw, value.value)
        or _unbounded(sheet, raw, value.value)
    ):
        confidence = min(confidence, PARTIAL_CONFIDENCE)
    if raw.key in sheet.match.contested:
        confidence = min(confidence, CONTESTED_CONFIDENCE)
    found = _placed(sheet, raw, value.value, text, confidence, Source.PRINT)
    sheet.tracer.saw(Read(raw, tuple(dict(zip(_LOOKS, line, strict=False)) for line in readings), found))
    return found


def _lost_in_a_leader(raw: RawField, text: str, prepared: Prepared) -> bool:
    """Whether a mark is missing where a leader runs at the letters."""
    return lacks_a_mark(text) and _marks_at_risk(raw, prepared, RAISED_ZONE)


def _unbounded(sheet: Extraction, raw: RawField, value: str) -> bool:
    edition, titles = sheet.match.edition, sheet.match.paper.titles
    return edition is not None and holds_more(raw, value, edition.skeleton, titles)


def _typed(sheet: Extraction, raws: Sequence[RawField]) -> list[FieldReading | None]:
    """Values of a text layer: their letters are certain, the picture says if they are seen."""
    pieces = [piece for raw in raws for piece in raw.pieces]
    seen = iter(look_again(sheet.by.page, sheet.prepared.copy.gray, pieces, sheet.prepared.letter_px))
    found: list[FieldReading | None] = []
    for raw in raws:
        looks = [next(seen) for _piece in raw.pieces]
        value = typed_value(raw, looks)
        if value is None:
            found.append(_unshaped(sheet, raw, raw.text, Source.TEXT_LAYER))
            continue
        confidence = value.confidence
        if _unbounded(sheet, raw, value.value):
            confidence = min(confidence, PARTIAL_CONFIDENCE)
        if raw.key in sheet.match.contested:
            confidence = min(confidence, CONTESTED_CONFIDENCE)
        placed = _placed(sheet, raw, value.value, raw.text, confidence, Source.TEXT_LAYER)
        lines = (
            {_LOOKS[0]: _first(p), _LOOKS[1]: _seen(w, ())} for p, w in zip(raw.pieces, looks, strict=True)
        )
        sheet.tracer.saw(Read(raw, tuple(lines), placed))
        found.append(placed)
    return found


def _unshaped(sheet: Extraction, raw: RawField, text: str, source: Source) -> FieldReading | None:
    """What stands where a value should and is none of its type: kept as read, for a person to look at; but
    not words that say that there is none.
    """
    text = clean(text)
    if denies(text):
        return None
    needed = _FIGURES.get(raw.item.type)
    if sum(map(str.isalnum, text)) < LEAST_LETTERS or (needed and not needed.search(text)):
        return None
    return _placed(sheet, raw, text, text, UNSHAPED_CONFIDENCE, source)


def _is_partial(raw: RawField, value: str) -> bool:
    """A month or a year where the label asks for a day; a value that runs on though nothing that follows was
    found; a name under a signature, for a seal may cover its end.
    """
    if raw.item.below or raw.pieces[-1].text.endswith((",", ";")):
        return True
    return raw.item.type is FieldType.DATE and "ngày" in raw.item.label.lower() and value.count("/") < 2


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


def _marks_at_risk(raw: RawField, prepared: Prepared, zone: tuple[float, float]) -> bool:
    """Whether a dotted leader runs in the ``zone`` under the letters of a value, where a dấu nặng would drown
    in it.
    """
    return any(
        _runs_under(leader, piece, prepared, zone) for piece in raw.pieces for leader in prepared.leaders
    )


def _runs_under(leader: Leader, piece: Piece, prepared: Prepared, zone: tuple[float, float]) -> bool:
    x, _y, w, _h = piece.box
    low, high = (foot(piece.words, prepared.letter_px) + edge * prepared.letter_px for edge in zone)
    beside = leader.x0 < x + w and leader.x1 > x
    return low < leader.y < high and beside and leader.thickness < 0.5 * prepared.letter_px


def _ticked(sheet: Extraction, raw: RawField) -> FieldReading | None:
    line = sheet.match.lines[raw.line]
    below = _line_below(sheet, raw.line)
    number, x = raw.after or (-1, math.inf)
    ends = (x if number == raw.line else math.inf, x if number == raw.line + 1 else math.inf)
    tick = entered_tick(line, raw.start) or read_tick(
        sheet.inked, line, raw.start, sheet.prepared.letter_px, None if number == raw.line else below, ends
    )
    if tick is None:
        return None
    box = sheet.prepared.copy.stored_box(*tick.box, sheet.bounds)
    found = FieldReading(raw.key, tick.value, tick.value, tick.confidence, Source.MARK, box)
    sheet.tracer.saw(TracedMarks(raw, tick.box, found))
    return found


def _line_below(sheet: Extraction, number: int) -> TextLine | None:
    """The line right below, on which an answer may go on."""
    lines = sheet.match.lines
    if number + 1 >= len(lines):
        return None
    line, below = lines[number], lines[number + 1]
    return below if 0 < below.centre - line.centre < _NEXT_LINE * line.height else None


_NEXT_LINE = 2.4
"""How far below a line the next one of the same paragraph stands at most, in heights of a line."""


def _placed(
    sheet: Extraction, raw: RawField, value: str, text: str, confidence: float, source: Source
) -> FieldReading:
    box = sheet.prepared.copy.stored_box(*raw.box, sheet.bounds)
    return FieldReading(raw.key, value, text, confidence, source, box)
