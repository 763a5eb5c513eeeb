# SPDX-License-Identifier: Apache-2.0
"""When two values from two papers say the same."""

from __future__ import annotations

import re
from enum import StrEnum

from intake.dossier.id_numbers import id_numbers
from ocr.text.folding import fold, same_text
from templates.model.codelists import Codes

# Not "uy": Thúy and Thúi are two words; but quý and quí are one.
_Y_FOR_I = re.compile(r"(?:(?<=[bcdghklmnprstvx])|(?<=qu))y\b")


class ValueAgreement(StrEnum):
    """How two values stand to each other; ``unknown``: not comparable.

    ``marks``: only diacritics differ, or i stands for y.
    """

    SAME = "same"
    MARKS = "marks"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


def names_agree(a: str, b: str) -> ValueAgreement:
    """Two names. Case and the place of a tone mark (hoà, hòa) do not count; other diacritics do.

    So does i for y where both are said alike (Lý, Lí).
    """
    if same_text(a, b):
        return ValueAgreement.SAME
    return ValueAgreement.MARKS if _spoken(a) == _spoken(b) else ValueAgreement.DIFFERS


def dates_agree(a: str, b: str) -> ValueAgreement:
    """Two dates ``DD/MM/YYYY``, ``MM/YYYY`` or ``YYYY``, compared as far as both go."""
    parts = list(zip(_numbers(a), _numbers(b), strict=False))
    if not parts:
        return ValueAgreement.UNKNOWN
    return ValueAgreement.SAME if all(x == y for x, y in parts) else ValueAgreement.DIFFERS


def numbers_agree(a: str, b: str) -> ValueAgreement:
    """Two texts holding identity numbers. A 9-digit and a 12-digit number are different things: unknown."""
    ours, theirs = id_numbers(a), id_numbers(b)
    if set(ours) & set(theirs):
        return ValueAgreement.SAME
    comparable = {len(n) for n in ours} & {len(n) for n in theirs}
    return ValueAgreement.DIFFERS if comparable else ValueAgreement.UNKNOWN


def values_agree(a: str, b: str, codes: Codes) -> ValueAgreement:
    """Two values of a list or free text; spellings of one ethnic group or nationality are the same."""
    for codelist in (codes.ethnic_groups, codes.nationalities):
        ours, theirs = codelist.find(a), codelist.find(b)
        if ours and theirs and ours.code == theirs.code:
            return ValueAgreement.SAME
    return names_agree(a, b)


def _spoken(name: str) -> str:
    return _Y_FOR_I.sub("i", fold(name))


def _numbers(date: str) -> list[int]:
    """Year, month, day as far as given."""
    return [int(part) for part in reversed(date.split("/")) if part.isdecimal()]
