# SPDX-License-Identifier: Apache-2.0
"""Dates written in words ("ngày mười lăm tháng ba năm hai nghìn không trăm linh tám").

Civil-status forms ask for the birth date in digits and in words; reading the words gives an independent check
of the digits. Spoken variants are taken (linh/lẻ, mười/mươi, mốt, tư/bốn, lăm/năm/nhăm, nghìn/ngàn), lost
diacritics and small misreadings too, as long as one reading only remains.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from rapidfuzz.distance import Levenshtein

from ocr.text.folding import fold, nfc, text_key

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SPELLINGS = (*_DIGITS, "mười", "mươi", "linh", "lẻ", "trăm", "nghìn", "ngàn", "ngày", "tháng", "năm")
_SPELLINGS += ("mồng", "mùng", "giêng", "chạp")
_EXACT = frozenset(map(text_key, _SPELLINGS))
_BY_FOLD = {fold(word): word for word in reversed(_SPELLINGS)}
_VALUE = {fold(word): value for word, value in _DIGITS.items()}
_TERM = re.compile(r"[^\W\d_]+|\d+")
_FILLERS = frozenset({"mong", "mung"})


def date_from_words(text: str) -> str | None:
    """The date that ``text`` spells, as ``DD/MM/YYYY``, ``MM/YYYY`` or ``YYYY``; None where unsure."""
    terms = _terms(text)
    if not terms:
        return None
    if "thang" not in terms:
        year = _year(terms[1:]) if terms[0] == "nam" else _year(terms)
        return f"{year:04d}" if year else None
    at = terms.index("thang")
    before, after = terms[:at], terms[at + 1 :]
    month_and_year = _month_and_year(after)
    if month_and_year is None:
        return None
    return _written(before[1:] if before[:1] == ["ngay"] else before, *month_and_year)


def small_number(text: str) -> int | None:
    """The number below a hundred that ``text`` spells or writes; None where it is none or unsure."""
    terms = _terms(text)
    return _below_hundred(terms) if terms else None


def spelt_well(text: str) -> bool:
    """Whether all words are number words with their right marks, and commas part all units or none."""
    spoken = nfc(text).lower()
    words = [term for term in _TERM.findall(spoken) if not term.isdecimal()]
    month, year = (re.search(rf",\s*{unit}\s+\w", spoken) is not None for unit in ("tháng", "năm"))
    return all(text_key(word) in _EXACT for word in words) and (month == year or "tháng" not in words)


def _written(day_terms: list[str], month: int, year: int) -> str | None:
    if not day_terms:
        return f"{month:02d}/{year:04d}"
    day = _below_hundred(day_terms)
    try:
        return date(year, month, day or 0).strftime("%d/%m/%Y")
    except ValueError:
        return None


def _terms(text: str) -> list[str]:
    """Folded number words of ``text``; empty when a word can't be told."""
    found: list[str] = []
    for term in _TERM.findall(nfc(text).lower()):
        words = [term] if term.isdecimal() else _known(term)
        if words is None:
            return []
        found += [word for word in words if word not in _FILLERS]
    return found


@cache
def _known(term: str) -> list[str] | None:
    """The folded number words that ``term`` stands for: itself, two run together, or the nearest."""
    folded = fold(term)
    if folded in _BY_FOLD:
        return [folded]
    pairs = [
        [folded[:at], folded[at:]]
        for at in range(2, len(folded) - 1)
        if folded[:at] in _BY_FOLD and folded[at:] in _BY_FOLD
    ]
    if len(pairs) == 1:
        return pairs[0]
    nearest = _nearest(term)
    return None if nearest is None else [nearest]


def _nearest(term: str) -> str | None:
    """The only number word within one letter (two from six letters on); None on a tie, and for words so
    short that anything may be meant (ba, tư, lẻ): they only make others unsure.
    """
    allowed = 1 if len(term) < 6 else 2
    scored: dict[str, int] = {}
    for word in _SPELLINGS:
        loose = Levenshtein.distance(fold(term), fold(word))
        if loose <= allowed:
            score = 2 * loose + Levenshtein.distance(term, word)
            scored[fold(word)] = min(score, scored.get(fold(word), score))
    best = sorted(scored.items(), key=lambda item: item[1])
    if not best or len(best[0][0]) <= 2 or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]


def _month_and_year(terms: list[str]) -> tuple[int, int] | None:
    """Split at the one "năm" that is the year's word: in "tháng năm năm hai nghìn" the first is the month."""
    found = {
        (month, year)
        for at, term in enumerate(terms)
        if term == "nam"
        and (month := _month(terms[:at])) is not None
        and (year := _year(terms[at + 1 :])) is not None
    }
    return found.pop() if len(found) == 1 else None


def _month(terms: list[str]) -> int | None:
    if terms in (["gieng"], ["chap"]):
        return 1 if terms == ["gieng"] else 12
    month = _below_hundred(terms)
    return month if month is not None and 1 <= month <= 12 else None


def _year(terms: list[str]) -> int | None:
    """A year from 1000 to 2999, in digits, in full words, or digit by digit."""
    if len(terms) == 1 and terms[0].isdecimal():
        return int(terms[0]) if len(terms[0]) == 4 else None
    if len(terms) < 2 or terms[0] not in _VALUE:
        return None
    if terms[1] in ("nghin", "ngan"):
        rest = _below_thousand(terms[2:])
        year = None if rest is None else _VALUE[terms[0]] * 1000 + rest
    elif len(terms) == 4 and all(term in _VALUE for term in terms):
        year = int("".join(str(_VALUE[term]) for term in terms))
    else:
        year = None
    return year if year is not None and 1000 <= year <= 2999 else None


def _below_thousand(terms: list[str]) -> int | None:
    if not terms:
        return 0
    if len(terms) >= 2 and terms[0] in _VALUE and terms[1] == "tram":
        rest = _tail(terms[2:]) if terms[2:] else 0
        return None if rest is None else _VALUE[terms[0]] * 100 + rest
    # "hai nghìn tám" may be 2008 or 2800: without linh, lẻ or mươi the tail is not believed.
    return _tail(terms) if {"linh", "le", "muoi"} & set(terms) else None


def _tail(terms: list[str]) -> int | None:
    if terms[0] in ("linh", "le"):
        return _VALUE.get(terms[1]) if len(terms) == 2 else None
    # "chín trăm năm" alone would be 905 to one and 950 to another.
    return None if len(terms) == 1 and terms != ["muoi"] else _below_hundred(terms)


def _below_hundred(terms: list[str]) -> int | None:
    """``[hai, mươi, mốt]`` → 21; the tens word may be left out ("chín lăm")."""
    if len(terms) == 1 and terms[0].isdecimal():
        return int(terms[0])
    numbers = [10 if term == "muoi" else _VALUE.get(term) for term in terms]
    match numbers:
        case [int(only)]:
            return only
        case [10, int(unit)] if 0 < unit < 10:
            return 10 + unit
        case [int(tens), 10] if 1 < tens < 10:
            return 10 * tens
        case [int(tens), 10, int(unit)] if 1 < tens < 10 and 0 < unit < 10:
            return 10 * tens + unit
        case [int(tens), int(unit)] if 1 < tens < 10 and 0 < unit < 10:
            return 10 * tens + unit
    return None
