# SPDX-License-Identifier: Apache-2.0
"""What the shipped templates teach of labels: which type of value follows one, and whose it is.

"Năm sinh" is a date in all of them; after "Họ, chữ đệm, tên người mẹ" it is the mother's. Guesses for a
draft that a person finishes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ocr.forms.letters import letters_of
from templates.language.folding import without_marks
from templates.model.document_types import DocumentType, FieldType, LabelSpec

_NOBODY = frozenset({"", "made", "copies", "registration"})
"""Owners that are no person, whose section ends with the first label that is not theirs."""


_NAME_OF = re.compile(r"(?:họ, chữ đệm,?(?: và)? tên|họ và tên|họ tên)(?: của)? (\w.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guess:
    """The key of a field and its type."""

    key: str
    type: FieldType


@dataclass(slots=True)
class Hints:
    """Labels (letters only, folded) → what followed them: names and types, whose field it was."""

    names: dict[str, Counter[tuple[str, FieldType]]] = field(default_factory=lambda: defaultdict(Counter))
    owners: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def guess(self, label: str, owner: str, *, fixed: bool = False) -> tuple[Guess, str]:
        """The field of ``label`` in a section of ``owner`` (empty at first), and whose section goes on.

        ``fixed``: a column, all of whose fields are its owner's.
        """
        letters = letters_of(label)[0]
        known = self.owners.get(letters)
        if not fixed and (person := self._new_person(label)):
            return Guess(f"{person}.full_name", FieldType.NAME), person
        if known and not fixed and (len(known) == 1 or (owner not in known and owner in _NOBODY)):
            owner = known.most_common(1)[0][0]
        name, type = self._name(letters, label)
        return Guess(f"{owner}.{name}" if owner else name, type), owner

    def _new_person(self, label: str) -> str:
        """Whose name an unknown label asks for: "Họ, chữ đệm, tên chủ nuôi" opens a section of theirs."""
        if letters_of(label)[0] in self.names:
            return ""
        found = _NAME_OF.match(label)
        return slug(found[1]) if found else ""

    def section(self, heading: str, owner: str) -> str:
        """Whose fields follow ``heading``; ``owner`` goes on where nothing is known of it."""
        known = self.owners.get(letters_of(heading)[0])
        return known.most_common(1)[0][0] if known else owner

    def _name(self, letters: str, label: str) -> tuple[str, FieldType]:
        found = self.names.get(letters)
        return found.most_common(1)[0][0] if found else (slug(label), _by_words(letters))


def learnt(papers: Iterable[DocumentType]) -> Hints:
    """Hints of all editions of ``papers``."""
    hints = Hints()
    for paper in papers:
        for edition in paper.editions:
            _learn(hints, edition.skeleton)
    return hints


def _learn(hints: Hints, skeleton: tuple[LabelSpec, ...]) -> None:
    for number, item in enumerate(skeleton):
        key = item.field or next((after.field for after in skeleton[number + 1 :] if after.field), None)
        owner, _dot, name = (key or "").rpartition(".")
        for wording in _wordings(item):
            hints.owners[wording][owner] += 1
            if item.field:
                hints.names[wording][name, item.type] += 1


def _wordings(item: LabelSpec) -> Iterator[str]:
    return (letters_of(wording)[0] for wording in (item.label, *item.aliases))


def _by_words(letters: str) -> FieldType:
    """A type for a label nobody has seen before."""
    for part, type in _PARTS.items():
        if part in letters:
            return type
    return FieldType.TEXT


_PARTS = {
    "bangchu": FieldType.DATE_WORDS,
    "hochudem": FieldType.NAME,
    "hovaten": FieldType.NAME,
    "hoten": FieldType.NAME,
    "sodinhdanh": FieldType.PERSONAL_ID,
    "giayto": FieldType.ID_DOCUMENT,
    "ngay": FieldType.DATE,
    "namsinh": FieldType.DATE,
    "gioitinh": FieldType.SEX,
    "dantoc": FieldType.ETHNICITY,
    "quoctich": FieldType.NATIONALITY,
    "noi": FieldType.ADDRESS,
    "quequan": FieldType.ADDRESS,
    "diachi": FieldType.ADDRESS,
    "soluong": FieldType.NUMBER,
}


def slug(label: str) -> str:
    """``label`` as a key: small letters without marks and underscores, at most five words."""
    return "_".join(re.findall(r"[a-z0-9]+", without_marks(label))[:5]) or "field"
