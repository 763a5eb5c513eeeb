# SPDX-License-Identifier: Apache-2.0
"""The columns of each book's import file: the model of ``sheets-158.yaml``, and a dossier as their row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import field_validator

from batch.gateway.contract import FieldMessage, Submission, Unit
from batch.gateway.fieldmaps.filling import edition_of, filled, sources_of
from batch.gateway.fieldmaps.models import FormMap, FormMaps, load_form_maps
from batch.gateway.fieldmaps.writing import AddressNames, Target
from templates.catalogue.loading import Catalogue
from templates.files.datafiles import Frozen, load
from templates.language.outside_text import one_line

NEWEST = "sheets-158"
_CODES = "hotich-158"
_FOLDER = Path(__file__).parent
_LONGEST = 5000
"""Signs of a cell; Excel takes 32 767."""


class Book(Frozen):
    """One kind of book: the forms that lead to it, and its columns from left to right."""

    forms: tuple[str, ...]
    columns: tuple[str, ...]

    @field_validator("columns", mode="before")
    @classmethod
    def _apart(cls, text: object) -> object:
        return text.split() if isinstance(text, str) else text


class Books(Frozen):
    """All import files; ``from_the_book`` are columns that only a person can fill, after the registration."""

    id: str
    source: str
    since: date
    unverified: bool = False
    sheet: str
    notes: str
    time_zone: str
    dotted: str
    from_the_book: tuple[str, ...]
    books: dict[str, Book]

    @property
    def target(self) -> Target:
        """How values are written there."""
        formats = {"dotted": self.dotted, "compact": self.dotted, "day": self.dotted, "moment": self.dotted}
        return Target(_CODES, formats, self.time_zone, AddressNames("", "", ""))


@dataclass(frozen=True, slots=True)
class BookRow:
    """A dossier as a row: its ``book``, a text by column, and in words what has no code there."""

    book: str
    cells: Mapping[str, str]
    uncoded: Mapping[str, str]


@cache
def load_books() -> Books:
    """The data file; raises as ``templates.files.datafiles.load`` does."""
    return load(Books, _FOLDER / f"{NEWEST}.yaml")


@cache
def load_forms() -> FormMaps:
    """What fills the columns, by form."""
    return load_form_maps(_FOLDER / "forms")


def row_of(
    submission: Submission, unit: Unit, catalogue: Catalogue
) -> tuple[BookRow | None, Sequence[FieldMessage]]:
    """The dossier's row and what it lacks; None for a procedure that no import file is for."""
    books = load_books()
    form = _form_of(submission, catalogue)
    book = next((code for code, one in books.books.items() if form and form.form in one.forms), "")
    if form is None or not book:
        return None, ()
    slots = load_forms().slots[form.form]
    sources = sources_of(submission, unit, "", form, catalogue)
    coded, faults = filled(slots, sources, books.target, catalogue)
    named = [slot for slot in slots if slot.list and slot.to not in coded]
    plain = [slot.model_copy(update={"kind": "text", "list": ""}) for slot in named]
    words, _none = filled(plain, sources, books.target, catalogue)
    return BookRow(book, _texts(coded), _texts(words)), faults


def _form_of(submission: Submission, catalogue: Catalogue) -> FormMap | None:
    edition = edition_of(submission.procedure, submission.received_at, catalogue)
    kinds = edition.forms if edition else ()
    there = {component.kind for component in submission.components}
    kind = next((kind for kind in kinds if kind in there), next(iter(kinds), ""))
    return load_forms().forms.get(kind)


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {column: one_line(str(value), _LONGEST) for column, value in values.items()}
