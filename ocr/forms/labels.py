# SPDX-License-Identifier: Apache-2.0
"""Find the printed labels of a form in the lines of a page, however badly some letters were read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from ocr.forms.label_edges import capital_at, ended, snapped
from ocr.forms.letters import letters_of
from ocr.lines.text_line import TextLine
from templates.files.label_wordings import load_label_wordings
from templates.model.document_types import LabelSpec

_SHORT = 6
"""Labels of so few letters occur inside other words, and must stand alone."""

_STUCK = 4
"""From so many letters on an inline label is also believed where it has run into the word before it."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A stretch of line ``line`` (characters ``start``…``end``) that may be the label of skeleton item
    ``item``; where it is ``broken`` it goes on to character ``end`` of the next line. ``firm``: it stands as
    labels do, with a capital, where a line opens or before a colon.
    """

    line: int
    start: int
    end: int
    item: int
    similarity: float
    weight: float
    broken: bool = False
    firm: bool = False

    @property
    def last(self) -> int:
        """The line on which it ends."""
        return self.line + self.broken


_FIRM, _BEHIND = 0.8, 8
"""A label found so surely, with so few characters behind it, is not found again in other words."""

_SURER, _ABOUT = 0.05, 0.75
"""A label so much more alike, and so nearly as long, is the one that stands there."""

_COLON = re.compile(r"[^\W\d_]\s*:\s*[^\W_]")

_OTHER = 70
"""Wordings less alike (0…100) are other words."""


def find_labels(lines: Sequence[TextLine], skeleton: Sequence[LabelSpec]) -> list[Occurrence]:
    """All stretches that could be a label, in reading order; overlapping ones included."""
    wordings: dict[str, list[int]] = {}
    for number, item in enumerate(skeleton):
        for wording in wordings_of(item):
            wordings.setdefault(wording, []).append(number)
    page = tuple(letters_of(line.text)[0] for line in lines)
    found: list[Occurrence] = []
    for wording, items in wordings.items():
        hits = [hit for hit in _hits(wording, page) if not _eats_a_value(hit, wording, wordings, page)]
        for number, span, similarity in hits:
            found.extend(_occurrences(lines, number, wording, span, similarity, items, skeleton))
        for number, span, similarity in _broken_hits(wording, page):
            if not any(hit[0] in (number, number + 1) for hit in hits):
                found.extend(_broken(lines, number, span, similarity, items, skeleton))
    return sorted(_first_wordings(list(_undisputed(found)), lines), key=lambda o: (o.line, o.start, o.end))


@lru_cache(maxsize=4096)
def wordings_of(item: LabelSpec) -> tuple[str, ...]:
    """The letters of all wordings of a label."""
    return tuple(dict.fromkeys(letters_of(words)[0] for words in common_wordings(item)))


def common_wordings(item: LabelSpec) -> tuple[str, ...]:
    """All wordings of a label: its own, its form's, those of any form."""
    common = load_label_wordings().same.get(item.label, ()) if item.field else ()
    return (item.label, *item.aliases, *common)


@lru_cache(maxsize=4096)
def _is_own(item: LabelSpec, wording: str) -> bool:
    return any(letters_of(words)[0] == wording for words in (item.label, *item.aliases))


_COMMON_COST = 0.1
"""What a wording of any form loses against the form's own, than whose label it counts for no longer."""


def _undisputed(found: Sequence[Occurrence]) -> Iterator[Occurrence]:
    """``found`` without labels in whose place another one of about the same length stands more surely: "tên
    vợ" is no misread "tên chồng".
    """
    by_line: dict[int, list[Occurrence]] = {}
    for one in found:
        by_line.setdefault(one.line, []).append(one)
    for one in found:
        beside = [o for o in by_line[one.line] if o is not one and not (o.broken or one.broken)]
        surer = (o for o in beside if o.similarity >= one.similarity + _SURER)
        if any(abs(o.start - one.start) <= 2 and _as_long(o, one) for o in surer):
            continue
        if not any(_is_part(one, o) for o in beside):
            yield one


def _is_part(one: Occurrence, other: Occurrence) -> bool:
    """Whether ``one`` is but words of a longer label that surely stands there: "Họ, chữ đệm, tên" of "Họ,
    chữ đệm, tên người mẹ".
    """
    longer = other.end - other.start >= one.end - one.start + _WORD
    return longer and other.similarity >= _SURE and other.start <= one.start and other.end >= one.end


_SURE, _WORD = 0.95, 3
"""A label surely read; and the letters of a short word with its blank."""


