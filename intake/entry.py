"""What a person types into a field: is there such a field, and can this be its value?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from intake.errors import InvalidValueError, UnknownFieldError
from intake.value_notes import proposer
from ocr.folding import nfc
from ocr.value_proposals import proposals
from ocr.values import normalise
from templates.catalogue import Catalogue
from templates.messages import _
from templates.papers import FieldType

_MOST_NAMED = 3
_LEAST_PLAUSIBLE = 0.3
_FREE = frozenset({FieldType.TEXT, FieldType.NAME, FieldType.ADDRESS, FieldType.DATE_WORDS, FieldType.CODE})
"""Types of which a person's spelling is never questioned."""


def known_field(key: str, types: Mapping[str, FieldType]) -> FieldType:
    """The type of a field of the form; ``UnknownFieldError`` names the nearest ones."""
    if key in types:
        return types[key]
    from rapidfuzz import process

    near = [name for name, _score, _place in process.extract(key, types.keys(), limit=_MOST_NAMED)]
    raise UnknownFieldError(
        _("The form has no field {key}.").format(key=key),
        _("Did you mean {names}? “sohoa forms show KIND” lists all.").format(names=", ".join(near)),
    )


def checked_value(key: str, typed: str, types: Mapping[str, FieldType]) -> str:
    """The value as stored (NFC, dates ``DD/MM/YYYY``); "" for a field left empty on purpose.

    Raises ``UnknownFieldError`` or ``InvalidValueError``.
    """
    kind = known_field(key, types)
    text = nfc(typed)
    if not text or kind in _FREE:
        return text
    found = normalise(text, kind)
    if found.value is None or found.plausibility < _LEAST_PLAUSIBLE:
        raise InvalidValueError(_("This can't be the value of {key}.").format(key=key), _expected(kind))
    return found.value


def questions(key: str, typed: str, kind: FieldType, catalogue: Catalogue) -> Iterator[str]:
    """What a typed value may be a slip of the keys for, by the lexicons; it is kept as typed all the same."""
    for proposal in proposals(nfc(typed), kind, key, catalogue):
        yield _("{key}: is it {text}? ({source}) It was kept as you wrote it.").format(
            key=key, text=proposal.text, source=proposer(proposal.source, catalogue)
        )


def _expected(kind: FieldType) -> str:
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
    }.get(kind, "")
