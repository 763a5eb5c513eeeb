# SPDX-License-Identifier: Apache-2.0
"""A dossier in the gateway's own names: slots filled, codes mapped, dates written its way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from batch.gateway.connectors.ministry.spec import FormSlot, MinistrySpec
from batch.gateway.contract import FieldMessage, RemoteFile, Submission
from batch.gateway.contract import Unit as Unit
from templates.catalogue.loading import load_catalogue
from templates.model.code_maps import CodeGapError
from templates.model.typed_codes import Code

_FULL_DATE = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
_PARTIAL_DATE = re.compile(r"^(?:(?:\d{1,2}/)?\d{1,2}/)?\d{4}$")
_NATIONAL_CODE = re.compile(r"^\d\.\d{6}")
_PERSONAL_ID = re.compile(r"(?<!\d)\d{12}(?!\d)")


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
    body: dict[str, Any] = {}
    faults: list[FieldMessage] = []
    for path, slot in _slots(spec, submission.procedure):
        given = next(filter(None, (_given(s, unit, submission, number) for s in slot.sources)), "")
        written = _written(spec, slot, given, submission) if given else ""
        fault = _fault(slot, given, written)
        if fault is not None:
            faults.append(fault)
        elif written != "":
            _put(body, path, written)
    body[spec.components.list] = list(_components(spec, submission, uploads))
    return Payload(body, tuple(faults))


def _slots(spec: MinistrySpec, procedure: str) -> Iterator[tuple[str, FormSlot]]:
    for slot in spec.dossier:
        yield slot.to, slot
    # A unit's own form of the code (1.001193.000.00.00.H56) has the national form's fields.
    national = _NATIONAL_CODE.match(procedure)
    form = spec.forms.get(national.group() if national else procedure)
    for slot in form.slots if form else ():
        yield f"{form.at}.{slot.to}" if form else slot.to, slot


def _given(source: str, unit: Unit, submission: Submission, number: str) -> str:
    prefix, _, rest = source.partition(":") if ":" in source else source.partition(".")
    if prefix == "const":
        return rest
    if prefix == "form":
        return submission.values.get(rest, "").strip()
    if prefix == "unit":
        return unit.code if rest == "code" else unit.name
    known = {"number": number, "procedure": submission.procedure}
    return known.get(rest) or submission.received_at.isoformat()


def _written(spec: MinistrySpec, slot: FormSlot, given: str, submission: Submission) -> Any:
    """``given`` the gateway's way; "" where that can't be."""
    match slot.kind:
        case "moment":
            local = submission.received_at.astimezone(ZoneInfo(spec.time_zone))
            return local.strftime(spec.formats.moment)
        case "compact" | "dotted":
            return _date(given, spec.formats.compact if slot.kind == "compact" else spec.formats.dotted)
        case "partial-dotted":
            partial = given.replace("/", ".") if _PARTIAL_DATE.match(given) else ""
            return _date(given, spec.formats.dotted) or partial
        case "code":
            return _code(given, slot.list, spec.id)
        case "personal-id":
            found = _PERSONAL_ID.search(given)
            return found.group() if found else ""
        case "count":
            digits = re.search(r"\d+", given)
            return int(digits.group()) if digits else ""
        case _:
            return given


def _code(given: str, name: str, target: str) -> str:
    """What the gateway calls an entry of a neutral list; "" where it has no code for it."""
    maps = load_catalogue().code_maps
    entry = maps.lists[name].find(given)
    try:
        return maps.to_target(Code(name, entry.code), target).value if entry else ""
    except CodeGapError:
        return ""


def _date(given: str, wanted: str) -> str:
    match = _FULL_DATE.match(given)
    if match is None:
        return ""
    day, month, year = (int(part) for part in match.groups())
    try:
        return datetime(year, month, day).strftime(wanted)  # noqa: DTZ001 (a day of the calendar)
    except ValueError:
        return ""


def _fault(slot: FormSlot, given: str, written: Any) -> FieldMessage | None:
    key = next((s.removeprefix("form:") for s in slot.sources if s.startswith("form:")), "")
    if written == "" and not given:
        return FieldMessage(slot.to, key, "missing") if slot.required else None
    if written == "":
        # An old nine-digit number is no fault where the twelve digits are only wished for.
        return FieldMessage(slot.to, key, _why(slot)) if slot.required or slot.kind == "code" else None
    if slot.max is not None and len(str(written)) > slot.max:
        return FieldMessage(slot.to, key, "too-long", slot.max)
    return None


def _why(slot: FormSlot) -> str:
    return "unknown-code" if slot.kind == "code" else "bad-format"


def _put(body: dict[str, Any], path: str, value: Any) -> None:
    *folders, name = path.split(".")
    for folder in folders:
        body = body.setdefault(folder, {})
    body[name] = value


def _components(
    spec: MinistrySpec, submission: Submission, uploads: Mapping[str, RemoteFile]
) -> Iterator[dict[str, Any]]:
    names = spec.components
    for component in submission.components:
        sent = [(file, uploads[file.sha256]) for file in component.files if file.sha256 in uploads]
        yield {
            names.code: component.code,
            names.name: component.name,
            names.count: 1,
            names.copy_kind: names.copy_kind_value,
            names.files: [
                {names.file_id: remote.id, names.file_name: file.name, names.file_hash: remote.hash}
                for file, remote in sent
            ],
        }
