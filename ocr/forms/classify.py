# SPDX-License-Identifier: Apache-2.0
"""Which paper is this page, and which edition of it: title and skeleton against all templates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain

from rapidfuzz import fuzz, process

from ocr.forms.align import Alignment, align
from ocr.forms.cells import cells_in_order
from ocr.forms.columns import TableGrid, reading_order
from ocr.forms.headings import (
    SURE_TITLE,
    TITLE_FROM,
    goes_on_otherwise,
    has_letterhead,
    headings_of,
    is_application,
    is_loud,
    loud_lines,
    named_otherwise,
    names_subject,
    title_score,
)
from ocr.forms.labels import find_labels, wordings_of
from ocr.forms.letters import letters_of
from ocr.layout.ruling_lines import VerticalRule
from ocr.lines.text_line import TextLine
from ocr.text.folding import fold
from templates.model.document_types import DocumentType, Edition, LabelSpec

_FIRM_WEIGHT = 14.0
"""The weight of about four good labels."""

_LEAST_CONFIDENCE = 0.3

_NEAR = 0.6
"""Papers whose first edition explains less than this share of what the best one explains are out."""

_CLUE_FROM = 0.75
"""Similarity from which on a clue speaks for a paper at all."""

_NEEDED = 0.9
"""What a paper needs may have one wrong letter of twelve: a court and a committee are alike to 0.75."""

_THIN = 0.5
"""A page that begins under the state's name, with a title that is not the paper's, is that paper only where
half of its labels stand: name, birth, number and home are asked for by every authority.
"""

_FAR, _MOST = 0.6, 0.8
"""So many must where the title is so far from the paper's, and that of a declaration of something else."""

_NAMED_OTHERWISE = 0.39
"""What labels still count for on such a page: without the title they name no form."""


@dataclass(frozen=True)
class KindMatch:
    """A paper, the edition that fits best, the lines in its reading order and their alignment;
    ``confidence`` 0…1. ``contested`` are fields that another print, which fits as well, takes for others.
    """

    paper: DocumentType
    edition: Edition | None
    lines: tuple[TextLine, ...]
    alignment: Alignment
    confidence: float
    contested: frozenset[str] = frozenset()


def match_kind(
    lines: Sequence[TextLine],
    papers: Iterable[DocumentType],
    letter_px: float,
    walls: Sequence[VerticalRule] = (),
) -> KindMatch | None:
    """The best fitting paper, or None where nothing fits; see ``kind_matches``."""
    return next(iter(kind_matches(lines, papers, letter_px, walls)), None)


def kind_matches(
    lines: Sequence[TextLine],
    papers: Iterable[DocumentType],
    letter_px: float,
    walls: Sequence[VerticalRule] = (),
) -> tuple[KindMatch, ...]:
    """All papers that may fit, the best first; ``letter_px`` is the x-height of the lines' words, ``walls``
    are the upright rules of the page's tables.
    """
    grid = TableGrid(letter_px, tuple(walls))
    headings = headings_of(lines)
    papers = tuple(papers)
    lines = cells_in_order(lines, grid, partial(_label_like, papers))
    close = [re.sub(r"\s", "", line.text) for line in lines]
    shown = [paper for paper in papers if _signed(paper, close) or _has_needed(paper, lines, close)]
    fits = [_Fit(paper, title_score(paper, headings), _first_edition(paper, lines, grid)) for paper in shown]
    heaviest = _heaviest(fits)
    fits = [_with_all_editions(fit, lines, grid) if _worth(fit, heaviest) else fit for fit in fits]
    heaviest, page, loud = _heaviest(fits), "".join(headings.all), loud_lines(lines)
    opens = has_letterhead(headings)
    found = []
    for fit in fits:
        body = max(_body(fit.text.alignment, heaviest), _clue_score(fit.paper, page))
        title = 0.0 if goes_on_otherwise(fit.paper, loud) else fit.title
        strange = opens and not names_subject(fit.paper, loud)
        if title < TITLE_FROM and (
            named_otherwise(fit.paper, loud) or (strange and _is_thin(fit.text.alignment, title, loud))
        ):
            body *= _NAMED_OTHERWISE
        if _signed(fit.paper, close):
            body = 1.0
        confidence = _confidence(title, body)
        if confidence >= _LEAST_CONFIDENCE:
            text = fit.text
            found.append(
                KindMatch(fit.paper, text.edition, text.lines, text.alignment, confidence, fit.text.contested)
            )
    return tuple(sorted(found, key=lambda match: (-match.confidence, -match.alignment.weight)))


