# SPDX-License-Identifier: Apache-2.0
"""Fill official blank forms by machine over their leaders, "scan" them, and keep the truth.

    python -m bench.blanks.fill BLANKS OUT --count 40 --seed 1 [--only birth-registration …] [--ink DIR]

BLANKS is a folder of blank forms as PDF, named by kind; OUT gets page images and ``truth.json``.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pdf2image import convert_from_path
from PIL import Image

from bench.blanks import marks, strokes
from bench.blanks.form_keys import FORMS, OPEN_KEYS, cell_keys, keys_of
from bench.blanks.open_slots import all_slots, cell_slots
from bench.blanks.slots import Piece, slots_of, words_of
from bench.blanks.typist import Hand, Typist, random_hand
from bench.invented.values import Dossier, Typed
from bench.scanning.files import write_scan
from bench.scanning.scan import Damage, random_damage, scan

DPI_CHOICES = (150, 200, 200, 200, 240, 300, 300, 300, 400)


@dataclass(slots=True)
class Blank:
    """One blank form: its pieces and, for every field, its leaders in order."""

    kind: str
    pdf: Path
    pieces: list[Piece]
    leaders: dict[str, list[Piece]] = field(default_factory=dict)


def load_blank(pdf: Path) -> Blank:
    """Read page 1 of a blank; raises ValueError if its leaders are not those that were described."""
    pieces = words_of(pdf, 1)
    slots = all_slots(pieces) if pdf.stem in OPEN_KEYS else slots_of(pieces)
    keys = keys_of(pdf.stem)
    if len(slots) != len(keys):
        raise ValueError(f"{pdf.name}: {len(slots)} leader runs, {len(keys)} described")
    blank = Blank(pdf.stem.removesuffix("-2015"), pdf, pieces)
    last = "-"
    for slot, key in zip(slots, keys, strict=True):
        last = last if key == "+" else key
        if last != "-":
            blank.leaders.setdefault(last, []).extend((slot.piece, *slot.more))
    if pdf.stem == "marriage-registration":
        for slot, key in zip(cell_slots(pdf, pieces), cell_keys(), strict=True):
            blank.leaders[key] = [slot.piece, *slot.more]
    return blank


def absent_keys(blank: Blank, rng: random.Random) -> set[str]:
    """Fields left empty on this page: some alone, some as a group as people leave them."""
    gone = {key.partition(":")[0] for key in blank.leaders if rng.random() < 0.05}
    if rng.random() < 0.35:
        gone |= {
            key.partition(":")[0] for key in blank.leaders if key.startswith(("marriage.", "registration."))
        }
    if rng.random() < 0.1:
        gone |= {key for key in blank.leaders if key.startswith("father.")}
    if rng.random() < 0.15:
        gone |= {key for key in blank.leaders if key.endswith((".residence", ".ethnicity", ".nationality"))}
    return gone


Truth = dict[str, dict[str, Any]]


def type_form(
    blank: Blank, page: Image.Image, dpi: int, rng: random.Random, hand: Hand | None = None
) -> Truth:
    """Type a whole page, in the style ``hand`` if one is given; returns the truth of what was typed."""
    typist, dossier, truth = Typist(page, dpi, hand or random_hand(rng)), Dossier(rng), Truth()
    gone = absent_keys(blank, rng)
    for key, leaders in blank.leaders.items():
        name, _, part = key.partition(":")
        if name in gone:
            continue
        if part:
            _type_part(typist, dossier, name, part, leaders, truth)
            continue
        value = dossier.value(name)
        if typist.type(value.typed, leaders):
            truth[name] = {"value": value.truth, "hand": False}
    marks.tick_copies(typist, blank.pieces, rng, truth)
    return truth


def _type_part(
    typist: Typist, dossier: Dossier, name: str, part: str, leaders: list[Piece], truth: Truth
) -> None:
    if part in "HM":
        values = {"H": "09", "M": "45"} if len(name) % 2 else {"H": "21", "M": "05"}
        whole = Typed("", f"{values['H']}:{values['M']}")
    else:
        values = dossier.date_parts(name)
        whole = Typed("", dossier.day(name).strftime("%d/%m/%Y"))
    typist.type_anyway(values[part], leaders)
    truth[name] = {"value": whole.truth, "hand": False}


def fill_one(
    blank: Blank, rng: random.Random, ink: strokes.InkBox | None
) -> tuple[Image.Image, Truth, int, Damage]:
    """One filled and scanned page: image, truth, dots an inch, damage."""
    dpi = rng.choice(DPI_CHOICES)
    page = render(blank.pdf, 1, dpi)
    truth = strokes.write_form(blank, page, dpi, rng, ink) if ink else type_form(blank, page, dpi, rng)
    marks.sign_and_stamp(page, blank.pieces, dpi, rng)
    damage = random_damage(rng)
    return scan(page, damage, rng), truth, dpi, damage


def render(pdf: Path, page: int, dpi: int) -> Image.Image:
    """One page of a PDF as an RGB image."""
    return convert_from_path(str(pdf), dpi=dpi, first_page=page, last_page=page, timeout=60)[0].convert("RGB")


def fill_many(blanks: Path, out: Path, count: int, seed: int, only: list[str], ink_dir: Path | None) -> Path:
    """Write ``count`` filled pages under ``out``; returns the path of the truth."""
    forms = only or sorted(FORMS)
    loaded = [load_blank(blanks / f"{form}.pdf") for form in forms]
    ink = strokes.InkBox.load(ink_dir) if ink_dir else None
    out.mkdir(parents=True, exist_ok=True)
    truth: dict[str, list[dict[str, Any]]] = {}
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        blank = loaded[number % len(loaded)]
        image, fields, dpi, damage = fill_one(blank, rng, ink)
        pages = [image]
        described = [{"page": 1, "kind": blank.kind, "rotation": -damage.turn % 360, "fields": fields}]
        if rng.random() < 0.15:
            pages.append(scan(render(blank.pdf, 2, dpi), damage, rng))
            described.append({**described[0], "page": 2, "fields": {}, "notes": True})
        name = write_scan(out, f"{blank.pdf.stem}-{number:03d}", pages, damage, dpi, rng)
        truth[name] = described
    target = out / "truth.json"
    target.write_text(json.dumps(truth, ensure_ascii=False, indent=1), "utf-8")
    return target


def main() -> None:
    """Read the command line and fill."""
    parser = argparse.ArgumentParser(description="Fill blank forms by machine and scan them")
    parser.add_argument("blanks", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], choices=sorted(FORMS), metavar="FORM")
    parser.add_argument("--ink", type=Path, help="folder of pen-stroke images with labels.json")
    args = parser.parse_args()
    print(fill_many(args.blanks, args.out, args.count, args.seed, args.only, args.ink))


if __name__ == "__main__":
    main()
