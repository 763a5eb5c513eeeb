# SPDX-License-Identifier: Apache-2.0
"""The tables of a run: exact, how much is sure and how much of that wrong, by form, layout and cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from bench.accuracy.cases import Case, pairs_of, score_by
from bench.retyped.card_specs import CARD
from bench.retyped.causes import cause
from bench.score import SURE, Mistake, Score, score_pages
from bench.tables import Table, percent

_HEADINGS = ("pages", "values", "kind", "exact", "missing", "invented", "given at ≥ 0.9", "wrong at ≥ 0.9")


STRANGER = "stranger"
"""The filling of a page of another authority."""


def tables_of(every: Sequence[Case]) -> list[Table]:
    """All tables, the most telling first."""
    cards = [case for case in every if case.truths[0].kind == CARD]
    cases = [case for case in every if case not in cards and case.made["fill"] != STRANGER]
    strangers = [case for case in every if case.made["fill"] == STRANGER]
    tables = [
        _table("Pages of other authorities", strangers, _made("form")),
        _table("Identity cards", cards, lambda _case: "all"),
        _table("Identity cards, by print", cards, _made("form")),
        _table("Identity cards, by what became of the code", cards, _made("fill")),
        causes_table("Identity cards, by cause", cards),
        _table("Forms", cases, lambda _case: "all"),
        _table("Forms, by filling", cases, _made("fill")),
        _table("Forms, by how they are set", cases, _made("condition")),
        _table("Forms, by wording and order of the labels", cases, _made("origin")),
        _table("Forms, by kind of paper", cases, lambda case: case.truths[0].kind),
        causes_table("Forms, by cause", cases),
    ]
    return [table for table in tables if table.rows]


def _made(what: str) -> Callable[[Case], str]:
    return lambda case: str(case.made[what])


def causes_of(cases: Sequence[Case]) -> list[tuple[Mistake, str]]:
    """Every mistake with its cause."""
    pairs = pairs_of(cases)
    found = []
    for mistake in score_pages(pairs).mistakes:
        true, read = pairs[mistake.file, mistake.page]
        page = {key: value.value for key, value in true.fields.items()}
        found.append((mistake, cause(mistake, page, bool(read and read.kind == true.kind))))
    return found


def causes_table(title: str, cases: Sequence[Case]) -> Table:
    """What kinds of error there were, and how many of them were given as sure."""
    mistakes = causes_of(cases)
    counts = Counter(name for _, name in mistakes)
    sure = Counter(name for mistake, name in mistakes if (mistake.confidence or 0.0) >= SURE)
    rows = [(name, str(count), str(sure[name])) for name, count in counts.most_common()]
    return Table(title, ("", "values", "of them at ≥ 0.9"), rows)


def _table(title: str, cases: Sequence[Case], group: Callable[[Case], str]) -> Table:
    scores = score_by(cases, group)
    worst_first = sorted(scores, key=lambda name: (scores[name].exact / max(1, scores[name].typed), name))
    return Table(title, ("", *_HEADINGS), [_row(name, scores[name]) for name in worst_first])


def _row(name: str, score: Score) -> tuple[str, ...]:
    shares = score.shares()
    return (
        name,
        str(score.pages),
        str(score.typed),
        percent(shares["kind_accuracy"]),
        percent(shares["exact"]),
        percent(shares["missing"]),
        str(score.invented),
        percent(score.sure / score.typed if score.typed else None),
        f"{score.sure_wrong}/{score.sure}",
    )
