# SPDX-License-Identifier: Apache-2.0
"""Which pages an accuracy run has: kinds, fillings and conditions dealt evenly, the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.blanks.drawn import CARD, LAYOUT_NAMES, MOSTLY_EMPTY, PENS
from bench.blanks.form_keys import FORMS
from bench.conditions import CONDITIONS

TWO_PAPERS, BOTH_SIDES = "two papers", "both sides"

RETYPED, BLANK, INK = "retyped", "blank", "ink"
"""Where a page comes from: set anew, an official blank filled by machine, one written on with real pen."""

AS_ISSUED = "as issued"
"""The filling of a card, which nobody fills in."""

_TYPED = ("over leaders",) * 4 + ("leaders gone",) * 2 + ("leaders broken", MOSTLY_EMPTY)
_EVERY = _TYPED + tuple(PENS)
PALES_PEN = frozenset({"one bit", "faded"})
"""Conditions in which a person could no longer read pale pen, or that are none of a pen."""

_SHARE_OF_SPECIALS = 0.05


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page to make; ``form`` is a layout of the samples or the name of an official blank."""

    origin: str
    number: int
    seed: int
    form: str
    fill: str
    condition: str

    @property
    def name(self) -> str:
        return f"{self.origin.replace(' ', '-')}-{self.number:03d}-{self.form}"

    def chance(self) -> random.Random:
        """The page's own source of chance, so that each page can be made alone."""
        return random.Random(f"{self.seed}/{self.name}/{self.fill}/{self.condition}")


@dataclass(frozen=True, slots=True)
class Sets:
    """How many pages of each origin; ``blanks`` and ``strokes`` are the folders given, if any;
    ``form`` the only layout that is wanted.
    """

    retyped: int
    blank: int = 0
    ink: int = 0
    blanks: Path | None = None
    strokes: Path | None = None
    form: str = ""


def sets_for(pages: int, blanks: Path | None, strokes: Path | None, form: str = "") -> Sets:
    """``pages`` set anew, a third as many filled blanks, a fifth as many with real pen; or just ``pages`` of
    one ``form``.
    """
    if strokes and not blanks:
        raise SystemExit("--ink needs --blanks: the pen writes on official blanks")
    if form:
        return Sets(pages, form=form)
    return Sets(pages, pages // 3 if blanks else 0, pages // 5 if strokes else 0, blanks, strokes)


def planned(sets: Sets, seed: int) -> list[PageSpec]:
    """All pages of a run."""
    if sets.form:
        return _dealt(RETYPED, sets.retyped, seed, (sets.form,), _EVERY, tuple(CONDITIONS))
    specials = round(sets.retyped * _SHARE_OF_SPECIALS)
    pages = _dealt(RETYPED, sets.retyped - 2 * specials, seed, LAYOUT_NAMES, _EVERY, tuple(CONDITIONS))
    forms = [form for form in LAYOUT_NAMES if form not in (CARD, "other")]
    with_notes = [form for form in forms if form.startswith("birth-registration")]
    for special, those in ((TWO_PAPERS, forms), (BOTH_SIDES, with_notes)):
        pages += _dealt(special, specials, seed, those, ("over leaders",), (special,))
    known = [form for form in sorted(FORMS) if sets.blanks and (sets.blanks / f"{form}.pdf").exists()]
    if sets.blank:
        pages += _dealt(BLANK, sets.blank, seed, known, _TYPED, tuple(CONDITIONS))
    if sets.ink:
        shown = tuple(name for name in CONDITIONS if name not in PALES_PEN)
        pages += _dealt(INK, sets.ink, seed, known, tuple(PENS), shown)
    return pages


def _dealt(
    origin: str,
    count: int,
    seed: int,
    forms: Sequence[str],
    fills: Sequence[str],
    conditions: Sequence[str],
) -> list[PageSpec]:
    decks = [
        _deck(cards, random.Random(f"{origin}/{seed}/{what}"))
        for what, cards in (("form", forms), ("fill", fills), ("condition", conditions))
    ]
    specs = (PageSpec(origin, number, seed, *(next(deck) for deck in decks)) for number in range(count))
    return [replace(spec, fill=AS_ISSUED) if spec.form == CARD else spec for spec in specs]


def _deck(cards: Sequence[str], rng: random.Random) -> Iterator[str]:
    """``cards`` shuffled, and again when all are dealt: each comes equally often."""
    while True:
        yield from rng.sample(list(cards), len(cards))
