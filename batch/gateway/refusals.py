"""A gateway's refusals taken apart: which field, and what is wrong with it.

They come as ``{code, message}``, as ``{errors: {field: [texts]}}``, or as ``{title, errors: "…", status:
500}`` where one string holds all complaints run together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from batch.gateway.connector import FieldMessage
from batch.gateway.spec import MinistrySpec
from templates.catalogue import Catalogue
from templates.messages import _


def messages_in(spec: MinistrySpec, body: Any) -> list[FieldMessage]:
    """All complaints of an answer, in the order they stand there, each once."""
    if not isinstance(body, Mapping):
        return []
    found: list[FieldMessage] = []
    for field, text in _texts(spec, body):
        found.extend(_of_text(spec, field, text))
    return list(dict.fromkeys(found))


def says_already(spec: MinistrySpec, messages: tuple[FieldMessage, ...]) -> bool:
    """Whether a refusal means that the gateway has the dossier."""
    return any(mark in message.text.lower() for message in messages for mark in spec.errors.already)


def _texts(spec: MinistrySpec, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    errors = body.get(spec.errors.errors)
    if isinstance(errors, Mapping):
        for field, texts in errors.items():
            for text in texts if isinstance(texts, list) else [texts]:
                yield str(field), str(text)
    elif errors:
        yield "", str(errors)
    elif body.get(spec.errors.message):
        yield "", str(body[spec.errors.message])


def _of_text(spec: MinistrySpec, field: str, text: str) -> list[FieldMessage]:
    hits: list[tuple[int, FieldMessage]] = []
    # With the field known the text may leave its name out ("không tồn tại").
    whole = f"{field} {text}" if field and not text.startswith(field) else text
    for shape in spec.errors.fields:
        for match in re.finditer(shape.pattern, whole, re.IGNORECASE):
            name = field or match["field"]
            if not field and name not in _names(spec) and not _looks_like_a_name(name):
                continue  # an ordinary word before the complaint, not a name such as nksHoTen
            limit = match.groupdict().get("limit")
            message = FieldMessage(name, _key_of(spec, name), shape.kind, int(limit) if limit else None)
            hits.append((match.start(), message))
    if not hits:
        return [FieldMessage(field, _key_of(spec, field), "other", None, text.strip())]
    return [message for _start, message in sorted(hits, key=lambda hit: hit[0])]


def _names(spec: MinistrySpec) -> frozenset[str]:
    """Every field name this protocol knows: dotted and last part."""
    component = spec.components
    names = {component.code, component.file_hash, component.file_id, component.list, component.files}
    for slot in spec.all_slots():
        names |= {slot.to, slot.to.rsplit(".", 1)[-1]}
    return frozenset(names)


def _looks_like_a_name(word: str) -> bool:
    """Whether a word is written like a name of a program (``nksHoTen``, ``ma_don_vi``)."""
    return "_" in word or any(letter.isupper() for letter in word[1:])


def _key_of(spec: MinistrySpec, name: str) -> str:
    """Our key of the gateway's field, "" where it is none of the form's."""
    last = name.rsplit(".", 1)[-1]
    for slot in spec.all_slots():
        if slot.to == name or slot.to.rsplit(".", 1)[-1] == last:
            for source in slot.sources:
                if source.startswith("form:"):
                    return source.removeprefix("form:")
    return ""


def in_clerks_words(message: FieldMessage, catalogue: Catalogue) -> str:
    """One sentence that says what to correct, in the language chosen now."""
    name = f"“{catalogue.field_name(message.key)}”" if message.key else message.field
    match message.kind:
        case "too-long" if message.limit:
            return _("{field} is too long: at most {limit} letters.").format(field=name, limit=message.limit)
        case "too-long":
            return _("{field} is too long for the gateway.").format(field=name)
        case "unknown-code":
            return _("{field}: the gateway does not know this value.").format(field=name)
        case "missing":
            return _("{field} is missing.").format(field=name)
        case "bad-format":
            return _("{field} is not written as the gateway wants it (for a date: day/month/year).").format(
                field=name
            )
        case "wrong-hash":
            return _("A file did not arrive whole ({field}); package the dossier again.").format(field=name)
        case _:
            said = message.text or _("no reason given")
            return f"{name}: {said}" if name else _("The gateway says: {text}").format(text=said)
