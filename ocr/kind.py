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
    letters = [squeeze(folded(line.text))[0] for line in lines]
    scored = [match for paper in papers if (match := _match(paper, lines, letters, letter_px)) is not None]
    return max(scored, key=lambda match: (match.confidence, match.alignment.weight), default=None)


def title_score(paper: Paper, letters: Sequence[str]) -> float:
    """How well the paper's title stands on the page (0…1); a title may be broken over two lines."""
    pairs = [a + b for a, b in pairwise(letters)]
    best = 0.0
    for title in paper.titles:
        wanted = squeeze(folded(title))[0]
        for text in (*letters, *pairs):
            if len(text) >= 0.7 * len(wanted):
                extra = max(0, len(text) - len(wanted)) / max(len(text), 1)
                best = max(best, fuzz.partial_ratio(wanted, text) / 100 - 0.25 * extra)
    return best


def _match(
    paper: Paper, lines: Sequence[TextLine], letters: Sequence[str], letter_px: float
) -> KindMatch | None:
    aligned = [_aligned(edition, lines, letter_px) for edition in paper.editions]
    edition, ordered, alignment = max(
        aligned, key=lambda found: found[2].weight, default=(None, tuple(lines), Alignment((), 0.0, 0.0))
    )
    confidence = _confidence(title_score(paper, letters), _body(alignment), _clue_share(paper, letters))
    return KindMatch(paper, edition, ordered, alignment, confidence) if confidence >= 0.3 else None


def _aligned(
    edition: Edition, lines: Sequence[TextLine], letter_px: float
) -> tuple[Edition | None, tuple[TextLine, ...], Alignment]:
    ordered = reading_order(lines, edition.columns, letter_px)
    return edition, ordered, align(find_labels(ordered, edition.skeleton), edition.skeleton)


def _body(alignment: Alignment) -> float:
    """The share of the skeleton found, worth less where the few labels of a short skeleton would be all
    there is.
    """
    return alignment.coverage * min(1.0, alignment.weight / _FIRM_WEIGHT)


def _clue_share(paper: Paper, letters: Sequence[str]) -> float:
    if not paper.clues:
        return 0.0
    page = "".join(letters)
    wanted = [squeeze(folded(clue))[0] for clue in paper.clues]
    return sum(fuzz.partial_ratio(clue, page) >= 85 for clue in wanted) / len(wanted)


def _confidence(title: float, body: float, clues: float) -> float:
    """A title alone, or most of the skeleton alone, names the paper; together they are sure."""
    from_title = max(0.0, (title - 0.72) / 0.28)
    from_body = max(min(1.0, body / 0.7), clues)
    return min(0.999, 1 - (1 - 0.9 * from_title) * (1 - 0.75 * from_body))
