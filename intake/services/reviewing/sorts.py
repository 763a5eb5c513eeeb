# SPDX-License-Identifier: Apache-2.0
"""Sorts of values, and why one is not confirmed together with others."""

from __future__ import annotations

from enum import StrEnum

from templates.language.messages import _
from templates.model.document_types import FieldType


class ValueSort(StrEnum):
    """What values are, as a person goes through them: one sort after the other is quick to compare."""

    SEX = "sex"
    DATES = "dates"
    DATE_WORDS = "date-words"
    NAMES = "names"
    NUMBERS = "numbers"
    PLACES = "places"
    OTHERS = "others"
    LOOKS = "looks"  # decided by a person; another is to look as well

    @property
    def told(self) -> str:
        """In words."""
        return {
            ValueSort.SEX: _("sex, yes or no"),
            ValueSort.DATES: _("dates and times"),
            ValueSort.DATE_WORDS: _("dates in words"),
            ValueSort.NAMES: _("names"),
            ValueSort.NUMBERS: _("numbers of papers"),
            ValueSort.PLACES: _("places, ethnic groups, countries"),
            ValueSort.OTHERS: _("everything else"),
            ValueSort.LOOKS: _("second looks"),
        }[self]


_TYPES = {
    ValueSort.SEX: (FieldType.SEX, FieldType.YES_NO),
    ValueSort.DATES: (FieldType.DATE, FieldType.TIME),
    ValueSort.DATE_WORDS: (FieldType.DATE_WORDS,),
    ValueSort.NAMES: (FieldType.NAME,),
    ValueSort.NUMBERS: (FieldType.PERSONAL_ID, FieldType.ID_DOCUMENT, FieldType.CODE),
    ValueSort.PLACES: (FieldType.ADDRESS, FieldType.ETHNICITY, FieldType.NATIONALITY),
    ValueSort.OTHERS: (FieldType.TEXT, FieldType.NUMBER, FieldType.ORDINAL),
}
_SORTS = {kind: sort for sort, kinds in _TYPES.items() for kind in kinds}


def sort_of(kind: FieldType) -> ValueSort:
    """The sort of a field's values."""
    return _SORTS[kind]


class Apart(StrEnum):
    """Why a value is not confirmed together with others; "" where it may be."""

    NOT = ""
    HARDLY = "hardly"  # it says nothing of the paper: it has to be typed
    DIFFERS = "differs"  # a paper or a list says something else, be it one tone mark: a person chooses
    HAND = "hand"  # by pen
    HELD = "held"  # its dossier is held back, or others' papers may lie in it: settled there
    UNSEEN = "unseen"  # no zone of a page is known where it stands
    SECOND = "second"  # a person decided it; another types it without seeing that
    THIRD = "third"  # two read it differently; a third chooses or types

    @property
    def by_itself(self) -> bool:
        """Whether it may be confirmed by a word on this value alone."""
        return self in (Apart.DIFFERS, Apart.HAND)

    @property
    def told(self) -> str:
        """In words; "" where nothing keeps it apart."""
        return {
            Apart.NOT: "",
            Apart.HARDLY: _("hardly read: type it"),
            Apart.DIFFERS: _("something else says otherwise: choose"),
            Apart.HAND: _("written by hand: say so by itself"),
            Apart.HELD: _("held back, or papers of others: settle it in the dossier"),
            Apart.SECOND: _("second person: type what the paper says"),
            Apart.THIRD: _("two read it differently: choose or type"),
            Apart.UNSEEN: _("its place is not known: settle it in the dossier"),
        }[self]
