# SPDX-License-Identifier: Apache-2.0
"""Figures beyond right and wrong: what confidence is worth, pen and print, two papers on a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.accuracy.cases import Case, Pairs
from bench.score import SURE, same, score_pages
from bench.truth import ReadValue, TrueValue

HAND = "hand"
_EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
_NUMBERS = re.compile(r"(personal_id|old_id|id_document|insurance_number)$")
_DATES = re.compile(r"(date|\.from|\.to|\.founded)$")
_LONG = re.compile(r"\d{9,12}")


@dataclass(frozen=True, slots=True)
class Value:
    """One value: what stands on the paper (if anything) and what was given (if anything)."""

    key: str
    wanted: TrueValue | None
    given: ReadValue | None

    @property
    def right(self) -> bool:
        return bool(self.wanted and self.given and same(self.key, self.wanted.value, self.given.value))

    @property
    def sure(self) -> bool:
        return self.given is not None and (self.given.confidence or 0.0) >= SURE

    @property
    def penned(self) -> bool:
        return self.wanted is not None and self.wanted.hand


@dataclass(frozen=True, slots=True)
class Bin:
    """Values given with a confidence in [``low``, ``high``): how many, their mean confidence, share right."""

    low: float
    high: float
    count: int
    mean: float
    right: float


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``; None of nothing."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


def values_of(pairs: Pairs) -> Iterator[Value]:
    """Every value that stands on a page or was read from one."""
    for true, read in pairs.values():
        given = read.fields if read else {}
        for key in sorted(true.fields.keys() | given.keys()):
            yield Value(key, true.fields.get(key), given.get(key))


def reliability(values: Iterable[Value]) -> list[Bin]:
    """Given values by their confidence; empty bins are left out."""
    given = [(v.given.confidence or 0.0, v.right) for v in values if v.given is not None]
    bins = []
    for low, high in pairwise(_EDGES):
        inside = [(sure, right) for sure, right in given if low <= sure < high or high == sure == 1.0]
        if inside:
            count = len(inside)
            mean, right = sum(s for s, _ in inside) / count, sum(r for _, r in inside) / count
            bins.append(Bin(low, high, count, mean, right))
    return bins


def believed_wrong(values: Iterable[Value], *, penned: bool) -> Share:
    """Of the values given as sure (of penned fields or of all others), those that are not right."""
    sure = [v for v in values if v.sure and v.penned == penned]
    return Share(sum(not v.right for v in sure), len(sure))


def numbers_and_dates(values: Iterable[Value]) -> dict[str, tuple[Share, Share]]:
    """Typed identity numbers and dates: exact, and exact or flagged (not given as sure or not given)."""
    typed = [v for v in values if v.wanted and not v.penned]
    groups = {
        "identity numbers": [v for v in typed if _NUMBERS.search(v.key) and _long(v.wanted)],
        "dates": [v for v in typed if _DATES.search(v.key)],
    }
    return {
        name: (
            Share(sum(_exact(v) for v in group), len(group)),
            Share(sum(_exact(v) or not v.sure for v in group), len(group)),
        )
        for name, group in groups.items()
    }


def _long(value: TrueValue | None) -> list[str]:
    return _LONG.findall(value.value) if value else []


def _exact(value: Value) -> bool:
    """Right as a whole; of an identity paper its number decides."""
    if _NUMBERS.search(value.key) and value.given and value.wanted:
        return _long(value.wanted) == _LONG.findall(value.given.value)
    return value.right


def pen_figures(values: Sequence[Value]) -> dict[str, Share]:
    """How penned and typed values are told apart."""
    penned = [v for v in values if v.penned]
    typed = [v for v in values if v.wanted and not v.wanted.hand]
    found = [v for v in penned if v.given is not None]
    marked = [v for v in found if _by_pen(v)]
    return {
        "zone found": Share(len(found), len(penned)),
        "marked hand, of those found": Share(len(marked), len(found)),
        "wrong though given as sure": Share(sum(v.sure and not v.right for v in found), len(found)),
        "ink taken for print": Share(len(found) - len(marked), len(penned)),
        "print taken for ink": Share(sum(_by_pen(v) for v in typed), len(typed)),
        "pen seen where nothing stands": Share(
            sum(_by_pen(v) for v in values if v.wanted is None), sum(_by_pen(v) for v in values)
        ),
    }


def _by_pen(value: Value) -> bool:
    return value.given is not None and value.given.source == HAND


def papers_on_shared_sheets(cases: Iterable[Case]) -> dict[str, Share]:
    """Sheets with two papers: how many papers were seen, and what became of their values."""
    sheets = [case for case in cases if case.many]
    papers = [(case, true) for case in sheets for true in case.truths]
    seen: Pairs = {}
    for number, (case, true) in enumerate(papers):
        read = next((page for page in case.read if page.kind == true.kind), None)
        if read is not None:
            seen[case.file, number] = (true, read)
    score = score_pages(seen)
    total = sum(len(true.fields) for _, true in papers)
    return {
        "papers seen": Share(len(seen), len(papers)),
        "values exact": Share(score.exact, total),
        "values exact, of the papers seen": Share(score.exact, score.typed),
        "invented on the papers seen": Share(score.invented, score.typed),
    }
