# SPDX-License-Identifier: Apache-2.0
"""Free text: kept as printed but for dots left of leaders, judged word by word."""

from __future__ import annotations

import re
from functools import cache

from ocr.text.folding import fold, text_key
from ocr.text.syllables import is_syllable
from ocr.values.normalised import EMPTY, Normalised, clean

LETTERS = re.compile(r"[^\W\d_]+")
_DOT_BETWEEN = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})\s?\.(?=([^\W\d_]{2,}))")
_STOP_INSIDE = re.compile(r"[^\W\d_]{3,}\. ?[^\W\d_]{2,}")
_COMMITTEE = re.compile(
    r"\b(?:[ủu][ỷy] ban nhân dân|ubnd)\s+"
    r"(?!(?:xã|phường|thị|huyện|quận|tỉnh|thành|tp|đặc)\b)[^\W\d_]",
    re.IGNORECASE,
)


def normalise_text(raw: str) -> Normalised:
    """Free text as printed; plausibility falls with words that can't be Vietnamese and with stray signs."""
    cleaned = clean(raw)
    if not cleaned:
        return EMPTY
    cleaned = with_capital_i(cleaned)
    text = without_leader_dots(cleaned)
    strange = sum(not (c.isalnum() or c.isspace() or c in ",.;:/()-–'\"’+&%°") for c in text)
    share = _word_share(text)
    plausibility = (0.4 + 0.6 * share) * max(0.3, 1.0 - 0.15 * strange)
    note = "odd characters" if strange else "words not written like Vietnamese" if share < 1 else ""
    if text != cleaned:
        plausibility, note = 0.8 * plausibility, "dots taken for leaders"
    if _STOP_INSIDE.search(text) or _shouted(text) or _COMMITTEE.search(text):
        plausibility, note = 0.5 * plausibility, "a stop, capitals or a word in an unusual place"
    return Normalised(text, plausibility, note)


_MISREAD_I = re.compile(r"\bl(?=[bcdghkmnpqrstvx])")


def with_capital_i(text: str) -> str:
    """``lncheon`` → ``Incheon``: without serifs both letters are one sign, and no Vietnamese word begins with
    l before a consonant.
    """
    return _MISREAD_I.sub("I", text)


def without_leader_dots(text: str) -> str:
    """``xã.Tân.Mỹ`` → ``xã Tân Mỹ``: a dot between whole syllables is left of a leader (not ``TP.HCM``)."""
    return _DOT_BETWEEN.sub(lambda m: f"{m[1]} " if is_syllable(m[1]) and is_syllable(m[2]) else m[0], text)


def _word_share(text: str) -> float:
    capitals = text.isupper()
    words = [word for word in LETTERS.findall(text) if not _abbreviation(word, capitals)]
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


def _abbreviation(word: str, capitals: bool) -> bool:
    """``TP``, ``HCM``, ``UBND``: capitals that no word of the text must be; ``capitals``: all the text is."""
    if not word.isupper() or not word.isascii():
        return False
    return len(word) <= 2 or not set(word) & set("AEIOUY") or (not capitals and len(word) <= 5)


def _shouted(text: str) -> bool:
    """A short word in accented capitals among small letters (``Ngọc HÀ``); abbreviations bear no accents."""
    words = LETTERS.findall(text)
    loud = [w for w in words if len(w) > 1 and w.isupper() and not w.replace("Đ", "D").isascii()]
    return 0 < len(loud) < len([w for w in words if len(w) > 1]) and len(loud) <= 2


def mixed_case(word: str) -> bool:
    """``NgUyễn``, ``THị``: neither all capitals, all small, nor a capital first."""
    return not (word.isupper() or word.islower() or (word[0].isupper() and word[1:].islower()))


def differs(word: str, names: tuple[str, ...]) -> bool:
    """Whether ``word`` is one of ``names`` but for its diacritics."""
    exact, loose = _name_keys(names)
    return fold(word) in loose and text_key(word) not in exact


@cache
def _name_keys(names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(text_key, names)), frozenset(map(fold, names))
