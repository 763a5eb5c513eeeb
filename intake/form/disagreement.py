# SPDX-License-Identifier: Apache-2.0
"""How the papers of a dossier agree on one field of its form (two values: ``intake.form.agreement``)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from intake.dossier.values import Agreement
from intake.form import agreement as two
from ocr.text.folding import fold, nfc, same_text
from templates.model.codelists import Codes
from templates.model.document_types import FieldType

NEAR = 88.0
"""Similarity in percent, diacritics aside, from which a doubtful reading counts as a misread sure one."""

_DIGITS = re.compile(r"\d+")
_NUMBERED = (FieldType.ID_DOCUMENT, FieldType.PERSONAL_ID)
_RANK = (Agreement.SINGLE, Agreement.EQUAL, Agreement.TONES, Agreement.DIFFERS)


def overall(value: str, others: Iterable[str], kind: FieldType, codes: Codes) -> Agreement:
    """How ``value`` and all ``others`` agree; the worst counts, what can't be compared does not."""
    found = (compare(value, other, kind, codes) for other in others)
    return max((each for each in found if each), key=_RANK.index, default=Agreement.SINGLE)


def compare(one: str, other: str, kind: FieldType, codes: Codes) -> Agreement | None:
    """``EQUAL``, ``TONES`` (also: case, other spelling) or ``DIFFERS``; None where they can't be compared.

    Dates are compared as far as both go, identity papers by their numbers.
    """
    if nfc(one) == nfc(other):
        return Agreement.EQUAL
    found = _by_type(one, other, kind, codes)
    if found is two.ValueAgreement.UNKNOWN:
        return None
    if found is two.ValueAgreement.DIFFERS:
        return Agreement.DIFFERS
    exact = kind is FieldType.DATE or kind in _NUMBERED
    return Agreement.EQUAL if exact else Agreement.TONES


def _by_type(one: str, other: str, kind: FieldType, codes: Codes) -> two.ValueAgreement:
    if kind is FieldType.DATE:
        return two.dates_agree(one, other)
    if kind in _NUMBERED:
        return two.numbers_agree(one, other)
    return two.values_agree(one, other, codes)


def misread(doubtful: str, sure: str, kind: FieldType) -> bool:
    """Whether ``doubtful`` can only be a misreading of ``sure``: the same figures, nearly the same letters.

    Only for words; dates and numbers differ by one sign when they are others.
    """
    if kind is FieldType.DATE or kind in _NUMBERED:
        return False
    return (
        _DIGITS.findall(doubtful) == _DIGITS.findall(sure) and fuzz.ratio(fold(doubtful), fold(sure)) >= NEAR
    )


def same_words(one: str, other: str, kind: FieldType, codes: Codes) -> bool:
    """Whether no clerk sees a difference: case, white space, the tone's place, spellings of one group."""
    if kind is FieldType.DATE or kind in _NUMBERED:
        return _by_type(one, other, kind, codes) is two.ValueAgreement.SAME
    return same_text(one, other) or two.values_agree(one, other, codes) is two.ValueAgreement.SAME
