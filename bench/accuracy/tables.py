# SPDX-License-Identifier: Apache-2.0
"""The tables of an accuracy run, for the screen and for a page of Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.accuracy.cases import Case, pairs_of, score_by, score_fields
from bench.accuracy.figures import (
    Share,
    Value,
    believed_wrong,
    numbers_and_dates,
    papers_on_shared_sheets,
    pen_figures,
    reliability,
    values_of,
)
from bench.accuracy.plan import INK
from bench.score import Score
from bench.tables import Table, percent

WORST = 25
_HEADINGS = (
    "pages", "values", "kind", "exact", "char. error", "missing", "invented + pen", "wrong at ≥ 0.9",
)  # fmt: skip
PHOTOS = ("photo", "photo, turned", "turned")


def tables_of(cases: Sequence[Case]) -> list[Table]:
    """All tables of a run, the most telling first."""
    values = list(values_of(pairs_of(cases)))
    return [
        summary(cases),
        _table("By kind of paper", score_by(cases, _kind)),
        _table("By filling", score_by(cases, lambda case: str(case.made["fill"]))),
        _table("By condition", score_by(cases, lambda case: str(case.made["condition"]))),
        _fields(cases),
        _reliability(values),
        _numbers(values),
        *_pens(cases),
        _shares("Two papers on one sheet", papers_on_shared_sheets(cases)),
    ]


def _kind(case: Case) -> str:
    return "notes on the back" if not case.truths[0].kind else case.truths[0].kind


def summary(cases: Sequence[Case]) -> Table:
    """Everything at once, scans and photographs apart, and by where the pages come from."""
    groups = {
        "all": list(cases),
        "scans, upright": [case for case in cases if case.made["condition"] not in PHOTOS],
        "photographs and turned": [case for case in cases if case.made["condition"] in PHOTOS],
    }
    for origin in dict.fromkeys(str(case.made["origin"]) for case in cases):
        groups[f"{origin} pages"] = [case for case in cases if case.made["origin"] == origin]
    rows = [
        row
        for name, group in groups.items()
        for row in _rows(score_by(group, lambda _case, name=name: name))  # type: ignore[misc]
    ]
    return Table("In all", ("pages of", *_HEADINGS), rows)


def _table(title: str, scores: Mapping[str, Score]) -> Table:
    worst_first = sorted(scores, key=lambda name: (scores[name].exact / max(1, scores[name].typed), name))
    return Table(title, ("", *_HEADINGS), _rows({name: scores[name] for name in worst_first}))


def _rows(scores: Mapping[str, Score]) -> list[tuple[str, ...]]:
    return [
        (
            name,
            str(score.pages),
            str(score.typed),
            percent(score.shares()["kind_accuracy"]),
            percent(score.shares()["exact"]),
            percent(score.shares()["character_error"]),
            percent(score.shares()["missing"]),
            _invented(score),
            f"{score.sure_wrong}/{score.sure}",
        )
        for name, score in scores.items()
    ]


def _invented(score: Score) -> str:
    """Values given where the paper has none, and places there that were only said to be penned."""
    pen = sum(mistake.what == "invented" and not mistake.read for mistake in score.mistakes)
    return f"{score.invented - pen} + {pen}"


def lost(score: Score) -> int:
    """How many values a field costs: wrong, missing and invented ones."""
    return score.typed - score.exact + score.invented


def _fields(cases: Sequence[Case]) -> Table:
    scores = score_fields(pairs_of(cases))
    worst = sorted(scores, key=lambda key: (-lost(scores[key]), key))[:WORST]
    rows = [
        (
            key,
            str(scores[key].typed),
            percent(scores[key].shares()["exact"]),
            str(scores[key].wrong),
            str(scores[key].missing),
            _invented(scores[key]),
            f"{scores[key].sure_wrong}/{scores[key].sure}",
        )
        for key in worst
        if lost(scores[key])
    ]
    return Table(
        f"The {len(rows)} fields that cost most values",
        ("field", "values", "exact", "wrong", "missing", "invented + pen", "wrong at ≥ 0.9"),
        rows,
    )


def _reliability(values: Sequence[Value]) -> Table:
    rows = [
        (f"{b.low:.2f} – {b.high:.2f}", str(b.count), percent(b.mean), percent(b.right))
        for b in reliability(values)
    ]
    typed, penned = (believed_wrong(values, penned=flag) for flag in (False, True))
    rows += [
        ("≥ 0.90, typed", str(typed.whole), "", percent(_rest(typed))),
        ("≥ 0.90, penned", str(penned.whole), "", percent(_rest(penned))),
    ]
    return Table(
        "Confidence given, and how often it was right",
        ("confidence", "values", "mean confidence", "right"),
        rows,
    )


def _rest(share: Share) -> float | None:
    return None if share.value is None else 1 - share.value


def _numbers(values: Sequence[Value]) -> Table:
    rows = [
        (name, str(exact.whole), percent(exact.value), percent(safe.value))
        for name, (exact, safe) in numbers_and_dates(values).items()
    ]
    return Table("Identity numbers and dates", ("", "values", "exact", "exact or flagged"), rows)


def _pens(cases: Sequence[Case]) -> list[Table]:
    """Real pen and script font apart: a font set askew is half print."""
    groups = {
        "Pen and print, official blanks with real pen": [c for c in cases if c.made["origin"] == INK],
        "Pen and print, a script font for the pen": [c for c in cases if c.made["origin"] != INK],
    }
    return [
        _shares(title, pen_figures(list(values_of(pairs_of(group)))))
        for title, group in groups.items()
        if group
    ]


def _shares(title: str, shares: Mapping[str, Share]) -> Table:
    rows = [(name, str(s.part), str(s.whole), percent(s.value)) for name, s in shares.items()]
    return Table(title, ("", "values", "of", "share"), rows)
