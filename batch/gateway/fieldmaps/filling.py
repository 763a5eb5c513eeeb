# SPDX-License-Identifier: Apache-2.0
"""A dossier in a target's own names: each slot filled from the first source that has a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from batch.gateway.contract import FieldMessage, Submission, Unit
from batch.gateway.fieldmaps.derived import birth_kind, channel, online_payment, registration_kind
from batch.gateway.fieldmaps.models import COUNTER, FormMap, FormSlot
from batch.gateway.fieldmaps.people import persons_of, with_counter
from batch.gateway.fieldmaps.writing import Target, written
from intake.dossier.deadline.local_time import local_day
from templates.catalogue.loading import Catalogue
from templates.errors import UnknownNameError
from templates.model.procedures import ProcedureEdition

_MAY_BE_LEFT_OUT = frozenset(
    (
        *("compact", "known-code", "without-code", "province-code", "commune-code", "residence-kind"),
        *("personal-id", "paper-kind", "paper-other", "paper-number"),
        *("paper-date", "paper-date-compact", "paper-issuer"),
    )
)
"""What a value need not tell, or another slot writes in words; all else that can't be written is a fault."""


@dataclass(frozen=True, slots=True)
class MessageSources:
    """Where the values of one message come from; ``number`` is the dossier's at the target."""

    submission: Submission
    unit: Unit
    number: str
    form: FormMap
    values: Mapping[str, str]
    persons: Mapping[str, str]
    edition: ProcedureEdition | None


def sources_of(
    submission: Submission, unit: Unit, number: str, form: FormMap, catalogue: Catalogue
) -> MessageSources:
    """The values of a dossier whose form is ``form``."""
    values = with_counter(submission.values, submission.requester)
    persons = persons_of(form, values)
    edition = edition_of(submission.procedure, submission.received_at, catalogue)
    return MessageSources(submission, unit, number, form, values, persons, edition)


def edition_of(procedure: str, received_at: datetime, catalogue: Catalogue) -> ProcedureEdition | None:
    """The rules of a procedure on the day of reception; None for a procedure nobody knows."""
    try:
        return catalogue.procedure(procedure, local_day(received_at))
    except UnknownNameError:
        return None


def filled(
    slots: Iterable[FormSlot], sources: MessageSources, target: Target, catalogue: Catalogue
) -> tuple[dict[str, Any], list[FieldMessage]]:
    """The message, nested by the slots' dotted paths, and what is missing or can't be written."""
    body: dict[str, Any] = {}
    faults: list[FieldMessage] = []
    for slot in slots:
        key, given = key_and_value(slot, sources, catalogue)
        value = written(slot, given, target, catalogue) if given else ""
        fault = _fault(slot, key, given, value)
        if fault is not None:
            faults.append(fault)
        elif value not in ("", {}):
            _put(body, slot.to, value)
    return body, faults


def key_and_value(slot: FormSlot, sources: MessageSources, catalogue: Catalogue) -> tuple[str, str]:
    """Our key of what fills a slot, and its value; where nothing does, the first key that would."""
    keys = [_key(source, sources) for source in slot.sources]
    for source, key in zip(slot.sources, keys, strict=True):
        if given := _value(source, key, sources, catalogue):
            return key, given
    return next(filter(None, keys), ""), ""


def _key(source: str, sources: MessageSources) -> str:
    """The field of the form that a source means; "" where it means none."""
    prefix, _, rest = source.partition(":")
    if prefix == "form":
        return rest
    if prefix != "role":
        return ""
    role, _, attribute = rest.partition(".")
    known = sources.form.roles.get(role)
    # Nobody found: the one of whom the form itself should have told, the counter where it has no people.
    asked = next((who for who in known.candidates if who != COUNTER), COUNTER) if known else ""
    person = sources.persons.get(role, asked)
    return f"{person}.{attribute}" if person else ""


def _value(source: str, key: str, sources: MessageSources, catalogue: Catalogue) -> str:
    prefix, _, rest = source.partition(":")
    match prefix:
        case "const":
            return rest
        case "form":
            return sources.values.get(key, "").strip()
        case "role":
            known = rest.partition(".")[0] in sources.persons
            return sources.values.get(key, "").strip() if known else ""
        case "paper":
            return _of_paper(rest, sources)
        case "derived":
            return _derived(rest, sources, catalogue)
    given = {
        "unit.code": sources.unit.code,
        "unit.name": sources.unit.name,
        "unit.commune": sources.unit.commune,
        "dossier.number": sources.number,
        "dossier.procedure": sources.submission.procedure,
        "dossier.received_at": sources.submission.received_at.isoformat(),
        "dossier.due_on": f"{due:%d/%m/%Y}" if (due := sources.submission.due_on) else "",
        **_of_procedure(sources.submission.procedure, catalogue),
    }
    return given[source]


def _of_procedure(code: str, catalogue: Catalogue) -> dict[str, str]:
    try:
        known = catalogue.procedure_named(code)
    except UnknownNameError:
        return {"dossier.procedure_name": "", "dossier.category": ""}
    return {"dossier.procedure_name": known.name["vi"], "dossier.category": known.category}


def _of_paper(name: str, sources: MessageSources) -> str:
    kind, _, fact = name.partition(".")
    found = {getattr(one.facts, fact) for one in sources.submission.components if one.kind == kind}
    return str(found.pop()) if len(found) == 1 else ""


def _derived(name: str, sources: MessageSources, catalogue: Catalogue) -> str:
    if name == "channel":
        return channel(sources.submission)
    if name == "online-payment":
        return online_payment(sources.submission)
    if name == "digitised":
        return str(int(any(one.facts.digitised for one in sources.submission.components)))
    if name == "birth-kind":
        return birth_kind(sources.submission)
    if sources.edition is None:
        return ""
    by_procedure = sources.form.kinds.get(sources.edition.procedure)
    return by_procedure or registration_kind(sources.submission, sources.edition, catalogue)


def _fault(slot: FormSlot, key: str, given: str, value: Any) -> FieldMessage | None:
    if value == "" and not given:
        return FieldMessage(slot.to, key, "missing") if slot.required else None
    if value == "":
        wanted = slot.required or slot.kind not in _MAY_BE_LEFT_OUT
        return FieldMessage(slot.to, key, _why(slot)) if wanted else None
    if slot.max is not None and _length(value) > slot.max:
        return FieldMessage(slot.to, key, "too-long", slot.max)
    return None


def _why(slot: FormSlot) -> str:
    return "unknown-code" if slot.kind.endswith("code") else "bad-format"


def _length(value: Any) -> int:
    """Of an address, that of its longest part."""
    return max(map(len, value.values()), default=0) if isinstance(value, dict) else len(str(value))


def _put(body: dict[str, Any], path: str, value: Any) -> None:
    *folders, name = path.split(".")
    for folder in folders:
        body = body.setdefault(folder, {})
    body[name] = value
