# SPDX-License-Identifier: Apache-2.0
"""Whether the strokes say what another paper says: far easier than reading, for the text is given.

A candidate is set against what the strokes say freely, and against all that differs from it by one tone,
mark or figure: a name with another tone is the mistake that matters, and the strokes have to tell them apart.
So is one with another letter, or with a letter more or less: Hưng and Nhung are two people. What they leave
open is neither confirmed nor denied.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from ocr.pen.beam import readings
from ocr.pen.standing import Standing, Weighed
from ocr.pen.strokes import Strokes
from templates.model.document_types import FieldType

LEAD, LACK = 0.0, 0.7
"""A candidate is confirmed that leads by more and lacks less (chosen by ``bench.pen_reader.verify``: of wrong
ones that are near no more than one in two hundred is).
"""

LEAD_OF_LETTERS = -1.5
"""Behind a text with one other letter, one less or one more it may be by no more, however long it is: the
lack is a mean, and of a long name one plainly other letter weighs little in it.
"""

LEAD_OF_FIGURES = 0.5
"""In a number every figure is as likely as any other."""

FAR, CLEAR = 3.0, -0.5
"""One that lacks more, where what is read freely is clearer than this, is another text. What a network has
not learnt, such as another kind of value, it does not read clearly.
"""

_LEAST_LETTERS, _MOST = 2, 3
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_SHAPES = ("aăâ", "eê", "i", "oôơ", "uư", "y", "dđ")
_DIGITS = "0123456789"


def judged(strokes: Strokes, texts: Sequence[str], kind: FieldType) -> list[Weighed]:
    """Each of ``texts`` (values of other papers, of the field's ``kind``) against the strokes, in order."""
    free = [_loosened(one.text) for one in readings(strokes.log_probs, strokes.alphabet, count=_MOST)]
    return [_judged(strokes, text, free, kind) for text in texts]


def _judged(strokes: Strokes, text: str, free: Sequence[str], kind: FieldType) -> Weighed:
    ways = list(dict.fromkeys(filter(None, map(_loosened, spellings(text, kind)))))
    if not ways or min(map(len, ways)) < _LEAST_LETTERS or not any(free):
        return Weighed(text, Standing.OPEN, 0.0, 0.0, 0.0)
    said = strokes.say([*free, *ways])
    own, freely = said[len(free) :], said[: len(free)]
    way, read = ways[int(own.argmax())], free[int(freely.argmax())]
    lead = float(own.max()) - strokes.near(way, instead)
    lack = max(0.0, float(freely.max() - own.max())) / max(len(way), len(read))
    clear = float(freely.max()) / max(1, len(read))
    standing = Standing.OPEN
    figures = any(char.isdigit() for char in way)
    letters = 0.0
    if lead > (LEAD_OF_FIGURES if figures else LEAD) and lack < LACK:
        letters = float(own.max()) - strokes.misspelt(way)  # the dearest of these, so looked at last
        standing = Standing.SAME if letters > LEAD_OF_LETTERS else Standing.OPEN
    elif lack > FAR and clear > CLEAR:
        standing = Standing.OTHER
    return Weighed(text, standing, lead, lack, clear, letters)


def spellings(text: str, kind: FieldType) -> Iterator[str]:
    """The ways in which people write a value by hand."""
    yield text
    if kind is FieldType.DATE and len(parts := text.split("/")) == 3:
        day, month, year = parts
        for d in {day, day.lstrip("0")}:
            for m in {month, month.lstrip("0")}:
                yield from (f"{d}{sign}{m}{sign}{year}" for sign in "/-. ")
                yield from (f"{d}{sign}{m}{sign}{year}" for sign in (" / ", " - "))
                yield from (f"{d} tháng {m} năm {year}", f"ngày {d} tháng {m} năm {year}")
                yield f"{d} {m} {year}"
    if kind is FieldType.PERSONAL_ID:
        yield " ".join(text[at : at + 3] for at in range(0, len(text), 3))
        yield " ".join(text)


def instead(char: str) -> list[str]:
    """What a small letter or a figure is with another tone or mark, or another figure; of most letters
    nothing.
    """
    if char in _DIGITS:
        return list(_DIGITS.replace(char, ""))
    base, tone = _parted(char)
    shapes = next((shape for shape in _SHAPES if base in shape), "")
    tones = _TONES if shapes != "dđ" else ("",)
    made = (unicodedata.normalize("NFC", shape + mark) for shape in shapes for mark in tones)
    return [one for one in made if one != unicodedata.normalize("NFC", base + tone)]


def _parted(char: str) -> tuple[str, str]:
    """A vowel without its tone, and the tone."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in parts[1:] if mark in _TONES), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "", 1) if tone else parts), tone


def _loosened(text: str) -> str:
    """Without what people leave out or put in as they like."""
    kept = "".join(char for char in text.lower() if char not in ",.;:")
    return " ".join(kept.split())
