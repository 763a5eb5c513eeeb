# SPDX-License-Identifier: Apache-2.0
"""The printed values of an identity card: labels found in any order, values to their right or below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ocr.cards.runs import split_run
from ocr.forms.labels import Occurrence, find_labels
from ocr.forms.letters import folded, squeeze
from ocr.lines.text_line import Piece, TextLine
from ocr.result import Box, FieldReading, Source
from ocr.text.folding import fold, text_key
from ocr.values.address import names_province
from ocr.values.normalise import Normalised, normalise
from templates.model.document_types import DocumentType, FieldType, LabelSpec

ISSUER = "person.issuer"
PERSONAL_ID = "person.personal_id"
ISSUED, EXPIRY = "person.issued_date", "person.expiry_date"
NO_EXPIRY = "Không thời hạn"
"""What stands in place of a last day on cards of people over sixty."""
_PARTS_OF_A_DAY = 3
_DAY_IN_WORDS = re.compile(r"ngay \d{1,2} thang \d{1,2} nam \d{4}\W*")
_SIGNER = re.compile(r"c.ctr..ngc.cc.nhs.t")
"""The signer's office on cards of 2016 and 2021, letters alone; marked ones may be misread."""
_UNSIGNED = 0.85
"""So sure at most is a day without a label where the signer's office was not read."""
_MOST = 0.97
"""No printed value is believed more than this: nothing on the card confirms it."""
_CUT_SHORT = 0.8
"""Cards print addresses down to the province; one that ends before it may have lost its last line."""
_NUMBER = re.compile(r"(?:\D{0,12}[:.\s])?(?P<number>[0-9](?:\s?[0-9]){11})")
"""Twelve digits, alone or behind what was left of their label: "sø/wo: 001196047218"."""
_LETTERS = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Label:
    """A label on run ``run`` between two characters, and what stands between it and the next label."""

    item: LabelSpec
    run: int
    start: int
    end: int
    value: Piece


def read_print(runs: Sequence[TextLine], paper: DocumentType) -> tuple[FieldReading, ...]:
    """All printed values on one card or page; at most one of each key, the best."""
    items = _items(paper)
    label_items = [item for item in items if item.field != ISSUER]
    runs = _apart(runs, _labels(runs, label_items))
    labels = _labels(runs, label_items)
    readings = [reading for label in labels if label.item.field for reading in _readings(label, labels, runs)]
    readings += _issuer(runs, [item for item in items if item.field == ISSUER])
    readings += _lone_numbers(runs)
    if not any(reading.key == ISSUED for reading in readings):
        readings += _lone_days(runs)
    best: dict[str, FieldReading] = {}
    for reading in readings:
        if reading.key not in best or reading.confidence > best[reading.key].confidence:
            best[reading.key] = reading
    return tuple(best.values())


def _items(paper: DocumentType) -> list[LabelSpec]:
    """The items of all editions: an edition tells little about a card, and old and new lie on one sheet."""
    return [item for edition in paper.editions for item in edition.skeleton]


def _labels(runs: Sequence[TextLine], items: Sequence[LabelSpec]) -> list[Label]:
    chosen: list[Occurrence] = []
    for found in sorted(find_labels(runs, items), key=lambda o: -o.weight):
        if (
            not found.broken
            and found.similarity >= _needed(found.end - found.start)
            and not any(o.line == found.line and o.start < found.end and found.start < o.end for o in chosen)
        ):
            chosen.append(found)
    chosen.sort(key=lambda o: (o.line, o.start))
    labels = []
    for n, found in enumerate(chosen):
        after = chosen[n + 1] if n + 1 < len(chosen) and chosen[n + 1].line == found.line else None
        value = runs[found.line].piece(found.end, after.start if after else len(runs[found.line].text))
        labels.append(Label(items[found.item], found.line, found.start, found.end, value))
    return labels


def _apart(runs: Sequence[TextLine], labels: Sequence[Label]) -> list[TextLine]:
    """Runs cut after date labels that words follow: these belong to the column on the right."""
    cuts = {
        label.run: label.end
        for label in labels
        if label.item.type is FieldType.DATE
        and _LETTERS.search(label.value.text)
        and not any(c.isdigit() for c in label.value.text)
    }
    parts = [split_run(run, cuts[n]) if n in cuts else (run,) for n, run in enumerate(runs)]
    return [part for pair in parts for part in pair if part.words]


def _needed(length: int) -> float:
    """A card has few words but its labels: short ones must be nearly right, or values pass for labels."""
    return 0.88 if length <= 12 else 0.76


def _readings(label: Label, labels: Sequence[Label], runs: Sequence[TextLine]) -> Iterable[FieldReading]:
    """The value after the label in its run, else the run to its right, else the one below."""
    if _LETTERS.search(label.value.text):
        starts = [(label.value, label.run)]
    else:
        starts = [(_whole(runs[n]), n) for n in _neighbours(label, labels, runs)]
    for piece, run in starts:
        pieces = [piece, *_continued(label, run, labels, runs)]
        if reading := _reading(label.item, pieces):
            yield reading
            return


def _reading(item: LabelSpec, pieces: Sequence[Piece]) -> FieldReading | None:
    raw = " ".join(piece.text for piece in pieces)
    value = normalise(raw, item.type)
    if item.field == EXPIRY and fold(raw).strip(" .:") == fold(NO_EXPIRY):
        value = Normalised(NO_EXPIRY, 1.0)
    if value.value is None or item.field is None:
        return None
    confidence = min(piece.confidence for piece in pieces) * value.plausibility
    if item.type is FieldType.ADDRESS and not names_province(value.value):
        confidence *= _CUT_SHORT
    return FieldReading(
        item.field, value.value, raw, round(min(_MOST, confidence), 3), Source.PRINT, _around(pieces)
    )