def match_of(
    paper: DocumentType, lines: Sequence[TextLine], letter_px: float, walls: Sequence[VerticalRule] = ()
) -> KindMatch:
    """This very paper, as a person says, in the edition that fits best, however ill that fits."""
    grid = TableGrid(letter_px, tuple(walls))
    lines = cells_in_order(lines, grid, partial(_label_like, (paper,)))
    fit = _with_all_editions(_Fit(paper, 1.0, _first_edition(paper, lines, grid)), lines, grid)
    text = fit.text
    return KindMatch(paper, text.edition, text.lines, text.alignment, 1.0, text.contested)


@dataclass(frozen=True)
class _Aligned:
    """The page in the reading order of an edition, and the edition's labels on it."""

    edition: Edition | None
    lines: tuple[TextLine, ...]
    alignment: Alignment
    contested: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Fit:
    """How a paper fits: its title (0…1), and the best of the editions tried."""

    paper: DocumentType
    title: float
    text: _Aligned


def _first_edition(paper: DocumentType, lines: Sequence[TextLine], grid: TableGrid) -> _Aligned:
    if not paper.editions:
        return _Aligned(None, tuple(lines), Alignment((), 0.0, 0.0))
    return _aligned(paper.editions[0], lines, grid)


def _with_all_editions(fit: _Fit, lines: Sequence[TextLine], grid: TableGrid) -> _Fit:
    texts = [fit.text, *(_aligned(edition, lines, grid) for edition in fit.paper.editions[1:])]
    best = max(texts, key=lambda text: text.alignment.weight)
    near = [text for text in texts if text.alignment.weight > best.alignment.weight - _AS_HEAVY]
    rivals = [_fields_at(text) for text in near if text is not best]
    contested = {
        key
        for place, key in _fields_at(best).items()
        if any(key in rival.values() and rival.get(place, key) != key for rival in rivals)
    }
    return replace(fit, text=replace(best, contested=best.contested | contested))


_AS_HEAVY = 0.5
"""Prints whose labels weigh so nearly the same fit a page alike: less than the least label weighs."""


def _fields_at(text: _Aligned) -> dict[tuple[float, float], str]:
    """Which field the value behind each label is, by the place of the label on the page."""
    skeleton = text.edition.skeleton if text.edition else ()
    return {
        (round(text.lines[label.line].centre), round(text.lines[label.line].x_at(label.start))): key
        for label in text.alignment.labels
        if (key := skeleton[label.item].field)
    }


def _worth(fit: _Fit, heaviest: float) -> bool:
    """Whether a paper is near enough for its other editions to matter; those of other papers than forms, like
    the cards of 2016, 2021 and 2024, have little in common.
    """
    return (
        fit.paper.role != "form" or fit.title >= SURE_TITLE or fit.text.alignment.weight >= _NEAR * heaviest
    )


def _heaviest(fits: Sequence[_Fit]) -> float:
    return max((fit.text.alignment.weight for fit in fits), default=0.0)


def _label_like(papers: Sequence[DocumentType], letters: str) -> str:
    """The letters of the label of one of the papers that is nearly letter by letter this, or ""."""
    items = (item for paper in papers for edition in paper.editions for item in edition.skeleton)
    known = chain.from_iterable(map(wordings_of, items))
    found = process.extractOne(letters, known, scorer=fuzz.ratio, score_cutoff=100 * _NEEDED)
    return found[0] if found else ""


def _signed(paper: DocumentType, close: Sequence[str]) -> bool:
    """Whether a sign of the paper stands in a line; ``close`` are the lines without blanks."""
    return any(re.search(sign, text) for sign in paper.signs for text in close)


def _has_needed(paper: DocumentType, lines: Sequence[TextLine], close: Sequence[str]) -> bool:
    """Whether the page bears what only this paper has, where it needs such words."""
    return not paper.needs or any(
        any(re.search(words, text) for text in close)
        if words.startswith("^")
        else any(_bears(line.text, words) for line in lines)
        for words in paper.needs
    )


def _bears(text: str, words: str) -> bool:
    """Whether ``words`` stand in a line, nearly letter by letter; in capitals if they are."""
    wanted, (letters, places) = letters_of(words)[0], letters_of(text)
    if len(letters) < _NEEDED * len(wanted):
        return False
    found = fuzz.partial_ratio_alignment(wanted, letters, score_cutoff=100 * _NEEDED)
    if found is None:
        return False
    stretch = text[places[found.dest_start] : places[found.dest_end - 1] + 1]
    return not words.isupper() or is_loud(stretch)


