# SPDX-License-Identifier: Apache-2.0
"""A gateway's refusals taken apart: which field, and what is wrong with it.

They come as ``{code, message}``, as ``{errors: {field: [texts]}}``, or as ``{title, errors: "…", status:
500}`` where one string holds all complaints run together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from batch.gateway.answers import text
from batch.gateway.connectors.ministry.spec import MinistrySpec
from batch.gateway.contract import FieldMessage
from batch.gateway.fieldmaps.models import FormSlot
from templates.language.outside_text import Longest

# A form has some 70 fields. What is beyond is no list that a person would correct by.
_MOST_MESSAGES = 100
_LONGEST_STRING = 20_000
_LONGEST_FIELD = 100


def messages_in(spec: MinistrySpec, body: Any) -> list[FieldMessage]:
    """The complaints of an answer, in the order they stand there, each once, at most a hundred."""
    if not isinstance(body, Mapping):
        return []
    texts = islice(_texts(spec, body), 10 * _MOST_MESSAGES)
    found = dict.fromkeys(message for field, said in texts for message in _of_text(spec, field, said))
    return list(found)[:_MOST_MESSAGES]


def says_any(marks: Iterable[str], messages: Iterable[FieldMessage]) -> bool:
    """Whether one of the marks (in small letters) stands in the words of a complaint."""
    told = [message.text.lower() for message in messages]
    return any(mark in words for words in told for mark in marks)


def _texts(spec: MinistrySpec, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    errors = body.get(spec.errors.errors)
    if isinstance(errors, Mapping):
        for field, texts in errors.items():
            for said in texts if isinstance(texts, list) else [texts]:
                yield text(field, _LONGEST_FIELD), _words(said)
    elif isinstance(errors, list):
        for said in errors:
            yield "", _words(said)
    elif _words(errors):
        yield "", _words(errors)
    elif _words(body.get(spec.errors.message)):
        yield "", _words(body[spec.errors.message])


def _words(said: Any) -> str:
    """A complaint's text; of an object the texts in it, since nobody says what it calls them."""
    if isinstance(said, Mapping):
        return " ".join(filter(None, (text(part) for part in said.values())))
    return text(said, _LONGEST_STRING)


def _of_text(spec: MinistrySpec, field: str, said: str) -> list[FieldMessage]:
    if not said:
        return []
    hits: list[tuple[int, FieldMessage]] = []
    # With the field known the text may leave its name out ("không tồn tại").
    whole = f"{field} {said}" if field and not said.startswith(field) else said
    for shape in spec.errors.fields:
        for match in re.finditer(shape.pattern, whole, re.IGNORECASE):
            name = field or match["field"]
            if not field and name not in spec.field_names() and not _looks_like_a_name(name):
                continue  # an ordinary word before the complaint, not a name such as nksHoTen
            limit = match.groupdict().get("limit")
            message = FieldMessage(name, _key_of(spec, name), shape.kind, _length(limit))
            hits.append((match.start(), message))
    if not hits:
        return [FieldMessage(field, _key_of(spec, field), "other", None, text(said, Longest.ANSWER))]
    return [message for _start, message in sorted(hits, key=lambda hit: hit[0])]


def _length(limit: str | None) -> int | None:
    """The limit that a complaint names; None for none, or for more digits than any length has."""
    return int(limit) if limit and len(limit) <= 6 else None


def _looks_like_a_name(word: str) -> bool:
    """Whether a word is written like a name of a program (``nksHoTen``, ``ma_don_vi``)."""
    return "_" in word or any(letter.isupper() for letter in word[1:])


def _key_of(spec: MinistrySpec, name: str) -> str:
    """Our key of the gateway's field, "" where it is none of the form's."""
    last = name.rsplit(".", 1)[-1]
    slots = spec.all_slots()
    exact = [slot for slot in slots if name in (slot.to, f"{spec.form_at}.{slot.to}")]
    alike = [slot for slot in slots if slot.to.rsplit(".", 1)[-1] == last]
    return next(filter(None, (_key_in(spec, slot) for slot in (*exact, *alike))), "")


def _key_in(spec: MinistrySpec, slot: FormSlot) -> str:
    """The field of the form that fills a slot; of a role, that of the first person who may have it."""
    for source in slot.sources:
        prefix, _, rest = source.partition(":")
        if prefix == "form":
            return rest
        if prefix == "role":
            role, _, attribute = rest.partition(".")
            return spec.forms.key_of_role(role, attribute)
    return ""
