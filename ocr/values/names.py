# SPDX-License-Identifier: Apache-2.0
"""Names of people: kept as printed but for dots left of leaders, judged by how Vietnamese names are built."""

from __future__ import annotations

import re
from functools import cache

from ocr.text.syllables import is_syllable
from ocr.values.normalised import EMPTY, Normalised, clean
from ocr.values.text import LETTERS, differs, mixed_case
from templates.catalogue.loading import load_catalogue

_MIDDLE_NAMES = ("Thị", "Văn")
# Words of Jrai, Ede, Bahnar and Mnong names, which no rule of Vietnamese spelling covers.
_HIGHLAND_TABLE = """
    ksor kpă rmah mah rah rơ rcom rô hlong niê êban ayun kbuôr mlô yă bkrông adrơng kdoh krông puih byă
    ktla knul hwing êñuôl enuôl hmok hđơk bdap kmăn ndu dak kră srê sir bya drong
"""
_HIGHLAND_NAMES = frozenset(_HIGHLAND_TABLE.split())
_TITLES = re.compile(
    r"^(?:(?:bác sĩ|bs|nữ hộ sinh|hộ sinh|y sĩ|y tá|điều dưỡng|cử nhân|ông|bà)\b[.:,]?\s*)+", re.IGNORECASE
)
_NOT_IN_NAMES = re.compile(r"[^\w\s'’\-]|[\d_]")
_STOP = re.compile(r"(?<=[^\W\d_]{2})\s?\.\s?(?=[^\W\d_])")


def normalise_name(raw: str) -> Normalised:
    """A person's name as printed; letters only, usually two words or more."""
    cleaned = clean(raw)
    text = _STOP.sub(" ", cleaned)
    letters = LETTERS.findall(_TITLES.sub("", text))
    if not letters:
        return EMPTY if not text else Normalised(None, 0.0, "no letters")
    odd = len(_NOT_IN_NAMES.findall(text))
    share = sum(map(_in_names, letters)) / len(letters)
    factors = {
        "odd characters": max(0.1, 0.5 - 0.1 * odd) if odd else 1.0,
        "fewer than two words": 0.5 if len(letters) < 2 else 1.0,
        "more than six words": 0.4 if len(letters) > 6 else 1.0,
        "not written like Vietnamese": 0.5 + 0.5 * share if share < 1 else 1.0,
        "dots taken for leaders": 0.8 if text != cleaned else 1.0,
        "case differs between words": 0.6 if _uneven(letters) else 1.0,
        "case mixed within a word": 0.5 if any(map(mixed_case, letters)) else 1.0,
        "diacritics unusual for a family name": _accent_factor(letters),
    }
    plausibility = 1.0
    for factor in factors.values():
        plausibility *= factor
    return Normalised(text, plausibility, next((note for note, factor in factors.items() if factor < 1), ""))


def _in_names(word: str) -> bool:
    """A Vietnamese syllable, a highland name's word, or the particle ``H'``, ``Y``, ``A`` of such names."""
    return is_syllable(word) or word.lower() in _HIGHLAND_NAMES or word in ("H", "K")


def _uneven(words: list[str]) -> bool:
    """Some words in capitals or small letters and others not."""
    long = [word for word in words if len(word) > 1]
    return len({(word.isupper(), word.islower()) for word in long}) > 1


@cache
def _family_names() -> tuple[str, ...]:
    """Only to notice a family name whose diacritics were misread, never to mend one."""
    return load_catalogue().lexicons["family-names"].entries


def _accent_factor(words: list[str]) -> float:
    """Doubt where the first or a middle word equals a common one but for its diacritics."""
    first = 0.45 if differs(words[0], _family_names()) else 1.0
    middle = 0.6 if any(differs(word, _MIDDLE_NAMES) for word in words[1:-1]) else 1.0
    return first * middle
