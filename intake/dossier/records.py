# SPDX-License-Identifier: Apache-2.0
"""What autofill decides and the store keeps: the value of one field of the form, with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from ocr.result import Proposal

PERSON = "person"
"""The source of a value that a person set or confirmed; the others are those of ``ocr.result.Source``."""


class Agreement(StrEnum):
    """How the papers of a dossier agree on one value."""

    SINGLE = "single"
    EQUAL = "equal"
    TONES = "tones"  # differ only in diacritics, case or spacing
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a paper offers for a field of the form.

    ``paper`` is the kind of paper, ``key`` the field's key on that paper, ``document_id`` and ``page`` (from
    1) where it stands, ``box`` ``[x, y, w, h]`` in pixels of the stored page, ``source`` as in
    ``ocr.result.Source``.
    """

    value: str
    raw: str
    confidence: float
    source: str
    paper: str
    key: str
    document_id: int
    page: int
    box: tuple[int, int, int, int]
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Witness:
    """Another paper whose reading says the same as a doubtful one, and so confirmed it."""

    paper: str
    source: str
    document_id: int
    page: int


@dataclass(frozen=True, slots=True)
class FormChoice:
    """The value of one field of the form: the best candidate, the others, and whether a person must look.

    ``confirmed`` names the papers that made a doubtful reading believed, ``proposals`` what it may mean
    instead.
    """

    key: str
    best: Candidate
    others: tuple[Candidate, ...] = ()
    agreement: Agreement = Agreement.SINGLE
    needs_review: bool = False
    confirmed: tuple[Witness, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def plain(record: Candidate | Witness | Proposal) -> dict[str, Any]:
    """A record as the store keeps it and programs get it."""
    kind: Any = type(record)
    made: dict[str, Any] = _adapter(kind).dump_python(record, mode="json")
    return made


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
