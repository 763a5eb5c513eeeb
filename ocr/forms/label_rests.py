# SPDX-License-Identifier: Apache-2.0
"""What is printed behind a known label and still belongs to it, as offices word it: asides, "hiện nay:"."""

from __future__ import annotations

import re

from ocr.forms.letters import folded
from templates.model.document_types import FieldType

_ASIDE = re.compile(r"\s*[:.]?\s*\((?=[^)]*[^\W\d_]{2})[^()]{2,60}\)(?=\W*\w)")
_NOTE_ALONE = re.compile(r"\s*[:.]?\s*\([^()]{2,60}\)\W*$")
_UP_TO_COLON = re.compile(r"[/\s]*[^\W\d_][^\d:;,.…_]{0,30}(?:\(\d\))?\s*:\s*(?=\S)")
_TELLS_DOCUMENT = re.compile(r"\b(?:so|cccd|cmnd|can cuoc|chung minh|ho chieu|dinh danh|giay)\b")
_KIND_OF_PAPER = re.compile(
    r"\s*(?:so )?(?:cccd|cmnd|can cuoc(?: cong dan)?|chung minh nhan dan|ho chieu|giay to \w+(?: \w+)*)\s*"
)
_GOES_ON = re.compile(
    r"(?:[/\s]*\b(?:hien nay|hien tai|hien thuong tru|dang ky|thuong tru|tam tru|cu tru|cuoi cung)\b)+"
)
"""How labels of places go on, as offices word them."""

_WORD_OF_LABELS = re.compile(
    r"hien|nay|tai|tam|thuong|tru|cu|cuoi|cung|dang|ky|o|nguoi|yeu|cau|duoc|de|nghi|khai|sinh|chu|in|hoa|hoac|va"
    r"|cua|neu|co|ghi|ro|day|du|bang|so|thang|nam|noi|ho|ten|dem|cap|ban|sao"
)
"""Of such words alone is what goes on with a label up to a colon; others may be the value."""


def rest_of_label(text: str, type: FieldType, *, shouted: bool = False) -> int:
    """How many characters of what stands behind a known label still belong to the printed label: an aside in
    brackets (behind a colon only one in words of labels, for "(tổ 3) xã …" is a value), "hiện nay:", and
    words before a place that labels of places have ("tạm trú Số 12"). What goes on with a label goes on in
    small letters, or in capitals where all of it is ``shouted``. Any other word may be the value's: names are
    written small, and an answer in words may have a colon.
    """
    taken = 0
    aside = _ASIDE.match(text)
    alone = _NOTE_ALONE.match(text)
    if alone and _names_papers(alone[0]):
        return alone.end()
    if aside and (aside[0].lstrip()[0] == "(" or _worded_as_label(aside[0])):
        taken = aside.end()
    colon = _UP_TO_COLON.match(text, taken) if shouted or type is not FieldType.TEXT else None
    if colon and _of_labels(colon[0], type, shouted=shouted):
        return colon.end()
    words = _GOES_ON.match(folded(text), taken) if type is FieldType.ADDRESS else None
    return words.end() if words and text[taken : words.end()].islower() else taken


def _names_papers(text: str) -> bool:
    """Whether nothing but several kinds of identity papers is named, as labels do to choose from."""
    kinds = [_KIND_OF_PAPER.fullmatch(part) for part in re.split(r"[/,]", folded(text).strip("\t .:()"))]
    return len(kinds) > 1 and all(kinds)


def _of_labels(text: str, type: FieldType, *, shouted: bool) -> bool:
    if not (text.isupper() if shouted else text.lstrip(" /")[:1].islower()):
        return False
    document = type is FieldType.ID_DOCUMENT and _TELLS_DOCUMENT.search(folded(text))
    return not document and _worded_as_label(text)


def _worded_as_label(text: str) -> bool:
    return all(_WORD_OF_LABELS.fullmatch(word) for word in re.findall(r"[^\W\d_]+", folded(text)))
