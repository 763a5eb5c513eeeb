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
from batch.gateway.contract import FieldMessage
from batch.gateway.protocol.models import AnswerTerms
from templates.language.outside_text import Longest

# A form has some 70 fields. What is beyond is no list that a person would correct by.
_MOST_MESSAGES = 100
_LONGEST_STRING = 20_000
_LONGEST_FIELD = 100


def messages_in(spec: AnswerTerms, body: Any) -> list[FieldMessage]:
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


def _texts(spec: AnswerTerms, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
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


def _of_text(spec: AnswerTerms, field: str, said: str) -> list[FieldMessage]:
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
            message = FieldMessage(name, spec.key_of(name), shape.kind, _length(limit))
            hits.append((match.start(), message))
    if not hits:
        return [FieldMessage(field, spec.key_of(field), "other", None, text(said, Longest.ANSWER))]
    return [message for _start, message in sorted(hits, key=lambda hit: hit[0])]


def _length(limit: str | None) -> int | None:
    """The limit that a complaint names; None for none, or for more digits than any length has."""
    return int(limit) if limit and len(limit) <= 6 else None


def _looks_like_a_name(word: str) -> bool:
    """Whether a word is written like a name of a program (``nksHoTen``, ``ma_don_vi``)."""
    return "_" in word or any(letter.isupper() for letter in word[1:])
