# SPDX-License-Identifier: Apache-2.0
"""A value on its way from a paper to the form: what papers and people state, and what the form holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from intake.dossier.thresholds import SURE
from ocr.result import Box, Proposal, Source

PERSON = "person"
"""The source of a value that a person set or confirmed; the others are those of ``ocr.result.Source``."""

UNREADABLE = "unreadable"
"""The source of a value of which a person says that nobody can read it on the paper: it is empty, and not
known.
"""

_Unkept = Field(exclude=True)
"""For what the store need not keep with a value, because the page or the document says it."""


class Agreement(StrEnum):
    """How the papers of a dossier agree on one value."""

    SINGLE = "single"
    EQUAL = "equal"
    TONES = "tones"  # differ only in diacritics, case or spacing
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page of a stored document (its hash), counted from 1; ``nth`` tells the papers of one sheet apart."""

    document: str
    page: int
    nth: Annotated[int, _Unkept] = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """One value, and who says so: a field's reading on the ``nth`` paper (from 0) of a page, or a person.

    ``paper`` is the kind of paper, ``key`` the field's key on that paper, ``document_id`` and ``page`` (from
    1) where it stands, ``box`` in pixels of the stored page, ``document`` the SHA-256 of the file. ``source``
    is as in ``ocr.result.Source``, or ``PERSON`` or ``UNREADABLE``; who only typed a value leaves it without
    a place. ``proposals`` say what it may mean instead.
    """

    value: str
    raw: str
    confidence: float
    source: str
    paper: str = ""
    key: str = ""
    document_id: int | None = None
    page: int | None = None
    box: Box | None = None
    proposals: tuple[Proposal, ...] = ()
    document: Annotated[str, _Unkept] = ""
    nth: Annotated[int, _Unkept] = 0
    strokes: Annotated[str, _Unkept] = ""

    @property
    def decided(self) -> bool:
        """Whether a person says so, which is final."""
        return self.source == PERSON

    @property
    def sure(self) -> bool:
        """Whether it needs no look."""
        return self.decided or self.confidence >= SURE

    @property
    def hand(self) -> bool:
        """Whether the value was written by pen."""
        return self.source == Source.HAND

    @property
    def place(self) -> PageRef | None:
        """The page, and the paper on it, where it stands, if any."""
        return PageRef(self.document, self.page or 1, self.nth) if self.document else None


@dataclass(frozen=True, slots=True)
class Witness:
    """Another paper whose reading says the same as a doubtful one, and so confirmed it."""

    paper: str
    source: str
    document_id: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class FormValue:
    """What the form holds under one key: what is ``said``, by whom, and what is known beside it.

    ``alternatives`` are what else the papers state, ``agreement`` (``Agreement``) is how all of them agree,
    ``confirmed`` names the papers that made a doubtful reading believed. ``needs_review``: it is only a
    proposal (a doubtful reading, a father nobody declared), so that a person must confirm it. A person's word
    (``corrected_by``, ``corrected_at``) is final: it survives every new reading. ``version`` is that of the
    dossier at which the value became what it is.
    """

    key: str
    said: Statement
    alternatives: tuple[Statement, ...] = ()
    agreement: str = Agreement.SINGLE
    needs_review: bool = False
    confirmed: tuple[Witness, ...] = ()
    corrected_by: str = ""
    corrected_at: datetime | None = None
    version: int = 0

    @property
    def value(self) -> str:
        return self.said.value

    @property
    def confidence(self) -> float:
        return self.said.confidence

    @property
    def source(self) -> str:
        return self.said.source

    @property
    def paper(self) -> str:
        """The kind of paper it was taken from (the form itself, a card, a notice); "" where a person typed
        it.
        """
        return self.said.paper

    @property
    def place(self) -> PageRef | None:
        """The page it was taken from, if any."""
        return self.said.place

    @property
    def corrected(self) -> bool:
        """Whether a person said what it is."""
        return self.said.decided

    @property
    def unreadable(self) -> bool:
        """Whether a person said that nobody can read it."""
        return self.source == UNREADABLE
