"""How a citizen's form is printed: its lines, beside the labels and fields that
:mod:`templates.model.document_types` has.

A line is written ``a.key + b.key *2``: fields side by side, and how many leader lines a field without value
gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from templates.files.datafiles import Frozen, load
from templates.model.document_types import Edition, LabelSpec
from templates.model.slip_texts import slips_folder

_LINE = re.compile(r"^([a-z_.]+(?: \+ [a-z_.]+)*)(?: \*([1-9]))?$")
Side = Annotated[tuple["FormLine", ...], BeforeValidator(lambda lines: _flat(lines))]


class FormSigner(Frozen):
    """Who signs; ``name`` is the field whose value stands below. All empty: only room."""

    title: str = ""
    hint: str = ""
    name: str = ""


class FormLine(Frozen):
    """One of: ``fields`` side by side, text (``say``), a ``blank`` without field, a ``table`` or ``sides`` of
    two parties, the place and day of signing (``made``, its label), ``copies`` (its label), signatures.

    ``colon``: a colon follows the labels. ``after`` stands behind the last value; ``flush``
    text is not moved in.
    """

    fields: tuple[str, ...] = ()
    rows: Annotated[int, Field(ge=1)] = 1
    colon: bool = True
    after: str = ""
    say: str = ""
    bold: bool = False
    flush: bool = False
    blank: str = ""
    table: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    made: str | None = None
    copies: str = ""
    sign: tuple[FormSigner, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, data: Any) -> Any:
        if isinstance(data, str):
            match = _LINE.match(data)
            if match is None:
                raise ValueError(f"no line of fields: {data!r}")
            return {"fields": match[1].split(" + "), "rows": int(match[2] or 1)}
        if isinstance(data, dict) and "table" in data:
            keys = [f"{who}.{row}" for row in data["rows"] for who in data["table"]]
            return {**data, "rows": 1, "fields": keys}
        if isinstance(data, dict) and isinstance(data.get("fields"), str):
            return {**data, "fields": [data["fields"]]}
        return data

    def printed_fields(self) -> Iterator[str]:
        """Every field that stands on the line, in order."""
        if self.made is not None:
            yield from ("made.place", "made.date")
        if self.copies:
            yield from ("copies.wanted", "copies.count")
        yield from self.fields
        yield from (key for side in self.sides for line in side for key in line.printed_fields())


class FormLayout(Frozen):
    """The lines of one kind of form below its title."""

    title: tuple[str, ...]
    lines: Side

    def printed_fields(self) -> Iterator[str]:
        """Every field of the form in the order it is printed."""
        return (key for line in self.lines for key in line.printed_fields())


class FormLayouts(Frozen):
    """All forms by kind; ``shared`` holds lines that the file uses several times."""

    source: str
    unverified: bool = False
    shared: Mapping[str, Side]
    forms: Mapping[str, FormLayout]


def load_form_layouts(root: Path | None = None) -> FormLayouts:
    """The layouts from ``root``; raises ``TemplateError`` where the file is broken."""
    return _loaded(slips_folder(root) / "form-lines.yaml")


def labels_of(edition: Edition) -> dict[str, LabelSpec]:
    """The printed label of every field of an edition; where several share a field, the first."""
    found: dict[str, LabelSpec] = {}
    for item in edition.skeleton:
        if item.field:
            found.setdefault(item.field, item)
    return found


@cache
def _loaded(path: Path) -> FormLayouts:
    return load(FormLayouts, path)


def _flat(lines: Any) -> Any:
    """Lines shared by several forms stand as lists within the list."""
    if not isinstance(lines, list):
        return lines
    return [line for part in lines for line in (_flat(part) if isinstance(part, list) else [part])]