def _around(pieces: Sequence[Piece]) -> Box:
    left, top = min(p.box[0] for p in pieces), min(p.box[1] for p in pieces)
    right, bottom = max(p.box[0] + p.box[2] for p in pieces), max(p.box[1] + p.box[3] for p in pieces)
    return Box(int(left), int(top), round(right - left), round(bottom - top))


def _whole(run: TextLine) -> Piece:
    return run.piece(0, len(run.text))


def _neighbours(label: Label, labels: Sequence[Label], runs: Sequence[TextLine]) -> list[int]:
    """Runs without labels that may hold the label's value: on its right, then below it, nearest first."""
    taken = {other.run for other in labels}
    own = runs[label.run].piece(label.start, label.end)
    x, y, w, h = own.box
    right, below = [], []
    for number, run in enumerate(runs):
        if number in taken:
            continue
        drop = run.centre - (y + h / 2)
        if abs(drop) < 0.6 * max(h, run.height) and run.left >= x + w:
            right.append((run.left - (x + w), number))
        elif 0 < drop < 2.6 * max(h, run.height) and x - 1.5 * h <= run.left <= x + w:
            below.append((drop, number))
    # A value far to the right belongs to another column if one stands right below.
    near = [number for gap, number in sorted(right) if gap < 12 * h]
    return near[:1] + [number for _drop, number in sorted(below)][:1]


def _continued(label: Label, run: int, labels: Sequence[Label], runs: Sequence[TextLine]) -> list[Piece]:
    """Further lines of an address: in the label's column, close below each other, without a label."""
    if label.item.type is not FieldType.ADDRESS:
        return []
    taken = {other.run for other in labels}
    x, _y, w, h = runs[label.run].piece(label.start, label.end).box
    found: list[Piece] = []
    last = runs[run]
    for number, candidate in enumerate(runs):
        drop = candidate.centre - last.centre
        in_column = x - 1.5 * h <= candidate.left <= x + 0.5 * w
        if number not in taken | {run} and in_column and 0.6 * h < drop < 2.25 * max(h, last.height):
            found.append(_whole(candidate))
            last = candidate
    return found[:2]


def _lone_numbers(runs: Sequence[TextLine]) -> list[FieldReading]:
    """Twelve digits in a run without others are the personal number even where its label was not read."""
    found = []
    for run in runs:
        match = _NUMBER.fullmatch(run.text.strip(" .:"))
        value = normalise(match["number"], FieldType.PERSONAL_ID) if match else None
        if match and value and value.value:
            start = run.text.index(match["number"])
            piece = run.piece(start, start + len(match["number"]))
            confidence = round(0.9 * piece.confidence * value.plausibility, 3)
            found.append(
                FieldReading(
                    PERSONAL_ID, value.value, match["number"], confidence, Source.PRINT, _around([piece])
                )
            )
    return found


def _lone_days(runs: Sequence[TextLine]) -> list[FieldReading]:
    """A day in words alone on its line is the day of issue, which the card of 2016 prints without a label:
    the only such day, and sure only beside that card's signer. A copy's certification bears such a day too.
    """
    days = [run for run in runs if _DAY_IN_WORDS.fullmatch(fold(run.text))]
    if len(days) != 1:
        return []
    value = normalise(days[0].text, FieldType.DATE)
    if value.value is None or value.value.count("/") != _PARTS_OF_A_DAY - 1:
        return []
    piece = _whole(days[0])
    signed = any(_SIGNER.fullmatch(squeeze(folded(run.text))[0]) for run in runs)
    confidence = round(min(_MOST if signed else _UNSIGNED, piece.confidence * value.plausibility), 3)
    return [FieldReading(ISSUED, value.value, days[0].text, confidence, Source.PRINT, _around([piece]))]


def _issuer(runs: Sequence[TextLine], items: Sequence[LabelSpec]) -> list[FieldReading]:
    """The authority's name as printed, on one run or two below each other."""
    found = []
    for number, run in enumerate(runs):
        pieces = [_whole(run), *(_whole(other) for other in _below(run, runs[number + 1 :]))]
        for item in items:
            for wording in (item.label, *item.aliases):
                if reading := _named(wording, pieces[:1]) or _named(wording, pieces[:2]):
                    found.append(reading)
    return found


def _below(run: TextLine, others: Sequence[TextLine]) -> list[TextLine]:
    near = (o for o in others if 0.6 * run.height < o.centre - run.centre < 2.2 * run.height)
    return [o for o in near if o.left < run.right and run.left < o.right]


def _named(wording: str, pieces: Sequence[Piece]) -> FieldReading | None:
    text = " ".join(piece.text for piece in pieces)
    letters, places = squeeze(folded(text))
    wanted = squeeze(folded(wording))[0]
    if not 0.85 * len(wanted) <= len(letters) <= len(wanted) + 24:
        return None
    match = fuzz.partial_ratio_alignment(wanted, letters, score_cutoff=88)
    if match is None or fuzz.ratio(wanted, letters[match.dest_start : match.dest_end]) < 88:
        return None
    value = text[places[match.dest_start] : places[match.dest_end - 1] + 1]
    if fold(value) == fold(wording) and text_key(value) != text_key(wording):
        plausibility = 0.5
    else:
        plausibility = 1.0 if text_key(value) == text_key(wording) else 0.4
    confidence = round(min(_MOST, min(piece.confidence for piece in pieces) * plausibility), 3)
    return FieldReading(ISSUER, value, value, confidence, Source.PRINT, _around(pieces))
