# SPDX-License-Identifier: Apache-2.0
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
from templates.language.messages import _
from templates.model.document_types import DocumentType, Edition, LabelSpec
from templates.model.slip_texts import slips_folder

_A_SENTENCE = 60  # letters; labels are cut before their full stop
_HEADING = re.compile(r"(?:dưới|sau) đây$")
_MADE = ("made.place", "made.date")
SHORT_LINE = re.compile(r"^([a-z0-9_.]+(?: \+ [a-z0-9_.]+)*)(?: \*([1-9]))?$")
Side = Annotated[tuple["FormLine", ...], BeforeValidator(lambda lines: _flat(lines))]


class FormSigner(Frozen):
    """Who signs; nothing given: only room."""

    title: str = Field("", description="What they sign as (“Người yêu cầu”).")
    hint: str = Field("", description="What stands below in brackets.")
    name: str = Field("", description="Key of the field whose value is printed below the signature.")


class FormLine(Frozen):
    """One line of the printed form: one of ``fields``, ``say``, ``blank``, ``table``, ``sides``, ``made``,
    ``copies``, ``sign``.

    Fields side by side are written short: ``a.key + b.key *2``, with so many leader lines where nothing is
    known. A list within the list stands for its lines.
    """

    fields: tuple[str, ...] = Field((), description="Keys of the fields that stand side by side.")
    rows: Annotated[int, Field(ge=1)] = Field(1, description="Leader lines where a field has no value.")
    colon: bool = Field(True, description="A colon follows the labels.")
    after: str = Field("", description="Text behind the last value (“bản”).")
    say: str = Field("", description="Text of its own.")
    bold: bool = Field(False, description="The text is bold.")
    flush: bool = Field(False, description="The text is not moved in.")
    blank: str = Field("", description="A label with a leader and no field.")
    table: tuple[str, ...] = Field(
        (), description="The two parties of a table (bride, groom), with titles and rows."
    )
    titles: tuple[str, ...] = Field((), description="The headings of a table's or the sides' columns.")
    sides: tuple[Side, ...] = Field((), description="Lines of two parties beside each other.")
    made: str | None = Field(None, description="Place and day of signing (made.place, made.date): its label.")
    copies: str = Field(
        "",
        description="The boxes “Có □ Không □” and the number of copies (copies.wanted, copies.count): its "
        "label.",
    )
    sign: tuple[FormSigner, ...] = Field((), description="Signature blocks side by side.")

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, data: Any) -> Any:
        if isinstance(data, str):
            match = SHORT_LINE.match(data)
            if match is None:
                raise ValueError(
                    _("“{text}” is no line of fields, such as: a.key + b.key *2").format(text=data)
                )
            return {"fields": match[1].split(" + "), "rows": int(match[2] or 1)}
        if isinstance(data, dict) and "table" in data:
            if not isinstance(data.get("rows"), list) or not isinstance(data["table"], list):
                raise ValueError(_("a table needs rows: the parts of the keys after the point"))
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

    title: tuple[str, ...] = Field(description="The title, line by line.")
    lines: Side = Field(description="The lines below it.")

    def printed_fields(self) -> Iterator[str]:
        """Every field of the form in the order it is printed."""
        return (key for line in self.lines for key in line.printed_fields())


class FormLayouts(Frozen):
    """How all forms are printed (``slips/form-lines.yaml``)."""

    source: str = Field(description="Where the line breaks come from.")
    unverified: bool = Field(False, description="Nobody has compared them with the published forms yet.")
    shared: Mapping[str, Side] = Field(description="Lines that the file uses several times, by name.")
    forms: Mapping[str, FormLayout] = Field(description="The forms, by kind.")


def load_form_layouts(root: Path | None = None) -> FormLayouts:
    """The layouts from ``root``; raises ``TemplateError`` where the file is broken."""
    return _loaded(slips_folder(root) / "form-lines.yaml")


def default_layout(paper: DocumentType) -> FormLayout:
    """The newest edition of a form as its labels stand, a field a line, where nobody gave its lines; none of
    a paper that has no print of its own, such as one that is brought to be certified.
    """
    if not paper.editions:
        return FormLayout(title=paper.titles[:1], lines=())
    newest = max(paper.editions, key=lambda edition: edition.since)
    labels, lines = labels_of(newest), list[dict[str, Any]]()
    for item in newest.skeleton:
        if item.closes:
            break
        if item.field in _MADE and set(labels) >= set(_MADE):
            lines += [{"made": f"{item.label}:"}] if item.field == _MADE[0] else []
        elif item.field is not None:
            lines += [{"fields": item.field}] if labels[item.field] is item else []
        elif lines and "say" in lines[-1] and item.label[:1].islower():
            lines[-1]["say"] += f" {item.label}"
        elif item.label.startswith("(") and lines and "say" in lines[-1]:
            lines.append({"sign": [{}, {"title": lines.pop()["say"], "hint": item.label}]})
        else:
            lines.append({"say": item.label})
    for line in lines:
        if _HEADING.search(line.get("say", "")):
            line |= {"say": line["say"] + ":", "bold": True}
        elif len(line.get("say", "")) > _A_SENTENCE:
            line["say"] += "."
    return FormLayout.model_validate({"title": list(paper.titles[:1]), "lines": lines})


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
