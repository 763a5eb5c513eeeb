# SPDX-License-Identifier: Apache-2.0
"""What the steps of a reading saw, as pictures: boxes and numbers drawn on the working copy, and what came of
it, drawn on the stored page turned upright.

Numbers stand for what a list beside the pictures says in words. Colours are RGB; confidence runs from red
(0) over yellow to green (1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import cv2
import numpy as np

from ocr.forms.fields import Rectangle
from ocr.layout.prepare import Prepared
from ocr.lines.segmentation import find_stretches
from ocr.page.trace import Lit, Read, Stage, TracedMarks, Worded, Zones
from ocr.pixels.image import ink_mask
from ocr.result import Box, PageReading

_BLUE, _RED, _GRAY, _PURPLE = (30, 80, 220), (220, 30, 30), (150, 150, 150), (150, 30, 180)
_USUAL_SIDE = 3000
"""The long side in pixels of a page on which numbers of the usual size are well read."""

Colour = tuple[int, int, int]
StageType = TypeVar("StageType", bound=Stage)


def pictures(stages: Sequence[Stage]) -> Iterator[tuple[str, np.ndarray]]:
    """The name and the picture (H×W×3, RGB, uint8) of each step, in order."""
    for stage in stages:
        if isinstance(stage, Lit):
            yield "lit", _rgb(stage.copy.gray)
    worded = last(stages, Worded)
    if worded is None:
        return
    for name, draw in _OF_PAGE:
        yield name, draw(worded.prepared)
    yield "words", words_picture(worded)
    papers = [stage for stage in stages if isinstance(stage, Zones)]
    for number, zones in enumerate(papers, 1):
        yield f"labels-{number}" if len(papers) > 1 else "labels", labels_picture(zones)
    if papers:
        yield "values", values_picture(zones.prepared, [s for s in stages if isinstance(s, Read)])
        yield "marks", marks_picture(zones.prepared, [s for s in stages if isinstance(s, TracedMarks)])


def last(stages: Sequence[Stage], kind: type[StageType]) -> StageType | None:
    """The last stage of a kind: of several attempts the one that was kept."""
    return next((stage for stage in reversed(stages) if isinstance(stage, kind)), None)


def upright_picture(prepared: Prepared) -> np.ndarray:
    """The page turned, levelled and scaled."""
    return _rgb(prepared.inked.gray)


def leaders_picture(prepared: Prepared) -> np.ndarray:
    """Red what was taken off the page: leaders, rules, raised marks; blue lines where leaders were found."""
    page = _rgb(prepared.copy.gray)
    gone = prepared.copy.gray.astype(np.int16) - prepared.inked.gray > 60
    page[gone] = _RED
    for leader in prepared.leaders:
        y = round(leader.y + 0.35 * prepared.letter_px)
        cv2.line(page, (round(leader.x0), y), (round(leader.x1), y), _BLUE, 1)
    return page


def stretches_picture(prepared: Prepared) -> np.ndarray:
    """The stretches of letters that are read one by one, and the line each stands on."""
    page = _rgb(prepared.copy.gray)
    for stretch in find_stretches(ink_mask(prepared.copy.gray), prepared.letter_px, prepared.walls):
        top = stretch.base - 1.6 * stretch.letter_px
        _box(page, (stretch.x0, top, stretch.x1 - stretch.x0, 2.0 * stretch.letter_px), _PURPLE)
        base = round(stretch.base)
        cv2.line(page, (round(stretch.x0), base), (round(stretch.x1), base), _BLUE, 1)
    return page


def words_picture(worded: Worded) -> np.ndarray:
    """The words by confidence, each line with its number."""
    page = _rgb(worded.prepared.copy.gray)
    for number, line in enumerate(worded.lines, 1):
        for word in line.words:
            _box(page, (word.x, word.y, word.w, word.h), sure_colour(word.confidence))
        _number(page, number, line.left - 60, line.centre, _GRAY)
    return page


def labels_picture(zones: Zones) -> np.ndarray:
    """The labels that were found (blue, by their number in the skeleton) and the place where the value of
    each is looked for (gray).
    """
    page = _rgb(zones.prepared.copy.gray)
    for found in zones.match.alignment.labels:
        x, y, w, h = zones.match.lines[found.line].piece(found.start, found.end).box
        _box(page, (x, y, w, h), _BLUE, 2)
        _number(page, found.item + 1, x, y - 4, _BLUE)
    for raw in zones.fields:
        _box(page, raw.zone, _GRAY)
    return page


def values_picture(prepared: Prepared, reads: Sequence[Read]) -> np.ndarray:
    """The values by confidence, with their numbers in the list of values."""
    page = _rgb(prepared.copy.gray)
    for number, read in enumerate(reads, 1):
        for piece in read.raw.pieces:
            _box(page, piece.box, sure_colour(read.value.confidence), 2)
        _number(page, number, read.raw.box[0], read.raw.box[1] - 4, sure_colour(read.value.confidence))
    return page


def marks_picture(prepared: Prepared, marks: Sequence[TracedMarks]) -> np.ndarray:
    """Strokes of a pen and ticked boxes, with their numbers in the list of marks."""
    page = _rgb(prepared.inked.gray)
    for number, mark in enumerate(marks, 1):
        _box(page, mark.rectangle, _PURPLE, 3)
        _number(page, number, mark.rectangle[0], mark.rectangle[1] - 4, _PURPLE)
    return page


def result_picture(image: np.ndarray, reading: PageReading) -> np.ndarray:
    """All values of all papers on the stored page ``image`` (H×W or H×W×3 RGB, uint8), turned upright, by
    confidence; values from one place, such as a code, have their numbers there together.
    """
    page = np.rot90(image if image.ndim == 3 else _rgb(image), -reading.rotation // 90).copy()
    scale = max(page.shape[:2]) / _USUAL_SIDE
    numbers: dict[Box, list[int]] = defaultdict(list)
    sure: dict[Box, float] = {}
    fields = [field for paper in reading.papers() for field in paper.fields]
    for number, field in enumerate(fields, 1):
        numbers[field.box].append(number)
        sure[field.box] = min(field.confidence, sure.get(field.box, 1.0))
    for box, here in numbers.items():
        placed, colour = _turned(box, reading), sure_colour(sure[box])
        _box(page, placed, colour, max(2, round(2 * scale)))
        _number(page, ",".join(map(str, here)), placed[0], placed[1] - 4 * scale, colour, scale)
    return page


def _turned(box: Box, reading: PageReading) -> Rectangle:
    """Where a box of the stored page lies when the page is turned upright."""
    right, bottom = reading.width - box.x - box.w, reading.height - box.y - box.h
    return {
        0: (box.x, box.y, box.w, box.h),
        90: (bottom, box.x, box.h, box.w),
        180: (right, bottom, box.w, box.h),
        270: (box.y, right, box.h, box.w),
    }[reading.rotation]


def cut_out(prepared: Prepared, box: Rectangle) -> np.ndarray:
    """A value as it stands on the page, leaders still in (H×W×3)."""
    x, y, w, h = box
    edge = 0.6 * prepared.letter_px
    rows = slice(max(0, round(y - edge)), max(1, round(y + h + edge)))
    return _rgb(prepared.inked.gray[rows, max(0, round(x - edge)) : max(1, round(x + w + edge))])


def sure_colour(confidence: float) -> Colour:
    """Red, yellow, green."""
    share = min(max(confidence, 0.0), 1.0)
    return (int(220 * min(1.0, 2 - 2 * share)), int(170 * min(1.0, 2 * share)), 0)


def _rgb(gray: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.cvtColor(gray, cv2.COLOR_GRAY2RGB))


def _box(page: np.ndarray, box: Rectangle, colour: Colour, thickness: int = 1) -> None:
    x, y, w, h = (round(v) for v in box)
    cv2.rectangle(page, (x, y), (x + w, y + h), colour, thickness)


def _number(
    page: np.ndarray, number: int | str, x: float, y: float, colour: Colour, scale: float = 1.0
) -> None:
    place = (max(0, round(x)), max(round(20 * scale), round(y)))
    font, thickness = cv2.FONT_HERSHEY_SIMPLEX, max(1, round(2 * scale))
    cv2.putText(page, str(number), place, font, 0.8 * scale, colour, thickness, cv2.LINE_AA)


_OF_PAGE: tuple[tuple[str, Callable[[Prepared], np.ndarray]], ...] = (
    ("upright", upright_picture),
    ("leaders", leaders_picture),
    ("stretches", stretches_picture),
)
