"""Reading a page that bears identity cards: code, machine-readable zone and print, kept apart by person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from rapidfuzz.distance import Hamming

from ocr.card_find import find_cards
from ocr.card_print import PERSONAL_ID, read_print
from ocr.card_qr import parse_card_qr
from ocr.card_text import from_words, recognise, runs
from ocr.card_zone import looks_like_zone, read_zone, zone_readings
from ocr.codes import Code, read_codes
from ocr.facts import Box, FieldReading, Source, Word
from ocr.folding import fold, same_text
from ocr.image import WorkingCopy, to_gray
from ocr.mrz import Mrz
from templates.catalogue import load_catalogue
from templates.papers import Paper

KIND = "id-card"
FROM_CODE = 0.995
CONFIRMED = 0.98
"""Confidence of a printed value that a code or a sound zone repeats."""
_CONTRADICTED = 0.4
_MISREAD_DIGITS = 2


@dataclass(frozen=True)
class CardReading:
    """What the cards of a page say.

    ``fields`` belong to one person; each source gives its own reading of a key. Where the page bears cards of
    several people, ``fields`` are those of the uppermost, ``others`` those of the rest, person by person;
    what can't be said to belong to one of them is left out. Boxes are in pixels of the image given.
    """

    fields: tuple[FieldReading, ...] = ()
    others: tuple[tuple[FieldReading, ...], ...] = ()


@dataclass
class _Side:
    """One side of a card while it is read."""

    view: Box
    readings: list[FieldReading] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def number(self) -> str:
        """The most trusted personal number on this side, or nothing."""
        numbers = [r for r in self.readings if r.key == PERSONAL_ID]
        return max(numbers, key=lambda r: r.confidence).value if numbers else ""


def read_card(image: np.ndarray, words: Sequence[Word] = (), *, paper: Paper | None = None) -> CardReading:
    """Read the identity cards on ``image`` (H×W or H×W×3 RGB, uint8, upright).

    ``words`` is what was read on the page already, in pixels of ``image``; cards that lie apart on a page are
    cut out and read again at their best size, so it only serves where none is found. Raises
    ocr.errors.ReadingError.
    """
    gray = to_gray(image)
    codes = read_codes(image, expected=True)
    paper = paper or load_catalogue().paper(KIND)
    views = find_cards(image) or (Box(0, 0, gray.shape[1], gray.shape[0]),)
    sides = [_read_side(gray, view, codes, words if len(views) == 1 else (), paper) for view in views]
    people = _people(sides)
    if not people:
        return CardReading()
    readings = [tuple(_weighed(person)) for person in people]
    return CardReading(readings[0], tuple(readings[1:]))


def read_card_page(stored: np.ndarray, copy: WorkingCopy, *, paper: Paper | None = None) -> CardReading:
    """Read the cards on a stored page (H×W or H×W×3 RGB, uint8), upright and level as ``copy`` is.

    Only the geometry of ``copy`` is used: its even light would take away the ground that tells a card from
    the page, and the removal of leaders the fillers of the machine-readable zone. Boxes are in stored-page
    pixels.
    """
    height, width = copy.gray.shape
    upright = cv2.warpPerspective(
        stored, np.linalg.inv(copy.to_stored), (width, height), borderMode=cv2.BORDER_REPLICATE
    )
    reading = read_card(upright, paper=paper)
    bounds = (stored.shape[1], stored.shape[0])
    return CardReading(
        _on_page(reading.fields, copy, bounds),
        tuple(_on_page(fields, copy, bounds) for fields in reading.others),
    )


def _on_page(
    fields: Sequence[FieldReading], copy: WorkingCopy, bounds: tuple[int, int]
) -> tuple[FieldReading, ...]:
    boxes = (copy.stored_box(r.box.x, r.box.y, r.box.w, r.box.h, bounds) for r in fields)
    return tuple(replace(reading, box=box) for reading, box in zip(fields, boxes, strict=True))


def _read_side(
    gray: np.ndarray, view: Box, codes: Sequence[Code], words: Sequence[Word], paper: Paper
) -> _Side:
    side = _Side(view)
    own_codes = [code for code in codes if _within(code.box, view)]
    for code in own_codes:
        side.readings += _code_readings(code)
    whole = view.w == gray.shape[1] and view.h == gray.shape[0]
    found = runs(from_words(words) if words and whole else recognise(gray, view, own_codes))
    if zone := read_zone(gray, view, found):
        side.readings += zone_readings(*zone)
        side.names += _zone_name(zone[0])
    side.readings += read_print([run for run in found if not looks_like_zone(run.text)], paper)
    return side


def _within(box: Box, view: Box) -> bool:
    x, y = box.x + box.w / 2, box.y + box.h / 2
    return view.x <= x <= view.x + view.w and view.y <= y <= view.y + view.h


def _code_readings(code: Code) -> list[FieldReading]:
    values = parse_card_qr(code.text)
    return [FieldReading(key, value, value, FROM_CODE, Source.QR, code.box) for key, value in values.items()]


def _zone_name(zone: Mrz) -> list[str]:
    return [fold(zone.name)] if zone.sound and zone.name else []


def _people(sides: Sequence[_Side]) -> list[list[_Side]]:
    """Sides grouped by person, uppermost first; a side without a number goes to the only person there is."""
    groups: list[list[_Side]] = []
    for side in (side for side in sides if side.number()):
        group = next((group for group in groups if _same_number(group[0].number(), side.number())), None)
        if group is None:
            groups.append([side])
        else:
            group.append(side)
    nameless = [side for side in sides if not side.number() and side.readings]
    if not groups:
        return [nameless] if len(nameless) == 1 else []
    if len(groups) == 1:
        groups[0] += nameless
    return groups


def _same_number(a: str, b: str) -> bool:
    """Equal but for a misread digit or two; two people's numbers differ in far more."""
    return len(a) == len(b) and Hamming.distance(a, b) <= _MISREAD_DIGITS


def _weighed(sides: Sequence[_Side]) -> list[FieldReading]:
    """Printed values are surer where code or zone repeat them, and doubtful where they contradict."""
    readings = [reading for side in sides for reading in side.readings]
    names = [name for side in sides for name in side.names]
    machine = [r for r in readings if r.source in (Source.QR, Source.MRZ) and r.confidence >= CONFIRMED]
    return [
        _against(reading, machine, names) if reading.source is Source.PRINT else reading
        for reading in readings
    ]


def _against(reading: FieldReading, machine: Sequence[FieldReading], names: Sequence[str]) -> FieldReading:
    rivals = [r for r in machine if r.key == reading.key]
    if rivals:
        if any(same_text(r.value, reading.value) for r in rivals):
            return replace(reading, confidence=max(reading.confidence, CONFIRMED))
        if any(_same_words(r.value, reading.value) for r in rivals):
            return reading
        return replace(reading, confidence=round(reading.confidence * _CONTRADICTED, 3))
    if names and reading.key == "person.full_name" and fold(reading.value) not in names:
        return replace(reading, confidence=round(reading.confidence * 0.4, 3))
    return reading


def _same_words(a: str, b: str) -> bool:
    """Equal but for commas: the code joins the lines of an address by them, the print does not."""
    return same_text(a.replace(",", " "), b.replace(",", " "))
