# SPDX-License-Identifier: Apache-2.0
"""What may be written in each kind of data file, as JSON Schema: for editors, for the reference, and for
finding the key that an author meant.

The schemas come from the models. A procedure is written shorter than its model: what stands for its blocks
and for earlier editions (:mod:`templates.model.shared_rules`) is put in here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from templates.errors import UsageError
from templates.files.datafiles import reason_of
from templates.language.messages import _, current_language, speaking
from templates.language.messages import _ as translated
from templates.model.book_text import BookText
from templates.model.charges.certification import CertificationBooks
from templates.model.charges.province_fees import ProvinceFees
from templates.model.form_lines import SHORT_LINE, FormLayouts
from templates.model.own_files import OWN_FILES, OwnProcedure
from templates.model.shared_rules import LISTS, BlockUse, WrittenEdition
from templates.model.slip_texts import SlipText

Schema = dict[str, Any]
_LINE = {"$ref": "#/$defs/FormLine"}

FILE_KINDS: dict[str, type[BaseModel]] = {
    **OWN_FILES,
    "slip": SlipText,
    "form-lines": FormLayouts,
    "book": BookText,
    "certification-books": CertificationBooks,
    "fees": ProvinceFees,
}
"""Every kind of file that an author may write, by its name."""


def schema_of(kind: str) -> Schema:
    """The JSON Schema (2020-12) of a kind of file, in the current language; do not change what you get."""
    return _schema_in(kind, current_language())


def descriptions() -> Iterator[str]:
    """Every description of a key and a model, in English: messages like any other."""
    for kind in FILE_KINDS:
        yield from _descriptions(_schema_in(kind, "en"))


def _descriptions(schema: Any) -> Iterator[str]:
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    if isinstance(schema, dict) and isinstance(schema.get("description"), str):
        yield schema["description"]
    for part in parts:
        yield from _descriptions(part)


@cache
def _schema_in(kind: str, language: str) -> Schema:
    model = FILE_KINDS[kind]
    schema = model.model_json_schema(by_alias=True)
    if model is OwnProcedure:
        _as_written(schema["$defs"])
    if "FormLine" in schema.get("$defs", {}):
        schema = _lines_as_written(schema)
    with speaking(language):
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_tidy(schema)}


def _tidy(schema: Any) -> Any:
    """Without the titles in which pydantic names every key once more; descriptions without line breaks."""
    if isinstance(schema, list):
        return [_tidy(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {key: _tidy(value) for key, value in schema.items() if key != "title" or isinstance(value, dict)}
    if isinstance(schema.get("description"), str):
        tidy["description"] = translated(_unwrapped(schema["description"]))
    return tidy


def _unwrapped(text: str) -> str:
    """A docstring as Markdown: its lines joined, but for paragraphs and the points of a list."""
    return re.sub(r"(?<!\n)\n(?!\n|- )\s*", " ", text.replace("``", "`"))


def _as_written(defs: dict[str, Schema]) -> None:
    """Editions that build on others, and blocks in place of entries of a list."""
    for model in (BlockUse, WrittenEdition):
        own = model.model_json_schema(by_alias=True)
        defs |= own.pop("$defs", {})
        defs[model.__name__] = own
    edition = defs["ProcedureEdition"]
    written = defs.pop("WrittenEdition")
    del edition["properties"]["procedure"]
    edition["properties"] |= written["properties"]
    edition["anyOf"] = [{"required": ["based_on"]}, {"required": edition["required"]}]
    edition["required"] = ["id"]
    for name in LISTS:
        listed = edition["properties"][name]
        listed["items"] = {"anyOf": [listed["items"], {"$ref": "#/$defs/BlockUse"}]}


def _lines_as_written(schema: Any) -> Any:
    """Lines of fields as ``a.key + b.key *2``, lists of lines within lists, rows of a table."""
    if isinstance(schema, list):
        return [_lines_as_written(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("items") == _LINE:
        short = {"type": "string", "pattern": SHORT_LINE.pattern}
        return {**schema, "items": {"anyOf": [short, _LINE, {"type": "array"}]}}
    written = {key: _lines_as_written(part) for key, part in schema.items()}
    if {"fields", "rows", "table"} <= written.get("properties", {}).keys():
        keys = written["properties"]
        one_or_many = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
        keys["fields"] = {"description": keys["fields"]["description"], **one_or_many}
        number = {"type": "integer", "minimum": 1}
        rows = {"anyOf": [number, {"type": "array", "items": {"type": "string"}}]}
        keys["rows"] = {"description": keys["rows"]["description"], "default": 1, **rows}
    return written


def keys_at(kind: str, place: Sequence[str | int]) -> dict[str, Schema]:
    """The keys that may stand at ``place`` (keys and numbers of entries) of a file, with their schemas."""
    schema = schema_of(kind)
    parts = _variants(schema, schema)
    for step in place:
        inside = [found for part in parts for found in _inside(part, step)]
        # pydantic puts the name of a variant into the place; the schema has none.
        parts = [variant for found in inside for variant in _variants(found, schema)] if inside else parts
    return {name: key for part in parts for name, key in part.get("properties", {}).items()}


def _inside(part: Schema, step: str | int) -> list[Schema]:
    if isinstance(step, int):
        return [part["items"]] if "items" in part else []
    if step in part.get("properties", {}):
        return [part["properties"][step]]
    more = part.get("additionalProperties")
    return [more] if isinstance(more, dict) else []


def _variants(part: Schema, schema: Schema) -> list[Schema]:
    """The schema itself, or each of those of which one holds."""
    if "$ref" in part:
        return _variants(schema["$defs"][part["$ref"].rpartition("/")[2]], schema)
    several = [] if "properties" in part else part.get("anyOf") or part.get("oneOf") or []
    return [found for one in several for found in _variants(one, schema)] if several else [part]


def write_schemas(folder: Path) -> list[Path]:
    """Write the schema of every kind of file into ``folder``, as ``<kind>.json``; returns them.

    Raises:
        UsageError: nothing can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_write(folder / f"{kind}.json", schema_of(kind)) for kind in FILE_KINDS]
    except OSError as error:
        raise UsageError(
            _("The schemas can't be written: {reason}.").format(reason=reason_of(error)),
            _("Give a folder that may be written to: --out DIR"),
        ) from error


def _write(path: Path, schema: Schema) -> Path:
    path.write_text(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
