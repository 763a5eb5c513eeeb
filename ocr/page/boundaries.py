# SPDX-License-Identifier: Apache-2.0
"""Where a value may hold more, or less, than what was written on its line: such a value is never sure.

A value is what stands between two labels. Where a label is worded, broken or placed as no edition has it,
words of it go with the value, or a neighbour's value does; what came of it may look sound.
"""

from __future__ import annotations

import re
from functools import cache

from ocr.forms.fields import RawField
from ocr.forms.labels import common_wordings
from ocr.forms.letters import folded, letters_of
from ocr.values.address import begins_address
from templates.catalogue.loading import load_catalogue
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
_BEGINNING = re.compile(
    r"[^\W\d_] (?:Lý do|Không|Chưa rõ|Đã|Để|Nơi|Sinh ngày|Ngày sinh|Hiện|Theo)(?= [^\W\d_A-ZĐ]|$)"
)
"""Words that begin an answer or a label and no name, in the middle of a value and behind no sign."""

_EVENT = re.compile(
    r"(?:viec |dang ky |ghi |giay |trich luc )*(?:lai )?"
    r"(?:khai|ket hon|ly hon|nhan|cong nhan|giam ho|cham dut|nuoi|thay doi|cai chinh|bo sung|xac dinh|huy"
    r"|chung)"
)
_RANK_ALONE = re.compile(
    r"(?:^|[\s,])(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|ủy ban|ủy ban nhân dân"
    r"|ubnd)\W*$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"(?:^|[\s,])(?:số|quyển|quyển số|ngày|tại|do)\W*$", re.IGNORECASE)
"""Words behind which more comes: a label's own, where a value ends with one of them."""

_PROVINCE = re.compile(r"(?:^|[\s,])(?:tỉnh|thành phố|TP\.?) ?([^,]+?)\W*$", re.IGNORECASE)
_WORDS = frozenset(
    {FieldType.NAME, FieldType.ADDRESS, FieldType.TEXT, FieldType.ETHNICITY, FieldType.NATIONALITY}
)


def holds_more(
    raw: RawField, text: str, skeleton: tuple[LabelSpec, ...], titles: tuple[str, ...] = ()
) -> bool:
    """Whether ``text``, read for the field ``raw``, has what no value of it has: a colon, words of a label,
    the pattern of another field, the number of the next line's label, a piece of the title, a beginning that
    is none, a second beginning, a line that had found room above; or lacks what each has: its end.
    """
    item = raw.item
    if item.type is FieldType.TEXT and text.isupper() and any(text in title for title in titles):
        return True
    if item.kept:
        return False
    return (
        _colon(item.type, text)
        or (item.field not in _TELLS_OF_LABELS and _label_words(item, text, skeleton))
        or _others_pattern(item, text)
        or (item.type in _WORDS and _numbered_behind(text))
        or _begins_small(item.type, text)
        or _second_beginning(item.type, text)
        or (item.type is FieldType.ADDRESS and ends_short(text))
        or (item.type is FieldType.ID_DOCUMENT and _two_papers(text))
        or (item.field in _COMMUNES and text[:1].isdigit())
        or _no_event(item, text)
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

_COMMUNES = frozenset({"made.place"})
"""Where a commune is named without a house: a number before it is the label's."""

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


def _no_event(item: LabelSpec, text: str) -> bool:
    """What was registered begins with none of the words for it: "hai tử" lost a letter."""
    return (item.field or "").endswith("event") and not _EVENT.match(folded(text))


def _second_beginning(type: FieldType, text: str) -> bool:
    """An answer or a label begins in the middle: "… tỉnh Kiên Giang Lý do chết", "Giấy xác nhận Để làm …"."""
    return type in _WORDS and bool(_BEGINNING.search(text))


def ends_short(text: str) -> bool:
    """Whether an address lacks its end: a rank without a name, a word that opens another value, or a
    province's name without its last word ("tỉnh Nghệ") or its dash, as where a value runs over into a line
    that was not seen as its own.
    """
    if _RANK_ALONE.search(text) or _OPEN_END.search(text):
        return True
    found = _PROVINCE.search(text)
    if not found:
        return False
    name, names = folded(found[1].strip()), _province_names()
    if name in names:
        return False
    return any(other.startswith(f"{name} ") or other.replace(" - ", " ") == name for other in names)


@cache
def _province_names() -> frozenset[str]:
    """Of the provinces before and since July 2025, without marks."""
    codes = load_catalogue().codes
    lists = codes.provinces_63, codes.provinces_34
    return frozenset(folded(entry.name) for one in lists for entry in one.entries)


def _two_papers(text: str) -> bool:
    """Two numbers or three days: the next person's paper went with it, and an issue has one day."""
    return len(_LONG_NUMBER.findall(text)) > 1 or len(_DAY.findall(text)) > 1


def _numbered_behind(text: str) -> bool:
    """A bare number at the end, as the next line's label may have before it."""
    return bool(_TRAILING_NUMBER.search(text)) and not _NUMBERED_AT_END.search(text)


def _begins_small(type: FieldType, text: str) -> bool:
    """A name or a place whose first letter is small though such values begin with a capital."""
    first = text.split(" ")[0] if text else ""
    if type is FieldType.NAME:
        return first[:1].islower()
    return type is FieldType.ADDRESS and first.islower() and not begins_address(first)
