"""What the slips of the one-stop desk say: titles, sentences, tables and signatures, as versioned data.

A text holds places in braces (``{requester}``); a place without a value becomes a leader to be filled in by
hand. Which places there are stands in :data:`PLACES`; :mod:`batch.slips` fills them.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from templates.files.active import SHIPPED
from templates.files.datafiles import Frozen, broken, load
from templates.model.codelists import Texts

SlipKind = Literal["receipt", "supplement", "refusal", "apology", "control"]

PLACES = frozenset(
    {
        "address",
        "clerk",
        "code",
        "contact",
        "counter",
        "dossier",
        "due",
        "email",
        "fees",
        "law",
        "left",
        "new_due",
        "number",
        "office",
        "phone",
        "procedure",
        "reason",
        "received",
        "requester",
        "term",
        "today",
    }
)
"""Every place a slip's text may name."""

TABLES: dict[str, int] = {"papers": 4, "steps": 4}
"""The tables a slip may show, and how many columns the program fills."""


class Words(Frozen):
    """A paragraph; left out where the place ``when`` has no value."""

    text: str
    when: str = ""
    align: Literal["left", "center", "justify"] = "justify"
    italic: bool = False
    bold: bool = False
    indent: bool = False


class Cell(Frozen):
    """A label and what stands behind it."""

    label: str
    value: str


class SlipTableRow(Frozen):
    """One or several labels on a line; ``rows`` leader lines where nothing is known."""

    row: Annotated[tuple[Cell, ...], Field(min_length=1)]
    rows: Annotated[int, Field(ge=1)] = 1
    when: str = ""


class Items(Frozen):
    """The numbered list of what the slip is about."""

    items: Literal["items"]


class Column(Frozen):
    """A table's column; ``width`` is its share of the line."""

    title: str
    width: Annotated[float, Field(gt=0)]
    align: Literal["left", "center"] = "left"


class Table(Frozen):
    """A table that the program fills; ``blank`` empty rows follow, to be written by hand."""

    table: str
    columns: tuple[Column, ...]
    blank: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _is_one_the_program_knows(self) -> Table:
        if TABLES.get(self.table) != len(self.columns):
            raise ValueError(f"table {self.table} with {len(self.columns)} columns")
        return self


class SignerText(Frozen):
    """Who signs, how, and the name printed below."""

    title: str
    hint: str
    name: str = ""


class SignatureTexts(Frozen):
    """Signature blocks side by side."""

    signatures: tuple[SignerText, ...]


Part = Words | SlipTableRow | Items | Table | SignatureTexts


class SlipEdition(Frozen):
    """The wording of a slip between two days, both included. ``symbol`` follows the number after a stroke."""

    id: str
    since: date
    until: date | None = None
    source: str
    unverified: bool = False
    symbol: str = ""
    title: Annotated[tuple[str, ...], Field(min_length=1)]
    qr: bool = False
    body: tuple[Part, ...]

    @model_validator(mode="after")
    def _names_only_known_places(self) -> SlipEdition:
        unknown = sorted({place for part in self.body for place in _places(part)} - PLACES)
        if unknown:
            raise ValueError(f"edition {self.id}: unknown places {unknown}")
        return self


class SlipText(Frozen):
    """One kind of slip; ``form`` is its number among the official forms (Mẫu số)."""

    kind: SlipKind
    form: str
    name: Texts
    editions: Annotated[tuple[SlipEdition, ...], Field(min_length=1)]

    def edition(self, on: date) -> SlipEdition:
        """The wording in force on a day; the newest where none is."""
        fitting = [e for e in self.editions if e.since <= on and (e.until is None or on <= e.until)]
        return max(fitting or self.editions, key=lambda e: e.since)

    def named(self, edition: str) -> SlipEdition:
        """The edition of that id; the newest where the data no longer have it."""
        known = (e for e in self.editions if e.id == edition)
        return next(known, max(self.editions, key=lambda e: e.since))


def places_of(text: str) -> Iterator[str]:
    """The places that a text names."""
    return (place for _text, place, _spec, _conversion in string.Formatter().parse(text) if place)


def load_slip(kind: str, root: Path | None = None) -> SlipText:
    """The wording of a kind of slip from ``root``; raises ``TemplateError`` for a file that is broken."""
    return _loaded(kind, slips_folder(root))


def slips_folder(root: Path | None) -> Path:
    """Where the slips' data lie: a catalogue bundle made before there were any has none."""
    folder = (root or SHIPPED) / "slips"
    return folder if folder.is_dir() else SHIPPED / "slips"


@cache
def _loaded(kind: str, folder: Path) -> SlipText:
    path = folder / f"{kind}.yaml"
    found = load(SlipText, path)
    if found.kind != kind:
        raise broken(path, "kind", f"{found.kind} ≠ {kind}")
    return found


def _places(part: Part) -> Iterator[str]:
    match part:
        case Words():
            yield from (*places_of(part.text), *((part.when,) if part.when else ()))
        case SlipTableRow():
            yield from (place for cell in part.row for place in places_of(cell.value))
            yield from (part.when,) if part.when else ()
        case SignatureTexts():
            yield from (place for signer in part.signatures for place in places_of(signer.name))
