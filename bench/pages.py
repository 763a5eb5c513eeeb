# SPDX-License-Identifier: Apache-2.0
"""Random typed pages of all kinds, set by the samples' typesetter and scanned, with their truth.

    python -m bench.pages OUT --count 40 --seed 1 [--only KIND …]

Fonts, sizes, margins, leaders, wordings and line breaks differ from page to page; the same seed gives the
same pages.
"""

from __future__ import annotations

import argparse
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image

from bench.invented import people
from bench.invented.own_values import own_answer
from bench.invented.persons import invent_person
from bench.invented.values import Dossier, Typed
from bench.scanning.files import write_scan
from bench.scanning.scan import Damage, random_damage, scan
from samples.families.answers import is_field
from samples.families.people import Person
from samples.printing.cards import card_page, card_values
from samples.printing.layout import Blank, Fill, Tick, paper_text, parse
from samples.printing.layout_files import kind_of
from samples.printing.press import page_image, set_paper
from samples.printing.style import random_style
from samples.printing.typeset import Printed

CARD = "id-card"
SHARES = {  # layout → how often
    "birth-registration-2024": 8, "birth-registration-2020": 3, "birth-registration-2015": 4,
    "birth-notice": 4, "marriage-certificate": 2, "marriage-extract": 1, "authorisation": 1, CARD: 4,
    "other": 1,
    "marriage-registration-2024": 4, "marriage-registration-2015": 2, "marriage-registration-groom-first": 1,
    "death-registration-2024": 4, "death-registration-2020": 1, "death-registration-2015": 2,
    "death-notice": 2, "death-notice-2020": 1, "death-extract": 2, "birth-certificate": 3, "birth-extract": 2,
    "marital-status-2024": 3, "marital-status-2020": 1, "marital-status-2015": 1,
    "marital-status-certificate": 2,
    "extract-copy-2024": 3, "extract-copy-2020": 1, "extract-copy-2015": 1,
    "correction-2024": 2, "correction-2020": 1, "correction-2015": 2,
    "parent-child-2024": 2, "parent-child-2020": 1, "parent-child-2015": 1,
    "guardianship-2024": 2, "guardianship-2020": 1, "guardianship-2015": 1,
    "guardianship-end-2024": 2, "guardianship-end-2020": 1, "guardianship-end-2015": 1,
    "guardianship-supervision": 2, "civil-status-confirmation": 2,
    "marriage-note-2024": 2, "marriage-note-2020": 1, "marriage-note-2015": 1,
    "divorce-note-2024": 2, "divorce-note-2020": 1, "divorce-note-2015": 1,
    "divorce-extract": 1, "court-decision": 1, "court-judgment": 1,
    "book-entry-birth-2024": 2, "book-entry-birth-2020": 1, "book-entry-birth-2015": 1,
    "book-entry-other-2024": 2, "book-entry-other-2020": 1, "book-entry-other-2015": 1,
    "re-registration-birth-2024": 2, "re-registration-birth-2020": 1, "re-registration-birth-2015": 1,
    "re-registration-death-2024": 2, "re-registration-death-2020": 1, "re-registration-death-2015": 1,
    "re-registration-marriage-2024": 2, "re-registration-marriage-2020": 1,
    "re-registration-marriage-2015": 1,
}  # fmt: skip
DPI_CHOICES = (150, 200, 200, 200, 240, 300, 300, 400)
_EMPTY = 0.06
_WITH_FOREIGNERS = {  # kind → who may be of another country
    "marriage-registration": ("groom", "bride"),
    "marriage-note": ("groom", "bride"),
    "divorce-note": ("spouse",),
}
Values = dict[str, Typed]


def make_pages(out: Path, count: int, seed: int, layouts: tuple[str, ...] = tuple(SHARES)) -> Path:
    """Write ``count`` one-page scans below ``out``; returns the path of their truth."""
    out.mkdir(parents=True, exist_ok=True)
    truth: dict[str, list[dict[str, Any]]] = {}
    for number in range(count):
        rng = random.Random(f"pages/{seed}/{number}")
        layout = rng.choices(layouts, [SHARES[name] for name in layouts])[0]
        dpi = max(200, rng.choice(DPI_CHOICES)) if layout == CARD else rng.choice(DPI_CHOICES)
        damage = random_damage(rng)
        image, page = make_page(layout, rng, damage, dpi)
        truth[write_scan(out, f"{layout}-{number:03d}", [image], damage, dpi, rng)] = [page]
    target = out / "truth.json"
    target.write_text(json.dumps(truth, ensure_ascii=False, indent=1), "utf-8")
    return target


