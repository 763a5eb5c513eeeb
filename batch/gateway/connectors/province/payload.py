# SPDX-License-Identifier: Apache-2.0
"""A dossier as DongBoHoSoMC wants it: its head by slots, the owner's number, each file by its link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from batch.gateway.connectors.province.spec import BusMessage, ProvinceSpec
from batch.gateway.contract import FieldMessage, OutgoingFile, PaperFacts, Submission, Unit
from batch.gateway.fieldmaps.filling import MessageSources, filled, key_and_value, sources_of
from batch.gateway.fieldmaps.which_form import form_of
from batch.gateway.fieldmaps.writing import AddressNames, Target
from templates.catalogue.loading import Catalogue, load_catalogue

_NO_ADDRESS = AddressNames("", "", "")
Link = Callable[[OutgoingFile], str]
"""Where a file is fetched; "" for one that is left out."""


@dataclass(frozen=True, slots=True)
class BusItem:
    """``body`` to send but for its status, and ``faults``: what is missing or can't be written its way."""

    body: dict[str, Any]
    faults: tuple[FieldMessage, ...]


def build_item(spec: ProvinceSpec, unit: Unit, submission: Submission, number: str, link: Link) -> BusItem:
    """The dossier under ``number`` in the names of ``spec``."""
    catalogue, message = load_catalogue(), spec.carried
    sources = _sources(spec, unit, submission, number, catalogue)
    target = Target(message.id, message.formats.model_dump(), message.time_zone, _NO_ADDRESS)
    body, faults = filled(message.dossier, sources, target, catalogue)
    if papers := list(_identity(message, sources)):
        body[message.identity.list] = papers
    if files := list(_files(message, submission, link)):
        body[message.files.list] = files
    return BusItem(body, tuple(faults))


def keys_of(spec: ProvinceSpec, unit: Unit, submission: Submission) -> dict[str, str]:
    """The field of this dossier's form that fills each of the bus's, by the bus's name."""
    catalogue = load_catalogue()
    sources = _sources(spec, unit, submission, "", catalogue)
    found = {slot.to: key_and_value(slot, sources, catalogue)[0] for slot in spec.carried.dossier}
    return {name: key for name, key in found.items() if key}


def _sources(
    spec: ProvinceSpec, unit: Unit, submission: Submission, number: str, catalogue: Catalogue
) -> MessageSources:
    form = form_of(submission, spec.forms, catalogue)
    return sources_of(submission, unit, number, form, catalogue)


def _identity(message: BusMessage, sources: MessageSources) -> Iterator[dict[str, str]]:
    """The owner's personal numbers, of those kinds that the bus knows."""
    names, owner = message.identity, sources.persons.get("owner", "")
    said = sources.values.get(f"{owner}.id_document", "")
    for kind, pattern in names.kinds.items():
        if found := re.search(rf"(?<!\d){pattern}(?!\d)", said):
            yield {names.kind: kind, names.number: found.group()}
            return


def _files(message: BusMessage, submission: Submission, link: Link) -> Iterator[dict[str, str]]:
    names = message.files
    for component in submission.components:
        told = _told(message, component.facts)
        for file in component.files:
            if url := link(file):
                yield {
                    names.id: file.sha256,
                    names.name: file.name[: names.longest_name],
                    names.deleted: "False",
                    names.component: component.code,
                    names.link: url,
                    **told,
                }


def _told(message: BusMessage, facts: PaperFacts) -> dict[str, str]:
    """What a paper says of itself, in the bus's names; what it does not say is left out."""
    given = {slot.to: getattr(facts, slot.fact) for slot in message.files.paper}
    plain = {name: str(int(value)) if isinstance(value, bool) else value for name, value in given.items()}
    return {name: value for name, value in plain.items() if value}
