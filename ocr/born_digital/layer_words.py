# SPDX-License-Identifier: Apache-2.0
"""The signs of a text layer → words in Unicode, with their places; leaders and raised marks left out."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import BELOW, hangs
from ocr.pixels.image import WorkingCopy
from ocr.text.folding import nfc
from ocr.text.legacy_encodings import Typing, to_unicode, typing_of
from ocr.text_layer import LayerChar, Point, TextLayer

SURE = 0.99
"""What a word of a sound text layer is believed."""

ENTERED = 1
"""The block of words that were typed into form fields; all others are of block 0."""

_BLANK, _BACK, _RAISED = 0.18, -0.5, 0.12
"""In sizes of the font: the least gap between words, how far a mark may be set back over its letter, and how
far signs of one word may stand above each other."""

_LEADER = re.compile(r"(?:[.…_‥·•]\s*){3,}|…|_{2,}")
_FOOTNOTE = re.compile(r"\(?[\d*]{1,2}\)?:?")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word and its baseline from ``start`` to ``end`` in stored-page pixels; see ``LayerChar``."""

    text: str
    start: Point
    end: Point
    size_px: float
    font: str
    hidden: bool
    entered: bool
    run: int


@dataclass(frozen=True, slots=True)
class LayerText:
    """The words of a layer in Unicode, and the ends (start, end) of its leaders."""

    words: tuple[LayerWord, ...]
    leaders: tuple[tuple[Point, Point], ...]


def layer_text(layer: TextLayer) -> LayerText:
    """Words and leaders of ``layer``, letters of old fonts converted."""
    words: list[LayerWord] = []
    leaders: list[tuple[Point, Point]] = []
    for number, run in enumerate(_runs(layer.chars)):
        for chars, is_leader in _parts(run):
            if is_leader:
                leaders.append((chars[0].start, chars[-1].end))
            else:
                words.extend(_words(chars, number))
    return LayerText(tuple(_without_footnotes(_converted(words))), tuple(leaders))


def raw_words(words: Iterable[LayerWord], copy: WorkingCopy, letter_px: float) -> tuple[RawWord, ...]:
    """``words`` as a recogniser would give them in pixels of the working copy; upside down ones left out."""
    back = np.linalg.inv(copy.to_stored)
    found = (_raw(word, back, letter_px) for word in words)
    return tuple(word for word in found if word is not None)


def reading_turn(words: Sequence[LayerWord]) -> int:
    """The clockwise turn (0, 90, 180, 270) after which most letters run from left to right."""
    letters: dict[int, int] = defaultdict(int)
    for word in words:
        along = math.degrees(math.atan2(word.end[1] - word.start[1], word.end[0] - word.start[0]))
        letters[round(-along / 90) % 4 * 90] += len(word.text)
    return max(letters, key=lambda turn: letters[turn], default=0)


def _runs(chars: Sequence[LayerChar]) -> Iterator[list[LayerChar]]:
    """Signs that follow each other on one baseline, in one font, without a gap wider than a wide blank."""
    run: list[LayerChar] = []
    for char in chars:
        if run and not _goes_on(run[-1], char, 3.0):
            yield run
            run = []
        run.append(char)
    if run:
        yield run


def _goes_on(before: LayerChar, char: LayerChar, widest: float) -> bool:
    """Whether ``char`` stands on the line of ``before``, at most ``widest`` sizes behind it."""
    size = max(before.size_px, char.size_px, 1e-6)
    alike = (before.font, before.hidden, before.entered) == (char.font, char.hidden, char.entered)
    if not alike or min(before.size_px, char.size_px) < 0.8 * size:
        return False
    if math.dist(before.start, char.start) < 0.02 * size:
        return True  # one glyph that stands for several letters
    gap, rise = _step(before, char)
    return _BACK * size <= gap <= widest * size and abs(rise) <= _RAISED * size


