# SPDX-License-Identifier: Apache-2.0
"""Reading a page that bears identity cards: code, machine-readable zone and print, kept apart by person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.cards.barcodes import Barcode, read_codes
from ocr.cards.mrz import Mrz
from ocr.cards.outline import find_cards
from ocr.cards.people import by_person
from ocr.cards.print import read_print
from ocr.cards.qr import parse_card_qr
from ocr.cards.runs import from_words, recognise, recognise_again, runs
from ocr.cards.sides import Side, agreed, contradicted, doubting_a_strange_code, is_doubtful, weighed
from ocr.cards.zone import looks_like_zone, read_zone, zone_readings
from ocr.lines.text_line import TextLine
from ocr.pixels.image import WorkingCopy, to_gray
from ocr.result import Box, FieldReading, Source, Word
from ocr.text.folding import fold
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import DocumentType

KIND = "id-card"
FROM_CODE = 0.995


@dataclass(frozen=True)
class CardReading:
    """What the cards of a page say.

    ``fields`` belong to one person; each source gives its own reading of a key. Where the page bears cards of
    several people, ``fields`` are those of the uppermost, ``others`` those of the rest, person by person;
    what can't be said to belong to one of them is left out. ``differ`` says of each person, the first one
    included, whether code, zone and print say different things. Boxes are in pixels of the image given.
    """

    fields: tuple[FieldReading, ...] = ()
    others: tuple[tuple[FieldReading, ...], ...] = ()
    differ: tuple[bool, ...] = (False,)


def read_card(
    image: np.ndarray, words: Sequence[Word] = (), *, paper: DocumentType | None = None
) -> CardReading:
    """Read the identity cards on ``image`` (H×W or H×W×3 RGB, uint8, upright).

    ``words`` is what was read on the page already, in pixels of ``image``; cards that lie apart on a page are
    cut out and read again at their best size, so it only serves where none is found. Raises
    ocr.errors.ReadingError.
    """
    gray = to_gray(image)
    codes = read_codes(image, expected=True)
    paper = paper or load_catalogue().document_type(KIND)
    views = find_cards(image) or (Box(0, 0, gray.shape[1], gray.shape[0]),)
    sides = [_read_side(gray, view, codes, words if len(views) == 1 else (), paper) for view in views]
    people = by_person(sides)
    if not people:
        return CardReading()
    readings = [weighed(person) for person in people]
    differ = (bool(contradicted([r for side in person for r in side.readings])) for person in people)
    return CardReading(readings[0], tuple(readings[1:]), tuple(differ))


def read_card_page(
    stored: np.ndarray, copy: WorkingCopy, *, paper: DocumentType | None = None
) -> CardReading:
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
        reading.differ,
    )


def _on_page(
    fields: Sequence[FieldReading], copy: WorkingCopy, bounds: tuple[int, int]
) -> tuple[FieldReading, ...]:
    boxes = (copy.stored_box(r.box.x, r.box.y, r.box.w, r.box.h, bounds) for r in fields)
    return tuple(replace(reading, box=box) for reading, box in zip(fields, boxes, strict=True))


def _read_side(
    gray: np.ndarray, view: Box, codes: Sequence[Barcode], words: Sequence[Word], paper: DocumentType
) -> Side:
    side = Side(view)
    own_codes = [code for code in codes if _within(code.box, view)]
    for code in own_codes:
        side.readings += _code_readings(code)
    whole = view.w == gray.shape[1] and view.h == gray.shape[0]
    found = runs(from_words(words) if words and whole else recognise(gray, view, own_codes))
    if zone := read_zone(gray, view, found):
        side.readings += zone_readings(*zone)
        side.names += _zone_name(zone[0])
    printed = _printed(found, paper)
    if is_doubtful(printed, side):
        printed = agreed(printed, _printed(runs(recognise_again(gray, view, own_codes)), paper))
    side.readings += printed
    side.readings = doubting_a_strange_code(side.readings)
    return side


def _printed(found: Sequence[TextLine], paper: DocumentType) -> tuple[FieldReading, ...]:
    return read_print([run for run in found if not looks_like_zone(run.text)], paper)


def _within(box: Box, view: Box) -> bool:
    x, y = box.x + box.w / 2, box.y + box.h / 2
    return view.x <= x <= view.x + view.w and view.y <= y <= view.y + view.h


def _code_readings(code: Barcode) -> list[FieldReading]:
    values = parse_card_qr(code.text)
    return [FieldReading(key, value, value, FROM_CODE, Source.QR, code.box) for key, value in values.items()]


def _zone_name(zone: Mrz) -> list[str]:
    return [fold(zone.name)] if zone.sound and zone.name else []
