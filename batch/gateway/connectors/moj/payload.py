# SPDX-License-Identifier: Apache-2.0
"""A dossier as the civil-status system wants it: a head, the form as a JSON string, each file in Base64."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from batch.gateway.connectors.moj.spec import MojSpec
from batch.gateway.contract import FieldMessage, Submission, Unit
from batch.gateway.errors import DamagedTransferError
from batch.gateway.fieldmaps.filling import filled, key_and_value, sources_of
from batch.gateway.fieldmaps.models import FormMap, FormSlot
from batch.gateway.fieldmaps.which_form import form_of
from batch.gateway.fieldmaps.writing import AddressNames, Target
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _


@dataclass(frozen=True, slots=True)
class MojItem:
    """``body`` to send but for its files, and ``faults``: what is missing or can't be written its way."""

    body: dict[str, Any]
    faults: tuple[FieldMessage, ...]


def build_item(
    spec: MojSpec, unit: Unit, submission: Submission, number: str, modules: Mapping[str, str]
) -> MojItem:
    """The dossier under ``number``; ``modules`` are those that the unit told, by form."""
    catalogue = load_catalogue()
    form = form_of(submission, spec.forms, catalogue)
    module = spec.module_of(form.form, modules)
    if not module:
        return MojItem({}, (FieldMessage("", "", "other", text=_not_carried()),))
    sources = sources_of(submission, unit, number, form, catalogue)
    target = target_of(spec, form.form)
    body, faults = filled(spec.dossier, sources, target, catalogue)
    inside, faults_inside = filled(_slots_of(spec, form), sources, target, catalogue)
    body |= {spec.module: module, spec.data: json.dumps(inside, ensure_ascii=False)}
    if spec.also_module:
        body[spec.also_module] = module
    return MojItem(body, (*_of_unit(faults), *faults_inside))


def files_of(spec: MojSpec, submission: Submission) -> list[dict[str, Any]]:
    """Every file with its bytes; raises DamagedTransferError for one that can't be read any more."""
    return [entry | {spec.files.id: place} for place, entry in enumerate(_files(spec, submission), 1)]


def keys_of(spec: MojSpec, unit: Unit, submission: Submission) -> dict[str, str]:
    """The field of this dossier's form that fills each of the system's, by the system's name."""
    catalogue = load_catalogue()
    form = form_of(submission, spec.forms, catalogue)
    sources = sources_of(submission, unit, "", form, catalogue)
    slots = (*spec.dossier, *_slots_of(spec, form))
    found = {slot.to: key_and_value(slot, sources, catalogue)[0] for slot in slots}
    return {name: key for name, key in found.items() if key}


def target_of(spec: MojSpec, form: str) -> Target:
    """How the system writes what a form says."""
    names = spec.address
    address = AddressNames(names.province, names.commune, names.detail, names.country)
    return Target(spec.codes, spec.formats.model_dump(), spec.time_zone, address, form, spec.parts)


def _slots_of(spec: MojSpec, form: FormMap) -> tuple[FormSlot, ...]:
    return spec.forms.slots.get(form.form) or tuple(spec.forms.slots_of(form))


def _of_unit(faults: list[FieldMessage]) -> Iterator[FieldMessage]:
    """The commune is the unit's own and stands in the settings, on no form."""
    for fault in faults:
        told = fault.key or fault.kind == "other" or fault.field != "maDonVi"
        yield fault if told else replace(fault, kind="other", text=_no_commune())


def _files(spec: MojSpec, submission: Submission) -> Iterator[dict[str, Any]]:
    names = spec.files
    for component in submission.components:
        for file in component.files:
            try:
                content = b64encode(file.path.read_bytes()).decode("ascii")
            except OSError as error:
                raise DamagedTransferError.unreadable(file.name) from error
            kind = names.kinds.get(component.kind)
            yield {
                **({names.kind: kind} if kind is not None else {}),
                names.paper: component.name,
                names.name: file.name,
                names.deleted: 0,
                names.content: content,
            }


def _not_carried() -> str:
    return _("This door does not carry the form of this procedure.")


def _no_commune() -> str:
    return _("The commune in the settings (unit.commune) is none of today's, so it has no code.")
