# SPDX-License-Identifier: Apache-2.0
"""Truth and reading of every page of a run, side by side."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.accuracy.reading import reading_of
from bench.score import Score, score_pages
from bench.truth import PageId, ReadPage, TruePage, read_page, true_page

Pairs = dict[PageId, tuple[TruePage, ReadPage | None]]


@dataclass(frozen=True, slots=True)
class Case:
    """One page: how it was made, the papers that lie on it (mostly one), what was read, in how many seconds.

    ``read`` has an entry for each paper that the reader saw.
    """

    file: str
    page: int
    made: dict[str, Any]
    truths: tuple[TruePage, ...]
    read: tuple[ReadPage, ...]
    seconds: float

    @property
    def many(self) -> bool:
        """Whether more than one paper lies on the page."""
        return len(self.truths) > 1


def load_cases(records: Iterable[Path], readings: Path) -> list[Case]:
    """The pages whose truth is in ``records`` and that have been read."""
    cases: list[Case] = []
    for path in records:
        record = json.loads(path.read_text("utf-8"))
        kept = reading_of(Path(record["file"]), readings)
        if kept.exists():
            cases += _cases(record, json.loads(kept.read_text("utf-8")))
    return cases


def _cases(record: dict[str, Any], entries: list[dict[str, Any]]) -> list[Case]:
    numbers = dict.fromkeys(int(page["page"]) for page in record["pages"])
    return [
        Case(
            record["file"],
            number,
            record["made"],
            tuple(true_page(page) for page in record["pages"] if page["page"] == number),
            tuple(
                read_page(paper)
                for entry in entries
                if entry["page"] == number
                for paper in (entry, *entry.get("others", ()))
            ),
            sum(entry.get("seconds", 0.0) for entry in entries if entry["page"] == number),
        )
        for number in numbers
    ]


def pairs_of(cases: Iterable[Case]) -> Pairs:
    """Pages with one paper, each with what was read of it."""
    return {
        (case.file, case.page): (case.truths[0], case.read[0] if case.read else None)
        for case in cases
        if not case.many
    }


def score_by(cases: Iterable[Case], group: Callable[[Case], str]) -> dict[str, Score]:
    """One score for each group of pages with one paper, in the order of the names."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        if not case.many:
            groups.setdefault(group(case), []).append(case)
    return {name: score_pages(pairs_of(groups[name])) for name in sorted(groups)}


def score_fields(pairs: Pairs) -> dict[str, Score]:
    """One score for each field, of the pages that have it or on which it was read."""
    keys = {key for true, read in pairs.values() for key in (*true.fields, *(read.fields if read else ()))}
    return {key: score_pages(_only(pairs, key)) for key in sorted(keys)}


def _only(pairs: Pairs, key: str) -> Pairs:
    cut: Pairs = {}
    for place, (true, read) in pairs.items():
        wanted = {key: true.fields[key]} if key in true.fields else {}
        given = {key: read.fields[key]} if read and key in read.fields else {}
        if wanted or given:
            cut[place] = (TruePage("", None, wanted), ReadPage("", None, given))
    return cut
