# SPDX-License-Identifier: Apache-2.0
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
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Discriminator, Field, Tag, model_validator

from templates.files.active import SHIPPED
from templates.files.datafiles import Frozen, broken, load
from templates.language.messages import _
from templates.model.codelists import Texts

SlipKind = Literal[
    "receipt",
    "supplement",
    "refusal",
    "apology",
    "stop",
    "control",
    "certified",
    "certified-copy",
    "fee-receipt",
]

PLACES = frozenset(
    {
        "address",
        "book",
        "clerk",
        "code",
        "contact",
        "counter",
        "dossier",
        "due",
        "due_at",
        "email",
        "exempt",
        "fees",
        "holder",
        "id_paper",
        "law",
        "left",
        "new_due",
        "number",
        "number_of",
        "office",
        "once",
        "pages",
        "paper",
        "payment",
        "phone",
        "procedure",
        "reason",
        "received",
        "requester",
        "running",
        "signer",
        "term",
        "today",
        "total",
        "total_words",
        "turn",
    }
)
"""Every place a slip's text may name."""

TABLES: dict[str, int] = {
    "papers": 4,
    "counted": 5,
    "wanted": 5,
    "steps": 4,
    "handovers": 5,
    "certified": 6,
}
"""The tables a slip may show, and how many columns the program fills."""


class Words(Frozen):
    """A paragraph."""

    text: str = Field(description="The text, with places in braces.")
    when: str = Field("", description="Left out where this place has no value.")
    align: Literal["left", "center", "justify"] = Field("justify", description="How it is set.")
    italic: bool = Field(False, description="In italics.")
    bold: bool = Field(False, description="In bold.")
    indent: bool = Field(False, description="Its first line is moved in.")


class Cell(Frozen):
    """A label and what stands behind it."""

    label: str = Field(description="The label.")
    value: str = Field(description="What stands behind it, with places in braces.")


class SlipTableRow(Frozen):
    """One or several labels on a line."""

    row: Annotated[tuple[Cell, ...], Field(min_length=1)] = Field(description="The labels with their values.")
    rows: Annotated[int, Field(ge=1)] = Field(1, description="Leader lines where nothing is known.")
    when: str = Field("", description="Left out where this place has no value.")


class Items(Frozen):
    """The numbered list of what the slip is about."""

    items: Literal["items"] = Field(description="Always: items.")


class Column(Frozen):
    """A table's column."""

    title: str = Field(description="Its heading.")
    width: Annotated[float, Field(gt=0)] = Field(description="Its share of the line.")
    align: Literal["left", "center"] = Field("left", description="How its cells are set.")


class Table(Frozen):
    """A table that the program fills."""

    table: str = Field(description="Which one: papers, counted, wanted, steps, handovers or certified.")
    columns: tuple[Column, ...] = Field(description="Its columns, as many as the program fills.")
    blank: Annotated[int, Field(ge=0)] = Field(
        0, description="So many empty rows follow, to be written by hand."
    )

    @model_validator(mode="after")
    def _is_one_the_program_knows(self) -> Table:
        if TABLES.get(self.table) != len(self.columns):
            raise ValueError(
                _("table {name} with {count} columns").format(name=self.table, count=len(self.columns))
            )
        return self


class SignerText(Frozen):
    """Who signs, how, and the name printed below."""

    title: str = Field(description="What they sign as.")
    hint: str = Field(description="What stands below in brackets.")
    name: str = Field("", description="The name printed below, with places in braces.")


class SignatureTexts(Frozen):
    """Signature blocks side by side."""

    signatures: tuple[SignerText, ...] = Field(description="Who signs.")


_PARTS = {"text": Words, "row": SlipTableRow, "items": Items, "table": Table, "signatures": SignatureTexts}


def _part_named(part: Any) -> str | None:
    """Which part is meant, by the key that no other part has."""
    keys = part if isinstance(part, dict) else type(part).model_fields if isinstance(part, BaseModel) else ()
    return next((name for name in _PARTS if name in keys), None)


Part = Annotated[
    Annotated[Words, Tag("text")]
    | Annotated[SlipTableRow, Tag("row")]
    | Annotated[Items, Tag("items")]
    | Annotated[Table, Tag("table")]
    | Annotated[SignatureTexts, Tag("signatures")],
    Discriminator(_part_named),
]


class SlipEdition(Frozen):
    """The wording of a slip between two days, both included."""

    id: str = Field(description="Its name.")
    since: date = Field(description="First day of its use (YYYY-MM-DD).")
    until: date | None = Field(None, description="Last day of its use; left out: until further notice.")
    source: str = Field(description="The circular that fixed it.")
    unverified: bool = Field(False, description="Nobody has compared it with the published text yet.")
    symbol: str = Field("", description="What follows the number after a stroke.")
    title: Annotated[tuple[str, ...], Field(min_length=1)] = Field(description="The title, line by line.")
    qr: bool = Field(False, description="The dossier's number stands on it as a QR code.")
    sheets: tuple[str, ...] = Field(
        (), description="What each sheet of it is headed with; left out: one sheet."
    )
    body: tuple[Part, ...] = Field(description="What stands below the title, part by part.")

    @model_validator(mode="after")
    def _names_only_known_places(self) -> SlipEdition:
        unknown = sorted({place for part in self.body for place in _places(part)} - PLACES)
        if unknown:
            raise ValueError(
                _("edition {id}: unknown places: {names}").format(id=self.id, names=", ".join(unknown))
            )
        return self


class SlipText(Frozen):
    """One kind of slip."""

    kind: SlipKind = Field(description="Which slip.")
    form: str = Field(description="Its number among the official forms (“Mẫu số 01”).")
    name: Texts = Field(description="What it is called.")
    editions: Annotated[tuple[SlipEdition, ...], Field(min_length=1)] = Field(
        description="Its wordings, by the day from which they are used."
    )

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
    if not path.is_file():  # a catalogue installed before there was this slip
        path = SHIPPED / "slips" / path.name
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