def _step(before: LayerChar, char: LayerChar) -> Point:
    """How far ``char`` begins behind the end of ``before``, along its line and across."""
    dx, dy = char.start[0] - before.end[0], char.start[1] - before.end[1]
    ax, ay = before.end[0] - before.start[0], before.end[1] - before.start[1]
    length = math.hypot(ax, ay)
    cos, sin = (ax / length, ay / length) if length > 0 else (1.0, 0.0)
    return dx * cos + dy * sin, dy * cos - dx * sin


def _parts(run: Sequence[LayerChar]) -> Iterator[tuple[Sequence[LayerChar], bool]]:
    """The run cut at its leaders; each part and whether it is one."""
    text, at = "".join(char.text[:1] or " " for char in run), 0
    for found in _LEADER.finditer(text):
        if found.start() > at:
            yield run[at : found.start()], False
        yield run[found.start() : found.end()], True
        at = found.end()
    if at < len(run):
        yield run[at:], False


def _words(chars: Sequence[LayerChar], number: int) -> Iterator[LayerWord]:
    word: list[LayerChar] = []
    for char in chars:
        if word and (char.text.isspace() or _ends_label(word) or not _goes_on(word[-1], char, _BLANK)):
            yield _word(word, number)
            word = []
        if not char.text.isspace():
            word.append(char)
    if word:
        yield _word(word, number)


def _ends_label(word: Sequence[LayerChar]) -> bool:
    """A colon after a letter: what follows without a blank is a value."""
    return len(word) > 1 and word[-1].text == ":" and word[-2].text.isalpha()


def _word(chars: Sequence[LayerChar], number: int) -> LayerWord:
    text = "".join(_LIGATURES.get(char.text, char.text) for char in chars)
    first, last = chars[0], chars[-1]
    return LayerWord(
        text, first.start, last.end, first.size_px, first.font, first.hidden, first.entered, number
    )


def _converted(words: Sequence[LayerWord]) -> list[LayerWord]:
    """The words in Unicode, each font judged by all that is set in it."""
    texts: dict[str, list[str]] = defaultdict(list)
    for word in words:
        texts[word.font].append(word.text)
    typings = {font: Typing.UNICODE if font == "" else typing_of(font, said) for font, said in texts.items()}
    changed = (replace(word, text=nfc(to_unicode(word.text, typings[word.font]))) for word in words)
    return [word for word in changed if word.text]


def _without_footnotes(words: Sequence[LayerWord]) -> list[LayerWord]:
    """The words without raised marks: small numbers above the line of the word before or after them."""
    kept = []
    for number, word in enumerate(words):
        near = [*words[max(0, number - 1) : number], *words[number + 1 : number + 2]]
        if not (_FOOTNOTE.fullmatch(word.text) and any(_raised(word, other) for other in near)):
            kept.append(word)
    return kept


def _raised(word: LayerWord, other: LayerWord) -> bool:
    if word.size_px > 0.8 * other.size_px:
        return False
    ax, ay = other.end[0] - other.start[0], other.end[1] - other.start[1]
    length = math.hypot(ax, ay) or 1.0
    dx, dy = word.start[0] - other.start[0], word.start[1] - other.start[1]
    rise = (dx * ay - dy * ax) / length
    return 0.1 * other.size_px < rise < 0.9 * other.size_px


def _raw(word: LayerWord, back: np.ndarray, letter_px: float) -> RawWord | None:
    ends = np.array([[*word.start, 1.0], [*word.end, 1.0]]) @ back.T
    (x0, y0), (x1, y1) = ends[:, :2] / ends[:, 2:]
    if x1 - x0 < abs(y1 - y0):
        return None
    base = (y0 + y1) / 2
    bottom = base + (BELOW * letter_px if hangs(word.text) else 0.0)
    top = base - 1.6 * letter_px
    width, height, block = max(1, round(x1 - x0)), round(bottom - top), ENTERED if word.entered else 0
    return RawWord(word.text, SURE, round(x0), round(top), width, height, block, 0, word.run)
