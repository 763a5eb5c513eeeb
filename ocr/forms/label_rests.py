# SPDX-License-Identifier: Apache-2.0
"""What is printed behind a known label and still belongs to it, as offices word it: asides, "hiện nay:"."""

from __future__ import annotations

import re

from ocr.forms.letters import folded
from ocr.values.address import begins_address
from templates.model.document_types import FieldType

_ASIDE = re.compile(r"\s*[:.]?\s*\((?=[^)]*[^\W\d_]{2})[^()]{2,60}\)(?=\W*\w)")
_UP_TO_COLON = re.compile(r"[/\s]*[^\W\d_][^\d:;,.…_]{0,30}(?:\(\d\))?\s*:\s*(?=\S)")
_TELLS_DOCUMENT = re.compile(r"\b(?:so|cccd|cmnd|can cuoc|chung minh|ho chieu|dinh danh|giay)\b")
_SMALL_WORD = re.compile(r"[/\s]*([^\W\d_]+)")
_NAMED = frozenset({FieldType.NAME, FieldType.ADDRESS})


def rest_of_label(text: str, type: FieldType, *, shouted: bool = False) -> int:
    """How many characters of what stands behind a known label still belong to the printed label: an aside in
    brackets, "hiện nay:", and small words before a name or a place ("tạm trú Số 12"). What goes on with a
    label goes on in small letters, or in capitals where all of it is ``shouted``.
    """
    taken = 0
    if aside := _ASIDE.match(text):
        taken = aside.end()
    colon = _UP_TO_COLON.match(text, taken)
    goes_on = colon and (colon[0].isupper() if shouted else colon[0].lstrip(" /")[:1].islower())
    if colon and goes_on and not (type is FieldType.ID_DOCUMENT and _TELLS_DOCUMENT.search(folded(colon[0]))):
        return colon.end()
    return _small_words(text, taken) if type in _NAMED else taken


def _small_words(text: str, taken: int) -> int:
    """Past small words with which no name and no address begins, at most four."""
    end = taken
    for _word in range(_MOST_SMALL):
        word = _SMALL_WORD.match(text, end)
        if word is None or len(word[1]) < 2 or not word[1].islower() or begins_address(word[1]):
            return end
        end = word.end()
    return taken


_MOST_SMALL = 4
