# SPDX-License-Identifier: Apache-2.0
"""Numbers that name a person or a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr.text.folding import fold
from ocr.values.digits import CONFUSED, DIGIT_LIKE, repair_digits, repair_penalty
from ocr.values.normalised import EMPTY, Normalised, clean
from ocr.values.text import normalise_text
from templates.catalogue.loading import load_catalogue

_FIRST_FOREIGN_CODE = 100
NO_PROVINCE = 0.1
"""How plausible a number is whose first digits no province had: mostly one of them was misread."""
NEWEST_BIRTH = 2059
"""A number of somebody born later has a misread digit as long as this program is used."""
_GAPS = re.compile(r"[\s.\-,_]+")


@dataclass(frozen=True, slots=True)
class PersonalId:
    """What the twelve digits of a số định danh cá nhân say (NĐ 137/2015 Điều 13, TT 59/2021/TT-BCA).

    Three digits: province or country of birth registration; one: century and sex; two: year of birth; six
    random. There is no check digit. The province is where the birth was first registered, not where one
    lives.
    """

    number: str

    @classmethod
    def parse(cls, text: str) -> PersonalId | None:
        """From twelve digits, blanks and dots between them allowed; None for anything else."""
        digits = _GAPS.sub("", text)
        return cls(digits) if re.fullmatch(r"[0-9]{12}", digits) else None

    @property
    def province_code(self) -> str:
        """Three digits, ``001``…``096`` for provinces."""
        return self.number[:3]

    @property
    def born_abroad(self) -> bool:
        """Whether the place code is a country's (codes from 100 on; unverified)."""
        return int(self.province_code) >= _FIRST_FOREIGN_CODE

    @property
    def province(self) -> str | None:
        """What the province of birth registration was called before 07/2025; None for a code no province had.

        The provinces of today keep codes of that list.
        """
        entry = load_catalogue().codes.provinces_63.code(self.province_code[1:])
        return entry.name if entry and self.province_code[0] == "0" else None

    @property
    def sex(self) -> str:
        """``Nam`` (even) or ``Nữ`` (odd)."""
        return "Nữ" if int(self.number[3]) % 2 else "Nam"

    @property
    def year(self) -> int:
        """Year of birth, four digits; the century is 0/1 → 1900, 2/3 → 2000, …, 8/9 → 2300."""
        return 1900 + 100 * (int(self.number[3]) // 2) + int(self.number[4:6])

    @property
    def plausibility(self) -> float:
        """How well the digits fit a living person's number."""
        if self.province_code == "000" or len(set(self.number)) == 1:
            return 0.05
        century = 1.0 if self.year <= NEWEST_BIRTH else 0.1
        if self.born_abroad:
            return 0.4 * century
        return century * (1.0 if self.province else NO_PROVINCE)


def normalise_personal_id(raw: str) -> Normalised:
    """Twelve digits (personal number, CCCD) or nine (old CMND), blanks and dots removed."""
    cleaned = clean(raw)
    if not cleaned:
        return EMPTY
    digits, repairs = _digits_of(cleaned)
    if len(digits) < 6:
        return Normalised(None, 0.0, "no number")
    penalty = repair_penalty(repairs)
    if person := PersonalId.parse(digits):
        return Normalised(digits, person.plausibility * penalty, _odd(person, repairs))
    if len(digits) == 9:
        return Normalised(digits, 0.4 * penalty, "nine digits")  # an old CMND, or three digits were lost
    return Normalised(digits, 0.05, "wrong number of digits")


def _odd(person: PersonalId, repairs: int) -> str:
    if person.province is None and not person.born_abroad:
        return "no province has this code"
    return "letters read as digits" if repairs else ""


def _digits_of(text: str) -> tuple[str, int]:
    """The digits of the longest run of digit-like characters, and how many were letters."""
    runs = [_GAPS.sub("", run) for run in re.findall(rf"{DIGIT_LIKE}(?:[\s.\-,]*{DIGIT_LIKE})*", text)]
    longest = max(runs, key=lambda run: (sum(c.isdigit() for c in run), len(run)), default="")
    longest = longest.strip("|")
    return longest.translate(CONFUSED), sum(not c.isdigit() for c in longest)


_NUMBER_RUN = re.compile(r"\d(?:[\d\s.]*\d)?")
_MISREAD_BY = re.compile(r"\b(?!do\b|Do\b|Bộ\b)[^\W\d_]{2} (?:Cục|Bộ Công|Công an)\b")
_PASSPORT = re.compile(r"\b[A-Z]\d{7,8}\b")
_DATE = re.compile(r"\d{1,2}\s*[/\-.]\s*\d{1,2}\s*[/\-.]\s*\d{4}")


def normalise_id_document(raw: str) -> Normalised:
    """Free text naming an identity paper; kept as printed, judged by the number inside it."""
    words = normalise_text(raw)
    if words.value is None:
        return words
    by_number = _judged_by_number(words.value)
    if _MISREAD_BY.search(words.value):
        return Normalised(
            words.value, 0.4 * by_number.plausibility, "a word before the authority may be misread"
        )
    return Normalised(words.value, by_number.plausibility * words.plausibility, by_number.note or words.note)


def _judged_by_number(text: str) -> Normalised:
    if _PASSPORT.search(text):
        return Normalised(text, 0.95)
    lengths = [len(_GAPS.sub("", run)) for run in _NUMBER_RUN.findall(_DATE.sub(" # ", text))]
    numbers = [length for length in lengths if length >= 6]
    if not numbers:
        return Normalised(text, 0.4 if any(c.isdigit() for c in text) else 0.5, "no number")
    if any(length not in (8, 9, 12) for length in numbers):
        return Normalised(text, 0.15, "wrong number of digits")
    return Normalised(text, _document_plausibility(text))


def _document_plausibility(text: str) -> float:
    people = [PersonalId.parse(run) for run in _NUMBER_RUN.findall(_DATE.sub(" # ", text))]
    return min((person.plausibility for person in people if person), default=0.95)


_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+(?:\s\d{3})*")
_NUMBER_WORDS = frozenset(
    ("khong", "mot", "hai", "ba", "bon", "tu", "nam", "sau", "bay", "tam", "chin", "muoi")
)


def normalise_number(raw: str) -> Normalised:
    """A count or an amount, as printed, without the words around it (``03 (ba) bản`` → ``03``)."""
    cleaned = clean(raw)
    if not cleaned:
        return EMPTY
    text, repairs = repair_digits(cleaned)
    found = _NUMBER.findall(text)
    if not found:
        word = fold(cleaned).split(" ")[0]
        if word not in _NUMBER_WORDS:
            return Normalised(None, 0.0, "no number")
        return Normalised(cleaned.split(" ")[0], 0.6, "in words")
    alone = len(found) == 1
    plausibility = (1.0 if alone else 0.4) * repair_penalty(repairs)
    return Normalised(found[0].replace(" ", ""), plausibility, "" if alone else "several numbers")


_ORDINAL = re.compile(
    r"(?:lan\s)?(?:thu\s)?(?:\d{1,2}|dau(?:\stien)?|nhat|hai|ba|bon|tu|nam|sau|mot|i{1,3})(?:\s?\(.*\))?"
)


def normalise_ordinal(raw: str) -> Normalised:
    """Which time, as printed: ``Lần thứ nhất``, ``Lần 1``, ``01``, ``thứ hai``."""
    found = normalise_text(raw)
    if found.value is None:
        return found
    if _ORDINAL.fullmatch(fold(found.value)):
        return found
    return Normalised(found.value, 0.4 * found.plausibility, "does not say which time")


_CODE_LABEL = re.compile(r"^số\s*[:.]?\s+(?=\S)", re.IGNORECASE)
_CODE_JOINT = re.compile(r"\s*([/.\-])\s*")
_CODE = re.compile(r"[0-9A-ZĐ]+(?:[/.\-][0-9A-ZĐ]+)*")
_LETTER_FOR_DIGIT = re.compile(r"(?<=\d)[OIQ](?=\d|\b)|\b[OIQ](?=\d)")
_NUMBER_AND_YEAR = re.compile(r"\d+(?:[/.\-](?:19|20)\d\d)?(?:/[A-ZĐ][A-ZĐ\-]*)?")
_BIRTH_NOTICE_CODE = re.compile(r"\d{5}\.GCS\.[0-9A-Z]{5}\.\d{2}")


def normalise_code(raw: str) -> Normalised:
    """The number of a paper or book: ``12/2024``, ``45/TLKS-BS``, ``00123.GCS.01234.25``.

    The shape of the birth notice's code is that of TT 22/2025/TT-BYT.
    """
    text = _CODE_JOINT.sub(r"\1", clean(_CODE_LABEL.sub("", clean(raw))))
    if not text:
        return EMPTY
    if not any(c.isdigit() for c in text):
        return Normalised(text, 0.15, "no digit")
    if _BIRTH_NOTICE_CODE.fullmatch(text):
        return Normalised(text, 1.0)
    # The points of this code are fixed by its shape, so a blank read for one leaves no doubt what it was.
    if _BIRTH_NOTICE_CODE.fullmatch(pointed := text.replace(" ", ".")):
        return Normalised(pointed, 0.9, "blanks read for points")
    if ".GCS." in text.upper():
        return Normalised(text, 0.3, "not the shape of a birth notice's code")
    if _LETTER_FOR_DIGIT.search(text):
        return Normalised(text, 0.4, "a letter may have been read for a digit")
    if _CODE.fullmatch(text):
        return Normalised(text, 0.97 if _NUMBER_AND_YEAR.fullmatch(text) else 0.93)
    return Normalised(text, 0.6 if _CODE.fullmatch(text.upper()) else 0.3, "odd characters")
