# SPDX-License-Identifier: Apache-2.0
"""Values that come from a closed list: sex, ethnic group, nationality, yes or no."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import Levenshtein

from ocr.text.folding import fold, nfc, text_key
from ocr.values.normalised import EMPTY, Normalised, clean
from templates.catalogue.loading import load_catalogue
from templates.model.codelists import CodeList

_SEXES = {
    "nam": "Nam", "male": "Nam", "m": "Nam", "nu": "Nữ", "female": "Nữ", "f": "Nữ",
    "khong xac dinh": "Không xác định", "chua xac dinh": "Không xác định",
}  # fmt: skip
_ANSWERS = {"co": "Có", "khong": "Không"}
_TICK = r"[xX✓✔☑☒■▣]"
_TICK_BEFORE = re.compile(rf"{_TICK}\s*\]?\s*(?P<word>co|khong)\b")
_TICK_AFTER = re.compile(rf"\b(?P<word>co|khong)\s*:?\s*\[?\s*{_TICK}")
_BOX_FIRST = re.compile(rf"\W*{_TICK}|\s*[☐□\[]")


def normalise_sex(raw: str) -> Normalised:
    """``Nam``, ``Nữ`` or ``Không xác định``; the list is closed, so lost diacritics leave no doubt."""
    text = clean(raw)
    if not text:
        return EMPTY
    key = fold(text).split("/")[0].strip()
    value = _SEXES.get(key) or _SEXES.get(key.replace(" ", ""))
    if value:
        return Normalised(value, 1.0 if text_key(text) == text_key(value) else 0.9)
    first = key.split(" ")[0]
    if first in ("nam", "nu"):
        return Normalised(_SEXES[first], 0.5, "other text beside the value")
    if Levenshtein.distance(key, "khong xac dinh") <= 3:
        return Normalised(_SEXES["khong xac dinh"], 0.7, "misread")
    return Normalised(None, 0.0, "not a sex")


def normalise_yes_no(raw: str) -> Normalised:
    """``Có`` or ``Không``, from the word alone or from the one of both that is ticked."""
    text = clean(raw)
    if not text:
        return EMPTY
    if value := _ANSWERS.get(fold(text)):
        return Normalised(value, 1.0 if text_key(text) == text_key(value) else 0.85)
    folded = fold(nfc(raw))
    # Where a box opens the line, each stands before its word: the tick in "☐ Có ☒ Không" is not that of Có.
    tick = _TICK_BEFORE if _BOX_FIRST.match(folded) else _TICK_AFTER
    ticked = {match["word"] for match in tick.finditer(folded)}
    if len(ticked) == 1:
        return Normalised(_ANSWERS[ticked.pop()], 0.6, "ticked")
    return Normalised(None, 0.0, "neither yes nor no")


def normalise_ethnicity(raw: str) -> Normalised:
    """As printed; plausible if it is one of the 54 ethnic groups' names or their other spellings."""
    return _listed(clean(raw), *_ethnic_keys(), "not a known ethnic group")


def normalise_nationality(raw: str) -> Normalised:
    """As printed (``Việt Nam / Vietnamese`` without the English); plausible if it names a country."""
    text = re.sub(r"\s*[/(]\s*Viet\s?nam(?:ese)?\s*\)?$", "", clean(raw), flags=re.IGNORECASE)
    return _listed(text, *_country_keys(), "not a known country")


def _listed(text: str, exact: frozenset[str], loose: frozenset[str], complaint: str) -> Normalised:
    if not text:
        return EMPTY
    if _spelling(text_key(text)) in exact:
        # "VIET NAM" is a spelling of the list, but also what is left of VIỆT NAM when the marks are not read.
        bare = text.isascii() and any(
            _bare(key) == _spelling(fold(text)) for key in exact if not key.isascii()
        )
        if text[0].islower() and not text.islower():
            return Normalised(text, 0.5, "the first letter is small")
        return Normalised(text, 0.6 if bare else 1.0, "may lack its diacritics" if bare else "")
    if _spelling(fold(text)) in loose:
        return Normalised(text, 0.4, "diacritics differ from the list")
    return Normalised(text, 0.15 if any(c.isalpha() for c in text) else 0.02, complaint)


def _spelling(key: str) -> str:
    """Hyphens, apostrophes and blanks are written in every way (Khơ-me, Khơ me; H'Mông, HMông)."""
    return re.sub(r"[\s\-–'’‘`´]", "", key)


@cache
def _bare(key: str) -> str:
    return fold(key)


@cache
def _ethnic_keys() -> tuple[frozenset[str], frozenset[str]]:
    return _keys(_names(load_catalogue().codes.ethnic_groups))


@cache
def _country_keys() -> tuple[frozenset[str], frozenset[str]]:
    """Our own list and the countries of CLDR in Vietnamese."""
    # Only here: few papers name another country than Vietnam.
    from babel import Locale

    countries = [str(name) for code, name in Locale("vi").territories.items() if code.isalpha()]
    return _keys(_names(load_catalogue().codes.nationalities) + countries)


def _names(codes: CodeList) -> list[str]:
    """All spellings of a list; what only hints at an entry is still a name that stands on papers."""
    return [name for entry in codes.entries for name in (entry.name, *entry.aliases, *entry.suggestions)]


def _keys(names: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(_spelling(text_key(name)) for name in names),
        frozenset(_spelling(fold(name)) for name in names),
    )
