# SPDX-License-Identifier: Apache-2.0
"""One page of a dossier: set, filled, printed, with its truth."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image

from bench.scanning.scan import Damage, scan
from samples.families import answers, answers_other
from samples.families.people import Correction, Couple, Death, Family, Person, Single
from samples.printing.cards import card_page, card_values
from samples.printing.press import page_image, set_paper
from samples.printing.strokes import Pen
from samples.printing.style import Style
from samples.printing.typeset import Printed

MACHINE = Style(value_size=12.5)
HOSPITAL = Style(size=13, leading=19.5, left=62, right=48, value_size=12.5, value_variant="bold", rise=0.6)
OFFICE = Style(size=12.5, leading=17.5, left=66, right=50, value_size=12, dots="under")


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is scanned; ``truth`` maps keys to values, ``hand`` says that they are penned."""

    kind: str
    printed: Printed
    truth: Mapping[str, str]
    hand: bool = False
    pen: Pen | None = None
    notes: bool = False

    def scanned(self, damage: Damage, dpi: int, seed: str) -> Image.Image:
        """The page as the scanner delivers it; the same for the same seed."""
        rng = random.Random(seed)
        return scan(page_image(self.printed, dpi, rng, self.pen), damage, rng)

    def described(self, number: int, damage: Damage) -> dict[str, Any]:
        """The truth of this page, in the shape of the truth files."""
        fields = {key: {"value": value, "hand": self.hand} for key, value in self.truth.items()}
        page = {"page": number, "kind": self.kind, "rotation": -damage.turn % 360, "fields": fields}
        return page | ({"notes": True} if self.notes else {})


def paper(
    kind: str, name: str, values: Mapping[str, str], style: Style, pen: Pen | None = None, notes: bool = False
) -> Page:
    """A paper of ``samples/layouts``; its truth are the values that really stand on it."""
    printed = set_paper(name, values, style, pen=pen is not None)
    truth = {k: v for k, v in values.items() if k in printed.placed and answers.is_field(kind, k)}
    return Page(kind, printed, truth, pen is not None, pen, notes)


def form(
    family: Family, edition: str = "2024", style: Style = MACHINE, pen: Pen | None = None, **changes: str
) -> Page:
    """The registration form; ``changes`` (``child__birth_date=…``) makes it disagree with other papers."""
    values = answers.birth_form(family) | {key.replace("__", "."): value for key, value in changes.items()}
    if pen:
        style = replace(style, value_size=14, value_face="sans", indent=6, rise=1.0)
    return paper("birth-registration", f"birth-registration-{edition}", values, style, pen)


def form_notes() -> Page:
    """The second page of the 2024 print."""
    return paper("birth-registration", "birth-registration-notes", {}, MACHINE, notes=True)


def notice(family: Family, style: Style = HOSPITAL, **changes: str) -> Page:
    """The hospital's birth notice."""
    values = answers.birth_notice(family) | {key.replace("__", "."): value for key, value in changes.items()}
    return paper("birth-notice", "birth-notice", values, style)


def marriage(family: Family) -> Page:
    """The parents' marriage certificate."""
    return paper("marriage-certificate", "marriage-certificate", answers.marriage_certificate(family), OFFICE)


def authorisation(family: Family) -> Page:
    """The authorisation of the person who brings the papers."""
    values = answers.authorisation(family)
    page = paper("authorisation", "authorisation", values, replace(OFFICE, dots="through"))
    return replace(page, truth={"title": "VĂN BẢN ỦY QUYỀN", **page.truth})


def marriage_form(couple: Couple) -> Page:
    """The registration form of a marriage, a table."""
    values = answers_other.marriage_form(couple)
    return paper("marriage-registration", "marriage-registration", values, MACHINE)


def death_form(death: Death) -> Page:
    """The registration form of a death."""
    return paper("death-registration", "death-registration", answers_other.death_form(death), MACHINE)


def death_notice(death: Death) -> Page:
    """The hospital's death notice."""
    return paper("death-notice", "death-notice", answers_other.death_notice(death), HOSPITAL)


def marital_status_form(single: Single) -> Page:
    """The form for a certificate of marital status."""
    return paper("marital-status", "marital-status", answers_other.marital_status_form(single), MACHINE)


def correction_form(wrong: Correction) -> Page:
    """The form for a correction."""
    return paper("correction", "correction", answers_other.correction_form(wrong), MACHINE)


def wrong_birth_certificate(wrong: Correction) -> Page:
    """The birth certificate that is to be put right."""
    values = answers_other.wrong_birth_certificate(wrong)
    return paper("birth-certificate", "birth-certificate", values, OFFICE)


def other(family: Family) -> Page:
    """A page that belongs to no procedure."""
    return paper("other", "other", answers.other(family), OFFICE)


def card(person: Person, sides: str = "both", scale: float = 1.5) -> Page:
    """A copy of an identity card."""
    printed = card_page(person, scale, sides)
    values = card_values(person)
    return Page("id-card", printed, {k: v for k, v in values.items() if k in printed.placed})