def make_page(
    layout: str, rng: random.Random, damage: Damage, dpi: int
) -> tuple[Image.Image, dict[str, Any]]:
    """One scanned page of a layout, and its truth in the shape of the truth files."""
    printed, fields = card(rng) if layout == CARD else _paper(layout, rng)
    image = scan(page_image(printed, dpi, rng), damage, rng)
    return image, {"page": 1, "kind": kind_of(layout), "rotation": -damage.turn % 360, "fields": fields}


def layouts_of(kinds: list[str]) -> tuple[str, ...]:
    """The layouts that are named or are of a kind that is named; all if none is."""
    return tuple(name for name in SHARES if not kinds or name in kinds or kind_of(name) in kinds)


def _paper(layout: str, rng: random.Random) -> tuple[Printed, dict[str, Any]]:
    values = answers(layout, rng)
    typed = {key: value.typed for key, value in values.items()}
    printed = set_paper(layout, typed, random_style(rng), rng, strict=False)
    kind = kind_of(layout)
    fields = {
        key: {"value": value.truth, "hand": False}
        for key, value in values.items()
        if key in printed.placed and is_field(kind, key)
    }
    return printed, fields


def answers(layout: str, rng: random.Random) -> Values:
    """Values for the blanks of a layout; some are left empty."""
    dossier = Dossier(rng, _foreigners(layout, rng))
    values: Values = {}
    for key, parts in _keys(layout):
        if rng.random() > _EMPTY or "=" in parts:
            values[key] = _value(dossier, layout, key, parts, rng)
    return {name: value for name, value in values.items() if value.typed}


def _foreigners(layout: str, rng: random.Random) -> frozenset[str]:
    roles = _WITH_FOREIGNERS.get(kind_of(layout), ())
    return frozenset(rng.choice(roles) for _ in "x" if roles and rng.random() < 0.3)


def _keys(layout: str) -> list[tuple[str, str]]:
    """Keys of a layout in order, each with the letters of its written parts; ``=`` is always printed."""
    found: dict[str, str] = {}
    for line in parse(paper_text(layout)):
        for token in (token for column in line.columns for token in column):
            if isinstance(token, Blank | Tick | Fill):
                name, _, part = token.key.partition(":")
                found[name] = found.get(name, "") + part + "=" * isinstance(token, Fill)
    return list(found.items())


def _value(dossier: Dossier, layout: str, key: str, parts: str, rng: random.Random) -> Typed:
    own = own_answer(layout, kind_of(layout), key, rng)
    if own is not None:
        return Typed(own, own)
    if key.endswith("_name") and "." not in key:
        name = dossier.name(key.removesuffix("_name"))
        return Typed(name, name)
    if "y" in parts or key in ("date", "issued_date", "registration.date"):
        day = dossier.person("child").born if key == "child.birth_date" else dossier.day(key)
        return Typed(day.strftime("%d/%m/%Y"), day.strftime("%d/%m/%Y"))
    return dossier.value(key)


def card(rng: random.Random) -> tuple[Printed, dict[str, Any]]:
    made = invent_person(rng, rng.choice(("mother", "father")))
    born = min(made.born, date(2002, 12, 28))
    born = born.replace(day=min(born.day, 28), year=max(born.year, 1975))
    issued = people.a_day(rng, date(2021, 3, 1), date(2026, 9, 30))
    number = people.personal_id(rng, made.sex, born.year)
    old = f"{rng.randint(10**8, 10**9 - 1)}" if rng.random() < 0.4 else ""
    person = Person(
        made.name, made.sex, born, number, made.ethnicity, made.home, people.unit(rng), issued, old
    )
    sides = rng.choices(("both", "front", "back"), (5, 2, 1))[0]
    printed = card_page(person, rng.uniform(1.2, 1.7), sides)
    values = card_values(person)
    fields = {k: {"value": v, "hand": False} for k, v in values.items() if k in printed.placed}
    return printed, fields


def main() -> None:
    """Read the command line and make pages."""
    parser = argparse.ArgumentParser(description="Make random typed pages of all kinds")
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], metavar="KIND", help="kinds or layouts")
    args = parser.parse_args()
    layouts = layouts_of(args.only)
    if not layouts:
        parser.error("no layout is of these kinds")
    print(make_pages(args.out, args.count, args.seed, layouts))


if __name__ == "__main__":
    main()