def _as_long(one: Occurrence, other: Occurrence) -> bool:
    lengths = one.end - one.start, other.end - other.start
    return min(lengths) >= _ABOUT * max(lengths)


def _first_wordings(found: Sequence[Occurrence], lines: Sequence[TextLine]) -> Iterator[Occurrence]:
    """``found`` without a label right behind the same label in other words: what is written there in answer
    to "Giấy tờ tùy thân" may begin with "Số định danh cá nhân". The same words again are another column's.
    """
    same: dict[tuple[int, int], list[Occurrence]] = {}
    for one in found:
        same.setdefault((one.line, one.item), []).append(one)
    for one in found:
        text = lines[one.line].text
        before = (o for o in same[one.line, one.item] if o.end <= one.start <= o.end + _BEHIND)
        firm = (o for o in before if o.similarity >= _FIRM and text[o.start].isupper())
        if not any(fuzz.ratio(text[o.start : o.end], text[one.start : one.end]) < _OTHER for o in firm):
            yield one


def _needed(length: int) -> float:
    """How similar a stretch must be: short labels have to be exact, long ones may lose letters."""
    if length <= 4:
        return 1.0
    return 0.85 if length <= 6 else 0.76 if length <= 10 else 0.72


@lru_cache(maxsize=4096)
def _hits(wording: str, page: tuple[str, ...]) -> tuple[tuple[int, tuple[int, int], float], ...]:
    """Where ``wording`` may stand on a page: line, stretch of its letters, similarity.

    Kept, because the many editions of many forms look for the same labels on one page."""
    return tuple(
        (number, (start, end), similarity)
        for number, letters in enumerate(page)
        for start, end, similarity in _matches(wording, letters)
    )


def _eats_a_value(
    hit: tuple[int, tuple[int, int], float], wording: str, wordings: Iterable[str], page: Sequence[str]
) -> bool:
    """Whether a shorter label stands where the hit begins, and what follows is not the rest of ``wording``:
    in "Họ, chữ đệm, tên: Chử Văn An" it is no "cha".
    """
    number, (start, _end), similarity = hit
    if similarity >= 1:
        return False
    letters = page[number][start : start + len(wording)]
    for label in _shorter(wording, letters, wordings):
        rest = wording[len(label) :]
        if fuzz.ratio(rest, letters[len(label) :][: len(rest)]) < 100 * _needed(len(rest)):
            return True
    return False


def _shorter(wording: str, letters: str, wordings: Iterable[str]) -> Iterator[str]:
    """The labels of which ``wording`` is a longer one and that ``letters`` begin with."""
    return (one for one in wordings if one != wording and wording.startswith(one) and letters.startswith(one))


def _matches(wording: str, letters: str, offset: int = 0) -> Iterator[tuple[int, int, float]]:
    """Non-overlapping stretches of ``letters`` like ``wording``: (start, end, similarity)."""
    needed = _needed(len(wording))
    if len(letters) < needed * len(wording):
        return
    if len(wording) <= 4:
        yield from _exact(wording, letters, offset)
        return
    if len(letters) < len(wording):
        ratio = fuzz.ratio(wording, letters) / 100
        if ratio >= needed:
            yield offset, offset + len(letters), ratio
        return
    best = fuzz.partial_ratio_alignment(wording, letters, score_cutoff=100 * needed)
    if best is None:
        return
    yield offset + best.dest_start, offset + best.dest_end, best.score / 100
    yield from _matches(wording, letters[: best.dest_start], offset)
    yield from _matches(wording, letters[best.dest_end :], offset + best.dest_end)


_LONG = 12
"""Labels of so many letters may be broken over two lines, each part of ``_PART`` letters or more."""

_PART = 4


@lru_cache(maxsize=4096)
def _broken_hits(wording: str, page: tuple[str, ...]) -> tuple[tuple[int, tuple[int, int], float], ...]:
    """Where ``wording`` may end one line and open the next: the first line, where it begins there and ends on
    the other, similarity.
    """
    if len(wording) < _LONG:
        return ()
    return tuple(
        hit for number in range(len(page) - 1) if (hit := _broken_hit(wording, number, page)) is not None
    )


def _broken_hit(
    wording: str, number: int, page: tuple[str, ...]
) -> tuple[int, tuple[int, int], float] | None:
    head, tail = page[number][-len(wording) :], page[number + 1][: len(wording)]
    if (
        len(head) < _PART
        or len(tail) < _PART
        or (head[-_PART:] not in wording and tail[:_PART] not in wording)
    ):
        return None
    needed = _needed(len(wording))
    if len(head) + len(tail) < needed * len(wording):
        return None  # with fewer letters it is they that would be looked for in the label
    best = fuzz.partial_ratio_alignment(wording, head + tail, score_cutoff=100 * needed)
    if best is None or best.dest_start > len(head) - _PART or best.dest_end < len(head) + _PART:
        return None
    start = len(page[number]) - len(head) + best.dest_start
    return number, (start, best.dest_end - len(head)), best.score / 100


