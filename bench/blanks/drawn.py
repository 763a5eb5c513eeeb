# SPDX-License-Identifier: Apache-2.0
"""Clean pages to be worn and scanned: a paper of the samples, a card or an official blank, filled one way.

``FILLS`` are the ways; a page knows its truth and can be drawn at any resolution, once.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PIL import Image

from bench.blanks import marks, strokes
from bench.blanks.fill import Blank, load_blank, render, type_form
from bench.blanks.typist import random_hand
from bench.pages import SHARES as LAYOUTS
from bench.pages import answers, card
from samples.families.answers import is_field
from samples.printing.layout import Blank as Place
from samples.printing.layout import Fill, Tick, parse
from samples.printing.layout_files import kind_of, paper_text
from samples.printing.press import page_image, set_paper
from samples.printing.strokes import Pen
from samples.printing.style import Style, random_style
from samples.printing.typeset import Printed

DOTS = {"over leaders": "through", "leaders broken": "under", "leaders gone": "gone"}
PENS = {"pen": 1.0, "mixed": 0.5}
"""Ways of filling by hand → the share of fields that are penned."""

CARD = "id-card"
LAYOUT_NAMES = tuple(LAYOUTS)

MOSTLY_EMPTY = "mostly empty"
FILLS = (*DOTS, MOSTLY_EMPTY, *PENS)

_NOTES = "birth-registration-notes"
_LEAST_PEN_PT = 55


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page before it is scanned; ``draw(dpi)`` gives it upright, clean, RGB."""

    kind: str
    fields: dict[str, dict[str, Any]]
    draw: Callable[[int], Image.Image] = field(repr=False)
    notes: bool = False


def kind_of_layout(layout: str) -> str:
    """The kind of paper that a layout is a print of."""
    return kind_of(layout)


def paper_page(layout: str, fill: str, rng: random.Random) -> DrawnPage:
    """A page of ``samples/layouts`` in a random look, filled as ``fill`` says."""
    values = {key: value for key, value in answers(layout, rng).items() if _kept(key, fill, rng)}
    style = _style(fill, rng)
    penned = _penned_keys(layout, fill, rng)
    printed = _set(layout, values, style, penned, rng)
    kind = kind_of(layout)
    truth = {
        key: {"value": value.truth, "hand": key in penned}
        for key, value in values.items()
        if key in printed.placed and is_field(kind, key)
    }
    wild = Pen(wild=rng.uniform(0.35, 0.6), ink=rng.choice(((28, 38, 120), (20, 30, 90), (25, 25, 28))))
    return DrawnPage(kind, truth, lambda dpi: page_image(printed, dpi, rng, wild))


def notes_page(rng: random.Random) -> DrawnPage:
    """The notes on the back of a form: no value stands there."""
    printed = set_paper(_NOTES, {}, random_style(rng), rng, strict=False)
    return DrawnPage("birth-registration", {}, lambda dpi: page_image(printed, dpi, rng), notes=True)


def any_page(layout: str, fill: str, rng: random.Random) -> DrawnPage:
    """A paper or, for ``CARD``, a copy of a card."""
    return card_page(rng) if layout == CARD else paper_page(layout, fill, rng)


def card_page(rng: random.Random) -> DrawnPage:
    """A copy of an identity card, one side or both."""
    printed, truth = card(rng)
    return DrawnPage("id-card", truth, lambda dpi: page_image(printed, dpi, rng))


def blank_page(pdf: Path, fill: str, rng: random.Random, ink: strokes.InkBox | None = None) -> DrawnPage:
    """An official blank filled over its leaders; by pen only with the lines of ``ink``."""
    blank = load_blank(pdf)
    inked = _inkable(blank, PENS.get(fill, 0.0), rng)
    typed = {key: places for key, places in blank.leaders.items() if key not in inked}
    if fill == MOSTLY_EMPTY:
        typed = {key: places for key, places in typed.items() if rng.random() < 0.3 or ":" in key}
    hand = replace(random_hand(rng), dots=DOTS.get(fill, "through"))
    truth: dict[str, dict[str, Any]] = {}

    def draw(dpi: int) -> Image.Image:
        page = render(pdf, 1, dpi)
        truth.update(type_form(replace(blank, leaders=typed), page, dpi, rng, hand))
        if ink:
            truth.update(strokes.write_form(replace(blank, leaders=inked), page, dpi, rng, ink))
        marks.sign_and_stamp(page, blank.pieces, dpi, rng)
        return page

    return DrawnPage(blank.kind, truth, draw)


def _kept(key: str, fill: str, rng: random.Random) -> bool:
    return fill != MOSTLY_EMPTY or rng.random() < (0.9 if key.startswith("made.") else 0.3)


def _style(fill: str, rng: random.Random) -> Style:
    style = random_style(rng)
    if fill in PENS:
        return replace(style, value_size=14, value_face="sans", indent=6, rise=1.0, dots="through")
    return replace(style, dots=DOTS.get(fill, "through"))


def _penned_keys(layout: str, fill: str, rng: random.Random) -> frozenset[str]:
    """The keys to write by pen; boxes and what is printed as text never are."""
    tokens = [token for line in parse(paper_text(layout)) for column in line.columns for token in column]
    machine = {token.key for token in tokens if isinstance(token, Tick | Fill)}
    written = dict.fromkeys(token.key.partition(":")[0] for token in tokens if isinstance(token, Place))
    share = PENS.get(fill, 0.0)
    return frozenset(key for key in written if key not in machine and rng.random() < share)


def _set(
    layout: str, values: dict[str, Any], style: Style, penned: frozenset[str], rng: random.Random
) -> Printed:
    """The paper set twice in the same wording: once with what is typed, once with what is left to the ink."""
    wording = rng.getrandbits(32)
    typed = {key: value.typed for key, value in values.items() if key not in penned}
    printed = set_paper(layout, typed, style, random.Random(wording), strict=False)
    if not penned:
        return printed
    by_pen = {key: value.typed for key, value in values.items() if key in penned}
    other = set_paper(layout, by_pen, style, random.Random(wording), pen=True, strict=False)
    return replace(printed, placed=printed.placed | other.placed, penned=other.penned)


def _inkable(blank: Blank, share: float, rng: random.Random) -> dict[str, Any]:
    """Places long enough for a line of pen, a random share of them."""
    return {
        key: places
        for key, places in blank.leaders.items()
        if ":" not in key and places[0].x1 - places[0].x0 >= _LEAST_PEN_PT and rng.random() < share
    }
