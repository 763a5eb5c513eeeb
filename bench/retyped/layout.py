# SPDX-License-Identifier: Apache-2.0
"""A layout: which form, in which print, how its labels are worded, ordered and set. Its number makes it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bench.retyped.setting import random_look
from samples.printing.style import Style
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import DocumentType, Edition, FieldType, LabelSpec

KEPT, OPEN = "kept", "open"
"""The two splits: layouts that decide and that nobody looks at, and those to find faults on."""

LINES, TABLE, COLUMNS = "lines", "table", "columns"
SHORT = frozenset(
    {
        FieldType.DATE,
        FieldType.SEX,
        FieldType.ETHNICITY,
        FieldType.NATIONALITY,
        FieldType.NUMBER,
        FieldType.ORDINAL,
        FieldType.PERSONAL_ID,
    }
)
"""Types of which two or three stand on one line."""

_WORDINGS = ("official", "alias", "office")


@dataclass(frozen=True, slots=True)
class Layout:
    """How one form is retyped; ``labels`` are the skeleton's items in the order and words of this print.

    ``mode`` is ``lines``, ``table`` (label and value in cells) or ``columns`` (two side by side),
    ``punctuation`` what stands behind a label, ``numbered`` what before it, ``ruled`` if cells have rules.
    """

    number: int
    split: str
    paper: DocumentType
    edition: Edition
    labels: tuple[LabelSpec, ...]
    mode: str
    wording: str
    swapped: bool
    punctuation: str
    numbered: str
    ruled: bool
    letterhead: bool
    marks: bool
    style: Style
    bold_labels: float
    shout: bool

    def made(self) -> dict[str, Any]:
        """What tells where an error comes from, for the record of a page."""
        return {
            "layout": self.number,
            "split": self.split,
            "form": f"{self.paper.kind}-{self.edition.id}",
            "fill": _filling(self.style),
            "condition": self.mode,
            "origin": self.wording + (", swapped" if self.swapped else ""),
        }


@cache
def wordings() -> dict[str, Any]:
    """``wordings.yaml``."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "wordings.yaml").read_text("utf-8"))
    return loaded


@cache
def prints() -> tuple[tuple[DocumentType, Edition], ...]:
    """Every print of a paper that people fill in or an office issues; cards are set by their own bench."""
    types = load_catalogue().document_types.values()
    return tuple((paper, e) for paper in types if paper.role in ("form", "evidence") for e in paper.editions)


def layout(number: int) -> Layout:
    """The layout of this number; even ones are open, odd ones kept aside."""
    rng = random.Random(f"retyped/{number}")
    pair = number // 2
    deck = random.Random(f"retyped/deck/{pair // len(prints())}").sample(prints(), len(prints()))
    paper, edition = deck[pair % len(deck)]
    modes = (LINES, TABLE, COLUMNS) if edition.columns else (LINES, TABLE)
    mode = rng.choices(modes, (5, 2, 4)[: len(modes)])[0]
    wording = rng.choice(_WORDINGS)
    items = [replace_label(item, wording, rng) for item in edition.skeleton]
    swapped = rng.random() < 0.3 and _swap(items, rng)
    return Layout(
        number,
        KEPT if number % 2 else OPEN,
        paper,
        edition,
        tuple(items),
        mode,
        wording,
        swapped,
        rng.choice((":", ":", ":", " :", "", ": ", "?")).replace("?", ":"),
        rng.choice(("", "", "", "1. ", "- ")),
        rng.random() < 0.75,
        paper.role == "evidence",
        rng.random() < 0.4,
        random_look(rng),
        rng.choice((0.0, 0.0, 0.3, 1.0)),
        rng.random() < 0.08,
    )


def replace_label(item: LabelSpec, wording: str, rng: random.Random) -> LabelSpec:
    """The item in a wording of its own; headings and sentences keep theirs."""
    choices: list[str] = []
    if wording == "alias" and item.field:
        choices = [alias for alias in item.aliases if not alias.startswith("(")]
    elif wording == "office" and item.field:
        choices = wordings()["labels"].get(item.label, [])
    return item.model_copy(update={"label": rng.choice([item.label, *choices])})


def _swap(items: list[LabelSpec], rng: random.Random) -> bool:
    """Exchange two neighbouring lines about one person, if there are such."""
    places = [
        n
        for n in range(1, len(items) - 2)
        if _free(items[n])
        and _free(items[n + 1])
        and not items[n + 2].inline
        and _role(items[n]) == _role(items[n + 1])
        if items[n].type is not FieldType.NAME and not items[n + 1].label.lower().endswith("bằng chữ")
    ]
    for n in rng.sample(places, min(2, len(places))):
        items[n], items[n + 1] = items[n + 1], items[n]
    return bool(places)


def _free(item: LabelSpec) -> bool:
    return bool(item.field) and not (item.inline or item.kept or item.below or item.closes)


def _role(item: LabelSpec) -> str:
    return (item.field or "").rpartition(".")[0]


def _filling(style: Style) -> str:
    if style.dots == "gone" or not style.leader:
        return "without leaders"
    return "over leaders" if style.dots == "through" else "beside leaders"


def rows_of(layout: Layout, rng: random.Random) -> Iterator[list[LabelSpec]]:
    """The items line by line: what is short in twos and threes, what is inline behind what it belongs to."""
    row: list[LabelSpec] = []
    kept: set[str] = set()
    for item in layout.labels:
        if item.kept and item.field:
            if item.field in kept:
                continue
            kept.add(item.field)
        follows = item.inline or item.label.lower().endswith("bằng chữ")
        joins = (
            row
            and item.type in SHORT
            and row[-1].type in SHORT
            and len(row) < 3
            and layout.mode == LINES
            and not row[-1].inline
            and rng.random() < 0.7
            and (item.field or "").split(".")[0] == (row[-1].field or "").split(".")[0]
        )
        count = item.label == "Số lượng" or (
            item.type is FieldType.NUMBER and row and row[-1].type is FieldType.YES_NO
        )
        if row and not item.own_line and ((follows and row[-1].field) or joins or count):
            row.append(item)
            continue
        if row:
            yield row
        row = [item]
    yield row
