# SPDX-License-Identifier: Apache-2.0
"""Where a value may hold more, or less, than what was written on its line: such a value is never sure.

A value is what stands between two labels. Where a label is worded, broken or placed as no edition has it,
words of it go with the value, or a neighbour's value does; what came of it may look sound.
"""

from __future__ import annotations

import re

from ocr.forms.fields import RawField
from ocr.forms.labels import common_wordings
from ocr.forms.letters import folded, letters_of
from ocr.values.address import begins_address
from templates.model.document_types import FieldType, LabelSpec

_LEAST = 6
"""Labels of fewer letters occur in values: "số", "tại", "ngày"."""

_DAY = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b|\bngày \d{1,2} tháng \d{1,2}\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\b\d(?:[ .]?\d){8,11}\b")
_CLOCK = re.compile(r"\d\s*:\s*\d")
_TELLS_DOCUMENT = re.compile(
    r"(?:\bso|dinh danh ca nhan|cccd|cmnd|ho chieu|can cuoc(?: cong dan)?|noi cap|ngay cap|cap ngay)\s*:"
)
_TRAILING_NUMBER = re.compile(r"[^\W\d_],? \d{1,2}\.?$")
_NUMBERED_AT_END = re.compile(
    r"\b(?:tổ|khu|khu phố|khu vực|thôn|ấp|xóm|đội|khóm|khối|số|quận|phường|nhà|ngõ|hẻm|ngách|kp|tdp|lần"
    r"|lần thứ|bản|cụm|tiểu khu|phố|quyển|tầng|lô|căn)\.? \d{1,2}\.?$",
    re.IGNORECASE,
)
_WORDS = frozenset(
    {FieldType.NAME, FieldType.ADDRESS, FieldType.TEXT, FieldType.ETHNICITY, FieldType.NATIONALITY}
)


def holds_more(
    raw: RawField, text: str, skeleton: tuple[LabelSpec, ...], titles: tuple[str, ...] = ()
) -> bool:
    """Whether ``text``, read for the field ``raw``, has what no value of it has: a colon, words of a label,
    the pattern of another field, the number of the next line's label, a piece of the title, a beginning that
    is none, or a line that had found room above.
    """
    item = raw.item
    if item.kept:
        return False
    return (
        _colon(item.type, text)
        or (item.field not in _TELLS_OF_LABELS and _label_words(item, text, skeleton))
        or _others_pattern(item, text)
        or (item.type in _WORDS and _numbered_behind(text))
        or _begins_small(item.type, text)
        or (item.type is FieldType.TEXT and text.isupper() and any(text in title for title in titles))
        or raw.loose
    )


def _colon(type: FieldType, text: str) -> bool:
    """An identity paper's number may stand behind one, and an hour has one."""
    bare = folded(text)
    if type is FieldType.ID_DOCUMENT:
        bare = _TELLS_DOCUMENT.sub("", bare)
    return ":" in _CLOCK.sub("", bare)


def _label_words(item: LabelSpec, text: str, skeleton: tuple[LabelSpec, ...]) -> bool:
    """A label of the form, as a word or more in the value. What the value's own label is called may be how
    the value begins: "Số định danh cá nhân 0…".
    """
    own = set(common_wordings(item)) if item.type is FieldType.ID_DOCUMENT else set()
    words = " ".join(re.findall(r"[^\W_]+", folded(text)))
    for other in skeleton:
        for wording in common_wordings(other):
            if len(letters_of(wording)[0]) >= _LEAST and wording not in own:
                bare = " ".join(re.findall(r"[^\W_]+", folded(wording)))
                if f" {bare} " in f" {words} ":
                    return True
    return False


_TELLS_OF_LABELS = frozenset({"content"})
"""What is to be corrected is named as forms name it: "Nơi sinh từ … thành …"."""

_INSURED = "insurance_number"
"""A number as long as a personal one."""


def _others_pattern(item: LabelSpec, text: str) -> bool:
    """A day in what is a place or a word, a personal number where none is asked for."""
    type = item.type
    if type in (FieldType.ADDRESS, FieldType.TEXT) and _DAY.search(text):
        return True
    if (item.field or "").endswith(_INSURED):
        return False
    return type in (FieldType.ADDRESS, FieldType.TEXT, FieldType.CODE) and bool(_LONG_NUMBER.search(text))


def _numbered_behind(text: str) -> bool:
    """A bare number at the end, as the next line's label may have before it."""
    return bool(_TRAILING_NUMBER.search(text)) and not _NUMBERED_AT_END.search(text)


def _begins_small(type: FieldType, text: str) -> bool:
    """A name or a place whose first letter is small though such values begin with a capital."""
    first = text.split(" ")[0] if text else ""
    if type is FieldType.NAME:
        return first[:1].islower()
    return type is FieldType.ADDRESS and first.islower() and not begins_address(first)
