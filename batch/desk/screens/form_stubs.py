# SPDX-License-Identifier: Apache-2.0
"""The files of a new form as text, with what an author has to know at the top of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

from batch.desk.screens.form_yaml import draft_yaml
from ocr.drafting.stubs import autofill_stub, names_stub, print_stub, procedure_stub
from templates.language.messages import _
from templates.model.codelists import FieldNames
from templates.model.document_types import DocumentType

_WIDTH = 110


def form_stub_text(paper: DocumentType) -> str:
    """``form.yaml``: the drafted template, not in use until its author says so."""
    head, _kind, rest = draft_yaml(paper).partition("kind: ")
    return f"{_schema('form')}\n{head}draft: true\nkind: {rest}"


def other_stub_texts(paper: DocumentType, names: FieldNames, code: str) -> dict[str, str]:
    """The other files by name; ``names``: what fields are called, ``code``: the procedure's, if known."""
    return {
        "procedure": _text("procedure", _about_procedure(), procedure_stub(paper, code)),
        "autofill": _text("autofill", _about_autofill(), autofill_stub(paper)),
        "print": _text("print", _about_print(), print_stub(paper)),
        "names": _text("names", _about_names(), names_stub(paper, names)),
    }


def _about_procedure() -> tuple[str, ...]:
    return (
        _("A draft. Fill in every “?”: sohoa forms check says what belongs there."),
        _("Take out the keys that may stay empty, and “unverified” where you have compared with the text."),
    )


def _about_autofill() -> tuple[str, ...]:
    return (
        _("Where values come from besides the form. The file may be left out: then from the form alone."),
    )


def _about_print() -> tuple[str, ...]:
    return (
        _("How the form is printed back. Fields of one line: a.key + b.key; leader lines: *2."),
        _("The file may be left out: then the form is printed as its labels stand."),
    )


def _about_names() -> tuple[str, ...]:
    return (_("What fields are called in sentences. The file may be left out: then as their labels."),)


def _schema(kind: str) -> str:
    return f"# yaml-language-server: $schema=../.schema/{kind}.json"


def _text(kind: str, about: tuple[str, ...], values: dict[str, Any]) -> str:
    lines = [_schema(kind), *(f"# {line}" for line in about), *_block(values, 0)]
    return "\n".join(lines) + "\n"


def _block(values: dict[str, Any], depth: int) -> Iterator[str]:
    """Keys a line each; what is short stays on its line, as in the shipped files."""
    pad = "  " * depth
    for key, value in values.items():
        flow = _flow(value)
        if not isinstance(value, dict | list) or not value or (depth and len(pad + key + flow) < _WIDTH):
            yield f"{pad}{key}: {flow}"
        elif isinstance(value, dict):
            yield f"{pad}{key}:"
            yield from _block(value, depth + 1)
        else:
            yield f"{pad}{key}:"
            for entry in value:
                yield from _entry(entry, depth + 1)


def _entry(entry: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    flow = _flow(entry)
    if not isinstance(entry, dict) or len(pad + flow) < _WIDTH:
        yield f"{pad}- {flow}"
        return
    first, *rest = _block(entry, depth + 1)
    yield f"{pad}- {first.lstrip()}"
    yield from rest


def _flow(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=100_000)
    return str(text).removesuffix("\n").removesuffix("\n...")