def _broken(
    lines: Sequence[TextLine],
    number: int,
    span: tuple[int, int],
    similarity: float,
    items: list[int],
    skeleton: Sequence[LabelSpec],
) -> Iterator[Occurrence]:
    """A label over two lines; both parts are whole words, and it opens its first line or follows a colon's
    value.
    """
    first, second = lines[number].text, lines[number + 1].text
    start, end = letters_of(first)[1][span[0]], letters_of(second)[1][span[1] - 1] + 1
    if (start > 0 and first[start - 1].isalnum()) or (end < len(second) and second[end].isalnum()):
        return
    opens, followed = _opens(first, start), _followed(second, end)
    length = len(letters_of(first)[0]) - span[0] + span[1]
    for item in items:
        if not skeleton[item].inline:
            weight = _weight(length, similarity, opens, followed, inline=False, ends=end >= len(second))
            yield Occurrence(number, start, end, item, similarity, weight, broken=True, firm=opens)


def _opens(text: str, start: int) -> bool:
    return start == 0 or _NUMBERING.fullmatch(text, 0, start) is not None


_NUMBERING = re.compile(r"[\W_]*(?:(?:\d{1,2}|[a-zđ]|[IVX]{1,4})[.)\-–—\s]\W*)?")
"""What may stand before the label that opens a line: a dash, a frame, "12.", "a)"."""


def _followed(text: str, end: int) -> bool:
    return text[end : end + 5].lstrip().startswith((":", "(", "…", ".", ";", "_", "®", "©"))


def _exact(wording: str, letters: str, offset: int) -> Iterator[tuple[int, int, float]]:
    at = letters.find(wording)
    while at >= 0:
        yield offset + at, offset + at + len(wording), 1.0
        at = letters.find(wording, at + len(wording))


def _occurrences(
    lines: Sequence[TextLine],
    number: int,
    wording: str,
    span: tuple[int, int],
    similarity: float,
    items: list[int],
    skeleton: Sequence[LabelSpec],
) -> Iterator[Occurrence]:
    line = lines[number]
    letters, places = letters_of(line.text)
    last, whole = ended(wording, letters, span[1])
    start, end = snapped(line.text, places[span[0]], places[last - 1] + 1, whole)
    at_word = start == 0 or not line.text[start - 1].isalnum()
    glued = end < len(line.text) and line.text[end].isalnum()
    length = span[1] - span[0]
    if similarity < 1 and (colon := _COLON.search(line.text, start, end)):
        end = colon.start() + 1  # a colon ends a label: what stands behind it is the value
        similarity = fuzz.ratio(wording, letters_of(line.text[start:end])[0]) / 100
        if similarity < _needed(len(wording)):
            return
    short = length <= _SHORT
    if short and glued and not (line.text[end].isdigit() or capital_at(line.text, end)):
        return
    if not at_word and similarity < 0.97:
        return
    opens = _opens(line.text, start)
    followed = _followed(line.text, end) or glued
    firm = similarity >= _FIRM_LABEL and line.text[start].isupper() and (opens or followed)
    for item in items:
        inline = skeleton[item].inline
        if short and not at_word and not (inline and length >= _STUCK):
            continue
        own = _is_own(skeleton[item], wording)
        if not own and short and not (opens and line.text[start].isupper()):
            continue
        counted = length if own else min(length, len(letters_of(skeleton[item].label)[0]))
        weight = _weight(counted, similarity, opens, followed, inline, end >= len(line.text))
        weight -= 0.0 if own else _COMMON_COST
        if weight > 0:
            yield Occurrence(number, start, end, item, similarity, weight, firm=firm)


_FIRM_LABEL = 0.9
"""A label read so well, that stands as labels do, is one, whatever the skeleton has in its place."""


def _weight(length: int, similarity: float, opens: bool, followed: bool, inline: bool, ends: bool) -> float:
    """How much a match speaks for its item: longer, closer, at a line's start, with a colon after it."""
    weight = ((similarity - 0.5) * 2) ** 1.5 * min(length, 36) ** 0.5
    weight += 0.6 if opens else 0.0
    weight += 0.6 if followed else 0.0
    if not inline and not opens and not followed and not (ends and similarity >= _FIRM_LABEL):
        weight -= 1.2
    return float(weight)
