# SPDX-License-Identifier: Apache-2.0
"""What own forms are laid over, and what came of reading them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from templates.catalogue.complaints import Complaint
from templates.language.messages import _
from templates.model.autofill_map import AutofillMap
from templates.model.codelists import FieldNames, Texts
from templates.model.document_types import DocumentType
from templates.model.form_lines import FormLayout
from templates.model.own_files import Own
from templates.model.procedures import Procedure
from templates.model.shared_rules import SharedRules


@dataclass(frozen=True, slots=True)
class InUse:
    """What own forms are laid over: the catalogue in use."""

    version: str
    papers: Mapping[str, DocumentType]
    procedure_paths: Mapping[str, Path]
    shared: SharedRules
    names: FieldNames
    sayings: Iterable[str]
    prints: Iterable[str]
    autofills: Iterable[str]


@dataclass(frozen=True, slots=True)
class Replacement:
    """A file of the office's own that stands for one of the catalogue; written for the catalogue ``over``."""

    path: Path
    name: str
    over: str
    now: str

    @property
    def is_stale(self) -> bool:
        """The catalogue has changed since: what it says now should be looked at."""
        return self.over != self.now


@dataclass
class OwnForms:
    """Own forms in use, by kind, code or (autofill) either; and what of the folder is not in use and why.

    ``files`` holds what each usable file says, ``left_out`` maps kinds and codes to the file that would have
    described them.
    """

    folder: Path
    files: dict[Path, Own] = field(default_factory=dict)
    papers: dict[str, DocumentType] = field(default_factory=dict)
    procedures: dict[str, Procedure] = field(default_factory=dict)
    autofill: dict[str, AutofillMap] = field(default_factory=dict)
    prints: dict[str, FormLayout] = field(default_factory=dict)
    roles: dict[str, Texts] = field(default_factory=dict)
    attributes: dict[str, Texts] = field(default_factory=dict)
    whole: dict[str, Texts] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    left_out: dict[str, Path] = field(default_factory=dict)
    drafts: list[Path] = field(default_factory=list)
    replaced: list[Replacement] = field(default_factory=list)


def own_forms_lines(own: OwnForms) -> Iterator[str]:
    """What of the own forms is not in use, or stands for something that has changed since; one a line."""
    for folder in own.drafts:
        yield _("{name}: a draft, not used yet").format(name=folder.name)
    for file in dict.fromkeys(complaint.file for complaint in own.complaints):
        yield _("{name}: not used, something is wrong in it").format(name=file)
    for one in own.replaced:
        if one.is_stale:
            told = _("{name} was written over catalogue {over}; compare it with the one in use, {now}")
            yield told.format(name=one.name, over=one.over, now=one.now)
