# SPDX-License-Identifier: Apache-2.0
"""Own forms and the catalogue made one: what is laid over what, and what fields without a name are called."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from templates.catalogue.own_outcome import InUse, OwnForms
from templates.files.active import version_of
from templates.files.datafiles import load
from templates.model.codelists import Codes, FieldNames, Texts
from templates.model.document_types import DocumentType
from templates.model.form_lines import labels_of, load_form_layouts
from templates.model.shared_rules import SharedRules

if TYPE_CHECKING:
    from templates.catalogue.loading import Catalogue


def base_of(catalogue: Catalogue) -> InUse:
    """What own forms are laid over."""
    root = catalogue.root
    return InUse(
        version=version_of(root).version,
        papers=catalogue.document_types,
        procedure_paths={path.stem: path for path in sorted((root / "procedures").glob("*.yaml"))},
        shared=load(SharedRules, root / "shared-rules.yaml"),
        names=catalogue.codes.field_names,
        sayings=catalogue.sayings,
        prints=load_form_layouts(root).forms,
        autofills={path.stem for path in (root / "autofill").glob("*.yaml")},
    )


def layered(catalogue: Catalogue, own: OwnForms) -> Catalogue:
    """``catalogue`` with the own forms laid over it."""
    return replace(
        catalogue,
        document_types=ChainMap(own.papers, catalogue.document_types),  # type: ignore[arg-type]
        procedures=ChainMap(own.procedures, catalogue.procedures),  # type: ignore[arg-type]
        own=own,
    )


def with_own_names(codes: Codes, own: OwnForms) -> Codes:
    """The code lists with the names of the own forms' fields, called after their labels where no file names
    them.
    """
    names = codes.field_names
    named = names.model_copy(
        update={
            "roles": {**names.roles, **own.roles},
            "attributes": {**names.attributes, **own.attributes},
            "whole": {**names.whole, **own.whole},
        }
    )
    labels = {key: text for paper in own.papers.values() for key, text in _label_names(paper, named)}
    named = named.model_copy(update={"whole": {**labels, **named.whole}})
    return codes.model_copy(update={"field_names": named})


def _label_names(paper: DocumentType, names: FieldNames) -> Iterator[tuple[str, Texts]]:
    for edition in paper.editions:
        for key, item in labels_of(edition).items():
            if names.name(key, "vi") == key:
                text = item.label[:1].lower() + item.label[1:]
                yield key, {"vi": text, "en": text}