def _aligned(edition: Edition, lines: Sequence[TextLine], grid: TableGrid) -> _Aligned:
    ordered = reading_order(lines, edition.columns, grid)
    if edition.columns and edition.columns.table and len(ordered) == len(lines):
        edition = _under_each_other(edition)
    found = find_labels(ordered, edition.skeleton)
    alignment = align(found, edition.skeleton)
    return _Aligned(edition, ordered, alignment, _beside(edition, lines, ordered) | alignment.contested)


def _beside(edition: Edition, lines: Sequence[TextLine], ordered: Sequence[TextLine]) -> frozenset[str]:
    """The fields of two people who stand beside each other by this print, where no columns were found: a line
    with the label of one twice may hold both their values.
    """
    columns = edition.columns
    if columns is None or columns.table or len(ordered) != len(lines):
        return frozenset()
    twice = any(line.text.count(":") > 1 and _repeats(line.text) for line in lines)
    roles = Counter(filter(None, map(_person, edition.skeleton))).most_common(2)
    asked = {role for role, _count in roles} if twice else set()
    return frozenset(item.field for item in edition.skeleton if item.field and _person(item) in asked)


def _repeats(text: str) -> bool:
    """Whether what stands before a colon of a line stands before another one too."""
    labels = [fold(part).split()[-2:] for part in text.split(":")[:-1]]
    return any(labels.count(label) > 1 for label in labels if len(label) > 1)


@lru_cache(maxsize=64)
def _under_each_other(edition: Edition) -> Edition:
    """The print with the headings of its two columns over what is asked of each, as offices set it that make
    no table of it.
    """
    columns, items = edition.columns, edition.skeleton
    roles = [_person(item) for item in items]
    most = [role for role, _count in Counter(filter(None, roles)).most_common(2)]
    asked = sorted(most, key=roles.index)
    if columns is None or len(asked) != 2:
        return edition
    headed: list[LabelSpec] = []
    for item in items:
        for role, heading in zip(asked, (columns.left, columns.right), strict=True):
            if _person(item) == role and not any(_person(one) == role for one in headed):
                headed.append(LabelSpec(label=heading))
        headed.append(item)
    return edition.model_copy(update={"skeleton": tuple(headed)})


def _person(item: LabelSpec) -> str:
    return (item.field or "").rpartition(".")[0]


def _body(alignment: Alignment, heaviest: float) -> float:
    """How well the skeleton explains the page (0…1).

    The share of it found counts for less where the few labels of a short skeleton would be all there is,
    and where another paper's skeleton (``heaviest``) explains more of the page: forms share most labels.
    """
    share = alignment.weight / heaviest if heaviest > 0 else 0.0
    found = alignment.coverage * min(1.0, alignment.weight / _FIRM_WEIGHT)
    return share * min(1.0, found / 0.7)


def _is_thin(alignment: Alignment, title: float, loud: Sequence[str]) -> bool:
    """Whether so few labels were found that any paper on which a person is named might have them; where the
    page is headed as quite another application, most must stand.
    """
    other = title < _FAR and is_application(loud)
    return alignment.coverage < (_MOST if other else _THIN)


def _clue_score(paper: DocumentType, page: str) -> float:
    """How well the paper's clues stand on the page; those of like forms differ in a word."""
    wanted = [letters_of(clue)[0] for clue in paper.clues]
    shares = [max(0.0, _standing(clue, page) - _CLUE_FROM) for clue in wanted]
    return sum(shares) / (1 - _CLUE_FROM) / len(shares) if shares else 0.0


def _standing(clue: str, page: str) -> float:
    """How well the clue stands somewhere on the page (0…1). Of a page with fewer letters than it the whole is
    compared: else a speck read as one letter would stand in every clue.
    """
    alike = fuzz.ratio if len(page) < len(clue) else fuzz.partial_ratio
    return alike(clue, page) / 100


def _confidence(title: float, body: float) -> float:
    """A title alone, or most of the skeleton alone, names the paper; together they are sure."""
    from_title = max(0.0, (title - TITLE_FROM) / (1 - TITLE_FROM))
    return min(0.999, 1 - (1 - 0.9 * from_title) * (1 - 0.75 * body))
