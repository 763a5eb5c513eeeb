# SPDX-License-Identifier: Apache-2.0
"""What is known of a field before its pen is read: how its values are spelt, which rules or lists it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from ocr.pen.beam import Language
from ocr.pen.language import NgramLanguage
from ocr.pen.places import Places
from ocr.pen.shapes import Among, Dates, DatesInWords, PersonalNumbers
from ocr.weights import ADDRESSES, NAMES, load_weights
from templates.catalogue.loading import load_catalogue
from templates.model.codelists import CodeList
from templates.model.document_types import FieldType


class Rules(Protocol):
    """What a whole value has to be like."""

    def whole(self, text: str) -> float:
        """What a text is worth (0 and less), in logarithms of probability."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How a field is spelt, the places that it may end in, the rules that its values keep, and the list that
    they mostly come from.
    """

    language: Language | None = None
    places: Places | None = None
    rules: Rules | None = None
    entries: tuple[str, ...] = ()


_FIGURES = "0123456789 "
_DATES = Dates()
_PERSONAL = PersonalNumbers()


def knowledge_of(kind: FieldType) -> Knowledge | None:
    """What is known of a field; None where only the strokes can say."""
    return _known().get(kind)


@cache
def _known() -> dict[FieldType, Knowledge]:
    codes = load_catalogue().codes
    return {
        FieldType.ADDRESS: _addresses(),
        FieldType.NAME: Knowledge(NgramLanguage.load(load_weights(NAMES))),
        FieldType.DATE: Knowledge(_DATES, rules=_DATES),
        FieldType.DATE_WORDS: Knowledge(NgramLanguage.of(_spelt_dates()), rules=DatesInWords()),
        FieldType.TIME: Knowledge(Among(_FIGURES + ":giờphút")),
        FieldType.PERSONAL_ID: Knowledge(_PERSONAL, rules=_PERSONAL),
        FieldType.NUMBER: Knowledge(Among(_FIGURES + ".,")),
        FieldType.SEX: Knowledge(entries=_called(codes.sexes)),
        FieldType.ETHNICITY: Knowledge(entries=_called(codes.ethnic_groups)),
        FieldType.NATIONALITY: Knowledge(entries=_called(codes.nationalities)),
    }


def _called(listed: CodeList) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for entry in listed.entries for name in (entry.name, *entry.aliases)))


def _addresses() -> Knowledge:
    """How addresses are spelt, counted by ``bench.pen_reader.addresses``, and the units of the catalogue."""
    return Knowledge(NgramLanguage.load(load_weights(ADDRESSES)), Places.of(load_catalogue().units))


_ONES = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _ONES[ones - 1]
    last = {0: "", 1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(ones, _ONES[ones - 1])
    return f"{_ONES[tens - 1]} mươi {last}".strip() if tens > 1 else f"mười {last}".strip()


def _spelt_dates() -> Iterator[str]:
    """Days with months, and years, as people spell them out."""
    months = [_below_hundred(month).replace("bốn", "tư") for month in range(1, 13)]
    for number in range(1, 32):
        day = _below_hundred(number)
        yield from (f"{shape}{day} tháng {month}" for shape in ("ngày ", "") for month in months)
        yield f"ngày mồng {day}"
        yield f"ngày mùng {day}"
    for number in range(1, 100):
        low, few = _below_hundred(number), number < 10
        yield f"tháng {months[number % 12]} năm một nghìn chín trăm {'linh ' if few else ''}{low}"
        yield f"tháng {months[number % 12]}, năm hai nghìn không trăm {'linh ' if few else ''}{low}"
        yield f"năm hai ngàn không trăm {'lẻ ' if few else ''}{low}"
