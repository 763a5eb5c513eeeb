# SPDX-License-Identifier: Apache-2.0
"""What a person types into a field: can this be its value?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from intake.dossier.entered import entered
from intake.errors import InvalidValueError
from intake.form.entry_doubts import Context, doubts, near_names
from intake.form.value_notes import proposer
from ocr.text.folding import nfc
from ocr.values.normalise import normalise
from ocr.values.proposals import proposals
from templates.catalogue.loading import Catalogue
from templates.language.messages import _
from templates.language.outside_text import Longest
from templates.model.document_types import FieldType

_LEAST_PLAUSIBLE = 0.3
FREE = frozenset({FieldType.TEXT, FieldType.NAME, FieldType.ADDRESS, FieldType.DATE_WORDS})
"""Types whose spelling alone says nothing against a value."""

_ANYTHING = re.compile(".+", re.DOTALL)
_MUST_BE = {
    FieldType.NUMBER: re.compile(r"\d{1,6}"),
    FieldType.ID_DOCUMENT: re.compile(r"(?!\d+$).+|\d{9}|\d{12}", re.DOTALL),
}
"""What is typed is plainer than what is read: here a sign or a digit that is lost would change the value."""


def checked_value(
    key: str, typed: str, types: Mapping[str, FieldType], context: Context, *, insisted: bool = False
) -> str:
    """The value as stored (NFC, dates ``DD/MM/YYYY``); "" for a field left empty on purpose.

    Raises ``InvalidValueError`` for what can't or can hardly be right, unless the person ``insisted``.
    """
    kind, name = types[key], context.catalogue.field_name(key)
    text = nfc(entered(typed, Longest.VALUE))
    if not text:
        return text
    value = _shaped(text, kind)
    if insisted:
        return value or text
    if value is None:
        raise InvalidValueError(
            _("This can't be the value of “{field}”.").format(field=name),
            _expected(text, kind, context.catalogue),
        )
    if reasons := list(doubts(key, value, kind, context)):
        raise InvalidValueError(
            _("This can hardly be the value of “{field}”: {reason}").format(
                field=name, reason=" ".join(reasons)
            ),
            _("If the paper really says so, say why: --because “…”."),
        )
    return value


def _shaped(text: str, kind: FieldType) -> str | None:
    if kind in FREE:
        return text
    if _MUST_BE.get(kind, _ANYTHING).fullmatch(text) is None:
        return None
    found = normalise(text, kind)
    return found.value if found.plausibility >= _LEAST_PLAUSIBLE else None


def questions(key: str, typed: str, kind: FieldType, catalogue: Catalogue) -> Iterator[str]:
    """What a typed value may be a slip of the keys for, by the lexicons; it is kept as typed all the same."""
    for proposal in proposals(nfc(typed), kind, key, catalogue):
        yield _("{field}: is it {text}? ({source}) It was kept as you wrote it.").format(
            field=catalogue.field_name(key), text=proposal.text, source=proposer(proposal.source, catalogue)
        )


def _expected(typed: str, kind: FieldType, catalogue: Catalogue) -> str:
    lists = {
        FieldType.ETHNICITY: catalogue.codes.ethnic_groups,
        FieldType.NATIONALITY: catalogue.codes.nationalities,
    }
    near = near_names(typed, lists[kind]) if kind in lists else []
    if near:
        return _("Did you mean {names}?").format(names=", ".join(near))
    return {
        FieldType.DATE: _("Write a date as DD/MM/YYYY, or MM/YYYY or YYYY where no more is known."),
        FieldType.TIME: _("Write a time as HH:MM."),
        FieldType.SEX: _("Write Nam, Nữ or Không xác định."),
        FieldType.PERSONAL_ID: _("A personal number has 12 digits, an old identity number 9."),
        FieldType.ID_DOCUMENT: _("The number of an identity paper has 12 digits, an old one 9."),
        FieldType.ETHNICITY: _("Write the name of one of the 54 ethnic groups, for instance Kinh."),
        FieldType.NATIONALITY: _("Write the name of a country, for instance Việt Nam."),
        FieldType.YES_NO: _("Write Có or Không."),
        FieldType.NUMBER: _("Write a number."),
        FieldType.ORDINAL: _("Write which time it is, for instance 1 or thứ nhất."),
        FieldType.CODE: _("The number of a paper or book has digits, for instance 12/2026."),
    }[kind]
