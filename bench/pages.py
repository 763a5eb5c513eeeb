"""Random typed pages of the birth dossier, set by the samples' typesetter and scanned, with their truth.

    python -m bench.pages OUT --count 40 --seed 1

Fonts, sizes, margins, leaders, wordings and line breaks differ from page to page; the same seed gives the
same pages.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bench import people
from bench.files import write_scan
from bench.scan import random_damage, scan
from bench.values import Dossier, Typed, invent_person
from samples.answers import is_field
from samples.cards import card_page, card_values
from samples.layout import Blank, Fill, Tick, paper_text, parse
from samples.people import Person
from samples.press import page_image, set_paper
from samples.style import Style, random_style
from samples.typeset import Printed

FORMS = ("birth-registration-2024", "birth-registration-2020", "birth-registration-2015")
LAYOUTS = (*FORMS, "birth-notice", "marriage-certificate", "authorisation", "id-card", "other")
_SHARES = (8, 3, 4, 4, 2, 1, 3, 1)
DPI_CHOICES = (150, 200, 200, 200, 240, 300, 300, 400)
Values = dict[str, Typed]


def make_pages(out: Path, count: int, seed: int, layouts: tuple[str, ...] = LAYOUTS) -> Path:
    """Write ``count`` one-page scans below ``out``; returns the path of their truth."""
    out.mkdir(parents=True, exist_ok=True)
    shares = [share for name, share in zip(LAYOUTS, _SHARES, strict=True) if name in layouts]
    truth: dict[str, list[dict[str, Any]]] = {}
    for number in range(count):
        rng = random.Random(f"pages/{seed}/{number}")
        layout = rng.choices(layouts, shares)[0]
        printed, fields = card(rng) if layout == "id-card" else _paper(layout, rng)
        dpi = max(200, rng.choice(DPI_CHOICES)) if layout == "id-card" else rng.choice(DPI_CHOICES)
        damage = random_damage(rng)
        image = scan(page_image(printed, dpi, rng), damage, rng)
        name = write_scan(out, f"{layout}-{number:03d}", [image], damage, dpi, rng)
        truth[name] = [{"page": 1, "kind": kind_of(layout), "rotation": -damage.turn % 360, "fields": fields}]
    target = out / "truth.json"
    target.write_text(json.dumps(truth, ensure_ascii=False, indent=1), "utf-8")
    return target


def kind_of(layout: str) -> str:
    """The kind of paper that a layout is a print of."""
    return "birth-registration" if layout in FORMS else layout


def _paper(layout: str, rng: random.Random) -> tuple[Printed, dict[str, Any]]:
    values = answers(layout, rng)
    typed = {key: value.typed for key, value in values.items()}
    printed = set_paper(layout, typed, roomy(layout, random_style(rng)), rng, strict=False)
    kind = kind_of(layout)
    fields = {
        key: {"value": value.truth, "hand": False}
        for key, value in values.items()
        if key in printed.placed and is_field(kind, key)
    }
    return printed, fields


def roomy(layout: str, style: Style) -> Style:
    """The 2024 form with all its lines must end on the page."""
    if layout in FORMS and style.leading > 16.8:
        return replace(style, leading=16.8)
    return style


def answers(layout: str, rng: random.Random) -> Values:
    """Values for the blanks of a layout; some are left empty."""
    dossier = Dossier(rng)
    values: Values = {}
    for key, part in _keys(layout):
        name = key.partition(":")[0]
        if name not in values and rng.random() > 0.06:
            values[name] = _value(dossier, layout, name, part, rng)
    return {name: value for name, value in values.items() if value.typed}


def _keys(layout: str) -> list[tuple[str, bool]]:
    """Keys of a layout in order; True marks those of which only parts are written."""
    found: dict[str, bool] = {}
    for line in parse(paper_text(layout)):
        for token in (token for column in line.columns for token in column):
            if isinstance(token, Blank | Tick | Fill):
                name, _, part = token.key.partition(":")
                found[name] = found.get(name, False) or bool(part)
    return list(found.items())


def _value(dossier: Dossier, layout: str, name: str, part: bool, rng: random.Random) -> Typed:
    own = _OWN.get(layout, {}).get(name) or _OWN["any"].get(name)
    if own:
        text = own(dossier, rng)
        return Typed(text, text)
    if part or name.endswith(("issued_date", "registration.date")):
        day = dossier.person("child").born if name == "child.birth_date" else dossier.day(name)
        text = day.strftime("%d/%m/%Y")
        return Typed(text, text)
    return dossier.value(name)


Own = Callable[[Dossier, random.Random], str]


def _code(_dossier: Dossier, rng: random.Random) -> str:
    return f"{rng.randint(1, 99999):05d}.GCS.{rng.randint(10000, 99999)}.{rng.randint(25, 26)}"


def _number_of(role: str) -> Own:
    return lambda dossier, _rng: dossier.person(role).number


_OWN: dict[str, dict[str, Own]] = {
    "birth-notice": {
        "number": _code,
        "mother.personal_id": _number_of("mother"),
        "mother.insurance_number": lambda _d, rng: str(rng.randint(10**9, 10**10 - 1)),
        "child.birth_time": lambda _d, rng: f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}",
        "child.count": lambda _d, rng: rng.choice(("1", "1", "1", "2", "01")),
        "child.weight_g": lambda _d, rng: str(rng.randrange(2100, 4300, 50)),
        "child.intended_name": lambda d, _rng: d.name("child"),
        "attendant": lambda _d, rng: f"{rng.choice(('NHS', 'BS', 'Y sĩ'))} {people.person_name(rng, 'Nữ')}",
        "facility": lambda _d, rng: people.pick(rng, "hospital").upper(),
        "issue_place": lambda _d, rng: people.unit(rng).split(", ")[0].split(" ", 1)[1],
        "remark": lambda _d, _rng: "",
    },
    "marriage-certificate": {
        "signer": lambda _d, rng: people.person_name(rng, "Nam"),
        "wife_name": lambda d, _rng: d.name("wife"),
        "husband_name": lambda d, _rng: d.name("husband"),
    },
    "authorisation": {
        "place": lambda _d, rng: people.unit(rng),
        "from.personal_id": _number_of("from"),
        "to.personal_id": _number_of("to"),
    },
    "other": {
        "customer": lambda d, _rng: d.name("customer"),
        "address": lambda _d, rng: people.address(rng),
        "code": lambda _d, rng: f"KH{rng.randint(0, 9999999):07d}",
    },
    "any": {"copies.wanted": lambda _d, rng: rng.choice(("Có", "Không"))},
}


def card(rng: random.Random) -> tuple[Printed, dict[str, Any]]:
    """A copy of an invented identity card and its truth."""
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
    parser = argparse.ArgumentParser(description="Make random typed pages of the birth dossier")
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], choices=LAYOUTS)
    args = parser.parse_args()
    layouts = tuple(name for name in LAYOUTS if not args.only or name in args.only)
    print(make_pages(args.out, args.count, args.seed, layouts))


if __name__ == "__main__":
    main()
