# SPDX-License-Identifier: Apache-2.0
"""Addresses: kept as printed, judged by how Vietnamese addresses are put together.

Parts go from the smallest to the largest unit, divided by commas, each beginning with a unit's word ("xã",
"tỉnh") or a name. What breaks this was usually misread: a comma lost among leader dots, "nhường" for
"phường".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from ocr.text.folding import fold, nfc, text_key
from ocr.values.normalised import Normalised
from ocr.values.text import LETTERS, differs, mixed_case, normalise_text
from templates.catalogue.loading import load_catalogue

# Words that stand before a number in addresses; with other marks ("Tố 4") they were misread.
_BEFORE_TABLE = "Tổ,Số,Ngõ,Ngách,Hẻm,Khu phố,Ấp,Thôn,Xóm,Đội,Quận,Phường,Đường"
_BEFORE_NUMBERS = tuple(_BEFORE_TABLE.split(","))
_NUMBERED = re.compile(r"([^\W\d_]+(?: phố)?) \d", re.IGNORECASE)
_UNIT = re.compile(r"\b(?:xã|phường|thị trấn|thị xã|huyện|quận|tỉnh|thành phố)\b", re.IGNORECASE)
_INSTITUTION = re.compile(
    r"\b(?:ủy ban|uỷ ban|ubnd|trạm|bệnh viện|trung tâm|công an|nhà hộ sinh|phòng khám|sở|cục|đa khoa)\b",
    re.IGNORECASE,
)
_SMALL_TABLE = """
    xã phường thị thành huyện quận tỉnh thôn xóm ấp bản buôn plei làng tổ khu khối khóm đội số ngõ ngách hẻm
    đường phố kp tdp tiểu cụm sóc phum đặc căn nhà tầng lô chung quốc tp
"""
_SMALL_WORDS = frozenset(_SMALL_TABLE.split())
_BROKEN_TOWN = re.compile(r"\bthành (?!phố\b)[^\W\d_]{2,4} (?=[^\W\d_])")
_PREFIX = re.compile(r"^(?:tỉnh|thành phố|tp\.?|t\.p\.?)\s*", re.IGNORECASE)


def normalise_address(raw: str) -> Normalised:
    """An address as printed; each thing odd about it makes it more doubtful."""
    found = normalise_text(with_ia(raw))
    if not found.value:
        return found
    plausibility, note = found.plausibility, found.note
    for oddity, factor, what in _ODDITIES:
        if oddity(found.value):
            plausibility, note = plausibility * factor, what
    return Normalised(found.value, plausibility, note)


_MISREAD_IA = re.compile(r"(?<!\w)la (?=([^\W\d_]+))")


def with_ia(address: str) -> str:
    """``xã la Dreh`` → ``xã Ia Dreh``, where a commune is called so: without serifs both signs are one."""
    return _MISREAD_IA.sub(
        lambda m: "Ia " if m[1][0].isupper() and fold(m[1]) in _called_ia() else m[0], address
    )


@cache
def _called_ia() -> frozenset[str]:
    """The words behind "Ia" in names of communes and districts, folded."""
    units = load_catalogue().units
    names = (unit.name for these in (units.old, units.new, units.districts) for unit in these.values())
    found = (re.search(r"\bIa ([^\W\d_]+)", nfc(name)) for name in names)
    return frozenset(fold(match[1]) for match in found if match)


def names_province(address: str) -> bool:
    """Whether the last part of ``address`` is a province of the old or the new list."""
    return text_key(_last_part(address)) in _provinces()[0]


def begins_address(word: str) -> bool:
    """Whether an address may begin with this small word: "xã", "thôn", "số"."""
    return word.lower() in _SMALL_WORDS


def _misspelt_province(address: str) -> bool:
    if names_province(address):
        return False
    last = fold(_last_part(address))
    return last in _provinces()[1] or _joined(last) in {_joined(name) for name in _provinces()[1]}


def _joined(name: str) -> str:
    """Without the dash of "Bà Rịa - Vũng Tàu", which is easily lost."""
    return " ".join(name.replace("-", " ").split())


def _misspelt_before_number(address: str) -> bool:
    return any(differs(word, _BEFORE_NUMBERS) for word in _NUMBERED.findall(address))


def _comma_missing(address: str) -> bool:
    """A unit's word inside a part, or a province run on to the name before it."""
    return any(_holds_two(part.strip()) for part in address.split(","))


def _holds_two(part: str) -> bool:
    units = [match.start() for match in _UNIT.finditer(part)]
    if _INSTITUTION.search(part):
        return len(units) > 1
    if len(units) > 1 or (units and units[0] > 0):
        return True
    return not units and text_key(part) not in _provinces()[0] and _ends_in_province(part)


def _ends_in_province(part: str) -> bool:
    words = part.split(" ")
    return any(text_key(" ".join(words[-n:])) in _provinces()[0] for n in (2, 3) if len(words) > n)


def _strange_start(address: str) -> bool:
    """A later part that begins with a small word other than a unit's."""
    starts = [part.strip().split(" ")[0] for part in address.split(",")[1:]]
    return any(word.islower() and word not in _SMALL_WORDS for word in starts)


_ODDITIES: tuple[tuple[Callable[[str], bool], float, str], ...] = (
    (_misspelt_province, 0.4, "diacritics of the province differ"),
    (_misspelt_before_number, 0.5, "diacritics unusual before a number"),
    (_comma_missing, 0.5, "a comma may be missing"),
    (_strange_start, 0.5, "a part begins with an unusual word"),
    (lambda address: _BROKEN_TOWN.search(address) is not None, 0.5, "a unit's word may be misread"),
    (lambda address: any(map(mixed_case, LETTERS.findall(address))), 0.5, "case mixed within a word"),
)


def _last_part(address: str) -> str:
    return _PREFIX.sub("", address.split(",")[-1].strip())


@cache
def _provinces() -> tuple[frozenset[str], frozenset[str]]:
    codes = load_catalogue().codes
    entries = (*codes.provinces_63.entries, *codes.provinces_34.entries)
    names = [_PREFIX.sub("", nfc(name)) for entry in entries for name in (entry.name, *entry.aliases)]
    return frozenset(map(text_key, names)), frozenset(map(fold, names))
