# SPDX-License-Identifier: Apache-2.0
"""Aligned labels → field values: what stands between a label and the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np

from ocr.forms.align import Alignment
from ocr.forms.label_rests import rest_of_label
from ocr.forms.labels import Occurrence
from ocr.forms.letters import folded
from ocr.forms.signatures import name_under
from ocr.lines.text_line import Piece, TextLine
from ocr.recognise.line_model import PEN_SIGN
from templates.model.document_types import FieldType, LabelSpec

MAX_LINES = 4
"""A value runs over at most so many lines; what follows belongs to something the alignment missed."""

LINE_ABOVE = 2.1
"""How high a written line reaches over its baseline, in x-heights."""

_MARK = re.compile(
    r"""^[\s:.,;_…'‘’“”"|\-–—]*
        (?:[(\[{]?\s*[0-9®©@°*?!OolI|É®Ø]{0,2}\s*[)\]}]|[(\[{]\s*Q\s*[)\]}]|[®©°*]+)?
        [\s:;.,_…®©°|'‘’“”"\-–—]*""",
    re.VERBOSE,
)
_LETTER_MARK = re.compile(r"\s*[(\[{]\s*[GSBZbgq]\s*[)\]}](?=[\s:.,_…]|$)")
"""The mark of a note whose digit was read as a letter: both brackets are there, and no colon before them. A
value may begin with letters in brackets, or "B) 12 Lê Lợi".
"""

_STUCK_DIGIT = re.compile(r"\d([^\W\d_])[^\W\d_]")
_LONE_DIGIT = re.compile(r"\d\s*[)\]']?(?:\s+(?=[^\W\d_])|$)")
_WORDED = frozenset(
    {FieldType.NAME, FieldType.ID_DOCUMENT, FieldType.ETHNICITY, FieldType.NATIONALITY, FieldType.SEX}
)
"""Types whose values never begin with a lone digit."""

_KEPT_TAIL = re.compile(r"\w(,|:| -)[\s._…]*$")
"""A comma, colon or lone dash at the end of a line belongs to the value, which runs on."""

_TAIL = re.compile(r"[\s._…|¬~\-–—:;,„‚'‘’“”\"]+$")


Rectangle = tuple[float, float, float, float]
"""x, y, w, h in working pixels."""


def around(boxes: Sequence[Rectangle]) -> Rectangle:
    """The rectangle round all of ``boxes``, at least one."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


@dataclass(frozen=True)
class RawField:
    """A field as it stands on the page: one piece of text a line, in order, perhaps none.

    ``zone`` is where the value is expected on the label's own line; ``line`` the label's line and ``start``
    the character after the label; ``after`` the line of the next label and the pixel where that begins.
    ``loose``: a further line of it begins with a word that had found room on the line before, or what stands
    before the next label was left out, or words of the value were taken for a label: it may be another's, or
    go on."""

    item: LabelSpec
    key: str
    pieces: tuple[Piece, ...]
    zone: Rectangle
    line: int
    start: int
    after: tuple[int, float] | None = None
    loose: bool = False

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces if piece.text)

    @property
    def box(self) -> Rectangle:
        """Round all pieces; the zone where there is none."""
        return around([piece.box for piece in self.pieces] or [self.zone])


def raw_fields(
    lines: Sequence[TextLine], skeleton: Sequence[LabelSpec], alignment: Alignment, letter_px: float
) -> Iterator[RawField]:
    """The fields between the aligned labels, in the order of the page, empty ones too."""
    for _key, same in groupby(_each(lines, skeleton, alignment, letter_px), key=lambda raw: raw.key):
        first, *more = same
        pieces = sum((raw.pieces for raw in more), first.pieces)
        yield replace(first, pieces=pieces, loose=any(raw.loose for raw in (first, *more)))


def _each(
    lines: Sequence[TextLine], skeleton: Sequence[LabelSpec], alignment: Alignment, letter_px: float
) -> Iterator[RawField]:
    """The same, one for each label: some fields have two."""
    labels = alignment.labels
    margin = max((line.right for line in lines), default=0)
    for number, label in enumerate(labels):
        item = skeleton[label.item]
        if item.closes:
            return
        if item.field is None:
            continue
        after = _next_label(lines, label, labels[number + 1 :], alignment.strays, skeleton)
        if item.below:
            if name := name_under(lines, label, letter_px):
                yield RawField(item, item.field, (name,), name.box, label.line, label.end)
            continue
        opens = after is not None and skeleton[after.item].own_line
        inline = after is not None and skeleton[after.item].inline
        limits = _Limits(after, opens, inline, _margin(lines, label), letter_px)
        pieces = tuple(p for p in _pieces(lines, label, item, limits) if p.text)
        zone = _zone(lines, label, after, margin, letter_px, item.stop_words)
        ends = (after.line, lines[after.line].x_at(after.start)) if after else None
        loose = (
            any(_had_room(one, other, limits) for one, other in pairwise(pieces))
            or (item.multiline and _left_out(lines, label, limits))
            or (item.type is FieldType.TEXT and after is not None and after not in labels)
        )
        yield RawField(item, item.field, pieces, zone, label.last, label.end, ends, loose)


@dataclass(frozen=True, slots=True)
class _Limits:
    """Where a value ends: the next label (whose whole line is its own, where it ``opens`` one; which may be
    ``inline``), and the right edge of the text, in working pixels.
    """

    after: Occurrence | None
    opens: bool
    inline: bool
    margin: float
    letter_px: float


def _next_label(
    lines: Sequence[TextLine],
    label: Occurrence,
    later: Sequence[Occurrence],
    strays: Sequence[Occurrence],
    skeleton: Sequence[LabelSpec],
) -> Occurrence | None:
    """The next label on the page. What may be ``label`` in other words is none: "Số định danh cá nhân: …" is
    how people begin what they say of an identity paper.
    """
    text = lines[label.last].text
    end = label.end + rest_of_label(
        text[label.end :], skeleton[label.item].type, shouted=text[: label.end].isupper()
    )
    own = {
        (o.line, o.start) for o in strays if o.item == label.item or _begins_answer(label, end, o, skeleton)
    }
    behind = (o for o in strays if (o.line, o.start) not in own)
    places = [o for o in (*later[:1], *behind) if (o.line, o.start) >= (label.last, label.end)]
    return min(places, key=lambda o: (o.line, o.start), default=None)


_RIGHT_BEHIND = 8
"""So few characters between two labels are no value: a colon, a note's mark."""


def _begins_answer(label: Occurrence, end: int, other: Occurrence, skeleton: Sequence[LabelSpec]) -> bool:
    """Whether what looks like another label begins what is said of the identity paper that ``label``, which
    ends at ``end`` with all that is printed behind it, asks for.
    """
    types = {skeleton[label.item].type, skeleton[other.item].type}
    right_behind = other.line == label.last and label.end <= other.start <= end + _RIGHT_BEHIND
    return right_behind and types == {FieldType.ID_DOCUMENT}


_EDGE = 3
"""So many lines may reach farther right than the text does: a letterhead, a seal."""


def _margin(lines: Sequence[TextLine], label: Occurrence) -> float:
    """Where the text of the label's column ends on the right."""
    rights = sorted(float(line.right) for line in lines if line.span == lines[label.last].span)
    return rights[-_EDGE] if len(rights) > 2 * _EDGE else rights[-1]


def _zone(
    lines: Sequence[TextLine],
    label: Occurrence,
    after: Occurrence | None,
    margin: float,
    letter_px: float,
    stop_words: Sequence[str],
) -> Rectangle:
    """From the label and its footnote mark to the next label on its line, to a printed word that ends the
    value, or to the right margin of its column; as high as a written line.
    """
    line = lines[label.last]
    words = line.piece(0 if label.broken else label.start, label.end).words or line.words
    baseline = float(np.median([word.y + word.h for word in words]))
    left = max(line.x_at(label.end + _mark_length(line.text[label.end :])), line.span[0])
    right = line.x_at(after.start) if after and after.line == label.last else float(max(margin, line.right))
    right = min(right, line.span[1])
    for word in re.finditer(r"\S+", line.text[label.end :]):
        if is_stop(word[0], stop_words):
            right = min(right, line.x_at(label.end + word.start()))
    return left, baseline - LINE_ABOVE * letter_px, max(1.0, right - left), 2.9 * letter_px


def _mark_length(text: str) -> int:
    """How far a footnote mark at the start of ``text`` reaches."""
    lettered = _LETTER_MARK.match(text)
    if lettered:
        return lettered.end()
    head = _MARK.match(text)
    return len(head[0].rstrip()) if head and any(char.isalnum() for char in head[0]) else 0


def _pieces(
    lines: Sequence[TextLine], label: Occurrence, item: LabelSpec, limits: _Limits
) -> Iterator[Piece]:
    """One piece a line, from the label to the next one."""
    first, after = label.last, limits.after
    last = after.line if after else first + MAX_LINES
    if after and limits.opens and after.line > first:
        last = after.line - 1
    if not item.multiline:
        last = first
    unfinished = False
    for number in range(first, min(last, first + MAX_LINES, len(lines) - 1) + 1):
        line = lines[number]
        start = 0 if number > first else label.start if item.kept and not label.broken else label.end
        end = after.start if after and number == after.line else len(line.text)
        if number > first and not _continues(lines, number, first, end, unfinished):
            return
        if number > first and after and number == after.line and not _runs_over(lines, number, end, limits):
            return
        if number == first and not item.kept:
            shouted = line.text[:start].isupper()
            start += rest_of_label(line.text[start:end], item.type, shouted=shouted)
        if number == first and (lettered := _LETTER_MARK.match(line.text, start, end)):
            start = lettered.end()
        pieces = [p for a, b in line.rows(start, end) if (p := _trimmed(line, a, b, item)) is not None]
        unfinished = bool(pieces) and pieces[-1].text.endswith((",", ";", ":", " -"))
        yield from pieces


_NUMBERING = re.compile(r"[\s\W]*(?:\d{1,2}|[a-zđ]|[IVX]{1,4})?\s*[.)\-–—:]*\s*$")
"""What may number a label or stand before it as a mark: "12.", "a)", "-"."""


def _runs_over(lines: Sequence[TextLine], number: int, end: int, limits: _Limits) -> bool:
    """Whether what stands before the next label on line ``number`` can belong to the value of the line above:
    it is no label's number, and its first word found no room there. Before an inline label all may stand.
    """
    line, above = lines[number], lines[number - 1]
    head = line.text[:end]
    if _NUMBERING.fullmatch(head):
        return False
    if limits.inline or _UNFINISHED.search(above.text):
        return True
    return line.words[0].w + _BLANK * limits.letter_px > limits.margin - above.right


_UNFINISHED = re.compile(r"[,;][\s._…]*$")


def _left_out(lines: Sequence[TextLine], label: Occurrence, limits: _Limits) -> bool:
    """Whether words before the next label on a further line were taken for the label's, not the value's."""
    after = limits.after
    if after is None or limits.opens or not label.last < after.line <= label.last + MAX_LINES:
        return False
    head = lines[after.line].text[: after.start]
    worded = any(char.isalpha() for char in head) and not _NUMBERING.fullmatch(head)
    return worded and not _runs_over(lines, after.line, after.start, limits)


def _had_room(piece: Piece, further: Piece, limits: _Limits) -> bool:
    """Whether the first word of a value's further line had found room behind its line before, twice over:
    people break lines early, but not in the middle of one.
    """
    if not piece.words or not further.words or piece.text.endswith((",", ";", ":", "-")):
        return False
    end = piece.box[0] + piece.box[2]
    return limits.margin - end > 2 * (further.words[0].w + _BLANK * limits.letter_px)


_BLANK = 1.2
"""The widest blank between two words of a line, in x-heights."""


def _continues(lines: Sequence[TextLine], number: int, first: int, end: int, unfinished: bool) -> bool:
    """A following line belongs to the value if it is near and does not itself begin with a label.

    Behind a comma no label begins, nor with a small letter: "…, cấp ngày 27/04/2017," goes on with "nơi
    cấp: …", "Số định danh cá" with "nhân: …"."""
    step = lines[number].centre - lines[number - 1].centre
    if step > 3.2 * max(lines[first].height, lines[number].height):
        return False
    head = lines[number].text[: min(end, 34)]
    return unfinished or not (head[:1].isupper() and re.match(r"^[^\W\d]{2,}[^:]{2,30}:\s", head))


def is_stop(word: str, stops: Sequence[str]) -> bool:
    """Whether ``word`` is one of the printed words that end a value; its last letter may be lost."""
    letters = re.match(r"\W*([^\W\d_]+)", folded(word))
    read = letters[1] if letters else ""
    return any(read and folded(stop).startswith(read) and len(read) >= len(stop) - 1 >= 2 for stop in stops)


def _digit_of_mark(text: str, type: FieldType) -> int:
    """How many characters of ``text`` are the digit of a footnote mark whose brackets were not read: no value
    begins with "4Ông", no name and no identity paper with a digit.
    """
    stuck = _STUCK_DIGIT.match(text)
    if stuck and stuck[1].isupper():
        return 1
    alone = _LONE_DIGIT.match(text) if type in _WORDED else None
    return alone.end() if alone else 0


def _trimmed(line: TextLine, start: int, end: int, item: LabelSpec) -> Piece | None:
    """The stretch without footnote mark, leader remains and label punctuation."""
    text = line.text[start:end]
    head = _MARK.match(text)
    begin = start + (head.end() if head else 0)
    begin += _digit_of_mark(line.text[begin:end], item.type)
    body = line.text[begin:end]
    cut = next((m.start() for m in re.finditer(r"\S+", body) if is_stop(m[0], item.stop_words)), len(body))
    body = body[:cut]
    kept = _KEPT_TAIL.search(body)
    body = _TAIL.sub("", body) + (kept[1] if kept else "")
    if not any(char.isalnum() or char == PEN_SIGN for char in body):
        return None
    return line.piece(begin, begin + len(body))
