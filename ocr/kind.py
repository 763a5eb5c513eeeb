"""Which paper is this page, and which edition of it: title and skeleton against all templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from ocr.align import Alignment, align
from ocr.columns import reading_order
from ocr.labels import find_labels, folded, squeeze
from ocr.lines import TextLine
from templates.papers import Edition, Paper

OTHER = "other"

_FIRM_WEIGHT = 14.0
"""The weight of about four good labels."""

_LEAST_CONFIDENCE = 0.3

_TITLE_FROM, _CLUE_FROM = 0.72, 0.75
"""Similarities from which on a title and a clue speak for a paper at all."""

_CAPITALS = 0.7
"""Share of capitals among the letters of a line that is a heading; recognisers misread some."""


@dataclass(frozen=True)
class KindMatch:
    """A paper, the edition that fits best, the lines in its reading order and their alignment;
    ``confidence`` 0…1.
    """

    paper: Paper
    edition: Edition | None
    lines: tuple[TextLine, ...]
    alignment: Alignment
    confidence: float


def match_kind(lines: Sequence[TextLine], papers: Iterable[Paper], letter_px: float) -> KindMatch | None:
    """The best fitting paper, or None where nothing fits; ``letter_px`` is the x-height of the lines'
    words.
    """
    fits = [(paper, *_best_edition(paper, lines, letter_px)) for paper in papers]
    heaviest = max((alignment.weight for _, _, _, alignment in fits), default=0.0)
    page = "".join(_letters(line) for line in lines)
    found = []
    for paper, edition, ordered, alignment in fits:
        body = max(_body(alignment, heaviest), _clue_score(paper, page))
        confidence = _confidence(title_score(paper, lines), body)
        if confidence >= _LEAST_CONFIDENCE:
            found.append(KindMatch(paper, edition, ordered, alignment, confidence))
    return max(found, key=lambda match: (match.confidence, match.alignment.weight), default=None)


def title_score(paper: Paper, lines: Sequence[TextLine]) -> float:
    """How well the paper's title stands on the page (0…1); it may be broken over two lines.

    A title in capitals is looked for in capitals only: running text names other papers.
    """
    return max((_title_share(title, lines) for title in paper.titles), default=0.0)


def _title_share(title: str, lines: Sequence[TextLine]) -> float:
    wanted = squeeze(folded(title))[0]
    letters = [_letters(line) if _loud(line.text) or not title.isupper() else "" for line in lines]
    best = 0.0
    for text in (*letters, *(a + b for a, b in pairwise(letters) if a and b)):
        if len(text) >= 0.7 * len(wanted):
            extra = max(0, len(text) - len(wanted)) / max(len(text), 1)
            best = max(best, fuzz.partial_ratio(wanted, text) / 100 - 0.25 * extra)
    return best


def _letters(line: TextLine) -> str:
    return squeeze(folded(line.text))[0]


def _loud(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(map(str.isupper, letters)) >= _CAPITALS * len(letters)


def _best_edition(
    paper: Paper, lines: Sequence[TextLine], letter_px: float
) -> tuple[Edition | None, tuple[TextLine, ...], Alignment]:
    aligned = [_aligned(edition, lines, letter_px) for edition in paper.editions]
    nothing = (None, tuple(lines), Alignment((), 0.0, 0.0))
    return max(aligned, key=lambda found: found[2].weight, default=nothing)


def _aligned(
    edition: Edition, lines: Sequence[TextLine], letter_px: float
) -> tuple[Edition | None, tuple[TextLine, ...], Alignment]:
    ordered = reading_order(lines, edition.columns, letter_px)
    return edition, ordered, align(find_labels(ordered, edition.skeleton), edition.skeleton)


def _body(alignment: Alignment, heaviest: float) -> float:
    """How well the skeleton explains the page (0…1).

    The share of it found counts for less where the few labels of a short skeleton would be all there is,
    and where another paper's skeleton (``heaviest``) explains more of the page: forms share most labels.
    """
    share = alignment.weight / heaviest if heaviest > 0 else 0.0
    found = alignment.coverage * min(1.0, alignment.weight / _FIRM_WEIGHT)
    return share * min(1.0, found / 0.7)


def _clue_score(paper: Paper, page: str) -> float:
    """How well the paper's clues stand on the page; those of like forms differ in a word."""
    wanted = [squeeze(folded(clue))[0] for clue in paper.clues]
    shares = [max(0.0, fuzz.partial_ratio(clue, page) / 100 - _CLUE_FROM) for clue in wanted]
    return sum(shares) / (1 - _CLUE_FROM) / len(shares) if shares else 0.0


def _confidence(title: float, body: float) -> float:
    """A title alone, or most of the skeleton alone, names the paper; together they are sure."""
    from_title = max(0.0, (title - _TITLE_FROM) / (1 - _TITLE_FROM))
    return min(0.999, 1 - (1 - 0.9 * from_title) * (1 - 0.75 * body))
