# SPDX-License-Identifier: Apache-2.0
"""The machine-readable lines of a card: found among the words read, then read again by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from ocr.cards.mrz import Mrz, find_mrz, normalise_line
from ocr.lines.text_line import TextLine, text_lines
from ocr.pixels.image import components, even_light, ink_mask
from ocr.recognise import tesseract
from ocr.recognise.presence import has_tesseract
from ocr.result import Box, FieldReading, Source
from ocr.values.ids import PersonalId

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_LETTER_HEIGHTS_PX = (34, 26, 44)
"""Heights of the zone's letters at which reading is tried, in turn."""
_FEW_LETTERS = 10
"""Fewer strokes of a letter's size tell nothing of the zone's letters."""

SOUND, REPAIRED, OWN_CHECK, UNCHECKED = 0.99, 0.98, 0.88, 0.5


def read_zone(gray: np.ndarray, view: Box, runs: Sequence[TextLine]) -> tuple[Mrz, Box] | None:
    """The zone in ``view`` of ``gray`` (H×W, uint8, upright) and its place.

    ``runs`` are what was read there already.
    """
    lines = [run for run in runs if looks_like_zone(run.text)]
    if not lines:
        return None
    area = _area(lines, view)
    best: Mrz | None = None
    for texts in _attempts(gray, area, lines):
        for zone in find_mrz(texts):
            if best is None or len(zone.held) > len(best.held):
                best = zone
        if best and best.sound:
            break
    return (best, area) if best else None


def looks_like_zone(text: str) -> bool:
    """Whether a run may be one of the zone's lines."""
    line = normalise_line(text)
    digits = sum(c.isdigit() for c in line)
    return len(line) >= 15 and ("<<" in line or ("VNM" in line and digits >= 10))


def _area(lines: Sequence[TextLine], view: Box) -> Box:
    """The band of the zone across the view: one line more above and below than was recognised as such."""
    height = float(np.median([line.height for line in lines]))
    top = max(view.y, int(min(line.centre for line in lines) - 2.6 * height))
    bottom = min(view.y + view.h, int(max(line.centre for line in lines) + 2.6 * height))
    return Box(view.x, top, view.w, bottom - top)


def _attempts(gray: np.ndarray, area: Box, lines: Sequence[TextLine]) -> Iterator[list[str]]:
    """The zone's lines as read already, then as read again at several sizes."""
    yield [line.text for line in lines]
    if not has_tesseract():
        return
    cut = gray[area.y : area.y + area.h, area.x : area.x + area.w]
    height = _letter_height(cut, float(np.median([line.height for line in lines])))
    for wanted in _LETTER_HEIGHTS_PX:
        factor = wanted / height
        scaled = cv2.resize(cut, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        words = tesseract.words(scaled, psm=tesseract.BLOCK, whitelist=_ALPHABET)
        yield [line.text for line in text_lines(words, wanted)]


def _letter_height(cut: np.ndarray, line_height: float) -> float:
    """The height of the zone's letters in pixels of ``cut``; a line's height counts room for marks and
    descenders that the zone has none of.
    """
    _labels, stats, _centres = components(ink_mask(even_light(cut)))
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    letters = heights[(heights > 0.35 * line_height) & (heights < 1.2 * line_height)]
    return float(np.median(letters)) if len(letters) >= _FEW_LETTERS else line_height


def zone_readings(zone: Mrz, area: Box) -> tuple[FieldReading, ...]:
    """The fields of a zone, each as sure as the check digits that cover it.

    The name is left out: without diacritics it is no value for a form.
    """
    whole = REPAIRED if zone.repairs else SOUND
    own = whole if zone.sound else OWN_CHECK
    values = {
        "personal_id": (zone.personal_id, whole if zone.sound or zone.held >= {"id", "same"} else OWN_CHECK),
        "birth_date": (zone.birth_date, own),
        "expiry_date": (zone.expiry_date, own),
        "sex": (zone.sex, whole if zone.sound and _sex_fits(zone) else UNCHECKED),
        "nationality": ("Việt Nam" if "id" in zone.held else "", whole if zone.sound else OWN_CHECK),
    }
    raw = {"nationality": "VNM"}
    return tuple(
        FieldReading(f"person.{key}", value, raw.get(key, value), confidence, Source.MRZ, area)
        for key, (value, confidence) in values.items()
        if value
    )


def _sex_fits(zone: Mrz) -> bool:
    """No check digit covers the sex, but the personal number says it too."""
    person = PersonalId.parse(zone.personal_id)
    return person is not None and person.sex == zone.sex
