# SPDX-License-Identifier: Apache-2.0
"""Raw text from the recogniser → the value as stored, by the field's type.

Nothing is corrected: names and tones stay as read, and text that does not fit its type loses plausibility.
"""

from __future__ import annotations

from collections.abc import Callable

from ocr.text.folding import fold, same_text
from ocr.values.address import normalise_address
from ocr.values.date_words import date_from_words, spelt_well
from ocr.values.dates import normalise_date, parse_date
from ocr.values.ids import (
    PersonalId,
    normalise_code,
    normalise_id_document,
    normalise_number,
    normalise_ordinal,
    normalise_personal_id,
)
from ocr.values.lists import normalise_ethnicity, normalise_nationality, normalise_sex, normalise_yes_no
from ocr.values.names import normalise_name
from ocr.values.normalised import EMPTY, Normalised, clean
from ocr.values.text import normalise_text
from ocr.values.times import normalise_time
from templates.model.document_types import FieldType

__all__ = [
    "Normalised",
    "PersonalId",
    "clean",
    "date_from_words",
    "fold",
    "normalise",
    "parse_date",
    "same_text",
]


def normalise_date_words(raw: str) -> Normalised:
    """As printed; plausible if the words spell one date."""
    text = clean(raw)
    if not text:
        return EMPTY
    if date_from_words(text) is None:
        return Normalised(text, 0.2, "no date in words")
    if not spelt_well(text):
        return Normalised(text, 0.4, "a word or a comma may be misread")
    return Normalised(text, 1.0)


_DENIABLE = frozenset(
    {
        FieldType.NAME,
        FieldType.DATE,
        FieldType.DATE_WORDS,
        FieldType.TIME,
        FieldType.ETHNICITY,
        FieldType.NATIONALITY,
        FieldType.ADDRESS,
        FieldType.ID_DOCUMENT,
        FieldType.PERSONAL_ID,
    }
)
"""Fields of which "không" is no value; it is one of a religion, a tick, a note, and a sex may be unknown."""

_DENIALS = frozenset(
    {
        "khong",
        "khong co",
        "khong (co)",
        "khong ro",
        "khong biet",
        "khong nho",
        "khong xac dinh",
        "khong co thong tin",
        "ko",
        "ko co",
        "chua ro",
        "chua biet",
        "chua co",
        "chua xac dinh",
    }
)
"""What people write on a line to say that there is nothing to write, without marks and case."""


def denies(raw: str) -> bool:
    """Whether a value only says that there is none."""
    return " ".join(fold(clean(raw)).split()) in _DENIALS


_BY_TYPE: dict[FieldType, Callable[[str], Normalised]] = {
    FieldType.TEXT: normalise_text,
    FieldType.NAME: normalise_name,
    FieldType.DATE: normalise_date,
    FieldType.DATE_WORDS: normalise_date_words,
    FieldType.TIME: normalise_time,
    FieldType.SEX: normalise_sex,
    FieldType.ETHNICITY: normalise_ethnicity,
    FieldType.NATIONALITY: normalise_nationality,
    FieldType.ADDRESS: normalise_address,
    FieldType.ID_DOCUMENT: normalise_id_document,
    FieldType.PERSONAL_ID: normalise_personal_id,
    FieldType.NUMBER: normalise_number,
    FieldType.ORDINAL: normalise_ordinal,
    FieldType.CODE: normalise_code,
    FieldType.YES_NO: normalise_yes_no,
}


def normalise(raw: str, type: FieldType) -> Normalised:
    """``raw`` as a value of ``type``: what is stored, how well it fits, and what is odd about it.

    "Không có" on the line of a father's name is nobody's name: where a person, a place, a day or a document
    is asked for, such words leave the field empty.
    """
    if type in _DENIABLE and denies(raw):
        return Normalised(None, 0.0, "says that there is none")
    return _BY_TYPE[type](raw)
