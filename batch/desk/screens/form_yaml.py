# SPDX-License-Identifier: Apache-2.0
"""A drafted template as YAML, one label a line as in the shipped files, with what a person has to finish."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from templates.language.messages import _
from templates.model.document_types import DocumentType, Edition, LabelSpec

_UNWRAPPED = 100_000


def draft_yaml(paper: DocumentType) -> str:
    """The template's text; loading it gives ``paper`` again."""
    return "\n".join(_lines(paper)) + "\n"


def _lines(paper: DocumentType) -> Iterator[str]:
    yield from (f"# {line}" for line in _advice())
    yield f"kind: {_flow(paper.kind)}"
    yield f"name: {_flow(dict(paper.name))}"
    yield f"role: {_flow(paper.role)}"
    yield f"titles: {_flow(list(paper.titles))}"
    yield "editions:"
    for edition in paper.editions:
        yield from _edition(edition)


def _advice() -> tuple[str, ...]:
    return (
        _("A draft. Compare every label with the form, in its order; add other wordings as aliases."),
        _("Give the fields their keys and types; those of known labels are guessed from the other forms."),
        _("Fill in the source and the day of coming into force; then: sohoa forms try FILE.yaml SCAN"),
    )


def _edition(edition: Edition) -> Iterator[str]:
    yield f"  - id: {_flow(edition.id)}"
    yield f"    source: {_flow(edition.source)}"
    yield f"    since: {edition.since.isoformat()}"
    yield "    unverified: true"
    if edition.columns:
        yield f"    columns: {_flow(edition.columns.model_dump(exclude_defaults=True))}"
    yield "    skeleton:"
    for item in edition.skeleton:
        yield f"      - {_flow(_plain(item))}"


def _plain(item: LabelSpec) -> dict[str, Any]:
    plain = item.model_dump(mode="json", exclude_defaults=True)
    return {"label": plain.pop("label")} | plain


def _flow(value: Any) -> str:
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=_UNWRAPPED
    )
    return str(text).removesuffix("\n").removesuffix("\n...")
