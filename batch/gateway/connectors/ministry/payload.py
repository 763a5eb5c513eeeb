# SPDX-License-Identifier: Apache-2.0
"""A dossier in the gateway's own names: slots filled, codes mapped, dates written its way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from batch.gateway.connectors.ministry.spec import MinistrySpec
from batch.gateway.contract import FieldMessage, PaperFacts, RemoteFile, Submission, Unit
from batch.gateway.fieldmaps.filling import filled, key_and_value, sources_of
from batch.gateway.fieldmaps.models import FormMap, FormSlot
from batch.gateway.fieldmaps.which_form import form_of
from batch.gateway.fieldmaps.writing import AddressNames, Target
from templates.catalogue.loading import load_catalogue


@dataclass(frozen=True, slots=True)
class Payload:
    """``body`` to send, and ``faults``: what is missing or can't be written the gateway's way."""

    body: dict[str, Any]
    faults: tuple[FieldMessage, ...]


def build_payload(
    spec: MinistrySpec,
    unit: Unit,
    submission: Submission,
    number: str,
    uploads: Mapping[str, RemoteFile],
) -> Payload:
    """Fill every slot of ``spec``; files that ``uploads`` (by SHA-256) lacks are left out."""
    catalogue = load_catalogue()
    form = form_of(submission, spec.forms, catalogue)
    slots = _slots_of(spec, form)
    sources, target = sources_of(submission, unit, number, form, catalogue), target_of(spec, form.form)
    body, faults = filled(spec.dossier, sources, target, catalogue)
    inside, faults_inside = filled(slots, sources, target, catalogue)
    if inside:
        body[spec.form_at] = inside
    body[spec.components.list] = list(_components(spec, submission, uploads))
    return Payload(body, (*faults, *faults_inside))


def keys_of(spec: MinistrySpec, unit: Unit, submission: Submission) -> dict[str, str]:
    """The field of this dossier's form that fills each of the gateway's, by the gateway's name."""
    catalogue = load_catalogue()
    form = form_of(submission, spec.forms, catalogue)
    sources = sources_of(submission, unit, "", form, catalogue)
    slots = (*spec.dossier, *_slots_of(spec, form))
    found = {slot.to: key_and_value(slot, sources, catalogue)[0] for slot in slots}
    return {name: key for name, key in found.items() if key}


def _slots_of(spec: MinistrySpec, form: FormMap) -> tuple[FormSlot, ...]:
    return spec.forms.slots.get(form.form) or tuple(spec.forms.slots_of(form))


def target_of(spec: MinistrySpec, form: str) -> Target:
    """How the gateway writes what a form says."""
    names = spec.address
    address = AddressNames(names.province, names.commune, names.detail)
    return Target(spec.id, spec.formats.model_dump(), spec.time_zone, address, form)


def _components(
    spec: MinistrySpec, submission: Submission, uploads: Mapping[str, RemoteFile]
) -> Iterator[dict[str, Any]]:
    names = spec.components
    for component in submission.components:
        told = _told(spec, component.facts)
        sent = [(file, uploads[file.sha256]) for file in component.files if file.sha256 in uploads]
        yield {
            names.code: component.code,
            names.name: component.name,
            names.count: 1,
            names.copy_kind: names.copy_kinds[component.facts.copy],
            names.files: [
                {names.file_id: remote.id, names.file_name: file.name, names.file_hash: remote.hash, **told}
                for file, remote in sent
            ],
        }


def _told(spec: MinistrySpec, facts: PaperFacts) -> dict[str, str]:
    """What a paper says of itself, in the gateway's names; what it does not say is left out."""
    given = {slot.to: getattr(facts, slot.fact) for slot in spec.components.paper}
    plain = {name: str(int(value)) if isinstance(value, bool) else value for name, value in given.items()}
    return {name: value for name, value in plain.items() if value}
